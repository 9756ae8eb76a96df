//! What the screens over the renewals of the whole book ask of it, and what it tells them.

use crate::domain::{Period, Result};
use crate::engine::{Basis, Desk, Plays, Renewals, RevenueAsk, Wanted};
use crate::health::facts::AccountId;

/// Days that are looked ahead: three years of whole months, from the first day of the present one on.
const AHEAD: i32 = 3 * 366;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Look {
    /// The renewals of the next three years and what the rules say of each: of an account, or of all.
    Renewals(Option<AccountId>),
    /// What retention comes to as the renewals are forecast, to suppose something else of some.
    Basis,
    /// The plays that run, and which plays work.
    Plays,
    /// Revenue, which takes long: what is read comes as an event.
    Revenue(RevenueAsk),
}

/// The answer.
#[derive(Clone, Debug)]
pub enum Looked {
    /// To [`Look::Renewals`].
    Renewals(Option<AccountId>, Box<Result<Renewals>>),
    /// To [`Look::Basis`].
    Basis(Box<Result<Basis>>),
    /// To [`Look::Plays`].
    Plays(Box<Result<Plays>>),
    /// To [`Look::Revenue`]: whether it is being read.
    Revenue(Result<()>),
}

/// Does a read.
pub fn look(desk: &Desk, look: Look) -> Looked {
    match look {
        Look::Basis => Looked::Basis(Box::new(desk.judged(|judge| desk.view().basis(judge)))),
        Look::Renewals(only) => {
            let wanted = Wanted::within(only.map(|id| vec![id]), desk.day(), AHEAD);
            let read = desk.judged(|judge| desk.view().renewals_by(judge, wanted));
            Looked::Renewals(only, Box::new(read))
        }
        Look::Plays => Looked::Plays(Box::new(plays(desk))),
        Look::Revenue(ask) => Looked::Revenue(desk.revenue(ask)),
    }
}

/// Plays that began within so many days tell which ones work.
const PLAYS_OF_DAYS: i32 = 365;

fn plays(desk: &Desk) -> Result<Plays> {
    desk.view().plays(Period::new(desk.day() - PLAYS_OF_DAYS, desk.day())?)
}
