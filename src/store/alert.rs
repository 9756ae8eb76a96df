//! Alerts: what the rules found. The engine writes them as they follow from the facts; people put one off until a day or
//! dismiss it. Of a rule an account has one that is open.

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
