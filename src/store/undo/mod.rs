//! Undo and redo: a new transaction that applies the images of an older one backwards, through the same triggers, so
//! that it is journaled like any other. Redo is the undo of an undo.
//!
//! What comes next is kept with every transaction ([`super::journal::Step`]), and a row is compared with the image
//! itself: one step costs the same whatever the length of the history. An older change, out of order, is taken back
//! only where every row still is as that change left it. An import is taken back row by row ([`import`]).

mod entry;
mod import;
mod invert;
mod sweep;
mod tables;

use entry::{Op, Txn, each_back};
use invert::Inverter;
pub use invert::Refusal;

use super::Tx;
use super::journal::Step;
use crate::domain::text::clean;
use crate::domain::{Error, Result};
use rusqlite::OptionalExtension;

/// What was taken back or done again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// What the change is called.
    pub label: String,
    /// The transaction whose rows were taken back.
    pub of: i64,
    /// Whether the change holds again: it was redone.
    pub again: bool,
    /// How many changes of rows were taken back.
    pub rows: u64,
    /// Rows of an import that were edited since, and so were kept.
    pub kept: Vec<Refusal>,
}

impl Undone {
    /// What was done, for people: `Took back: Stage of Acme`.
    pub fn sentence(&self) -> String {
        format!("{}: {}", if self.again { "Done again" } else { "Took back" }, self.label)
    }

    /// The label in the journal: `Undo: Stage of Acme`.
    pub fn title(&self) -> String {
        format!("{}: {}", if self.again { "Redo" } else { "Undo" }, self.label)
    }
}

/// Takes back the last change that is not yet taken back.
///
/// # Errors
/// There is none, or a row is no longer as it was left.
pub fn last(tx: &Tx<'_>, at: &str) -> Result<(Undone, Step)> {
    let Some(of) = next(tx)?.0 else {
        return Err(Error::not_found("there is nothing to undo"));
    };
    let txn = entry::txn(tx, of)?;
    // After a redo everything that the import made is in the journal of the redo.
    let run = if txn.root == txn.id { import::run_of(tx, txn.id)? } else { None };
    let undone = match run {
        Some(run) => import::take_back(tx, &run, &txn)?,
        None => rows(tx, &txn, true)?,
    };
    mark_run(tx, &txn, at)?;
    Ok((undone, Step::Undo { of }))
}

/// Takes back the last undo, where nothing was changed since.
///
/// # Errors
/// There is none, or a row is no longer as it was left.
pub fn redo(tx: &Tx<'_>, at: &str) -> Result<(Undone, Step)> {
    let Some(of) = next(tx)?.1 else {
        return Err(Error::not_found("there is nothing to redo")
            .hint("redo does again what undo took back, until something else is changed"));
    };
    let txn = entry::txn(tx, of)?;
    let undone = rows(tx, &txn, true)?;
    mark_run(tx, &txn, at)?;
    Ok((undone, Step::Redo { of }))
}

/// Takes back one change, however old, where every row still is as it left it and nothing depends on it.
///
/// # Errors
/// There is no such change, it is taken back already, or the world has moved on.
pub fn one(tx: &Tx<'_>, id: i64, at: &str) -> Result<(Undone, Step)> {
    let txn = entry::txn(tx, id)?;
    if txn.derived {
        return Err(Error::invalid(format!("\"{}\" follows from the facts", clean(&txn.label)))
            .hint("take back what led to it, or put the alert off or dismiss it: mainstay alerts"));
    }
    let latest = entry::latest_of(tx, txn.root)?;
    let undone_now = latest.as_ref().is_some_and(|latest| latest.takes_back);
    if undone_now != txn.takes_back {
        let (label, latest) = (clean(&txn.label), latest.map_or(id, |latest| latest.id));
        let state = if undone_now { "is taken back already" } else { "holds again already" };
        return Err(Error::invalid(format!("\"{label}\" {state}, by change {latest}")));
    }
    let (undo_next, redo_next) = next(tx)?;
    if undo_next == Some(id) {
        return last(tx, at);
    }
    if redo_next == Some(id) {
        return redo(tx, at);
    }
    let run = if txn.root == txn.id { import::run_of(tx, txn.id)? } else { None };
    let undone = match run {
        Some(run) => import::take_back(tx, &run, &txn)?,
        None => rows(tx, &txn, false)?,
    };
    mark_run(tx, &txn, at)?;
    Ok((undone, Step::Revert { of: id }))
}

/// Takes back an import: everything that it made or changed, but for rows edited since, which are kept and listed.
///
/// # Errors
/// There is no such run, it changed nothing, or it is taken back already.
pub fn import_run(tx: &Tx<'_>, run: i64, at: &str) -> Result<(Undone, Step)> {
    let of = import::txn_of(tx, run)?;
    let latest = entry::latest_of(tx, of)?;
    let holds = latest.map_or(of, |latest| latest.id);
    // The import, or what did it again, may simply be what comes next.
    if next(tx)?.0 == Some(holds) { last(tx, at) } else { one(tx, of, at) }
}

/// What undo and redo take back next.
fn next(tx: &Tx<'_>) -> Result<(Option<i64>, Option<i64>)> {
    let mut statement =
        tx.conn().prepare_cached("SELECT undo_next, redo_next FROM txn ORDER BY id DESC LIMIT 1")?;
    Ok(statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?.unwrap_or_default())
}

/// Takes back every row of a transaction, or none. In order (`in_order`) nothing can have changed since but what was
/// taken back itself.
fn rows(tx: &Tx<'_>, txn: &Txn, in_order: bool) -> Result<Undone> {
    // An import may have kept every row when it was taken back; then there is nothing to do again.
    if txn.last < txn.first && txn.root == txn.id {
        return Err(Error::invalid(format!(
            "\"{}\" left nothing that could be taken back",
            clean(&txn.label)
        )));
    }
    let inverter = Inverter::new(tx)?;
    let refused = |refusal: Refusal| refusal.into_error(&txn.label);
    let pieces = sweep::pieces(tx, txn)?;
    if !in_order {
        // New usage is compared when it is taken back: nothing else refers to it.
        for piece in pieces.iter().filter(|piece| !piece.is_usage()) {
            each_back(tx, &inverter.tables, (piece.first, piece.last), |entry| match entry.op {
                Op::Insert => inverter.is_as_left(&entry, txn)?.map_err(refused),
                Op::Update | Op::Delete => Ok(()),
            })?;
        }
    }
    let mut rows = 0;
    for piece in &pieces {
        if let Some(swept) = sweep::sweep(tx, piece)? {
            rows += swept;
            continue;
        }
        each_back(tx, &inverter.tables, (piece.first, piece.last), |entry| {
            rows += 1;
            inverter.invert(&entry)?.map_err(refused)
        })?;
    }
    Ok(Undone { label: txn.label.clone(), of: txn.id, again: txn.takes_back, rows, kept: Vec::new() })
}

/// Notes with an import whether it is taken back.
fn mark_run(tx: &Tx<'_>, txn: &Txn, at: &str) -> Result<()> {
    let undone_at = if txn.takes_back { None } else { Some(at) };
    tx.conn()
        .prepare_cached("UPDATE import_run SET undone_at = ?1 WHERE txn_id = ?2")?
        .execute((undone_at, txn.root))?;
    Ok(())
}
