//! Rows and fields of the journaled tables in the words of a customer success manager: `contract C-12 of Acme`,
//! `renewal` for a code, `2026-03-01` for a day. Also for rows that are gone, from what the journal kept of them.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use super::{Reads, held, native};
use crate::domain::{
    Band, ContactRole, Currency, Day, GoalStatus, Money, Priority, Result, Stage, SurveyKind, TouchpointKind,
};
use crate::health::facts::AccountId;

/// A table in words.
#[derive(Debug)]
pub struct Described {
    /// Its name in the book.
    pub table: &'static str,
    /// One of its rows.
    pub one: &'static str,
    /// Columns that tell one row from another: the first that holds something is its name.
    named_by: &'static [&'static str],
    /// The table and the column through which a row belongs to an account, where it names none itself.
    pub(in crate::store) through: Option<(&'static str, &'static str)>,
}

const fn of(table: &'static str, one: &'static str, named_by: &'static [&'static str]) -> Described {
    Described { table, one, named_by, through: None }
}

const fn part(
    table: &'static str,
    one: &'static str,
    named_by: &'static [&'static str],
    through: (&'static str, &'static str),
) -> Described {
    Described { table, one, named_by, through: Some(through) }
}

pub(in crate::store) const TABLES: &[Described] = &[
    of("segment", "segment", &["name"]),
    of("team_member", "team member", &["name"]),
    of("account", "account", &["name"]),
    of("contract", "contract", &["external_id", "plan", "start_on"]),
    of("contact", "contact", &["name"]),
    of("feature", "feature", &["name"]),
    of("ticket", "ticket", &["external_id", "subject", "opened_on"]),
    of("survey", "survey", &["answered_on"]),
    of("touchpoint", "touchpoint", &["touched_on"]),
    part("touchpoint_attendee", "attendee", &["name", "contact_id"], ("touchpoint", "touchpoint_id")),
    of("signal", "signal", &["kind"]),
    of("goal", "goal", &["title"]),
    part("goal_update", "goal update", &["updated_on"], ("goal", "goal_id")),
    of("onboarding", "onboarding", &["external_id", "started_on"]),
    part("step", "onboarding step", &["title"], ("onboarding", "onboarding_id")),
    part("step_dependency", "step dependency", &["needs_id"], ("step", "step_id")),
    of("assessment", "assessment", &["template"]),
    part("assessment_answer", "assessment answer", &["question"], ("assessment", "assessment_id")),
    of("plan", "success plan", &["quarter"]),
    part("plan_item", "plan item", &["title"], ("plan", "plan_id")),
    of("renewal", "renewal", &["due_on"]),
    part("renewal_change", "earlier state of a renewal", &["changed_on"], ("renewal", "renewal_id")),
    of("opportunity", "opportunity", &["title"]),
    part(
        "opportunity_change",
        "earlier state of an opportunity",
        &["changed_on"],
        ("opportunity", "opportunity_id"),
    ),
    of("task", "task", &["title"]),
    of("alert", "alert", &["rule"]),
    of("play", "play", &["playbook"]),
    of("health_override", "health override", &["set_on"]),
    of("setting", "setting", &["name"]),
    of("exchange_rate", "exchange rate", &["currency"]),
    of("metric", "metric", &["name"]),
    of("template", "template", &["name"]),
    of("holiday", "holiday", &["day_on"]),
    of("handoff", "handoff", &["account_id"]),
    of("training_session", "training session", &["external_id", "title"]),
    part(
        "training_invitation",
        "training invitation",
        &["contact_id"],
        ("training_session", "training_session_id"),
    ),
    of("service_engagement", "service engagement", &["external_id", "title"]),
    of("advocacy_ask", "advocacy ask", &["kind"]),
    of("intervention", "intervention", &["external_id", "started_on"]),
    part("intervention_entry", "step of an intervention", &["kind"], ("intervention", "intervention_id")),
    of("usage", "usage", &["metric_id"]),
    of("feature_use", "feature use", &["feature_id"]),
];

/// The word of a code.
type Word = fn(i64) -> Option<&'static str>;

/// Columns that hold codes of closed lists: table, column, words.
const CODES: &[(&str, &str, Word)] = &[
    ("account", "stage", |code| Stage::from_code(code).map(Stage::name)),
    ("contact", "role", |code| ContactRole::from_code(code).map(ContactRole::name)),
    ("ticket", "priority", |code| Priority::from_code(code).map(Priority::name)),
    ("survey", "kind", |code| SurveyKind::from_code(code).map(SurveyKind::name)),
    ("touchpoint", "kind", |code| TouchpointKind::from_code(code).map(TouchpointKind::name)),
    ("goal_update", "status", |code| GoalStatus::from_code(code).map(GoalStatus::name)),
    ("health_override", "band", |code| Band::from_code(code).map(Band::name)),
];

