//! The journal: which rows changed, in which transaction, by whom.
//!
//! Triggers write the rows. A transaction of this program is a range of them in `txn`; what lies in no range was
//! written by another program and is adopted as `external`.

use rusqlite::{OptionalExtension, params};

use super::{Reader, Reads, Tx};
use crate::domain::Result;

/// Who makes a change: kept with every transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The user.
    pub actor: String,
    /// The machine.
    pub host: String,
}

/// Who is named for what other programs wrote.
pub const EXTERNAL: &str = "external";

/// Number of the last journal row; 0 in a new book.
pub fn last_seq(on: &impl Reads) -> Result<i64> {
    Ok(on
        .conn()
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM journal")?
        .query_row([], |row| row.get(0))?)
}

/// What a transaction is to the ones before it. Every transaction keeps what `undo` and `redo` take next once it is
/// the last one, so that either is found at once, however long the history is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A change of its own: it is undone next, and nothing is left to be redone.
    Change,
    /// Takes back the last step: what was there to be undone before it is undone next.
    Undo { of: i64 },
    /// Takes back the last undo.
    Redo { of: i64 },
    /// Takes back an older step, out of order; otherwise a change of its own.
    Revert { of: i64 },
    /// Follows from the facts, as the alerts that the program opens and closes: undo and redo pass over it.
    Derived,
}

impl Step {
    /// The transaction that is taken back.
    fn of(self) -> Option<i64> {
        match self {
            Step::Change | Step::Derived => None,
            Step::Undo { of } | Step::Redo { of } | Step::Revert { of } => Some(of),
        }
    }
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
    let author = Author { actor: EXTERNAL.into(), host: String::new() };
    record(tx, known, at, &author, "Edited by another program", Step::Change)?;
    Ok(true)
}

/// Ends a transaction's range: everything journaled after `before` is `label`, by `author`. Returns its id.
///
/// # Errors
/// The book cannot be written.
pub fn record(tx: &Tx<'_>, before: i64, at: &str, author: &Author, label: &str, step: Step) -> Result<i64> {
    let conn = tx.conn();
    let last = last_seq(tx)?;
    let state = |below: i64| -> Result<(Option<i64>, Option<i64>)> {
        let mut statement = conn
            .prepare_cached("SELECT undo_next, redo_next FROM txn WHERE id < ?1 ORDER BY id DESC LIMIT 1")?;
        Ok(statement.query_row([below], |row| Ok((row.get(0)?, row.get(1)?))).optional()?.unwrap_or_default())
    };
    let id: i64 =
        conn.prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM txn")?.query_row([], |row| row.get(0))?;
    let (undo_next, redo_next) = match step {
        Step::Change if last > before || is_import(tx, id)? => (Some(id), None),
        // New usage outside of an import leaves nothing behind that could be taken back.
        Step::Change | Step::Derived => state(id)?,
        Step::Revert { .. } => (Some(id), None),
        Step::Undo { of } => (state(of)?.0, Some(id)),
        Step::Redo { of } => (Some(id), state(of)?.1),
    };
    let (root, takes_back) = match step.of() {
        None => (None, false),
        Some(of) => conn
            .prepare_cached("SELECT coalesce(root, id), takes_back FROM txn WHERE id = ?1")?
            .query_row([of], |row| Ok((Some(row.get::<_, i64>(0)?), !row.get::<_, bool>(1)?)))?,
    };
    conn.prepare_cached(
        "INSERT INTO txn (id, first_seq, last_seq, at, actor, host, label, undoes, root, takes_back, undo_next, redo_next,
           derived)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        id,
        before + 1,
        last,
        at,
        author.actor,
        author.host,
        label,
        step.of(),
        root,
        takes_back,
        undo_next,
        redo_next,
        step == Step::Derived
    ])?;
    Ok(id)
}

/// Whether a transaction is an import: the run names it before it is recorded.
fn is_import(tx: &Tx<'_>, txn: i64) -> Result<bool> {
    Ok(tx
        .conn()
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM import_run WHERE txn_id = ?1)")?
        .query_row([txn], |row| row.get(0))?)
}

/// The tables in which something changed after a journal row, by name.
///
/// # Errors
/// The book cannot be read.
pub fn tables_since(tx: &Tx<'_>, seq: i64) -> Result<Vec<String>> {
    // By number: the index of rows would be read from end to end.
    let mut statement =
        tx.conn().prepare_cached("SELECT DISTINCT tbl FROM journal NOT INDEXED WHERE seq > ?1")?;
    let tables = statement.query_map([seq], |row| row.get(0))?;
    Ok(tables.collect::<rusqlite::Result<_>>()?)
}

impl Reader {
    /// The accounts deleted after a journal row, and the number of the last row.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn deleted_since(&self, seq: i64) -> Result<(Vec<i64>, i64)> {
        let mut statement = self.conn.prepare_cached(
            "SELECT rid FROM journal NOT INDEXED WHERE seq > ?1 AND tbl = 'account' AND op = 'D'",
        )?;
        let gone = statement.query_map([seq], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok((gone, last_seq(self)?))
    }
}
