//! Reads onboardings with their steps, what sales handed over, and what stands around them.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row};

use super::Reads;
use super::template::{self, Kind};
use crate::domain::{ContactRole, Day, Error, Result};
use crate::health::facts::AccountId;
use crate::onboarding::{Calendar, Handoff, Onboarding, Step, Templates};

/// An onboarding in a list, with what names it and groups it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The onboarding; its steps without notes, help and needs.
    pub onboarding: Onboarding,
    /// Name of the account. As stored: clean it before it reaches a terminal.
    pub account: Box<str>,
    /// Row id and name of the CSM.
    pub csm: Option<(i64, Box<str>)>,
    /// Row id and name of the segment.
    pub segment: Option<(i64, Box<str>)>,
    /// The day the first outcome was confirmed.
    pub first_outcome_on: Option<Day>,
}

/// Columns of an onboarding, from 0 on.
const ONBOARDING: &str = "o.id, o.account_id, o.template, o.started_on, o.ended_on, o.days, o.working_days";
/// Columns of a step, from 7 on.
const STEP: &str = "s.id, s.position, s.phase, s.title, s.required, s.not_applicable, s.due_on, s.planned_on,
    s.done_on, s.done_by, s.settled_on, s.settled_by, s.owner_role, s.owner_id, w.name, s.milestone, s.quick_win,
    s.training, s.needs_handoff";
/// Steps in the order of [`Onboarding::steps`].
const ORDER: &str = "s.due_on, s.position, s.id";

/// The onboardings that run on a day, in one pass, in the order of their ids.
///
/// # Errors
/// The error of `take`, or the book cannot be read.
pub fn each_running(on: &impl Reads, day: Day, mut take: impl FnMut(Listed) -> Result<()>) -> Result<()> {
    let sql = format!(
        "SELECT {ONBOARDING}, {STEP}, a.name, c.id, c.name, g.id, g.name, a.first_outcome_on
         FROM onboarding o JOIN account a ON a.id = o.account_id
           LEFT JOIN team_member c ON c.id = a.csm_id LEFT JOIN segment g ON g.id = a.segment_id
           LEFT JOIN step s ON s.onboarding_id = o.id LEFT JOIN team_member w ON w.id = s.owner_id
         WHERE o.ended_on IS NULL OR o.ended_on > ?1 ORDER BY o.id, {ORDER}"
    );
    let mut statement = on.conn().prepare_cached(&sql)?;
    let mut rows = statement.query([day.0])?;
    let mut current: Option<Listed> = None;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let mut listed = match current.take() {
            Some(listed) if listed.onboarding.id == id => listed,
            before => {
                if let Some(done) = before {
                    take(done)?;
                }
                names(row, 26, onboarding(row)?)?
            }
        };
        listed.onboarding.steps.extend(step(row)?);
        current = Some(listed);
    }
    current.map_or(Ok(()), take)
}

/// An onboarding as a list has it.
///
/// # Errors
/// The book cannot be read.
pub fn listed(on: &impl Reads, onboarding: &Onboarding) -> Result<Listed> {
    let mut statement = on.conn().prepare_cached(
        "SELECT a.name, c.id, c.name, g.id, g.name, a.first_outcome_on
         FROM account a LEFT JOIN team_member c ON c.id = a.csm_id LEFT JOIN segment g ON g.id = a.segment_id
         WHERE a.id = ?1",
    )?;
    Ok(statement.query_row([onboarding.account], |row| names(row, 0, onboarding.clone()))?)
}

/// What names and groups an onboarding, from the columns from `first` on.
fn names(row: &Row<'_>, first: usize, onboarding: Onboarding) -> rusqlite::Result<Listed> {
    let named = |place: usize| -> rusqlite::Result<Option<(i64, Box<str>)>> {
        let id: Option<i64> = row.get(place)?;
        Ok(id.zip(row.get(place + 1)?))
    };
    Ok(Listed {
        onboarding,
        account: row.get(first)?,
        csm: named(first + 1)?,
        segment: named(first + 3)?,
        first_outcome_on: row.get::<_, Option<i32>>(first + 5)?.map(Day),
    })
}

