//! Undo and redo through the one door for writing: journaled and rescored like any other change.

use super::writer::{Writer, Written};
use crate::domain::Result;
use crate::store::Tx;
use crate::store::journal::Step;
use crate::store::undo::{self, Undone};

impl Writer {
    /// Takes back the last change that is not yet taken back, wherever it came from; an import as a whole.
    ///
    /// # Errors
    /// There is none, or a row is no longer as the change left it: nothing was changed.
    pub fn undo(&mut self) -> Result<(Undone, Written)> {
        self.back(undo::last)
    }

    /// Does again what the last undo took back, until something else is changed.
    ///
    /// # Errors
    /// There is none, or a row is no longer as the undo left it: nothing was changed.
    pub fn redo(&mut self) -> Result<(Undone, Written)> {
        self.back(undo::redo)
    }

    /// Takes back one change, however old, where nothing depends on it.
    ///
    /// # Errors
    /// There is no such change, it is taken back already, or the world has moved on: nothing was changed.
    pub fn undo_txn(&mut self, txn: i64) -> Result<(Undone, Written)> {
        self.back(|tx, at| undo::one(tx, txn, at))
    }

    /// Takes back an import; rows edited since are kept and listed.
    ///
    /// # Errors
    /// There is no such run, it changed nothing, or it is taken back already.
    pub fn undo_import(&mut self, run: i64) -> Result<(Undone, Written)> {
        self.back(|tx, at| undo::import_run(tx, run, at))
    }

    fn back(
        &mut self,
        step: impl FnOnce(&Tx<'_>, &str) -> Result<(Undone, Step)>,
    ) -> Result<(Undone, Written)> {
        self.step(|tx, at| {
            let (undone, step) = step(tx, at)?;
            let title = undone.title();
            Ok((undone, title, step))
        })
    }
}
