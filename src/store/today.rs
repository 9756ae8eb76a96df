//! What is on the list of the day by its own row: tasks and steps that are due; when somebody last looked, and what came
//! and went since.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension, params};

use super::{Reads, Tx, journal};
use crate::domain::{Day, Result};
use crate::health::facts::AccountId;
use crate::today::{Closed, Kind, Mark, Matter, Whose};

/// Something to come: the first day on which it is listed, its account, what it is, as stored.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coming {
    /// The day.
    pub on: Day,
    /// Whose it is.
    pub account: Option<AccountId>,
    /// What it is.
    pub title: Box<str>,
}

/// What is put off by a row that is no matter itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutOffIn {
    Renewals,
    Plans,
}

/// Rows of a kind: what is listed on the day, and what comes first after it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// On the day.
    pub matters: Vec<Matter>,
    /// After it.
    pub next: Option<Coming>,
}

impl Listed {
    /// Takes in a matter: listed on the day, or to come.
    pub fn take(&mut self, matter: Matter, day: Day) {
        if matter.since <= day {
            self.matters.push(matter);
        } else {
            let Matter { since: on, account, reason: title, .. } = matter;
            self.take_next(Some(Coming { on, account, title }));
        }
    }

    /// Takes in rows of another kind.
    pub fn join(&mut self, other: Listed) {
        self.matters.extend(other.matters);
        self.take_next(other.next);
    }

    fn take_next(&mut self, coming: Option<Coming>) {
        if let Some(coming) = coming
            && self.next.as_ref().is_none_or(|next| coming < *next)
        {
            self.next = Some(coming);
        }
    }
}

/// Open tasks that have a day, from that day on or from the one until which they are put off; of everyone, or of
/// somebody alone.
///
/// # Errors
/// The book cannot be read.
pub fn tasks(on: &impl Reads, day: Day, only: Option<Whose>) -> Result<Listed> {
    let mut statement = on.conn().prepare_cached(&format!(
        "SELECT t.id, t.account_id, t.title, t.owner_id, t.due_on, t.snoozed_until FROM task t
         WHERE (t.done_on IS NULL OR t.done_on > ?1) AND coalesce(t.due_on, t.snoozed_until) IS NOT NULL AND {}
         ORDER BY t.id",
        part("t.account_id", only)
    ))?;
    let mut rows = statement.query(params![day.0, only.and_then(Whose::account)])?;
    let mut listed = Listed::default();
    while let Some(row) = rows.next()? {
        let until: Option<Day> = row.get::<_, Option<i32>>(5)?.map(Day);
        let due = row.get::<_, Option<i32>>(4)?.map(Day);
        let Some(on) = due.or(until) else { continue };
        let matter = Matter {
            kind: Kind::Task { id: row.get(0)? },
            account: row.get(1)?,
            on,
            since: until.map_or(on, |until| until.max(on)),
            reason: row.get(2)?,
            owner: row.get(3)?,
            play: None,
            is_new_row: false,
        };
        listed.take(matter, day);
    }
    Ok(listed)
}

/// Steps of the onboardings that run, from the day they are due on; one that needs another waits for it.
///
/// # Errors
/// The book cannot be read.
pub fn steps(on: &impl Reads, day: Day, only: Option<AccountId>) -> Result<Listed> {
    let mut statement = on.conn().prepare_cached(&format!(
        "SELECT s.id, o.account_id, s.title, s.owner_id, s.due_on, s.snoozed_until
         FROM onboarding o JOIN step s ON s.onboarding_id = o.id
         WHERE (o.ended_on IS NULL OR o.ended_on > ?1) AND (s.done_on IS NULL OR s.done_on > ?1)
           AND NOT (s.not_applicable AND coalesce(s.settled_on, ?1) <= ?1)
           AND NOT EXISTS (SELECT 1 FROM step_dependency d JOIN step n ON n.id = d.needs_id
             WHERE d.step_id = s.id AND n.not_applicable = 0 AND (n.done_on IS NULL OR n.done_on > ?1)) AND {}
         ORDER BY s.due_on, s.position, s.id",
        scope("o.account_id", only)
    ))?;
    let mut rows = statement.query(params![day.0, only])?;
    let mut listed = Listed::default();
    while let Some(row) = rows.next()? {
        let due = Day(row.get(4)?);
        let step = Kind::Step { id: row.get(0)? };
        let title: String = row.get(2)?;
        let own = Matter { owner: row.get(3)?, ..Matter::new(step, row.get(1)?, due, due, title) };
        let until: Option<i32> = row.get(5)?;
        listed.take(own.put_off(until.map(Day)), day);
    }
    Ok(listed)
}