const YES_NO: &[&str] = &[
    "active",
    "reported_churned",
    "auto_renew",
    "in_catalog",
    "core",
    "advanced",
    "escalated",
    "required",
    "not_applicable",
    "milestone",
    "quick_win",
    "training",
    "needs_handoff",
    "working_days",
    "attended",
];

/// Columns that hold the id of a row of another table.
const LINKS: &[(&str, &str)] = &[
    ("account_id", "account"),
    ("parent_id", "account"),
    ("segment_id", "segment"),
    ("csm_id", "team_member"),
    ("by_id", "team_member"),
    ("owner_id", "team_member"),
    ("contract_id", "contract"),
    ("contact_id", "contact"),
    ("touchpoint_id", "touchpoint"),
    ("goal_id", "goal"),
    ("onboarding_id", "onboarding"),
    ("step_id", "step"),
    ("needs_id", "step"),
    ("assessment_id", "assessment"),
    ("plan_id", "plan"),
    ("renewal_id", "renewal"),
    ("play_id", "play"),
    ("alert_id", "alert"),
    ("metric_id", "metric"),
    ("feature_id", "feature"),
    ("trainer_id", "team_member"),
    ("training_session_id", "training_session"),
    ("intervention_id", "intervention"),
];

/// A table that may be journaled, by its name in the book; None: the journal of this book names what is no such table.
pub fn table(name: &str) -> Option<&'static Described> {
    TABLES.iter().find(|described| described.table == name)
}

/// A column in words: `csm_id` is `CSM`, `first_outcome_on` is `first outcome on`.
pub fn field(column: &str) -> String {
    match column {
        "csm_id" => return "CSM".into(),
        "yearly_minor" => return "ARR".into(),
        _ => {}
    }
    let bare = ["_id", "_minor", "_micro"].iter().find_map(|end| column.strip_suffix(end));
    bare.filter(|bare| *bare != "external").unwrap_or(column).replace('_', " ")
}

/// Columns and what they hold.
pub type Image = Vec<(String, Value)>;

/// What a column of an image holds.
pub(in crate::store) fn cell<'i>(image: &'i Image, column: &str) -> Option<&'i Value> {
    image.iter().find(|cell| cell.0 == column).map(|cell| &cell.1).filter(|value| **value != Value::Null)
}

/// The columns in a JSON object of the journal. SQLite reads what SQLite wrote, so every value is exact.
pub(in crate::store) fn image(conn: &Connection, json: Option<&str>) -> Result<Image> {
    let Some(json) = json else { return Ok(Image::new()) };
    let mut statement = conn.prepare_cached("SELECT key, value FROM json_each(?1)")?;
    let cells = statement.query_map([json], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(cells.collect::<rusqlite::Result<_>>()?)
}

/// A row that is there.
pub(in crate::store) fn row(conn: &Connection, of: &Described, id: i64) -> Result<Option<Image>> {
    let mut statement = conn.prepare_cached(&format!("SELECT * FROM {} WHERE id = ?1", of.table))?;
    let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let found = statement
        .query_row([id], |row| {
            columns.into_iter().enumerate().map(|(place, name)| Ok((name, row.get(place)?))).collect()
        })
        .optional()?;
    Ok(found)
}

/// A row as it is, or as it was when it was deleted.
pub(in crate::store) fn known(conn: &Connection, of: &Described, id: i64) -> Result<Option<Image>> {
    if let Some(row) = row(conn, of, id)? {
        return Ok(Some(row));
    }
    let old: Option<String> = conn
        .prepare_cached(
            "SELECT old FROM journal WHERE tbl = ?1 AND rid = ?2 AND op = 'D' ORDER BY seq DESC LIMIT 1",
        )?
        .query_row((of.table, id), |row| row.get(0))
        .optional()?
        .flatten();
    old.map(|old| image(conn, Some(&old))).transpose()
}

/// A row in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowName {
    /// `contract C-12 of Acme`. As stored: clean it before it reaches a terminal.
    pub what: String,
    /// The account that it belongs to, or is.
    pub account: Option<AccountId>,
}

