//! What the screens over the renewals of the whole book ask of it, and what it tells them.

use crate::domain::{Period, Result};
use crate::engine::{AccountExpansion, Basis, Desk, ExpansionAsk, Renewals, RevenueAsk, Wanted};
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
    /// Revenue, which takes long: what is read comes as an event.
    Revenue(RevenueAsk),
    /// Candidates and opportunities, which take long: what is read comes as an event.
    Expansion,
    /// Those of an account.
    ExpansionOf(AccountId),
}

/// The answer.
#[derive(Clone, Debug)]
pub enum Looked {
    /// To [`Look::Renewals`].
    Renewals(Option<AccountId>, Box<Result<Renewals>>),
    /// To [`Look::Basis`].
    Basis(Box<Result<Basis>>),
    /// To [`Look::Revenue`]: whether it is being read.
    Revenue(Result<()>),
    /// To [`Look::Expansion`]: whether it is being read.
    Expansion(Result<()>),
    /// To [`Look::ExpansionOf`].
    ExpansionOf(AccountId, Box<Result<AccountExpansion>>),
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
        Look::Expansion => {
            let period = Period::meant(None, None, desk.day());
            Looked::Expansion(period.and_then(|period| desk.expansion(ExpansionAsk { period })))
        }
        Look::ExpansionOf(id) => {
            let read = desk.judged(|judge| desk.view().expansion_of(judge, id));
            Looked::ExpansionOf(id, Box::new(read))
        }
        Look::Revenue(ask) => Looked::Revenue(desk.revenue(ask)),
    }
}
