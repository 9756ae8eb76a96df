//! What the screens over the renewals of the whole book ask of it, and what it tells them.

use crate::domain::Result;
use crate::engine::{Basis, Desk, Number, Renewals, RevenueAsk, Wanted};
use crate::health::facts::AccountId;

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
    /// Revenue, which takes long: what is read comes as an event.
    Revenue(RevenueAsk),
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
    /// To [`Look::Revenue`]: whether it is being read.
    Revenue(Result<()>),
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
        Look::Revenue(ask) => Looked::Revenue(desk.revenue(ask)),
    }
}
