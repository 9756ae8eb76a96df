//! Whom a change is about: the accounts of the rows in the journal, whether or not a score depends on them.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::described::{Described, TABLES};
use super::owned::has_owner;
use super::{Reader, Reads};
use crate::domain::Result;
use crate::health::facts::AccountId;

/// More rows than this are not looked up one by one.
const MANY: usize = 500;

/// Whom a change is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// These accounts.
    pub accounts: BTreeSet<AccountId>,
    /// And what is of no account, as a task of nobody in particular.
    pub apart: bool,
}

/// A row of the journal.
struct Entry {
    table: String,
    id: i64,
    /// What an update replaced or a deletion took away.
    old: Option<String>,
}

impl Reader {
    /// Whom the changes after a row of the journal are about; None: a row of no account that all may depend on (a
    /// segment, the policy) is among them, or they are too many to be told apart.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn touched_since(&self, seq: i64) -> Result<Option<Touched>> {
        let entries = since(self.conn(), seq)?;
        if entries.len() > MANY {
            return Ok(None);
        }
        let mut touched = Touched::default();
        for entry in &entries {
            let Some(owners) = owners(self.conn(), entry)? else { return Ok(None) };
            for owner in owners {
                match owner {
                    Some(account) => drop(touched.accounts.insert(account)),
                    None => touched.apart = true,
                }
            }
        }
        Ok(Some(touched))
    }
}

/// The rows after one, one more than [`MANY`] at most.
fn since(conn: &Connection, seq: i64) -> Result<Vec<Entry>> {
    // By number: the index of rows would be read from end to end.
    let mut statement = conn.prepare_cached(
        "SELECT tbl, rid, old FROM journal NOT INDEXED WHERE seq > ?1 ORDER BY seq LIMIT ?2",
    )?;
    let entry = |row: &rusqlite::Row<'_>| Ok(Entry { table: row.get(0)?, id: row.get(1)?, old: row.get(2)? });
    let limit = i64::try_from(MANY + 1).unwrap_or(i64::MAX);
    let rows = statement.query_map([seq, limit], entry)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The account of a row, and the one before where it moved (None: of no account); None: rows of the table have none.
fn owners(conn: &Connection, entry: &Entry) -> Result<Option<Vec<Option<AccountId>>>> {
    // The journal names rows of usage by their account.
    if matches!(entry.table.as_str(), "account" | "usage" | "feature_use") {
        return Ok(Some(vec![Some(entry.id)]));
    }
    let Some(of) = TABLES.iter().find(|of| of.table == entry.table) else { return Ok(None) };
    let column = match of.through {
        Some((_, column)) => column,
        None if has_owner(conn, of)? => "account_id",
        None => return Ok(None),
    };
    let mut found = Vec::new();
    let named = [value(conn, of.table, column, entry.id)?, before(conn, column, entry.old.as_deref())?];
    // One that is gone and named no account was of none.
    let is_unnamed = of.through.is_none() && named.iter().all(Option::is_none);
    found.extend(is_unnamed.then_some(None));
    for named in named.into_iter().flatten() {
        match (of.through, named) {
            (Some((parent, _)), Some(id)) => {
                // One that is gone has a row of its own in the journal.
                found.extend(above(conn, parent, id)?);
            }
            (_, named) => found.push(named),
        }
    }
    Ok(Some(found))
}

/// The account above a row, over as many parents as there are; None: the row is gone.
fn above(conn: &Connection, table: &str, id: i64) -> Result<Option<Option<AccountId>>> {
    let through = |of: &&Described| of.table == table;
    match TABLES.iter().find(through).and_then(|of| of.through) {
        None => value(conn, table, "account_id", id),
        Some((parent, column)) => match value(conn, table, column, id)? {
            Some(Some(next)) => above(conn, parent, next),
            named => Ok(named),
        },
    }
}

/// What a column of a row holds; None: there is no such row.
fn value(conn: &Connection, table: &str, column: &str, id: i64) -> Result<Option<Option<i64>>> {
    let mut statement = conn.prepare_cached(&format!("SELECT {column} FROM {table} WHERE id = ?1"))?;
    Ok(statement.query_row([id], |row| row.get(0)).optional()?)
}

/// What it held before the change, where the journal says so.
fn before(conn: &Connection, column: &str, old: Option<&str>) -> Result<Option<Option<i64>>> {
    let Some(old) = old else { return Ok(None) };
    let mut statement =
        conn.prepare_cached("SELECT json_extract(?1, ?2) WHERE json_type(?1, ?2) IS NOT NULL")?;
    Ok(statement.query_row([old, &format!("$.{column}")], |row| row.get(0)).optional()?)
}
