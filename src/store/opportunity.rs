//! Reads opportunities.

use rusqlite::Row;

use super::detail::{all, date, money};
use super::{Reads, held, opportunity_change};
use crate::domain::{ChurnReason, Currency, Day, Micro, Money, OpportunityKind, OpportunityStage, Result};
use crate::expansion::{Deal, DealId, Proposal, RoiInputs};
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

const DEALS: &str = "SELECT o.id, o.account_id, o.title, o.kind, o.stage, o.amount_minor, o.currency, o.seats,
    o.opened_on, o.close_on, o.closed_on, o.problem, o.solution, o.roi, o.timeline, o.unit_value_minor, o.unit,
    o.units_micro, o.cost_minor, o.months, c.name, o.approved_on, o.lost_reason, o.outcome, o.contract_id
  FROM opportunity o LEFT JOIN contact c ON c.id = o.approved_by_id";

/// An opportunity as it is now.
///
/// # Errors
/// The book cannot be read.
pub fn one(on: &impl Reads, id: DealId) -> Result<Option<Deal>> {
    let book = held::rates(on)?.book;
    let found = all(on, &format!("{DEALS} WHERE o.id = ?1"), [id], |row| deal(row, book))?;
    Ok(found.into_iter().next())
}

/// The opportunities of all accounts, or of one, as they were on a day, in [`Deal::order`].
///
/// # Errors
/// The book cannot be read.
pub fn deals(on: &impl Reads, account: Option<AccountId>, day: Day) -> Result<Vec<Deal>> {
    let book = held::rates(on)?.book;
    let changed = opportunity_change::as_of(on, day)?;
    let only = if account.is_some() { " WHERE o.account_id = ?1" } else { "" };
    let sql = format!("{DEALS}{only}");
    let found = all(on, &sql, rusqlite::params_from_iter(account), |row| deal(row, book))?;
    let then = |deal: Deal| {
        let changed = changed.get(&deal.id);
        deal.seen_on(day, changed)
    };
    let mut deals: Vec<Deal> = found.into_iter().filter_map(then).collect();
    deals.sort_by_cached_key(Deal::order);
    Ok(deals)
}

fn deal(row: &Row<'_>, book: Currency) -> rusqlite::Result<Deal> {
    let word = |place: usize| row.get_ref(place)?.as_str_or_null().map_err(rusqlite::Error::from);
    let currency = word(6)?.and_then(|code| Currency::parse(code).ok()).unwrap_or(book);
    Ok(Deal {
        id: row.get(0)?,
        account: row.get(1)?,
        title: row.get(2)?,
        // The schema holds both lists.
        kind: word(3)?.and_then(|word| OpportunityKind::parse(word).ok()),
        stage: word(4)?
            .and_then(|word| OpportunityStage::parse(word).ok())
            .unwrap_or(OpportunityStage::Identified),
        amount: row.get(5)?,
        currency,
        seats: row.get(7)?,
        opened_on: date(row, 8)?,
        close_on: date(row, 9)?,
        closed_on: date(row, 10)?,
        proposal: Proposal {
            problem: row.get(11)?,
            solution: row.get(12)?,
            roi: row.get(13)?,
            timeline: row.get(14)?,
            inputs: RoiInputs {
                unit_value: row.get(15)?,
                unit: row.get(16)?,
                units: row.get::<_, Option<i64>>(17)?.map(Micro),
                cost: row.get(18)?,
                months: row.get(19)?,
            },
        },
        approved_by: row.get(20)?,
        approved_on: date(row, 21)?,
        lost_reason: word(22)?.and_then(|word| ChurnReason::parse(word).ok()),
        outcome: row.get(23)?,
        contract: row.get(24)?,
    })
}
