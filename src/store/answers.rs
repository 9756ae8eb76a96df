//! Reads the figures of a period that need no contract: answers, tickets, opportunities.

use std::collections::HashMap;

use rusqlite::Row;

use super::Reads;
use crate::domain::share::is_satisfied;
use crate::domain::{Period, Result, Share, text};
use crate::health::facts::Respondent;
use crate::revenue::Others;

const NPS: &str = "SELECT account_id, id, contact_id, respondent, score_micro FROM survey
  WHERE kind = 0 AND answered_on > ?1 AND answered_on <= ?2 ORDER BY answered_on, id";
const CSAT: &str = "SELECT score_micro, coalesce(scale_micro, 5000000) FROM survey
    WHERE kind = 1 AND answered_on > ?1 AND answered_on <= ?2
  UNION ALL SELECT satisfaction_micro, coalesce(satisfaction_scale_micro, 5000000) FROM ticket
    WHERE satisfaction_micro IS NOT NULL
      AND coalesce(resolved_on, opened_on) > ?1 AND coalesce(resolved_on, opened_on) <= ?2";
/// When an opportunity came to which stage is not known, only where it stands.
const PROPOSALS: &str = "SELECT count(*) FILTER (WHERE stage = 'won'), count(*) FROM opportunity
  WHERE stage <> 'identified' AND opened_on > ?1 AND opened_on <= ?2";

/// Who answered: one whom nobody knows is a person of their own.
#[derive(PartialEq, Eq, Hash)]
enum Person {
    Known(i64, Respondent),
    Nobody(i64),
}

/// The figures of a period.
///
/// # Errors
/// The book cannot be read.
pub fn others(on: &impl Reads, period: Period) -> Result<Others> {
    let conn = on.conn();
    let bounds = [period.from().0, period.to().0];
    let mut others = Others::default();
    let mut latest = HashMap::new();
    let mut statement = conn.prepare_cached(NPS)?;
    let mut rows = statement.query(bounds)?;
    while let Some(row) = rows.next()? {
        latest.insert(person(row)?, row.get::<_, i64>(4)?);
    }
    latest.into_values().for_each(|score| others.nps.count(score));
    let mut statement = conn.prepare_cached(CSAT)?;
    let mut rows = statement.query(bounds)?;
    while let Some(row) = rows.next()? {
        others.csat.count(is_satisfied(row.get(0)?, row.get(1)?));
    }
    let share = |row: &Row<'_>| {
        let (won, made): (u32, u32) = (row.get(0)?, row.get(1)?);
        Ok(Share { part: won.into(), of: made.into() })
    };
    others.proposals = conn.prepare_cached(PROPOSALS)?.query_row(bounds, share)?;
    Ok(others)
}

fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    let account = row.get(0)?;
    let named = row.get_ref(3)?.as_str_or_null()?.map(|name| Respondent::Name(text::fold(name).into()));
    let known = row.get::<_, Option<i64>>(2)?.map(Respondent::Contact).or(named);
    Ok(match known {
        Some(respondent) => Person::Known(account, respondent),
        None => Person::Nobody(row.get(1)?),
    })
}
