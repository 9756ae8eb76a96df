//! Alerts: what the rules found. The engine writes them as they follow from the facts; people put one off until a day or
//! dismiss it. Of a rule an account has one that is open.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row, params};

use super::{Reads, Tx};
use crate::domain::{Day, Level, Result};
use crate::health::facts::AccountId;

/// Row id of an alert.
pub type AlertId = i64;

/// One firing of a rule for one account. Text is as stored: clean it before it reaches a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Row id.
    pub id: AlertId,
    /// Whom it is about.
    pub account: AccountId,
    /// The name of the rule that fired.
    pub rule: Box<str>,
    /// How pressing it is.
    pub severity: Level,
    /// Why, with the figures of the day on which it fired.
    pub reason: Box<str>,
    /// The day on which it fired.
    pub opened_on: Day,
    /// The day on which its exit condition held; None: it is open.
    pub closed_on: Option<Day>,
    /// Hidden until this day.
    pub snoozed_until: Option<Day>,
    /// Why somebody holds it for handled. It stays open until its exit condition holds, so that it does not fire again.
    pub dismissed: Option<Box<str>>,
    /// The playbook that is proposed.
    pub play: Option<Box<str>>,
    /// The cause, where it fired for much of the book at once: alerts of one rule, day and cause are one group.
    pub group: Option<Box<str>>,
}

impl Alert {
    /// Whether its condition still holds on a day.
    pub fn is_open(&self, day: Day) -> bool {
        self.opened_on <= day && self.closed_on.is_none_or(|closed| day < closed)
    }

    /// Whether it is hidden on a day.
    pub fn is_snoozed(&self, day: Day) -> bool {
        self.snoozed_until.is_some_and(|until| day < until)
    }

    /// Whether somebody is to do something about it on a day: it is open, not dismissed and not put off.
    pub fn is_listed(&self, day: Day) -> bool {
        self.is_open(day) && self.dismissed.is_none() && !self.is_snoozed(day)
    }
}

const COLUMNS: &str = "id, account_id, rule, severity, reason, opened_on, closed_on, snoozed_until,
    dismissed_reason, play, flood";
/// The most pressing first, then the oldest.
const ORDER: &str = "CASE severity WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END, opened_on, id";

/// The alerts that are open on a day, also those that are put off or dismissed; the most pressing first.
///
/// # Errors
/// The book cannot be read.
pub fn open(on: &impl Reads, day: Day) -> Result<Vec<Alert>> {
    // Two parts, each by its own index: of the past there are many more than are open.
    read(
        on,
        &format!(
            "SELECT {COLUMNS} FROM alert WHERE closed_on IS NULL AND opened_on <= ?1
             UNION ALL SELECT {COLUMNS} FROM alert WHERE closed_on > ?1 AND opened_on <= ?1 ORDER BY 4, 6, 1"
        ),
        [day.0],
    )
    .map(|mut alerts| {
        alerts.sort_by_key(|alert| (std::cmp::Reverse(alert.severity), alert.opened_on, alert.id));
        alerts
    })
}

/// The alerts of an account that were opened up to a day: those that are open on it first, the most pressing first.
///
/// # Errors
/// The book cannot be read.
pub fn of_account(on: &impl Reads, account: AccountId, day: Day) -> Result<Vec<Alert>> {
    read(
        on,
        &format!(
            "SELECT {COLUMNS} FROM alert WHERE account_id = ?1 AND opened_on <= ?2
             ORDER BY closed_on IS NOT NULL AND closed_on <= ?2, {ORDER}"
        ),
        [account, day.0.into()],
    )
}

/// How often a rule fired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fired {
    /// Alerts that were opened in the time that is asked for.
    pub times: i64,
    /// Alerts that are open at its end, whenever they were opened.
    pub open: i64,
}

