//! What the book as a whole holds, and since when: decides which measures apply at all. And its currency and rates.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use super::Reads;
use crate::domain::money::Rates;
use crate::domain::{Currency, Day, Result};
use crate::health::facts::{BookFacts, FeatureFacts, MetricFacts};

/// Tables on which [`rates`] depends.
pub const RATE_TABLES: [&str; 3] = ["contract", "setting", "exchange_rate"];

/// First days: each answered by the end of an index.
const GOAL: &str = "SELECT min(first) FROM (
    SELECT min(started_on) AS first FROM goal
    UNION ALL SELECT min(coalesce((SELECT min(updated_on) FROM goal_update u WHERE u.goal_id = g.id), {min}))
      FROM goal g WHERE started_on IS NULL)";
const TOUCHPOINT: &str = "SELECT touched_on FROM touchpoint t
    WHERE kind <> 0 OR EXISTS (SELECT 1 FROM touchpoint_attendee a WHERE a.touchpoint_id = t.id)
    ORDER BY touched_on LIMIT 1";
const CSAT: &str = "SELECT min(first) FROM (
    SELECT min(answered_on) AS first FROM survey WHERE kind = 1
    UNION ALL SELECT min(coalesce(resolved_on, opened_on)) FROM ticket WHERE satisfaction_micro IS NOT NULL)";
/// Distinct days by hopping from one to the next: the index may hold many rows a day.
const USAGE_DAYS: &str = "WITH RECURSIVE hop (day) AS (
    SELECT min(used_on) FROM usage_day
    UNION ALL SELECT (SELECT min(used_on) FROM usage_day WHERE used_on > day) FROM hop WHERE day IS NOT NULL)
    SELECT day FROM hop WHERE day IS NOT NULL";

/// What the book holds.
///
/// # Errors
/// The book cannot be read.
pub fn facts(on: &impl Reads) -> Result<BookFacts> {
    let conn = on.conn();
    let first = |sql: &str| -> Result<Option<Day>> {
        let day = conn.prepare_cached(sql)?.query_row([], |row| row.get::<_, Option<i32>>(0)).optional()?;
        Ok(day.flatten().map(Day))
    };
    let exists = |sql: &str| -> Result<bool> {
        Ok(conn.prepare_cached(&format!("SELECT EXISTS ({sql})"))?.query_row([], |row| row.get(0))?)
    };
    let mut days = conn.prepare_cached(USAGE_DAYS)?;
    let usage_days =
        days.query_map([], |row| Ok(Day(row.get(0)?)))?.collect::<rusqlite::Result<Vec<Day>>>()?;
    Ok(BookFacts {
        metrics: metrics(conn)?,
        features: features(conn)?,
        has_catalog: exists("SELECT 1 FROM feature WHERE in_catalog = 1")?,
        usage_days,
        contract_with_seats: first("SELECT min(start_on) FROM contract WHERE seats > 0")?,
        goal: first(&GOAL.replace("{min}", &Day::MIN.0.to_string()))?,
        first_outcome: first("SELECT min(first_outcome_on) FROM account WHERE first_outcome_on IS NOT NULL")?,
        onboarding: first("SELECT min(started_on) FROM onboarding")?,
        touchpoint: first(TOUCHPOINT)?,
        sponsor: exists("SELECT 1 FROM contact WHERE role = 1")?,
        contact: exists("SELECT 1 FROM contact")?,
        ticket: first("SELECT min(opened_on) FROM ticket")?,
        nps: first("SELECT min(answered_on) FROM survey WHERE kind = 0")?,
        csat: first(CSAT)?,
        pulse: first("SELECT min(touched_on) FROM touchpoint WHERE pulse IS NOT NULL")?,
    })
}

fn metrics(conn: &Connection) -> Result<Vec<MetricFacts>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, name, (SELECT min(used_on) FROM usage_day WHERE kind = 0 AND subject_id = metric.id)
         FROM metric ORDER BY id",
    )?;
    let metrics = statement.query_map([], |row| {
        Ok(MetricFacts {
            id: row.get(0)?,
            name: row.get::<_, String>(1)?.to_lowercase().into(),
            first_on: row.get::<_, Option<i32>>(2)?.map(Day),
        })
    })?;
    Ok(metrics.collect::<rusqlite::Result<_>>()?)
}