/// Until when renewals (or plans) were put off, by their row ids; of everyone or of an account alone.
///
/// # Errors
/// The book cannot be read.
pub fn put_off(on: &impl Reads, table: PutOffIn, only: Option<AccountId>) -> Result<HashMap<i64, Day>> {
    let table = match table {
        PutOffIn::Renewals => "renewal",
        PutOffIn::Plans => "plan",
    };
    let mut statement = on.conn().prepare_cached(&format!(
        "SELECT id, snoozed_until FROM {table} WHERE snoozed_until IS NOT NULL AND (?1 IS NULL OR account_id = ?1)"
    ))?;
    let rows = statement.query_map([only], |row| Ok((row.get(0)?, Day(row.get(1)?))))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The alerts that are answered by a play that runs on a day, of everyone or of an account alone: row ids.
///
/// # Errors
/// The book cannot be read.
pub fn answered(on: &impl Reads, day: Day, only: Option<AccountId>) -> Result<HashSet<i64>> {
    let mut statement = on.conn().prepare_cached(&format!(
        "SELECT alert_id FROM play
         WHERE alert_id IS NOT NULL AND started_on <= ?1 AND (ended_on IS NULL OR ended_on > ?1) AND {}",
        scope("account_id", only)
    ))?;
    let rows = statement.query_map(params![day.0, only], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// One account alone, by the second parameter, or all.
fn scope(column: &str, only: Option<AccountId>) -> String {
    if only.is_some() { format!("{column} = ?2") } else { "?2 IS NULL".to_owned() }
}

/// Somebody alone, by the second parameter, or all. What is of many belongs to each of them.
fn part(column: &str, only: Option<Whose>) -> String {
    match only {
        Some(Whose::Nobody) => format!("{column} IS NULL AND ?2 IS NULL"),
        whose => scope(column, whose.and_then(Whose::account)),
    }
}

/// When a person last looked; None: never.
///
/// # Errors
/// The book cannot be read.
pub fn looked(on: &impl Reads, person: &str) -> Result<Option<Mark>> {
    let mut statement = on.conn().prepare_cached("SELECT day, seq FROM looked WHERE person = ?1")?;
    let mark = |row: &rusqlite::Row<'_>| Ok(Mark { day: Day(row.get(0)?), seq: row.get(1)? });
    Ok(statement.query_row([person], mark).optional()?)
}

/// Notes that a person has looked until now.
///
/// # Errors
/// The book cannot be written.
pub fn look(tx: &Tx<'_>, person: &str, day: Day) -> Result<()> {
    let seq = journal::last_seq(tx)?;
    tx.conn()
        .prepare_cached(
            "INSERT INTO looked (person, day, seq) VALUES (?1, ?2, ?3)
             ON CONFLICT (person) DO UPDATE SET day = excluded.day, seq = excluded.seq",
        )?
        .execute(params![person, day.0, seq])?;
    Ok(())
}

/// A row: its table and its id.
pub type RowOf = (&'static str, i64);

/// The tables whose rows are matters.
const TABLES: [&str; 3] = ["task", "step", "alert"];

/// Rows of tasks, steps and alerts that came after a row of the journal.
///
/// # Errors
/// The book cannot be read.
pub fn came_after(on: &impl Reads, seq: i64) -> Result<HashSet<RowOf>> {
    // By number: the index of rows would be read from end to end.
    let mut statement = on.conn().prepare_cached(
        "SELECT tbl, rid FROM journal NOT INDEXED
         WHERE seq > ?1 AND op = 'I' AND tbl IN ('task', 'step', 'alert')",
    )?;
    let mut rows = statement.query([seq])?;
    let mut came = HashSet::new();
    while let Some(row) = rows.next()? {
        let table = row.get_ref(0)?.as_str().unwrap_or_default();
        if let Some(table) = TABLES.into_iter().find(|own| *own == table) {
            came.insert((table, row.get(1)?));
        }
    }
    Ok(came)
}

/// Those of a few rows that came after a row of the journal.
///
/// # Errors
/// The book cannot be read.
pub fn came_of(on: &impl Reads, seq: i64, rows: impl IntoIterator<Item = RowOf>) -> Result<HashSet<RowOf>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM journal WHERE tbl = ?1 AND rid = ?2 AND seq > ?3 AND op = 'I')",
    )?;
    let mut came = HashSet::new();
    for (table, id) in rows {
        if statement.query_row(params![table, id, seq], |row| row.get(0))? {
            came.insert((table, id));
        }
    }
    Ok(came)
}

/// What was closed since a look, up to a day, of everyone or of somebody alone.
///
/// # Errors
/// The book cannot be read.
pub fn closed_since(on: &impl Reads, mark: Mark, day: Day, only: Option<Whose>) -> Result<Vec<Closed>> {
    let since = |table: &str, id: &str| {
        format!("EXISTS (SELECT 1 FROM journal j WHERE j.tbl = '{table}' AND j.rid = {id} AND j.seq > ?3)")
    };
    let mut statement = on.conn().prepare_cached(&format!(
        "SELECT 'task', t.account_id, t.title, t.id FROM task t
         WHERE t.done_on BETWEEN ?1 AND ?4 AND {} AND {}
         UNION ALL
         SELECT 'step', o.account_id, s.title, s.id FROM step s JOIN onboarding o ON o.id = s.onboarding_id
         WHERE s.done_on BETWEEN ?1 AND ?4 AND {} AND {}
         UNION ALL
         SELECT 'alert', a.account_id, a.reason, a.id FROM alert a
         WHERE a.closed_on BETWEEN ?1 AND ?4 AND {} AND {}",
        part("t.account_id", only),
        since("task", "t.id"),
        part("o.account_id", only),
        since("step", "s.id"),
        part("a.account_id", only),
        since("alert", "a.id"),
    ))?;
    let mut rows = statement.query(params![mark.day.0, only.and_then(Whose::account), mark.seq, day.0])?;
    let mut closed = Vec::new();
    while let Some(row) = rows.next()? {
        let kind = match row.get_ref(0)?.as_str().unwrap_or_default() {
            "task" => "task",
            "step" => "step",
            _ => "alert",
        };
        closed.push(Closed { kind, account: row.get(1)?, title: row.get(2)? });
    }
    Ok(closed)
}
