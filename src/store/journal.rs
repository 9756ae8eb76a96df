//! The journal: which rows changed, in which transaction, by whom.
//!
//! Triggers write the rows. A transaction of this program is a range of them in `txn`; what lies in no range was
//! written by another program and is adopted as `external`.

use rusqlite::params;

use super::{Reader, Tx};
use crate::domain::Result;

/// Who makes a change: kept with every transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The user.
    pub actor: String,
    /// The machine.
    pub host: String,
}

/// Number of the last journal row; 0 in a new book.
pub fn last_seq(tx: &Tx<'_>) -> Result<i64> {
    Ok(tx
        .conn()
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM journal")?
        .query_row([], |row| row.get(0))?)
}

/// Gives the rows that other programs wrote since the last transaction one of their own; says whether there were any.
///
/// # Errors
/// The book cannot be written.
pub fn adopt(tx: &Tx<'_>, at: &str) -> Result<bool> {
    let known: i64 = tx
        .conn()
        .prepare_cached("SELECT coalesce(max(last_seq), 0) FROM txn")?
        .query_row([], |row| row.get(0))?;
    let last = last_seq(tx)?;
    if last <= known {
        return Ok(false);
    }
    let author = Author { actor: "external".into(), host: String::new() };
    record(tx, known, at, &author, "Edited by another program")?;
    Ok(true)
}

/// Ends a transaction's range: everything journaled after `before` is `label`, by `author`. Returns its id.
///
/// # Errors
/// The book cannot be written.
pub fn record(tx: &Tx<'_>, before: i64, at: &str, author: &Author, label: &str) -> Result<i64> {
    let last = last_seq(tx)?;
    tx.conn()
        .prepare_cached(
            "INSERT INTO txn (first_seq, last_seq, at, actor, host, label) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![before + 1, last, at, author.actor, author.host, label])?;
    Ok(tx.conn().last_insert_rowid())
}

/// The tables in which something changed after a journal row, by name.
///
/// # Errors
/// The book cannot be read.
pub fn tables_since(tx: &Tx<'_>, seq: i64) -> Result<Vec<String>> {
    let mut statement = tx.conn().prepare_cached("SELECT DISTINCT tbl FROM journal WHERE seq > ?1")?;
    let tables = statement.query_map([seq], |row| row.get(0))?;
    Ok(tables.collect::<rusqlite::Result<_>>()?)
}

impl Reader {
    /// The accounts deleted after a journal row, and the number of the last row.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn deleted_since(&self, seq: i64) -> Result<(Vec<i64>, i64)> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT rid FROM journal WHERE seq > ?1 AND tbl = 'account' AND op = 'D'")?;
        let gone = statement.query_map([seq], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let last = self
            .conn
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM journal")?
            .query_row([], |row| row.get(0))?;
        Ok((gone, last))
    }
}