/// How often each rule fired on days from `from` to `to`, by its name as alerts know it.
///
/// # Errors
/// The book cannot be read.
pub fn fired(on: &impl Reads, from: Day, to: Day) -> Result<HashMap<Box<str>, Fired>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT rule, sum(opened_on >= ?1), sum(closed_on IS NULL OR closed_on > ?2) FROM alert
         WHERE opened_on <= ?2 GROUP BY rule",
    )?;
    let rows = statement.query_map([from.0, to.0], |row| {
        Ok((row.get(0)?, Fired { times: row.get(1)?, open: row.get(2)? }))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// One alert; None: there is none.
///
/// # Errors
/// The book cannot be read.
pub fn one(on: &impl Reads, id: AlertId) -> Result<Option<Alert>> {
    let mut statement = on.conn().prepare_cached(&format!("SELECT {COLUMNS} FROM alert WHERE id = ?1"))?;
    Ok(statement.query_row([id], alert).optional()?)
}

fn read(on: &impl Reads, sql: &str, bound: impl rusqlite::Params) -> Result<Vec<Alert>> {
    let mut statement = on.conn().prepare_cached(sql)?;
    let rows = statement.query_map(bound, alert)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn alert(row: &Row<'_>) -> rusqlite::Result<Alert> {
    let day = |place| -> rusqlite::Result<Option<Day>> { Ok(row.get::<_, Option<i32>>(place)?.map(Day)) };
    Ok(Alert {
        id: row.get(0)?,
        account: row.get(1)?,
        rule: row.get(2)?,
        // The schema holds the list.
        severity: Level::parse(row.get_ref(3)?.as_str()?).unwrap_or(Level::Low),
        reason: row.get(4)?,
        opened_on: Day(row.get(5)?),
        closed_on: day(6)?,
        snoozed_until: day(7)?,
        dismissed: row.get(8)?,
        play: row.get(9)?,
        group: row.get(10)?,
    })
}

/// Hides an alert until a day, or shows it again.
///
/// # Errors
/// The book cannot be written.
pub fn snooze(tx: &Tx<'_>, id: AlertId, until: Option<Day>) -> Result<()> {
    tx.conn()
        .prepare_cached("UPDATE alert SET snoozed_until = ?2 WHERE id = ?1")?
        .execute(params![id, until.map(|day| day.0)])?;
    Ok(())
}

/// Notes why an alert is held for handled, or that it is not.
///
/// # Errors
/// The book cannot be written.
pub fn dismiss(tx: &Tx<'_>, id: AlertId, reason: Option<&str>) -> Result<()> {
    tx.conn()
        .prepare_cached("UPDATE alert SET dismissed_reason = ?2 WHERE id = ?1")?
        .execute(params![id, reason])?;
    Ok(())
}

/// An alert that is to be written.
pub(crate) struct Raised<'a> {
    /// From [`next_id`] on.
    pub id: AlertId,
    pub account: AccountId,
    pub rule: &'a str,
    pub severity: Level,
    pub reason: &'a str,
    pub on: Day,
    pub play: Option<&'a str>,
    pub flood: Option<&'a str>,
}

/// How many alerts a step of the journal opened and closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub opened: i64,
    pub closed: i64,
}

/// Hands out the alerts that are open, or were closed on a day, of every account or of one: the account, the id, the
/// rule, the days on which it was opened and closed, and the reason of those that were opened on the day.
pub(crate) fn standing(
    on: &impl Reads,
    day: Day,
    only: Option<AccountId>,
    mut take: impl FnMut(AccountId, AlertId, Box<str>, (Day, Option<Day>), Option<Box<str>>),
) -> Result<()> {
    const READ: &str = "SELECT account_id, id, rule, opened_on, closed_on, CASE WHEN opened_on = ?1 THEN reason END FROM alert";
    let sql = match only {
        Some(_) => format!("{READ} WHERE account_id = ?2 AND (closed_on IS NULL OR closed_on = ?1)"),
        None => format!(
            "{READ} WHERE closed_on IS NULL AND ?2 IS NULL UNION ALL {READ} WHERE closed_on = ?1 AND ?2 IS NULL"
        ),
    };
    let mut statement = on.conn().prepare_cached(&sql)?;
    let mut rows = statement.query(params![day.0, only])?;
    while let Some(row) = rows.next()? {
        let closed = row.get::<_, Option<i32>>(4)?.map(Day);
        take(row.get(0)?, row.get(1)?, row.get(2)?, (Day(row.get(3)?), closed), row.get(5)?);
    }
    Ok(())
}

/// The id of the next alert. None is used twice, also not that of an alert which is gone: undo may bring it back.
pub(crate) fn next_id(on: &impl Reads) -> Result<AlertId> {
    let mut statement = on.conn().prepare_cached(
        "SELECT 1 + max(coalesce((SELECT max(id) FROM alert), 0),
           coalesce((SELECT max(rid) FROM journal WHERE tbl = 'alert'), 0))",
    )?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// Writes an alert that is open from now on.
pub(crate) fn raise(tx: &Tx<'_>, raised: &Raised<'_>) -> Result<()> {
    tx.conn()
        .prepare_cached(
            "INSERT INTO alert (id, account_id, rule, severity, reason, opened_on, play, flood)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            raised.id,
            raised.account,
            raised.rule,
            raised.severity.name(),
            raised.reason,
            raised.on.0,
            raised.play,
            raised.flood,
        ])?;
    Ok(())
}

