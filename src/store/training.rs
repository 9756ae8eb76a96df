//! Training sessions, who was invited and who came.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Row, params};

use super::{Reads, Tx};
use crate::domain::{Day, Result};
use crate::health::facts::{AccountId, ContactId};
use crate::training::{Consumption, Facts, Rule};

/// A session with its counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    pub id: i64,
    pub external_id: Option<String>,
    /// None: a webinar, or another session for many accounts.
    pub account: Option<AccountId>,
    pub title: String,
    /// `training` or `webinar`.
    pub kind: String,
    pub on: Day,
    pub trainer: Option<String>,
    /// Invited contacts (of one account, where it was asked for).
    pub invited: u32,
    /// Those of them who came.
    pub attended: u32,
    /// Those of whom it is known that they did not.
    pub absent: u32,
}

/// An invited contact.
#[derive(Clone, Debug, PartialEq)]
pub struct Invitee {
    /// The invitation.
    pub id: i64,
    pub contact: ContactId,
    pub name: String,
    pub email: Option<String>,
    pub account: AccountId,
    pub account_name: String,
    pub invited_on: Option<Day>,
    /// None: not yet known.
    pub attended: Option<bool>,
}

/// Somebody who can be invited.
#[derive(Clone, Debug, PartialEq)]
pub struct Guest {
    pub contact: ContactId,
    pub name: String,
    pub account: AccountId,
}

const SESSION: &str = "SELECT s.id, s.account_id, s.title, s.kind, s.held_on, m.name, count(c.id),
      coalesce(sum(c.id IS NOT NULL AND i.attended = 1), 0), coalesce(sum(c.id IS NOT NULL AND i.attended = 0), 0), s.external_id
    FROM training_session s LEFT JOIN team_member m ON m.id = s.trainer_id
      LEFT JOIN training_invitation i ON i.training_session_id = s.id
      LEFT JOIN contact c ON c.id = i.contact_id AND (?1 IS NULL OR c.account_id = ?1)";

/// The sessions of an account and those to which its contacts were invited (None: of everyone), held since a day, the
/// latest first.
///
/// # Errors
/// The book cannot be read.
pub fn sessions(on: &impl Reads, account: Option<AccountId>, since: Day) -> Result<Vec<Session>> {
    let mut statement = on.conn().prepare_cached(&format!(
        "{SESSION} WHERE s.held_on >= ?2 GROUP BY s.id
         HAVING ?1 IS NULL OR s.account_id = ?1 OR count(c.id) > 0 ORDER BY s.held_on DESC, s.id DESC"
    ))?;
    let rows = statement.query_map(params![account, since.0], session_of)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The session of an id.
///
/// # Errors
/// The book cannot be read.
pub fn session(on: &impl Reads, id: i64) -> Result<Option<Session>> {
    let mut statement = on.conn().prepare_cached(&format!("{SESSION} WHERE s.id = ?2 GROUP BY s.id"))?;
    Ok(statement.query_row(params![None::<i64>, id], session_of).optional()?)
}

/// The account of a contact; None: there is no such contact.
///
/// # Errors
/// The book cannot be read.
pub fn account_of_contact(on: &impl Reads, contact: ContactId) -> Result<Option<AccountId>> {
    let mut statement = on.conn().prepare_cached("SELECT account_id FROM contact WHERE id = ?1")?;
    Ok(statement.query_row([contact], |row| row.get(0)).optional()?)
}

fn session_of(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        id: row.get(0)?,
        external_id: row.get(9)?,
        account: row.get(1)?,
        title: row.get(2)?,
        kind: row.get(3)?,
        on: Day(row.get(4)?),
        trainer: row.get(5)?,
        invited: row.get(6)?,
        attended: row.get(7)?,
        absent: row.get(8)?,
    })
}

