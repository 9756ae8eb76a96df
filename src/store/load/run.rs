//! The record of an import in the book.

use rusqlite::params;

use crate::domain::Result;
use crate::store::Tx;

/// What an import did, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records in the file.
    pub read: i64,
    /// Of these: made something new.
    pub created: i64,
    /// Changed something.
    pub updated: i64,
    /// Said what the book already knew.
    pub unchanged: i64,
    /// Were refused.
    pub rejected: i64,
    /// Warnings.
    pub warned: i64,
}

/// Begins the record, so that what is written can name it. Gives its id.
///
/// # Errors
/// The book cannot be written.
pub fn begin(tx: &Tx<'_>, kind: &str, file: &str, source: Option<&str>) -> Result<i64> {
    tx.conn().execute(
        "INSERT INTO import_run (at, kind, file, source, read, created, updated, unchanged, rejected, warned)
         VALUES (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?, ?, ?, 0, 0, 0, 0, 0, 0)",
        params![kind, file, source],
    )?;
    Ok(tx.conn().last_insert_rowid())
}

/// Completes the record.
///
/// # Errors
/// The book cannot be written.
pub fn finish(tx: &Tx<'_>, run: i64, counts: &Counts) -> Result<()> {
    tx.conn().execute(
        // The transaction that it is has the next number, if it changes anything.
        "UPDATE import_run SET read = ?1, created = ?2, updated = ?3, unchanged = ?4, rejected = ?5, warned = ?6,
           txn_id = CASE WHEN ?2 + ?3 > 0 THEN (SELECT coalesce(max(id), 0) + 1 FROM txn) END
         WHERE id = ?7",
        params![
            counts.read,
            counts.created,
            counts.updated,
            counts.unchanged,
            counts.rejected,
            counts.warned,
            run
        ],
    )?;
    Ok(())
}