/// A row of a journaled table in words, there or gone.
///
/// # Errors
/// The book cannot be read.
pub fn row_name(on: &impl Reads, of: &Described, id: i64) -> Result<RowName> {
    let conn = on.conn();
    match known(conn, of, id)? {
        Some(image) => image_name(on, of, id, &image),
        None => Ok(RowName { what: format!("{} {id}", of.one), account: None }),
    }
}

/// The same for a row that was read already; `id` is its own, or for usage its account's.
pub(in crate::store) fn image_name(
    on: &impl Reads,
    of: &Described,
    id: i64,
    image: &Image,
) -> Result<RowName> {
    let name = short(on, of, image)?.unwrap_or_else(|| id.to_string());
    let account = if of.table == "account" { Some(id) } else { owner(on.conn(), of, image)? };
    let mut what = match of.table {
        "usage" | "feature_use" => format!("{} {name} on {}", of.one, said(on, of, "used_on", image)?),
        _ => format!("{} {name}", of.one),
    };
    if let Some(account) = account.filter(|_| of.table != "account") {
        what.push_str(" of ");
        what.push_str(&link(on, "account", account)?);
    }
    Ok(RowName { what, account })
}

/// The account that a row belongs to.
fn owner(conn: &Connection, of: &Described, image: &Image) -> Result<Option<AccountId>> {
    let Some((parent, column)) = of.through else {
        return Ok(cell(image, "account_id").and_then(number));
    };
    let (Some(parent), Some(id)) = (table(parent), cell(image, column).and_then(number)) else {
        return Ok(None);
    };
    match known(conn, parent, id)? {
        Some(image) => owner(conn, parent, &image),
        None => Ok(None),
    }
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(number) => Some(*number),
        _ => None,
    }
}

/// What a row is called, without what it is.
fn short(on: &impl Reads, of: &Described, image: &Image) -> Result<Option<String>> {
    match of.named_by.iter().find(|column| cell(image, column).is_some()) {
        Some(column) => said(on, of, column, image).map(Some),
        None => Ok(None),
    }
}

/// What the row of a link is called.
fn link(on: &impl Reads, name: &str, id: i64) -> Result<String> {
    let Some(of) = table(name) else { return Ok(id.to_string()) };
    let called = match known(on.conn(), of, id)? {
        Some(image) => short(on, of, &image)?,
        None => None,
    };
    Ok(called.unwrap_or_else(|| id.to_string()))
}

/// What a column of an image holds, in words; nothing for nothing. As stored: clean it before it reaches a terminal.
///
/// # Errors
/// The book cannot be read.
pub fn said(on: &impl Reads, of: &Described, column: &str, image: &Image) -> Result<String> {
    let Some(value) = cell(image, column) else { return Ok(String::new()) };
    let number = match value {
        Value::Integer(number) => *number,
        Value::Text(text) => return Ok(text.clone()),
        Value::Real(number) => return Ok(number.to_string()),
        Value::Null | Value::Blob(_) => return Ok(String::new()),
    };
    if let Some((_, _, word)) = CODES.iter().find(|code| code.0 == of.table && code.1 == column) {
        return Ok(word(number).map_or_else(|| number.to_string(), str::to_owned));
    }
    if let Some((_, table)) = LINKS.iter().find(|link| link.0 == column) {
        return link(on, table, number);
    }
    if column.ends_with("_minor") {
        let currency = match cell(image, "currency") {
            Some(Value::Text(code)) => Currency::parse(code).ok(),
            _ => None,
        };
        let currency = match currency {
            Some(currency) => currency,
            None => held::rates(on)?.book,
        };
        return Ok(Money { minor: number, currency }.to_string());
    }
    Ok(match column {
        _ if column.ends_with("_on") || column == "snoozed_until" => {
            i32::try_from(number).map_or_else(|_| number.to_string(), |day| Day(day).to_string())
        }
        _ if column.ends_with("_micro") => native::Cell::Micro(number).to_string(),
        _ if YES_NO.contains(&column) => if number == 0 { "no" } else { "yes" }.to_owned(),
        _ => number.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::trigger;

    #[test]
    fn every_journaled_table_has_words() {
        for name in trigger::journaled().chain(["usage", "feature_use"]) {
            assert!(table(name).is_some(), "{name}");
        }
    }

    #[test]
    fn columns_read_as_words() {
        for (column, words) in [
            ("csm_id", "CSM"),
            ("yearly_minor", "ARR"),
            ("external_id", "external id"),
            ("satisfaction_scale_micro", "satisfaction scale"),
            ("first_outcome_on", "first outcome on"),
            ("stage", "stage"),
        ] {
            assert_eq!(field(column), words);
        }
    }
}
