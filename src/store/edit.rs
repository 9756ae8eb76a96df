//! Reads and writes of single records, for the editing model: which columns there are is said by its descriptors.

use rusqlite::{OptionalExtension, params_from_iter};

use super::load::Value;
use super::load::rows::value;
use super::{Reads, Tx};
use crate::domain::Result;

/// A column and what it holds.
pub type Cell<'a> = (&'static str, &'a Value);

/// A row by its id.
///
/// # Errors
/// The book cannot be read.
pub fn row(
    on: &impl Reads,
    table: &'static str,
    columns: &[&'static str],
    id: i64,
) -> Result<Option<Vec<Value>>> {
    let found = rows(on, table, columns, &[("id", &Value::Int(id))], "id")?;
    Ok(found.into_iter().next().map(|(_, values)| values))
}

/// The rows whose columns hold these values, sorted: (id, the columns asked for).
///
/// # Errors
/// The book cannot be read.
pub fn rows(
    on: &impl Reads,
    table: &'static str,
    columns: &[&'static str],
    by: &[Cell<'_>],
    order: &'static str,
) -> Result<Vec<(i64, Vec<Value>)>> {
    first_rows(on, table, columns, by, order, None)
}

/// The same, at most so many of them.
///
/// # Errors
/// The book cannot be read.
pub fn first_rows(
    on: &impl Reads,
    table: &'static str,
    columns: &[&'static str],
    by: &[Cell<'_>],
    order: &'static str,
    most: Option<usize>,
) -> Result<Vec<(i64, Vec<Value>)>> {
    let columns_sql: String = columns.iter().map(|column| format!(", {column}")).collect();
    let sql = format!("SELECT id{columns_sql} FROM {table} {} ORDER BY {order} LIMIT ?", only(by));
    let mut statement = on.conn().prepare_cached(&sql)?;
    // Below zero it is no limit.
    let most = Value::Int(most.and_then(|most| i64::try_from(most).ok()).unwrap_or(-1));
    let mut found = statement.query(params_from_iter(by.iter().map(|cell| cell.1).chain([&most])))?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let values = (1..=columns.len()).map(|place| value(row, place)).collect::<Result<_>>()?;
        rows.push((row.get(0)?, values));
    }
    Ok(rows)
}

/// How many rows there are whose columns hold these values.
///
/// # Errors
/// The book cannot be read.
pub fn count(on: &impl Reads, table: &'static str, by: &[Cell<'_>]) -> Result<usize> {
    let mut statement = on.conn().prepare_cached(&format!("SELECT count(*) FROM {table} {}", only(by)))?;
    let count: i64 = statement.query_row(params_from_iter(by.iter().map(|cell| cell.1)), |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// The condition that columns hold values, which are bound in their order.
fn only(by: &[Cell<'_>]) -> String {
    let conditions: Vec<String> = by.iter().map(|(column, _)| format!("{column} IS ?")).collect();
    if by.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) }
}

/// Whether a row but `except` has these values.
///
/// # Errors
/// The book cannot be read.
pub fn another(on: &impl Reads, table: &'static str, by: &[Cell<'_>], except: i64) -> Result<bool> {
    Ok(rows(on, table, &[], by, "id")?.iter().any(|(id, _)| *id != except))
}

/// Names that links lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Segments.
    Segments,
    /// Team members, the active ones first.
    Members,
    /// Accounts.
    Accounts,
    /// Contacts of an account, those who are still there first.
    Contacts(i64),
    /// Contracts of an account by number, else by plan and first day, the latest first.
    Contracts(i64),
    /// Steps of the onboardings of an account, the latest onboarding first.
    Steps(i64),
}

/// Ids and names.
///
/// # Errors
/// The book cannot be read.
pub fn names(on: &impl Reads, of: Names) -> Result<Vec<(i64, String)>> {
    let (sql, account) = match of {
        Names::Segments => ("SELECT id, name FROM segment ORDER BY name", None),
        Names::Members => ("SELECT id, name FROM team_member ORDER BY active DESC, name", None),
        Names::Accounts => ("SELECT id, name FROM account ORDER BY name COLLATE NOCASE, id", None),
        Names::Contacts(account) => (
            "SELECT id, name FROM contact WHERE account_id = ?1 ORDER BY left_on IS NOT NULL, name COLLATE NOCASE, id",
            Some(account),
        ),
        Names::Contracts(account) => (
            "SELECT id, coalesce(external_id, coalesce(plan || ' ', '') || date(start_on * 86400, 'unixepoch'))
             FROM contract WHERE account_id = ?1 ORDER BY start_on DESC, id",
            Some(account),
        ),
        Names::Steps(account) => (
            "SELECT s.id, s.title FROM onboarding o JOIN step s ON s.onboarding_id = o.id WHERE o.account_id = ?1
             ORDER BY o.started_on DESC, o.id DESC, s.due_on, s.position, s.id",
            Some(account),
        ),
    };
    let mut statement = on.conn().prepare_cached(sql)?;
    let rows = statement.query_map(params_from_iter(account), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The name of an account.
///
/// # Errors
/// The book cannot be read.
pub fn account_name(on: &impl Reads, id: i64) -> Result<Option<String>> {
    let mut statement = on.conn().prepare_cached("SELECT name FROM account WHERE id = ?1")?;
    Ok(statement.query_row([id], |row| row.get(0)).optional()?)
}

/// Somebody at an account, and whom they report to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reporting {
    /// Row id of the contact.
    pub id: i64,
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Name or e-mail address, as given.
    pub reports_to: Option<String>,
}

/// The contacts of an account, those who are still there first.
///
/// # Errors
/// The book cannot be read.
pub fn reporting(on: &impl Reads, account: i64) -> Result<Vec<Reporting>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT id, name, email, reports_to FROM contact WHERE account_id = ?1 ORDER BY left_on IS NOT NULL, id",
    )?;
    let rows = statement.query_map([account], |row| {
        Ok(Reporting { id: row.get(0)?, name: row.get(1)?, email: row.get(2)?, reports_to: row.get(3)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether `id` is `above` or lies somewhere below it.
///
/// # Errors
/// The book cannot be read.
pub fn is_below(on: &impl Reads, id: i64, above: i64) -> Result<bool> {
    // UNION, not UNION ALL: another program may have written a circle.
    let mut statement = on.conn().prepare_cached(
        "WITH RECURSIVE up (id) AS (
           SELECT ?1 UNION SELECT parent_id FROM account JOIN up USING (id) WHERE parent_id IS NOT NULL)
         SELECT EXISTS (SELECT 1 FROM up WHERE id = ?2)",
    )?;
    Ok(statement.query_row([id, above], |row| row.get(0))?)
}

/// Deletes a row; triggers take along what belongs to it.
///
/// # Errors
/// The book cannot be written.
pub fn delete(tx: &Tx<'_>, table: &'static str, id: i64) -> Result<()> {
    tx.conn().prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([id])?;
    Ok(())
}
