//! Reads the expansions of an account that are worked on.

use super::detail::{all, date, money};
use super::{Reads, held};
use crate::domain::{Day, Money, Result};
use crate::health::facts::AccountId;

const OPEN: &str = "SELECT title, kind, stage, close_on, amount_minor, currency FROM opportunity
  WHERE account_id = ?1 AND coalesce(opened_on, ?2) <= ?2 AND stage NOT IN ('won', 'lost')
  ORDER BY close_on IS NULL, close_on, id";

/// An expansion that is neither won nor lost. Text is as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Opportunity {
    pub title: Box<str>,
    /// seats, feature, use case, organisation.
    pub kind: Option<Box<str>>,
    /// How far it has come.
    pub stage: Box<str>,
    /// By when it is expected.
    pub close_on: Option<Day>,
    /// What it is worth.
    pub amount: Option<Money>,
}

/// The open expansions of an account on a day, the next one first.
///
/// # Errors
/// The book cannot be read.
pub fn open(on: &impl Reads, account: AccountId, day: Day) -> Result<Vec<Opportunity>> {
    let book = held::rates(on)?.book;
    all(on, OPEN, (account, day.0), |row| {
        Ok(Opportunity {
            title: row.get(0)?,
            kind: row.get(1)?,
            stage: row.get(2)?,
            close_on: date(row, 3)?,
            amount: money(row, 4, book)?,
        })
    })
}