/// An alert that was closed is open again; with another reason where one is given.
pub(crate) fn reopen(tx: &Tx<'_>, id: AlertId, reason: Option<&str>) -> Result<()> {
    tx.conn()
        .prepare_cached("UPDATE alert SET closed_on = NULL, reason = coalesce(?2, reason) WHERE id = ?1")?
        .execute(params![id, reason])?;
    Ok(())
}

/// Another reason.
pub(crate) fn retell(tx: &Tx<'_>, id: AlertId, reason: &str) -> Result<()> {
    tx.conn().prepare_cached("UPDATE alert SET reason = ?2 WHERE id = ?1")?.execute(params![id, reason])?;
    Ok(())
}

/// An alert is over.
pub(crate) fn close(tx: &Tx<'_>, id: AlertId, on: Day) -> Result<()> {
    tx.conn().prepare_cached("UPDATE alert SET closed_on = ?2 WHERE id = ?1")?.execute(params![id, on.0])?;
    Ok(())
}

/// Takes an alert away that the program raised and with which nobody has done anything; false: it is left as it is.
///
/// # Errors
/// The book cannot be written.
pub fn give_way(tx: &Tx<'_>, id: AlertId) -> Result<bool> {
    let gone = tx
        .conn()
        .prepare_cached(
            "DELETE FROM alert WHERE id = ?1
               AND NOT EXISTS (SELECT 1 FROM play WHERE alert_id = ?1)
               AND NOT EXISTS (SELECT 1 FROM journal j WHERE tbl = 'alert' AND rid = ?1
                 AND (SELECT derived FROM txn WHERE last_seq >= j.seq ORDER BY last_seq, id LIMIT 1) = 0)",
        )?
        .execute([id])?;
    Ok(gone > 0)
}

/// An alert that was opened on the day and is to be as if it had never been: it goes, unless somebody has done
/// something with it. Then it is closed, so that whatever was done can still be taken back.
pub(crate) fn drop_or_close(tx: &Tx<'_>, id: AlertId, day: Day) -> Result<()> {
    if give_way(tx, id)? { Ok(()) } else { close(tx, id, day) }
}

/// How many alerts were opened and closed since a place of the journal.
pub(crate) fn changed_since(on: &impl Reads, seq: i64) -> Result<Counts> {
    let mut statement = on.conn().prepare_cached(
        "SELECT coalesce(sum(op = 'I' OR (op = 'U' AND json_type(new, '$.closed_on') = 'null')), 0),
           coalesce(sum(op = 'D' OR (op = 'U' AND json_type(new, '$.closed_on') = 'integer')), 0)
         FROM journal NOT INDEXED WHERE seq > ?1 AND tbl = 'alert'",
    )?;
    Ok(statement.query_row([seq], |row| Ok(Counts { opened: row.get(0)?, closed: row.get(1)? }))?)
}

/// By which rules alerts were judged last, as it was noted; None: by none yet.
pub(crate) fn known_rules(on: &impl Reads) -> Result<Option<String>> {
    let mut statement = on.conn().prepare_cached("SELECT rules FROM scored")?;
    Ok(statement.query_row([], |row| row.get(0)).optional()?.flatten())
}

/// Notes by which rules alerts were judged. To be called when the header of the scores is written.
pub(crate) fn note_rules(tx: &Tx<'_>, json: &str) -> Result<()> {
    tx.conn().prepare_cached("UPDATE scored SET rules = ?1")?.execute([json])?;
    Ok(())
}