/// Who was invited to a session, by account and name.
///
/// # Errors
/// The book cannot be read.
pub fn invitees(on: &impl Reads, session: i64) -> Result<Vec<Invitee>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT i.id, c.id, c.name, c.email, a.id, a.name, i.invited_on, i.attended
         FROM training_invitation i JOIN contact c ON c.id = i.contact_id JOIN account a ON a.id = c.account_id
         WHERE i.training_session_id = ?1 ORDER BY a.name COLLATE NOCASE, a.id, c.name COLLATE NOCASE, c.id",
    )?;
    let rows = statement.query_map([session], |row| {
        Ok(Invitee {
            id: row.get(0)?,
            contact: row.get(1)?,
            name: row.get(2)?,
            email: row.get(3)?,
            account: row.get(4)?,
            account_name: row.get(5)?,
            invited_on: row.get::<_, Option<i32>>(6)?.map(Day),
            attended: row.get(7)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The contacts of an account who are there on a day and not yet invited to a session.
///
/// # Errors
/// The book cannot be read.
pub fn guests(on: &impl Reads, session: i64, account: AccountId, day: Day) -> Result<Vec<Guest>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT id, name, account_id FROM contact c WHERE account_id = ?2 AND (left_on IS NULL OR left_on > ?3)
           AND NOT EXISTS (SELECT 1 FROM training_invitation i
                           WHERE i.training_session_id = ?1 AND i.contact_id = c.id)
         ORDER BY name COLLATE NOCASE, id",
    )?;
    let rows = statement.query_map(params![session, account, day.0], |row| {
        Ok(Guest { contact: row.get(0)?, name: row.get(1)?, account: row.get(2)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Invites a contact; false: they were invited already.
///
/// # Errors
/// There is no such session or contact, or the book cannot be written.
pub fn invite(tx: &Tx<'_>, session: i64, contact: ContactId, on: Day) -> Result<bool> {
    let mut statement = tx.conn().prepare_cached(
        "INSERT INTO training_invitation (training_session_id, contact_id, invited_on) VALUES (?1, ?2, ?3)
         ON CONFLICT (training_session_id, contact_id) DO NOTHING",
    )?;
    Ok(statement.execute(params![session, contact, on.0])? > 0)
}

/// Notes whether an invited contact came (None: not yet known); false: it was noted so already.
///
/// # Errors
/// The book cannot be written.
pub fn attend(tx: &Tx<'_>, invitation: i64, attended: Option<bool>) -> Result<bool> {
    let mut statement = tx.conn().prepare_cached(
        "UPDATE training_invitation SET attended = ?2 WHERE id = ?1 AND attended IS NOT ?2",
    )?;
    Ok(statement.execute(params![invitation, attended])? > 0)
}

/// Takes an invitation back; false: there was none any more.
///
/// # Errors
/// The book cannot be written.
pub fn uninvite(tx: &Tx<'_>, invitation: i64) -> Result<bool> {
    let mut statement = tx.conn().prepare_cached("DELETE FROM training_invitation WHERE id = ?1")?;
    Ok(statement.execute([invitation])? > 0)
}

/// What is known of training, an account at a time: of one account, else of every one that is not churned and has a
/// contact, an invitation or a running onboarding. Three statements, however many accounts.
///
/// # Errors
/// The book cannot be read.
pub fn facts(
    on: &impl Reads,
    rule: &Rule,
    day: Day,
    only: Option<AccountId>,
) -> Result<BTreeMap<AccountId, Facts>> {
    // 5: churned accounts are left out of lists, as everywhere.
    const LIVE: &str = "SELECT c.account_id, count(*) FROM contact c JOIN account a ON a.id = c.account_id
        WHERE (c.left_on IS NULL OR c.left_on > ?1) AND (c.account_id = ?2 OR (?2 IS NULL AND a.stage <> 5))
        GROUP BY c.account_id";
    const SEEN: &str = "SELECT account_id, sum(known), sum(came), sum(waiting AND NOT known), sum(trained AND here), max(last)
        FROM (SELECT c.account_id AS account_id,
                max(s.held_on > ?3 AND i.attended IS NOT NULL) AS known,
                max(s.held_on > ?3 AND coalesce(i.attended, 0)) AS came,
                max(s.held_on > ?3 AND i.attended IS NULL) AS waiting,
                max(coalesce(i.attended, 0)) AS trained,
                (c.left_on IS NULL OR c.left_on > ?1) AS here,
                max(CASE WHEN i.attended = 1 THEN s.held_on END) AS last
              FROM training_invitation i JOIN training_session s ON s.id = i.training_session_id
                JOIN contact c ON c.id = i.contact_id JOIN account a ON a.id = c.account_id
              WHERE s.held_on <= ?1 AND (c.account_id = ?2 OR (?2 IS NULL AND a.stage <> 5))
              GROUP BY c.id)
        GROUP BY account_id";
    const RUNNING: &str =
        "SELECT o.account_id, max(o.started_on) FROM onboarding o JOIN account a ON a.id = o.account_id
        WHERE o.started_on <= ?1 AND (o.ended_on IS NULL OR o.ended_on > ?1)
          AND (o.account_id = ?2 OR (?2 IS NULL AND a.stage <> 5))
        GROUP BY o.account_id";
    let mut all: BTreeMap<AccountId, Facts> = BTreeMap::new();
    let mut statement = on.conn().prepare_cached(LIVE)?;
    let mut rows = statement.query(params![day.0, only])?;
    while let Some(row) = rows.next()? {
        all.entry(row.get(0)?).or_default().live = row.get(1)?;
    }
    let mut statement = on.conn().prepare_cached(SEEN)?;
    let mut rows = statement.query(params![day.0, only, (day - rule.window_days).0])?;
    while let Some(row) = rows.next()? {
        let facts = all.entry(row.get(0)?).or_default();
        facts.invited = row.get(1)?;
        facts.attended = row.get(2)?;
        facts.unknown = row.get(3)?;
        facts.trained = row.get(4)?;
        facts.last_attended = row.get::<_, Option<i32>>(5)?.map(Day);
    }
    let mut statement = on.conn().prepare_cached(RUNNING)?;
    let mut rows = statement.query(params![day.0, only])?;
    while let Some(row) = rows.next()? {
        all.entry(row.get(0)?).or_default().onboarding = Some(Day(row.get(1)?));
    }
    Ok(all)
}

/// How every account takes its training on a day, by account. Nothing before the book holds an invitation to a session
/// held by then: a book without trainings says nothing about anyone.
///
/// # Errors
/// The book cannot be read.
pub fn consumption(
    on: &impl Reads,
    rule: &Rule,
    day: Day,
    only: Option<AccountId>,
) -> Result<BTreeMap<AccountId, Consumption>> {
    let mut any = on.conn().prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM training_session s WHERE s.held_on <= ?1
           AND EXISTS (SELECT 1 FROM training_invitation i WHERE i.training_session_id = s.id))",
    )?;
    if !any.query_row([day.0], |row| row.get::<_, bool>(0))? {
        return Ok(BTreeMap::new());
    }
    let judged = |(account, facts)| (account, rule.judge(facts, day));
    Ok(facts(on, rule, day, only)?.into_iter().map(judged).collect())
}