/// The onboardings of an account, the latest first, with everything.
///
/// # Errors
/// The book cannot be read.
pub fn of_account(on: &impl Reads, account: AccountId) -> Result<Vec<Onboarding>> {
    let sql = format!(
        "SELECT {ONBOARDING} FROM onboarding o WHERE account_id = ?1 ORDER BY started_on DESC, id DESC"
    );
    let mut statement = on.conn().prepare_cached(&sql)?;
    let found = statement.query_map([account], onboarding)?.collect::<rusqlite::Result<Vec<_>>>()?;
    found.into_iter().map(|onboarding| with_steps(on, onboarding)).collect()
}

/// An onboarding with everything.
///
/// # Errors
/// There is none (any more), or the book cannot be read.
pub fn one(on: &impl Reads, id: i64) -> Result<Onboarding> {
    let sql = format!("SELECT {ONBOARDING} FROM onboarding o WHERE id = ?1");
    let found = on.conn().prepare_cached(&sql)?.query_row([id], onboarding).optional()?;
    let found = found.ok_or_else(|| Error::not_found("the onboarding is not in the book any more"))?;
    with_steps(on, found)
}

/// The onboarding that a step belongs to, with everything.
///
/// # Errors
/// There is no such step (any more), or the book cannot be read.
pub fn of_step(on: &impl Reads, step: i64) -> Result<Onboarding> {
    let mut statement = on.conn().prepare_cached("SELECT onboarding_id FROM step WHERE id = ?1")?;
    let found: Option<i64> = statement.query_row([step], |row| row.get(0)).optional()?;
    match found {
        Some(onboarding) => one(on, onboarding),
        None => Err(Error::not_found("the step is not in the book any more")),
    }
}

fn with_steps(on: &impl Reads, mut onboarding: Onboarding) -> Result<Onboarding> {
    let mut statement = on.conn().prepare_cached(
        "SELECT d.step_id, d.needs_id FROM step_dependency d JOIN step s ON s.id = d.step_id
         WHERE s.onboarding_id = ?1 ORDER BY d.id",
    )?;
    let mut needs: HashMap<i64, Vec<i64>> = HashMap::new();
    let mut rows = statement.query([onboarding.id])?;
    while let Some(row) = rows.next()? {
        needs.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    let sql = format!(
        "SELECT {ONBOARDING}, {STEP}, s.note, s.help
         FROM onboarding o JOIN step s ON s.onboarding_id = o.id LEFT JOIN team_member w ON w.id = s.owner_id
         WHERE o.id = ?1 ORDER BY {ORDER}"
    );
    let mut statement = on.conn().prepare_cached(&sql)?;
    let mut rows = statement.query([onboarding.id])?;
    while let Some(row) = rows.next()? {
        if let Some(mut step) = step(row)? {
            step.note = row.get(26)?;
            step.help = row.get(27)?;
            step.needs = needs.remove(&step.id).unwrap_or_default();
            onboarding.steps.push(step);
        }
    }
    Ok(onboarding)
}

fn onboarding(row: &Row<'_>) -> rusqlite::Result<Onboarding> {
    Ok(Onboarding {
        id: row.get(0)?,
        account: row.get(1)?,
        template: row.get(2)?,
        started_on: Day(row.get(3)?),
        ended_on: row.get::<_, Option<i32>>(4)?.map(Day),
        days: row.get(5)?,
        working_days: row.get(6)?,
        steps: Vec::new(),
    })
}

/// The step of a row; None: the onboarding has none.
fn step(row: &Row<'_>) -> rusqlite::Result<Option<Step>> {
    let Some(id) = row.get(7)? else { return Ok(None) };
    let day =
        |place: usize| -> rusqlite::Result<Option<Day>> { Ok(row.get::<_, Option<i32>>(place)?.map(Day)) };
    Ok(Some(Step {
        id,
        position: row.get(8)?,
        phase: row.get(9)?,
        title: row.get(10)?,
        required: row.get(11)?,
        not_applicable: row.get(12)?,
        due_on: Day(row.get(13)?),
        planned_on: day(14)?,
        done_on: day(15)?,
        done_by: row.get(16)?,
        settled_on: day(17)?,
        settled_by: row.get(18)?,
        owner_role: row.get(19)?,
        owner_id: row.get(20)?,
        owner: row.get(21)?,
        milestone: row.get(22)?,
        quick_win: row.get(23)?,
        training: row.get(24)?,
        needs_handoff: row.get(25)?,
        note: None,
        help: None,
        needs: Vec::new(),
    }))
}

/// The handoff of an account that counts: the last one.
///
/// # Errors
/// The book cannot be read.
pub fn handoff(on: &impl Reads, account: AccountId) -> Result<Option<Handoff>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT id, why_bought, promised, stakeholders, success_criteria, risks, dates, handed_by, accepted_on
         FROM handoff WHERE account_id = ?1 ORDER BY id DESC LIMIT 1",
    )?;
    let found = statement.query_row([account], |row| {
        Ok(Handoff {
            id: row.get(0)?,
            why_bought: row.get(1)?,
            promised: row.get(2)?,
            stakeholders: row.get(3)?,
            success_criteria: row.get(4)?,
            risks: row.get(5)?,
            dates: row.get(6)?,
            handed_by: row.get(7)?,
            accepted_on: row.get::<_, Option<i32>>(8)?.map(Day),
        })
    });
    Ok(found.optional()?)
}

