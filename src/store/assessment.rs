//! Assessments with their answers.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Row, params};

use super::{Reads, Tx, template};
use crate::assessment::{Answer, Library, Outcome, Standing, Taken, Template};
use crate::domain::{Day, Error, Result};
use crate::health::facts::AccountId;

/// One row an answer, or one row without; those of an assessment stand together.
const OF_ACCOUNT: &str =
    "SELECT s.id, s.template, s.assessed_on, s.by_id, s.note, w.question, w.answer, w.score, w.note
    FROM assessment s LEFT JOIN assessment_answer w ON w.assessment_id = s.id
    WHERE s.account_id = ?1 AND s.assessed_on <= ?2 ORDER BY s.assessed_on DESC, s.id DESC, w.id";
/// The same of every account, the latest of each alone.
const LATEST: &str = "SELECT s.account_id, s.assessed_on, w.question, w.answer, w.score
    FROM (SELECT account_id, id, assessed_on, row_number() OVER
            (PARTITION BY account_id ORDER BY assessed_on DESC, id DESC) AS place
          FROM assessment WHERE template = ?1 COLLATE NOCASE AND assessed_on <= ?2) s
      LEFT JOIN assessment_answer w ON w.assessment_id = s.id
    WHERE s.place = 1 ORDER BY s.account_id";

/// The templates of a book: built in, and its own. Those of its own that cannot be read are handed back beside.
///
/// # Errors
/// The book cannot be read.
pub fn library(on: &impl Reads) -> Result<(Library, Vec<Error>)> {
    Library::with_own(&template::list(on, template::Kind::Assessment)?)
}

/// Every assessment of an account up to a day, the latest first.
///
/// # Errors
/// The book cannot be read.
pub fn taken(on: &impl Reads, account: AccountId, day: Day) -> Result<Vec<Taken>> {
    let mut statement = on.conn().prepare_cached(OF_ACCOUNT)?;
    let mut rows = statement.query(params![account, day.0])?;
    let mut all: Vec<Taken> = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        if all.last().is_none_or(|last| last.id != Some(id)) {
            all.push(Taken {
                id: Some(id),
                template: row.get(1)?,
                on: Day(row.get(2)?),
                by: row.get(3)?,
                note: row.get(4)?,
                answers: Vec::new(),
            });
        }
        if let (Some(taken), Some(answer)) = (all.last_mut(), answer(row, 5)?) {
            taken.answers.push(Answer { note: row.get(8)?, ..answer });
        }
    }
    Ok(all)
}

/// Question, answer and score from a column on; None: the assessment has no answer.
fn answer(row: &Row<'_>, from: usize) -> rusqlite::Result<Option<Answer>> {
    let Some(question) = row.get::<_, Option<String>>(from)? else { return Ok(None) };
    Ok(Some(Answer { question, choice: row.get(from + 1)?, score: row.get(from + 2)?, note: None }))
}

/// How an account stands on a day by every template of the book, by name; also by those never used.
///
/// # Errors
/// The book cannot be read.
pub fn standings(on: &impl Reads, account: AccountId, day: Day) -> Result<Vec<Standing>> {
    let (library, _) = library(on)?;
    let taken = taken(on, account, day)?;
    let of = |template: &Template| Standing {
        taken: taken.iter().filter(|own| is_of(own, template)).cloned().collect(),
        template: template.clone(),
        day,
    };
    Ok(library.all().map(of).collect())
}

/// Whether an assessment is one by a template.
fn is_of(taken: &Taken, template: &Template) -> bool {
    taken.template.to_lowercase() == template.name.to_lowercase()
}

/// The latest assessment by a template of every account that has one, up to a day: when, and what it adds up to. One
/// statement, however many accounts.
///
/// # Errors
/// The book cannot be read.
pub fn latest(on: &impl Reads, template: &Template, day: Day) -> Result<BTreeMap<AccountId, (Day, Outcome)>> {
    let mut statement = on.conn().prepare_cached(LATEST)?;
    let mut rows = statement.query(params![template.name, day.0])?;
    let mut answers: BTreeMap<AccountId, (Day, Vec<Answer>)> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let own = answers.entry(row.get(0)?).or_insert((Day(row.get(1)?), Vec::new()));
        own.1.extend(answer(row, 2)?);
    }
    let outcome = |(account, (on, answers)): (AccountId, (Day, Vec<Answer>))| {
        (account, (on, template.outcome(&answers)))
    };
    Ok(answers.into_iter().map(outcome).collect())
}

/// How many accounts were assessed by a template.
///
/// # Errors
/// The book cannot be read.
pub fn uses(on: &impl Reads, template: &str) -> Result<i64> {
    let mut statement = on.conn().prepare_cached(
        "SELECT count(DISTINCT account_id) FROM assessment WHERE template = ?1 COLLATE NOCASE",
    )?;
    Ok(statement.query_row([template], |row| row.get(0))?)
}

/// The assessment of an account by a template on one day, the last written one.
///
/// # Errors
/// The book cannot be read.
pub fn on_day(on: &impl Reads, account: AccountId, template: &str, day: Day) -> Result<Option<i64>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT id FROM assessment WHERE account_id = ?1 AND template = ?2 COLLATE NOCASE AND assessed_on = ?3
         ORDER BY id DESC LIMIT 1",
    )?;
    Ok(statement.query_row(params![account, template, day.0], |row| row.get(0)).optional()?)
}

/// Writes an assessment with exactly these answers: over the row of its id, else as a new one. Gives its id.
///
/// # Errors
/// The book cannot be written.
pub fn write(tx: &Tx<'_>, account: AccountId, taken: &Taken) -> Result<i64> {
    let conn = tx.conn();
    let id = match taken.id {
        Some(id) => {
            conn.prepare_cached(
                "UPDATE assessment SET assessed_on = ?2, by_id = ?3, note = ?4 WHERE id = ?1
                   AND (assessed_on, by_id, note) IS NOT (?2, ?3, ?4)",
            )?
            .execute(params![id, taken.on.0, taken.by, taken.note])?;
            id
        }
        None => {
            conn.prepare_cached(
                "INSERT INTO assessment (account_id, template, assessed_on, by_id, note) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![account, taken.template, taken.on.0, taken.by, taken.note])?;
            conn.last_insert_rowid()
        }
    };
    let mut there = conn.prepare_cached("SELECT question FROM assessment_answer WHERE assessment_id = ?1")?;
    let there: Vec<String> = there.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut delete =
        conn.prepare_cached("DELETE FROM assessment_answer WHERE assessment_id = ?1 AND question = ?2")?;
    for gone in there.iter().filter(|question| taken.answer(question).is_none()) {
        delete.execute(params![id, gone])?;
    }
    // An answer that is as it was is not written, so that history tells what changed.
    let mut upsert = conn.prepare_cached(
        "INSERT INTO assessment_answer (assessment_id, question, answer, score, note) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (assessment_id, question) DO UPDATE
           SET answer = excluded.answer, score = excluded.score, note = excluded.note
           WHERE (answer, score, note) IS NOT (excluded.answer, excluded.score, excluded.note)",
    )?;
    for answer in &taken.answers {
        upsert.execute(params![id, answer.question, answer.choice, answer.score, answer.note])?;
    }
    Ok(id)
}
