//! Past imports.

use super::Reads;
use crate::domain::{Day, Result};

/// A past import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub id: i64,
    /// UTC, ISO 8601.
    pub at: String,
    pub kind: String,
    pub file: String,
    pub source: Option<String>,
    pub read: i64,
    pub created: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub rejected: i64,
    pub warned: i64,
    pub undone_at: Option<String>,
}

/// Past imports, newest first; with a day, those done until its end.
///
/// # Errors
/// The book cannot be read.
pub fn list(on: &impl Reads, until: Option<Day>) -> Result<Vec<Run>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT id, at, kind, file, source, read, created, updated, unchanged, rejected, warned, undone_at
         FROM import_run WHERE ?1 IS NULL OR substr(at, 1, 10) <= ?1 ORDER BY id DESC",
    )?;
    let runs = statement.query_map([until.map(|day| day.to_string())], |row| {
        Ok(Run {
            id: row.get(0)?,
            at: row.get(1)?,
            kind: row.get(2)?,
            file: row.get(3)?,
            source: row.get(4)?,
            read: row.get(5)?,
            created: row.get(6)?,
            updated: row.get(7)?,
            unchanged: row.get(8)?,
            rejected: row.get(9)?,
            warned: row.get(10)?,
            undone_at: row.get(11)?,
        })
    })?;
    Ok(runs.collect::<rusqlite::Result<_>>()?)
}