/// What the people of an account are to the decision; those who have left by the day are not among them.
///
/// # Errors
/// The book cannot be read.
pub fn contact_roles(on: &impl Reads, account: AccountId, day: Day) -> Result<Vec<ContactRole>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT role FROM contact WHERE account_id = ?1 AND (left_on IS NULL OR left_on > ?2) ORDER BY id",
    )?;
    let codes = statement.query_map((account, day.0), |row| row.get::<_, i64>(0))?;
    let codes = codes.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(codes.into_iter().filter_map(ContactRole::from_code).collect())
}

/// On which days steps may fall: every day, or working days by the book's holidays.
///
/// # Errors
/// The book cannot be read.
pub fn calendar(on: &impl Reads, working_days: bool) -> Result<Calendar> {
    if !working_days {
        return Ok(Calendar::every_day());
    }
    Ok(Calendar::working_days(holidays(on)?.into_iter().map(|(day, _)| day)))
}

/// The book's holidays with their names.
///
/// # Errors
/// The book cannot be read.
pub fn holidays(on: &impl Reads) -> Result<Vec<(Day, Option<String>)>> {
    let mut statement = on.conn().prepare_cached("SELECT day_on, name FROM holiday ORDER BY day_on")?;
    let rows = statement.query_map([], |row| Ok((Day(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Every template that can be chosen.
///
/// # Errors
/// The book cannot be read.
pub fn templates(on: &impl Reads) -> Result<Templates> {
    Templates::new(template::list(on, Kind::Onboarding)?)
}

/// The accounts with a running onboarding of a template: how many, and the names of the first.
///
/// # Errors
/// The book cannot be read.
pub fn users_of(on: &impl Reads, template: &str) -> Result<(usize, Vec<String>)> {
    let mut statement = on.conn().prepare_cached(
        "SELECT a.name FROM onboarding o JOIN account a ON a.id = o.account_id
         WHERE o.ended_on IS NULL AND o.template = ?1 COLLATE NOCASE ORDER BY a.name COLLATE NOCASE, a.id",
    )?;
    let names = statement.query_map([template], |row| row.get(0))?;
    let mut names = names.collect::<rusqlite::Result<Vec<String>>>()?;
    let count = names.len();
    names.truncate(5);
    Ok((count, names))
}

/// The active team members of a role: ids.
///
/// # Errors
/// The book cannot be read.
pub fn members_of(on: &impl Reads, role: &str) -> Result<Vec<i64>> {
    let mut statement =
        on.conn().prepare_cached("SELECT id FROM team_member WHERE role = ?1 AND active = 1 ORDER BY id")?;
    Ok(statement.query_map([role], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}
