//! What the screens over the whole book ask of it, and what it tells them.

use crate::domain::{Error, Period, Result};
use crate::edit::log;
use crate::engine::{
    AccountExpansion, Basis, Desk, ExpansionAsk, Number, Renewals, RevenueAsk, TodayAsk, Wanted,
};
use crate::health::facts::AccountId;
use crate::store::open;

/// Days that are looked ahead: three years of whole months, from the first day of the present one on.
const AHEAD: i32 = 3 * 366;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Look {
    /// The renewals of the next three years and what the rules say of each, which takes long: what is read comes as
    /// an event.
    Renewals,
    /// Those of one account.
    RenewalsOf(AccountId),
    /// What retention comes to as the renewals are forecast, to suppose something else of some.
    Basis,
    /// The plays that run, and which plays work.
    Plays,
    /// Rules and playbooks: what is read comes as an event.
    Rules,
    /// Revenue, which takes long: what is read comes as an event.
    Revenue(RevenueAsk),
    /// What needs somebody today, which takes long: what is read comes as an event.
    Today(TodayAsk),
    /// Candidates and opportunities, which take long: what is read comes as an event.
    Expansion,
    /// Those of an account.
    ExpansionOf(AccountId),
}

/// Who looks at the list of the day.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The name on the team, else that of the user of the machine.
    pub name: String,
    /// Row id of the member of the team that they are.
    pub member: Option<i64>,
    /// Why who they say to be is not found.
    pub problem: Option<Error>,
}

impl Person {
    fn of(desk: &Desk) -> Person {
        let actor = || open::author().actor;
        let Some(me) = desk.me().filter(|me| !me.trim().is_empty()) else {
            return Person { name: actor(), member: None, problem: None };
        };
        // Whose the account is matters to those alone who did not say who they are.
        match log::by(desk.view().reader(), 0, Some(me)) {
            Ok(Some(by)) => Person { name: by.name, member: Some(by.id), problem: None },
            Ok(None) => Person { name: actor(), member: None, problem: None },
            Err(problem) => Person { name: actor(), member: None, problem: Some(problem) },
        }
    }
}

/// The answer.
#[derive(Clone, Debug)]
pub enum Looked {
    /// To [`Look::Renewals`]: the number of the event.
    Renewals(Result<Number>),
    /// To [`Look::RenewalsOf`].
    RenewalsOf(AccountId, Box<Result<Renewals>>),
    /// To [`Look::Basis`].
    Basis(Box<Result<Basis>>),
    /// To [`Look::Plays`]: whether they are being read.
    Plays(Result<()>),
    /// To [`Look::Rules`]: whether they are being read.
    Rules(Result<()>),
    /// To [`Look::Revenue`]: whether it is being read.
    Revenue(Result<()>),
    /// To [`Look::Today`]: the number of the question, and who asked.
    Today(Result<Number>, Box<Person>),
    /// To [`Look::Expansion`]: whether it is being read.
    Expansion(Result<()>),
    /// To [`Look::ExpansionOf`].
    ExpansionOf(AccountId, Box<Result<AccountExpansion>>),
}

/// Does a read.
pub fn look(desk: &Desk, look: Look) -> Looked {
    match look {
        Look::Basis => Looked::Basis(Box::new(desk.judged(|judge| desk.view().basis(judge)))),
        Look::Renewals => Looked::Renewals(desk.renewals(Wanted::within(None, desk.day(), AHEAD))),
        Look::RenewalsOf(id) => {
            let wanted = Wanted::within(Some(vec![id]), desk.day(), AHEAD);
            let read = desk.judged(|judge| desk.view().renewals_by(judge, wanted));
            Looked::RenewalsOf(id, Box::new(read))
        }
        Look::Plays => Looked::Plays(plays(desk)),
        Look::Rules => Looked::Rules(desk.rulebook()),
        Look::Expansion => {
            let period = Period::meant(None, None, desk.day());
            Looked::Expansion(period.and_then(|period| desk.expansion(ExpansionAsk { period })))
        }
        Look::ExpansionOf(id) => {
            let read = desk.judged(|judge| desk.view().expansion_of(judge, id));
            Looked::ExpansionOf(id, Box::new(read))
        }
        Look::Revenue(ask) => Looked::Revenue(desk.revenue(ask)),
        Look::Today(ask) => {
            let person = Person::of(desk);
            Looked::Today(desk.today(ask, person.name.clone()), Box::new(person))
        }
    }
}

/// Plays that began within so many days tell which ones work.
const PLAYS_OF_DAYS: i32 = 365;

fn plays(desk: &Desk) -> Result<()> {
    desk.plays(Period::new(desk.day() - PLAYS_OF_DAYS, desk.day())?)
}
