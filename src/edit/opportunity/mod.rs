//! What is done to an opportunity: stage, approval, won, lost. Each act has a label for the journal and is applied inside
//! one transaction, where its rules are asked of the book as it is then.

mod close;
mod entity;
mod work;

use super::renewal::{given, on_day, text};
use crate::domain::text::fit;
use crate::domain::{Day, Error, Result};
use crate::expansion::{Deal, DealId};
use crate::store::edit::account_name;
use crate::store::{Reads, Tx, opportunity as book};

pub use close::{IntoContract, Lost, Won, host};
pub use entity::OPPORTUNITY;
pub use work::{Approve, SetStage};

/// `Sixty seats of Acme`.
///
/// # Errors
/// It is gone, or the book cannot be read.
fn called(on: &impl Reads, id: DealId) -> Result<String> {
    let deal = found(on, id)?;
    let account = account_name(on, deal.account)?.unwrap_or_default();
    Ok(format!("\"{}\" of {}", fit(&deal.title, 60), fit(&account, 60)))
}

fn found(on: &impl Reads, id: DealId) -> Result<Deal> {
    book::one(on, id)?.ok_or_else(|| {
        Error::not_found("the opportunity is not in the book any more").hint("look at the list again")
    })
}

/// The opportunity as the book holds it now.
///
/// # Errors
/// It is gone or closed, or the book cannot be read.
fn open(tx: &Tx<'_>, id: DealId) -> Result<Deal> {
    let deal = found(tx, id)?;
    if deal.is_open() {
        return Ok(deal);
    }
    Err(Error::invalid(format!("{} is {} already", called(tx, id)?, deal.stage))
        .hint("take that back first, with undo or history"))
}

fn not_ahead(on: Day, today: Day) -> Result<()> {
    if on > today {
        return Err(Error::invalid(format!("{on} is still to come"))
            .hint("give the day it was decided, today at the latest"));
    }
    Ok(())
}
