//! What renewals were until the days on which they changed.
//!
//! Kept at the one door for writing, from what the journal has of the change that is about to be committed: so every
//! way of changing a renewal leaves its trace, a form and an import as well as the acts, and none has to think of it.
//! A row says what was before, because that is what a change would lose: what is now stands in the renewal itself. The
//! renewals that an import makes leave none, since nobody knows since when they are so.

use std::collections::HashMap;

use rusqlite::Row;

use super::{Reads, Tx};
use crate::domain::{Currency, Day, Forecast, RenewalStage, Result};
use crate::health::facts::AccountId;
use crate::renewal::{Earlier, RenewalId};

/// The first entry of each renewal since a place of the journal; of what it changed the old values, of the rest those
/// that it has still. One row a renewal and day: what it was when the day began.
const NOTE: &str = "
    WITH moved AS (
      SELECT rid, op, coalesce(old, '{}') AS old, min(seq) FROM journal NOT INDEXED
      WHERE seq > ?1 AND tbl = 'renewal' AND op <> 'D' GROUP BY rid)
    INSERT INTO renewal_change (renewal_id, changed_on, stage, forecast, reason, amount_minor, currency)
    SELECT r.id, ?2,
      CASE WHEN op = 'I' THEN 'not started' WHEN json_type(old, '$.stage') IS NULL THEN r.stage ELSE old ->> 'stage' END,
      CASE WHEN op = 'I' THEN NULL WHEN json_type(old, '$.forecast') IS NULL THEN r.forecast ELSE old ->> 'forecast' END,
      CASE WHEN op = 'I' THEN NULL WHEN json_type(old, '$.reason') IS NULL THEN r.reason ELSE old ->> 'reason' END,
      CASE WHEN op = 'I' THEN NULL WHEN json_type(old, '$.amount_minor') IS NULL THEN r.amount_minor
        ELSE old ->> 'amount_minor' END,
      CASE WHEN op = 'I' THEN NULL WHEN json_type(old, '$.currency') IS NULL THEN r.currency ELSE old ->> 'currency' END
    FROM moved JOIN renewal r ON r.id = moved.rid
    WHERE CASE op
      WHEN 'I' THEN NOT EXISTS (
        SELECT 1 FROM import_run WHERE txn_id = (SELECT coalesce(max(id), 0) + 1 FROM txn))
      ELSE json_type(old, '$.stage') IS NOT NULL OR json_type(old, '$.forecast') IS NOT NULL
        OR json_type(old, '$.amount_minor') IS NOT NULL END
    ON CONFLICT (renewal_id, changed_on) DO NOTHING";

/// Notes what the renewals were that changed since a place of the journal.
///
/// # Errors
/// The book cannot be written.
pub fn note(tx: &Tx<'_>, since: i64, day: Day) -> Result<()> {
    tx.conn().prepare_cached(NOTE)?.execute((since, day.0))?;
    Ok(())
}

/// What every renewal was until the first change after a day; those that have not changed since are not there.
///
/// # Errors
/// The book cannot be read.
pub fn as_of(on: &impl Reads, day: Day) -> Result<HashMap<RenewalId, Earlier>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT renewal_id, min(changed_on), stage, forecast, reason, amount_minor, currency
         FROM renewal_change WHERE changed_on > ?1 GROUP BY renewal_id",
    )?;
    let rows = statement.query_map([day.0], |row| Ok((row.get(0)?, earlier(row)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// All that is known of every renewal, in the order of the days.
///
/// # Errors
/// The book cannot be read.
pub fn all(on: &impl Reads) -> Result<Vec<(RenewalId, Earlier)>> {
    read(on, None)
}

/// The same of the renewals of an account.
///
/// # Errors
/// The book cannot be read.
pub fn of_account(on: &impl Reads, account: AccountId) -> Result<Vec<(RenewalId, Earlier)>> {
    read(on, Some(account))
}

fn read(on: &impl Reads, account: Option<AccountId>) -> Result<Vec<(RenewalId, Earlier)>> {
    let only = if account.is_some() {
        "WHERE renewal_id IN (SELECT id FROM renewal WHERE account_id = ?1)"
    } else {
        ""
    };
    let mut statement = on.conn().prepare_cached(&format!(
        "SELECT renewal_id, changed_on, stage, forecast, reason, amount_minor, currency
         FROM renewal_change {only} ORDER BY changed_on, id"
    ))?;
    let rows =
        statement.query_map(rusqlite::params_from_iter(account), |row| Ok((row.get(0)?, earlier(row)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn earlier(row: &Row<'_>) -> rusqlite::Result<Earlier> {
    let word = |place: usize| row.get_ref(place)?.as_str_or_null().map_err(rusqlite::Error::from);
    Ok(Earlier {
        until: Day(row.get(1)?),
        // The schema holds both lists.
        stage: word(2)?.and_then(|word| RenewalStage::parse(word).ok()).unwrap_or(RenewalStage::NotStarted),
        forecast: word(3)?.and_then(|word| Forecast::parse(word).ok()),
        reason: row.get(4)?,
        amount: row.get(5)?,
        currency: word(6)?.and_then(|code| Currency::parse(code).ok()),
    })
}