fn features(conn: &Connection) -> Result<Vec<FeatureFacts>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, name, in_catalog, core, advanced, plans,
           (SELECT min(used_on) FROM usage_day WHERE kind = 1 AND subject_id = feature.id)
         FROM feature ORDER BY id",
    )?;
    let features = statement.query_map([], |row| {
        let plans: Option<String> = row.get(5)?;
        Ok(FeatureFacts {
            id: row.get(0)?,
            name: row.get::<_, String>(1)?.into(),
            in_catalog: row.get(2)?,
            core: row.get(3)?,
            advanced: row.get(4)?,
            plans: plans
                .unwrap_or_default()
                .split(';')
                .map(|plan| plan.trim().to_lowercase().into_boxed_str())
                .filter(|plan| !plan.is_empty())
                .collect(),
            first_on: row.get::<_, Option<i32>>(6)?.map(Day),
        })
    })?;
    Ok(features.collect::<rusqlite::Result<_>>()?)
}

/// A setting of the book.
///
/// # Errors
/// The book cannot be read.
pub fn setting(on: &impl Reads, name: &str) -> Result<Option<String>> {
    let mut statement = on.conn().prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

/// The book's currency: the setting, else the one that most contracts have, with those that `more` counts.
///
/// # Errors
/// The book cannot be read.
pub fn currency_with(on: &impl Reads, more: &BTreeMap<Currency, i64>) -> Result<Currency> {
    if let Some(set) = setting(on, "currency")?.and_then(|code| Currency::parse(&code).ok()) {
        return Ok(set);
    }
    if more.is_empty()
        && let Some(only) = only_currency(on)?
    {
        return Ok(only);
    }
    let mut counts = more.clone();
    let mut statement = on.conn().prepare_cached(
        "SELECT currency, count(*) FROM contract WHERE currency IS NOT NULL GROUP BY currency",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Ok(currency) = Currency::parse(&row.get::<_, String>(0)?) {
            *counts.entry(currency).or_insert(0) += row.get::<_, i64>(1)?;
        }
    }
    // Ties: the alphabetically first.
    let most = counts.into_iter().max_by_key(|(currency, count)| (*count, Reverse(*currency)));
    Ok(most.map_or(Currency::USD, |(currency, _)| currency))
}

/// The currency of all contracts that have one, if it is the same: by both ends of an index, where counting them goes
/// through all of it.
pub(in crate::store) fn only_currency(on: &impl Reads) -> Result<Option<Currency>> {
    let mut statement = on
        .conn()
        .prepare_cached("SELECT min(currency) FROM contract UNION ALL SELECT max(currency) FROM contract")?;
    let ends =
        statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<Option<String>>>>()?;
    Ok(match ends.as_slice() {
        [Some(first), Some(last)] if first == last => Currency::parse(first).ok(),
        _ => None,
    })
}

/// The book's currency and its dated rates.
///
/// # Errors
/// The book cannot be read.
pub fn rates(on: &impl Reads) -> Result<Rates> {
    let conn = on.conn();
    let book = currency_with(on, &BTreeMap::new())?;
    let mut statement = conn.prepare_cached(
        "SELECT currency, from_on, rate_micro FROM exchange_rate ORDER BY currency, from_on",
    )?;
    let rates = statement
        .query_map([], |row| Ok((row.get::<_, String>(0)?, Day(row.get(1)?), row.get::<_, i64>(2)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let rates = rates
        .into_iter()
        .filter_map(|(code, from, rate)| Some((Currency::parse(&code).ok()?, from, rate)))
        .collect();
    Ok(Rates { book, rates })
}

/// Sets a setting of the book.
///
/// # Errors
/// The book cannot be written.
pub fn set_setting(tx: &super::Tx<'_>, name: &str, value: &str) -> Result<()> {
    tx.conn()
        .prepare_cached(
            "INSERT INTO setting (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value IS NOT excluded.value",
        )?
        .execute([name, value])?;
    Ok(())
}

/// Takes a setting of the book away.
///
/// # Errors
/// The book cannot be written.
pub fn clear_setting(tx: &super::Tx<'_>, name: &str) -> Result<()> {
    tx.conn().prepare_cached("DELETE FROM setting WHERE name = ?1")?.execute([name])?;
    Ok(())
}
