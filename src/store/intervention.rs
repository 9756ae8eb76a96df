//! Reads interventions with their entries, and the facts that speak for their steps.

use rusqlite::{OptionalExtension, Row};

use super::{Reads, play};
use crate::domain::{Day, Error, InterventionOutcome, InterventionStep, Result, TouchpointKind};
use crate::health::facts::AccountId;
use crate::playbook::{Entry, Evidence, Intervention};

/// Columns of an intervention from 0 on, of an entry from 11 on.
const COLUMNS: &str =
    "i.id, i.account_id, i.play_id, i.owner_id, i.started_on, i.exit_criteria, i.target_health,
    i.target_on, i.closed_on, i.outcome, i.reason, e.id, e.kind, e.entered_on, e.owner_id, e.note";

/// Days before which a touchpoint or a play does not speak for an intervention where nobody knows since when it is red.
const AROUND_DAYS: i32 = 28;

/// The interventions of an account that began by a day: the one that is open first, then the latest.
///
/// # Errors
/// The book cannot be read.
pub fn of_account(on: &impl Reads, account: AccountId, day: Day) -> Result<Vec<Intervention>> {
    let mut all = read(on, "i.account_id = ?1 AND i.started_on <= ?2", (account, day.0))?;
    all.sort_by_key(|own| (!own.is_open(day), std::cmp::Reverse((own.started_on, own.id))));
    Ok(all)
}

/// The interventions of every account that are open on a day, the earliest first.
///
/// # Errors
/// The book cannot be read.
pub fn open(on: &impl Reads, day: Day) -> Result<Vec<Intervention>> {
    read(on, "i.started_on <= ?1 AND coalesce(i.closed_on, ?2) > ?1", (day.0, Day::MAX.0))
}

/// An intervention.
///
/// # Errors
/// There is none (any more), or the book cannot be read.
pub fn one(on: &impl Reads, id: i64) -> Result<Intervention> {
    let found = read(on, "i.id = ?1 AND ?2 = 0", (id, 0))?.into_iter().next();
    found.ok_or_else(|| {
        Error::not_found("the intervention is not in the book any more").hint("look at the account again")
    })
}

fn read(on: &impl Reads, which: &str, bound: impl rusqlite::Params) -> Result<Vec<Intervention>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM intervention i LEFT JOIN intervention_entry e ON e.intervention_id = i.id
         WHERE {which} ORDER BY i.started_on, i.id, e.entered_on, e.id"
    );
    let mut statement = on.conn().prepare_cached(&sql)?;
    let mut rows = statement.query(bound)?;
    let mut all: Vec<Intervention> = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        if all.last().is_none_or(|own| own.id != id) {
            all.push(intervention(row)?);
        }
        let entry = entry(row)?;
        if let Some(own) = all.last_mut() {
            own.entries.extend(entry);
        }
    }
    Ok(all)
}

fn day(row: &Row<'_>, place: usize) -> rusqlite::Result<Option<Day>> {
    Ok(row.get::<_, Option<i32>>(place)?.map(Day))
}

fn intervention(row: &Row<'_>) -> Result<Intervention> {
    let outcome = row.get::<_, Option<String>>(9)?;
    Ok(Intervention {
        id: row.get(0)?,
        account: row.get(1)?,
        play: row.get(2)?,
        owner: row.get(3)?,
        started_on: Day(row.get(4)?),
        exit_criteria: row.get(5)?,
        target_health: row.get(6)?,
        target_on: day(row, 7)?,
        closed_on: day(row, 8)?,
        outcome: outcome.map(|word| InterventionOutcome::parse(&word)).transpose()?,
        reason: row.get(10)?,
        entries: Vec::new(),
    })
}

/// The entry of a row; None: the intervention has none.
fn entry(row: &Row<'_>) -> Result<Option<Entry>> {
    let Some(id) = row.get(11)? else { return Ok(None) };
    Ok(Some(Entry {
        id,
        kind: InterventionStep::parse(&row.get::<_, String>(12)?)?,
        on: Day(row.get(13)?),
        owner: row.get(14)?,
        note: row.get(15)?,
    }))
}

/// What speaks for the steps of an intervention on a day, of an account that is red since a day.
///
/// # Errors
/// The book cannot be read.
pub fn evidence(
    on: &impl Reads,
    account: AccountId,
    red_since: Option<Day>,
    started_on: Option<Day>,
    today: Day,
) -> Result<Evidence> {
    let since = red_since.or(started_on.map(|on| on - AROUND_DAYS)).unwrap_or(today);
    // A note without anybody is no touchpoint.
    let mut statement = on.conn().prepare_cached(
        "SELECT touched_on, kind FROM touchpoint t WHERE account_id = ?1 AND touched_on BETWEEN ?2 AND ?3
           AND (kind <> ?4 OR EXISTS (SELECT 1 FROM touchpoint_attendee w WHERE w.touchpoint_id = t.id))
         ORDER BY touched_on, id LIMIT 1",
    )?;
    let bound = (account, since.0, today.0, TouchpointKind::Note.code());
    let touched = statement.query_row(bound, |row| Ok((Day(row.get(0)?), row.get::<_, i64>(1)?)));
    let touched = touched.optional()?.map(|(day, code)| {
        let kind = TouchpointKind::from_code(code).map_or("touchpoint", TouchpointKind::name);
        (day, format!("the first {kind} since then"))
    });
    let mut plays = play::of_account(on, account, today)?;
    plays.retain(|play| play.ended_on.is_none_or(|ended| ended >= since));
    Ok(Evidence { red_since, touched, plays })
}
