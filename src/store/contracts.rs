//! Reads what revenue figures are made of: the contracts of every account, in one plain scan.
//!
//! Reading by account through an index takes a random access a contract. The table is read in its own order instead,
//! 32 bytes a contract are kept, and sorted.

use rusqlite::Row;

use super::Reads;
use crate::domain::{Currency, Day, Result, Term};
use crate::health::facts::AccountId;
use crate::revenue::{Account, GroupId, Loss};

/// What the accounts are grouped by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grouping {
    Csm,
    Segment,
}

const CONTRACTS: &str = "SELECT account_id, start_on, end_on, yearly_minor, currency FROM contract";
const LOSSES: &str = "SELECT account_id, due_on, closed_on, churn_reason FROM renewal
  WHERE churn_reason IS NOT NULL ORDER BY account_id";
/// Each in the order of the ids, which is that of the table.
const BY_CSM: &str = "SELECT id, csm_id FROM account ORDER BY id";
const BY_SEGMENT: &str = "SELECT id, segment_id FROM account ORDER BY id";

/// Every account that has contracts.
///
/// # Errors
/// The book cannot be read.
pub fn each(
    on: &impl Reads,
    grouping: Option<Grouping>,
    mut take: impl FnMut(AccountId, &Account<'_>),
) -> Result<()> {
    let mut contracts = keyed(on, CONTRACTS, term)?;
    contracts.sort_by_key(|contract| contract.0);
    let losses = keyed(on, LOSSES, loss)?;
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
    match grouping {
        None => Ok(Vec::new()),
        Some(Grouping::Csm) => keyed(on, BY_CSM, |row| row.get(1)),
        Some(Grouping::Segment) => keyed(on, BY_SEGMENT, |row| row.get(1)),
    }
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

/// All rows of a statement whose first column is an account.
fn keyed<T>(
    on: &impl Reads,
    sql: &str,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<(AccountId, T)>> {
    let mut statement = on.conn().prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, read(row)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn term(row: &Row<'_>) -> rusqlite::Result<Term> {
    Ok(Term {
        start: Day(row.get(1)?),
        end: row.get::<_, Option<i32>>(2)?.map(Day),
        yearly_minor: row.get(3)?,
        currency: row.get_ref(4)?.as_str_or_null()?.and_then(|code| Currency::parse(code).ok()),
    })
}

fn loss(row: &Row<'_>) -> rusqlite::Result<Loss> {
    Ok(Loss {
        due_on: Day(row.get(1)?),
        closed_on: row.get::<_, Option<i32>>(2)?.map(Day),
        reason: row.get_ref(3)?.as_str()?.into(),
    })
}
