//! Training sessions, who was invited and who came.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{OptionalExtension, Row, params};

use super::{Reads, Tx};
use crate::domain::{Day, Result};
use crate::health::PolicySet;
use crate::health::facts::{AccountId, ContactId, SegmentId};
use crate::training::{Consumption, Facts};

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

const COLUMNS: &str = "SELECT s.id, s.account_id, s.title, s.kind, s.held_on, m.name, count(i.id),
      coalesce(sum(i.attended = 1), 0), coalesce(sum(i.attended = 0), 0), s.external_id
    FROM training_session s LEFT JOIN team_member m ON m.id = s.trainer_id
      LEFT JOIN training_invitation i ON i.training_session_id = s.id";
/// Of the invitations those of one account's contacts, of the sessions its own and those that they are invited to.
const OF_ACCOUNT: &str = "AND i.contact_id IN (SELECT id FROM contact WHERE account_id = ?2)
    WHERE s.held_on >= ?1 AND s.id IN (SELECT id FROM training_session WHERE account_id = ?2 UNION ALL
      SELECT own.training_session_id FROM contact c JOIN training_invitation own ON own.contact_id = c.id
      WHERE c.account_id = ?2)";
const OF_ALL: &str = "WHERE s.held_on >= ?1 AND ?2 IS NULL";

