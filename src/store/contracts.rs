//! Reads what revenue figures are made of: the contracts of every account, in one plain scan.
//!
//! Reading by account through an index takes a random access a contract. The table is read in its own order instead,
//! 32 bytes a contract are kept, and sorted.

use rusqlite::Row;

use super::Reads;
use super::held;
use super::packed::{self, NOTHING, day, number, sure, text};
use crate::domain::{Currency, Day, Period, Result, Term};
use crate::health::facts::AccountId;
use crate::revenue::{Account, GroupId, Loss};

/// What the accounts are grouped by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grouping {
    Csm,
    Segment,
}

const LOSSES: &str = "SELECT account_id, due_on, closed_on, churn_reason FROM renewal
  WHERE churn_reason IS NOT NULL AND (due_on BETWEEN ?1 AND ?2 OR closed_on BETWEEN ?1 AND ?2)";

/// Every account that has contracts, with the losses that a renewal of the period gives the reason for. `book` is the
/// book's currency.
///
/// # Errors
/// The book cannot be read.
pub fn each(
    on: &impl Reads,
    book: Currency,
    period: Period,
    grouping: Option<Grouping>,
    mut take: impl FnMut(AccountId, &Account<'_>),
) -> Result<()> {
    let contracts = contracts(on, book)?;
    let losses = losses(on, period)?;
    let groups = groups(on, grouping)?;
    let (mut losses, mut groups) = (losses.as_slice(), groups.as_slice());
    let (mut terms, mut of_account) = (Vec::new(), Vec::new());
    for rows in contracts.chunk_by(|a, b| a.0 == b.0) {
        let Some(&(id, _)) = rows.first() else { continue };
        terms.clear();
        terms.extend(rows.iter().map(|row| row.1));
        of_account.clear();
        of_account.extend(next(&mut losses, id).iter().map(|row| row.1.clone()));
        let group: Option<GroupId> = next(&mut groups, id).first().and_then(|row| row.1);
        take(id, &Account { group, terms: &terms, losses: &of_account });
    }
    Ok(())
}

/// What each account is grouped by, in the order of their ids; empty where nothing is asked for.
///
/// # Errors
/// The book cannot be read.
pub fn groups(on: &impl Reads, grouping: Option<Grouping>) -> Result<Vec<(AccountId, Option<GroupId>)>> {
    let column = match grouping {
        None => return Ok(Vec::new()),
        Some(Grouping::Csm) => "csm_id",
        Some(Grouping::Segment) => "segment_id",
    };
    let mut groups = Vec::new();
    packed::each(on.conn(), "account", ["id", column], |[id, group]| {
        groups.push((sure(number(id))?, number(group)));
        Ok(())
    })?;
    Ok(groups)
}

/// The contracts that are active on a day: account and contract, by account.
///
/// # Errors
/// The book cannot be read.
pub fn active(on: &impl Reads, day: Day) -> Result<Vec<(AccountId, i64)>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT account_id, id FROM contract WHERE start_on <= ?1 AND (end_on IS NULL OR end_on > ?1)",
    )?;
    let rows = statement.query_map([day.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut active: Vec<(AccountId, i64)> = rows.collect::<rusqlite::Result<_>>()?;
    active.sort_unstable();
    Ok(active)
}

/// The rows of an account at the front of rows that are sorted by it; they, and those before, are gone through then.
fn next<'r, T>(rows: &mut &'r [(AccountId, T)], id: AccountId) -> &'r [(AccountId, T)] {
    let (_, rest) = rows.split_at(rows.iter().take_while(|row| row.0 < id).count());
    let (found, rest) = rest.split_at(rest.iter().take_while(|row| row.0 == id).count());
    *rows = rest;
    found
}

/// All contracts, by account.
fn contracts(on: &impl Reads, book: Currency) -> Result<Vec<(AccountId, Term)>> {
    let mut contracts = Vec::new();
    // Where all of them are in the book's currency, as in most books, it need not be read from each.
    let currency = if held::only_currency(on)? == Some(book) { "NULL" } else { "currency" };
    let columns = ["account_id", "start_on", "end_on", "yearly_minor", currency];
    // Most are in the currency of the one before.
    let (mut code, mut currency) = (NOTHING, None);
    packed::each(on.conn(), "contract", columns, |[account, start, end, yearly, own]| {
        if own != code {
            code = own;
            currency = text(&own).and_then(|code| Currency::parse(code).ok());
        }
        let (start, end, yearly_minor) = (sure(day(start)?)?, day(end)?, sure(number(yearly))?);
        contracts.push((sure(number(account))?, Term { start, end, yearly_minor, currency }));
        Ok(())
    })?;
    contracts.sort_by_key(|contract: &(AccountId, Term)| contract.0);
    Ok(contracts)
}

/// The renewals that name a reason for a loss and were due or closed in a period, by account.
fn losses(on: &impl Reads, period: Period) -> Result<Vec<(AccountId, Loss)>> {
    let mut statement = on.conn().prepare_cached(LOSSES)?;
    let days = [(period.from() + 1).0, period.to().0];
    let rows = statement.query_map(days, |row| Ok((row.get(0)?, loss(row)?)))?;
    let mut losses: Vec<(AccountId, Loss)> = rows.collect::<rusqlite::Result<_>>()?;
    losses.sort_by_key(|loss| loss.0);
    Ok(losses)
}

fn loss(row: &Row<'_>) -> rusqlite::Result<Loss> {
    Ok(Loss {
        due_on: Day(row.get(1)?),
        closed_on: row.get::<_, Option<i32>>(2)?.map(Day),
        reason: row.get_ref(3)?.as_str()?.into(),
    })
}
