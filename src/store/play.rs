//! Reads plays with their tasks, and the playbooks that can be chosen.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row};

use super::template::{self, Kind};
use super::{Reads, held};
use crate::domain::{Day, Error, Micro, PlayOutcome, Result, SurveyKind};
use crate::health::facts::AccountId;
use crate::playbook::{Library, Messages, Play, PlayTask};

/// The setting that holds the book's own triggers and playbooks, TOML.
pub const PLAYBOOKS_SETTING: &str = "playbooks";

/// Columns of a play from 0 on, of a task from 9 on.
const COLUMNS: &str =
    "p.id, p.account_id, p.playbook, p.alert_id, p.owner_id, p.started_on, p.ended_on, p.outcome,
    p.note, t.id, t.title, t.owner_id, t.due_on, t.done_on, t.snoozed_until";

/// Every playbook that can be chosen.
///
/// # Errors
/// The book cannot be read, or its own document has an error (named by its place).
pub fn library(on: &impl Reads) -> Result<Library> {
    let own = held::setting(on, PLAYBOOKS_SETTING)?;
    Library::new(own.as_deref()).map_err(|error| error.at("the playbooks of the book"))
}

/// Every message that can be drafted.
///
/// # Errors
/// The book cannot be read.
pub fn messages(on: &impl Reads) -> Result<Messages> {
    Messages::new(template::list(on, Kind::Message)?)
}

/// The last answer of an account to a survey up to a day, in words: `NPS 4 of 10`.
///
/// # Errors
/// The book cannot be read.
pub fn last_answer(on: &impl Reads, account: AccountId, day: Day) -> Result<Option<String>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT kind, score_micro, coalesce(scale_micro, CASE kind WHEN 0 THEN 10000000 ELSE 5000000 END)
         FROM survey WHERE account_id = ?1 AND answered_on <= ?2 ORDER BY answered_on DESC, id DESC LIMIT 1",
    )?;
    let found = statement.query_row((account, day.0), |row| {
        Ok((row.get::<_, i64>(0)?, Micro(row.get(1)?), Micro(row.get(2)?)))
    });
    Ok(found.optional()?.map(|(kind, score, scale)| {
        let kind = SurveyKind::from_code(kind).map_or("survey", SurveyKind::name);
        format!("{} {score} of {scale}", kind.to_uppercase())
    }))
}

/// The plays of an account that began by a day, those that run first, then the latest.
///
/// # Errors
/// The book cannot be read.
pub fn of_account(on: &impl Reads, account: AccountId, day: Day) -> Result<Vec<Play>> {
    let mut plays = read(on, "p.account_id = ?1 AND p.started_on <= ?2", (account, day.0))?;
    plays.sort_by_key(|play| (!play.is_running(day), std::cmp::Reverse((play.started_on, play.id))));
    Ok(plays)
}

/// The plays of every account that run on a day, the earliest first.
///
/// # Errors
/// The book cannot be read.
pub fn running(on: &impl Reads, day: Day) -> Result<Vec<Play>> {
    read(on, "p.started_on <= ?1 AND coalesce(p.ended_on, ?2) > ?1", (day.0, Day::MAX.0))
}

/// The plays of every account that began on days from `from` to `to`, the earliest first.
///
/// # Errors
/// The book cannot be read.
pub fn begun(on: &impl Reads, from: Day, to: Day) -> Result<Vec<Play>> {
    read(on, "p.started_on BETWEEN ?1 AND ?2", (from.0, to.0))
}

/// A play.
///
/// # Errors
/// There is none (any more), or the book cannot be read.
pub fn one(on: &impl Reads, id: i64) -> Result<Play> {
    let found = read(on, "p.id = ?1 AND ?2 = 0", (id, 0))?.into_iter().next();
    found.ok_or_else(|| {
        Error::not_found("the play is not in the book any more").hint("look at the list again")
    })
}

/// The play that a task is a step of; None: of none.
///
/// # Errors
/// The book cannot be read.
pub fn of_task(on: &impl Reads, task: i64) -> Result<Option<Play>> {
    let mut statement = on.conn().prepare_cached("SELECT play_id FROM task WHERE id = ?1")?;
    let play: Option<i64> = statement.query_row([task], |row| row.get(0)).optional()?.flatten();
    play.map(|play| one(on, play)).transpose()
}

fn read(on: &impl Reads, which: &str, bound: impl rusqlite::Params) -> Result<Vec<Play>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM play p LEFT JOIN task t ON t.play_id = p.id
         WHERE {which} ORDER BY p.started_on, p.id, t.due_on IS NULL, t.due_on, t.id"
    );
    let mut statement = on.conn().prepare_cached(&sql)?;
    let mut rows = statement.query(bound)?;
    let mut plays: Vec<Play> = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        if plays.last().is_none_or(|play| play.id != id) {
            plays.push(play(row)?);
        }
        let task = task(row)?;
        if let Some(play) = plays.last_mut() {
            play.tasks.extend(task);
        }
    }
    Ok(plays)
}

fn day(row: &Row<'_>, place: usize) -> rusqlite::Result<Option<Day>> {
    Ok(row.get::<_, Option<i32>>(place)?.map(Day))
}

fn play(row: &Row<'_>) -> Result<Play> {
    Ok(Play {
        id: row.get(0)?,
        account: row.get(1)?,
        playbook: row.get(2)?,
        alert: row.get(3)?,
        owner: row.get(4)?,
        started_on: Day(row.get(5)?),
        ended_on: day(row, 6)?,
        outcome: row.get::<_, Option<String>>(7)?.map(|word| PlayOutcome::parse(&word)).transpose()?,
        note: row.get(8)?,
        tasks: Vec::new(),
    })
}

/// The task of a row; None: the play has none.
fn task(row: &Row<'_>) -> rusqlite::Result<Option<PlayTask>> {
    let Some(id) = row.get(9)? else { return Ok(None) };
    Ok(Some(PlayTask {
        id,
        title: row.get(10)?,
        owner: row.get(11)?,
        due_on: day(row, 12)?,
        done_on: day(row, 13)?,
        snoozed_until: day(row, 14)?,
    }))
}

/// An alert of an account, as the exit of a play asks for it: its rule, and the day on which it closed.
pub type Span = (Box<str>, Option<Day>);

/// The alerts of the accounts for which a play runs on a day, or of one account: those that were opened by then.
///
/// # Errors
/// The book cannot be read.
pub fn alerts(on: &impl Reads, only: Option<AccountId>, day: Day) -> Result<HashMap<AccountId, Vec<Span>>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT account_id, rule, closed_on FROM alert
         WHERE account_id IN (SELECT account_id FROM play
                              WHERE account_id = coalesce(?2, account_id) AND started_on <= ?1
                                AND coalesce(ended_on, ?3) > ?1)
           AND opened_on <= ?1",
    )?;
    let mut rows = statement.query((day.0, only, Day::MAX.0))?;
    let mut found: HashMap<AccountId, Vec<Span>> = HashMap::new();
    while let Some(row) = rows.next()? {
        found.entry(row.get(0)?).or_default().push((row.get(1)?, self::day(row, 2)?));
    }
    Ok(found)
}

/// The day on which the next contract of an account ends, after a day.
///
/// # Errors
/// The book cannot be read.
pub fn renewal_on(on: &impl Reads, account: AccountId, day: Day) -> Result<Option<Day>> {
    Ok(super::plan::contract_ends(on, account, day)?.first().map(|(end, _)| *end))
}