/// The sessions of an account and those to which its contacts were invited (None: of everyone), held since a day, the
/// latest first.
///
/// # Errors
/// The book cannot be read.
pub fn sessions(on: &impl Reads, account: Option<AccountId>, since: Day) -> Result<Vec<Session>> {
    let which = if account.is_some() { OF_ACCOUNT } else { OF_ALL };
    let mut statement = on
        .conn()
        .prepare_cached(&format!("{COLUMNS} {which} GROUP BY s.id ORDER BY s.held_on DESC, s.id DESC"))?;
    let rows = statement.query_map(params![since.0, account], session_of)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The session of an id.
///
/// # Errors
/// The book cannot be read.
pub fn session(on: &impl Reads, id: i64) -> Result<Option<Session>> {
    let mut statement = on.conn().prepare_cached(&format!("{COLUMNS} WHERE s.id = ?1 GROUP BY s.id"))?;
    Ok(statement.query_row([id], session_of).optional()?)
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

/// Of which accounts consumption is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Every one that is not churned and has a contact, an invitation or a running onboarding.
    All,
    /// This one.
    Account(AccountId),
    /// Those that are being onboarded, or are about to be.
    Onboarding,
}

/// What is known of an account, and by which policy it is judged.
#[derive(Default)]
struct Known {
    facts: Facts,
    segment: Option<SegmentId>,
}

/// What is known of training, an account at a time. Four statements, however many accounts.
///
/// # Errors
/// The book cannot be read.
fn facts(on: &impl Reads, policies: &PolicySet, day: Day, of: Of) -> Result<BTreeMap<AccountId, Known>> {
    // 5: churned accounts are left out of lists, as everywhere.
    const LIVE: &str =
        "SELECT c.account_id, a.segment_id, count(*) FROM contact c JOIN account a ON a.id = c.account_id
        WHERE (c.left_on IS NULL OR c.left_on > ?1) AND {scope}
        GROUP BY c.account_id";
    // Put together here: the rows of a contact stand together, and grouping 300,000 of them twice takes seconds.
    const SEEN: &str =
        "SELECT c.account_id, a.segment_id, c.id, c.left_on IS NULL OR c.left_on > ?1, i.training_session_id, i.attended
        FROM contact c JOIN account a ON a.id = c.account_id
          CROSS JOIN training_invitation i ON i.contact_id = c.id
        WHERE {scope}";
    const RUNNING: &str =
        "SELECT o.account_id, a.segment_id, max(o.started_on) FROM onboarding o JOIN account a ON a.id = o.account_id
        WHERE o.started_on <= ?1 AND (o.ended_on IS NULL OR o.ended_on > ?1)
          AND {scope}
        GROUP BY o.account_id";
    // Texts of their own instead of an OR: a few accounts are found by their index.
    let (scope, only) = match of {
        Of::All => ("?2 IS NULL AND a.stage <> 5", None),
        Of::Account(id) => ("a.id = ?2", Some(id)),
        Of::Onboarding => (
            "?2 IS NULL AND a.id IN (SELECT account_id FROM onboarding WHERE ended_on IS NULL OR ended_on > ?1)",
            None,
        ),
    };
    let scoped = |sql: &str| on.conn().prepare_cached(&sql.replace("{scope}", scope));
    let mut all: BTreeMap<AccountId, Known> = BTreeMap::new();
    let mut statement = scoped(LIVE)?;
    let mut rows = statement.query(params![day.0, only])?;
    while let Some(row) = rows.next()? {
        known(&mut all, row)?.live = row.get(2)?;
    }
    let held = held_by(on, day)?;
    let mut statement = scoped(SEEN)?;
    let mut rows = statement.query(params![day.0, only])?;
    let mut contact = Seen::default();
    while let Some(row) = rows.next()? {
        let Some(on) = held.get(&row.get(4)?) else { continue };
        let id = row.get(2)?;
        if contact.id != id {
            contact.add_to(&mut all);
            contact =
                Seen { id, account: row.get(0)?, segment: row.get(1)?, here: row.get(3)?, ..Seen::default() };
        }
        contact.invited(*on, row.get(5)?, day - policies.of(contact.segment).training.window_days);
    }
    contact.add_to(&mut all);
    let mut statement = scoped(RUNNING)?;
    let mut rows = statement.query(params![day.0, only])?;
    while let Some(row) = rows.next()? {
        known(&mut all, row)?.onboarding = Some(Day(row.get(2)?));
    }
    Ok(all)
}

/// What is known of an account, whose id and segment are the first columns of a row.
fn known<'a>(all: &'a mut BTreeMap<AccountId, Known>, row: &Row<'_>) -> Result<&'a mut Facts> {
    let known = all.entry(row.get(0)?).or_default();
    known.segment = row.get(1)?;
    Ok(&mut known.facts)
}

/// The day of each session held by a day.
fn held_by(on: &impl Reads, day: Day) -> Result<HashMap<i64, Day>> {
    let mut statement =
        on.conn().prepare_cached("SELECT id, held_on FROM training_session WHERE held_on <= ?1")?;
    let rows = statement.query_map([day.0], |row| Ok((row.get(0)?, Day(row.get(1)?))))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What is known of one contact while its invitations are read.
#[derive(Default)]
struct Seen {
    /// No contact has the id 0.
    id: ContactId,
    account: AccountId,
    segment: Option<SegmentId>,
    /// Whether they have not left.
    here: bool,
    /// Whether it is known of a session of the window that they came, or that they did not.
    known: bool,
    /// Whether they came to one of the window.
    came: bool,
    /// Whether it is not yet known of one of the window.
    waiting: bool,
    /// The last session that they ever attended.
    last: Option<Day>,
}

impl Seen {
    fn invited(&mut self, on: Day, attended: Option<bool>, window_after: Day) {
        let came = attended == Some(true);
        if on > window_after {
            self.known |= attended.is_some();
            self.waiting |= attended.is_none();
            self.came |= came;
        }
        if came {
            self.last = self.last.max(Some(on));
        }
    }

    fn add_to(&self, all: &mut BTreeMap<AccountId, Known>) {
        if self.id == 0 {
            return;
        }
        let Known { facts, segment } = all.entry(self.account).or_default();
        *segment = self.segment;
        facts.invited += u32::from(self.known);
        facts.attended += u32::from(self.came);
        facts.unknown += u32::from(self.waiting && !self.known);
        facts.trained += u32::from(self.here && self.last.is_some());
        facts.last_attended = facts.last_attended.max(self.last);
    }
}

/// The accounts that take too little on a day, the worst first.
///
/// # Errors
/// The book cannot be read.
pub fn low(on: &impl Reads, policies: &PolicySet, day: Day) -> Result<Vec<(AccountId, Consumption)>> {
    let mut low: Vec<_> =
        consumption(on, policies, day, Of::All)?.into_iter().filter(|(_, own)| own.is_low()).collect();
    low.sort_by(|(_, own), (_, theirs)| own.against(theirs));
    Ok(low)
}

/// How accounts take their training on a day, by account. Nothing before the book holds an invitation to a session
/// held by then: a book without trainings says nothing about anyone.
///
/// # Errors
/// The book cannot be read.
pub fn consumption(
    on: &impl Reads,
    policies: &PolicySet,
    day: Day,
    of: Of,
) -> Result<BTreeMap<AccountId, Consumption>> {
    let mut any = on.conn().prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM training_session s WHERE s.held_on <= ?1
           AND EXISTS (SELECT 1 FROM training_invitation i WHERE i.training_session_id = s.id))",
    )?;
    if !any.query_row([day.0], |row| row.get::<_, bool>(0))? {
        return Ok(BTreeMap::new());
    }
    let judged =
        |(account, Known { facts, segment })| (account, policies.of(segment).training.judge(facts, day));
    Ok(facts(on, policies, day, of)?.into_iter().map(judged).collect())
}
