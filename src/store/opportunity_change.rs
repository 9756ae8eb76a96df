//! What opportunities were until the days on which they changed: kept as [`super::renewal_change`] keeps renewals.

use std::collections::HashMap;

use rusqlite::Row;

use super::{Reads, Tx};
use crate::domain::{Currency, Day, OpportunityStage, Result};
use crate::expansion::{DealChange, DealId};
use crate::health::facts::AccountId;

/// The first entry of each opportunity since a place of the journal: what it was when the day began. Of one that is new
/// nothing was.
const NOTE: &str = "
    WITH moved AS (
      SELECT rid, op, coalesce(old, '{}') AS old, min(seq) FROM journal NOT INDEXED
      WHERE seq > ?1 AND tbl = 'opportunity' AND op <> 'D' GROUP BY rid)
    INSERT INTO opportunity_change (opportunity_id, changed_on, stage, amount_minor, currency)
    SELECT o.id, ?2,
      CASE WHEN json_type(old, '$.stage') IS NULL THEN o.stage ELSE old ->> 'stage' END,
      CASE WHEN json_type(old, '$.amount_minor') IS NULL THEN o.amount_minor ELSE old ->> 'amount_minor' END,
      CASE WHEN json_type(old, '$.currency') IS NULL THEN o.currency ELSE old ->> 'currency' END
    FROM moved JOIN opportunity o ON o.id = moved.rid
    WHERE op <> 'I' AND (json_type(old, '$.stage') IS NOT NULL OR json_type(old, '$.amount_minor') IS NOT NULL)
    ON CONFLICT (opportunity_id, changed_on) DO NOTHING";

/// Notes what the opportunities were that changed since a place of the journal.
///
/// # Errors
/// The book cannot be written.
pub fn note(tx: &Tx<'_>, since: i64, day: Day) -> Result<()> {
    tx.conn().prepare_cached(NOTE)?.execute((since, day.0))?;
    Ok(())
}

/// What every opportunity was until the first change after a day; those that have not changed since are not there.
///
/// # Errors
/// The book cannot be read.
pub fn as_of(on: &impl Reads, day: Day) -> Result<HashMap<DealId, DealChange>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT opportunity_id, min(changed_on), stage, amount_minor, currency
         FROM opportunity_change WHERE changed_on > ?1 GROUP BY opportunity_id",
    )?;
    let rows = statement.query_map([day.0], |row| Ok((row.get(0)?, change(row)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// All that is known of the opportunities of an account up to a day, in the order of the days.
///
/// # Errors
/// The book cannot be read.
pub fn of_account(on: &impl Reads, account: AccountId, day: Day) -> Result<Vec<(DealId, DealChange)>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT opportunity_id, changed_on, stage, amount_minor, currency FROM opportunity_change
         WHERE changed_on <= ?2 AND opportunity_id IN (SELECT id FROM opportunity WHERE account_id = ?1)
         ORDER BY changed_on, id",
    )?;
    let rows = statement.query_map((account, day.0), |row| Ok((row.get(0)?, change(row)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn change(row: &Row<'_>) -> rusqlite::Result<DealChange> {
    let word = |place: usize| row.get_ref(place)?.as_str_or_null().map_err(rusqlite::Error::from);
    Ok(DealChange {
        until: Day(row.get(1)?),
        // The schema holds the list.
        stage: word(2)?
            .and_then(|word| OpportunityStage::parse(word).ok())
            .unwrap_or(OpportunityStage::Identified),
        amount: row.get(3)?,
        currency: word(4)?.and_then(|code| Currency::parse(code).ok()),
    })
}
