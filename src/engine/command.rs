//! What the desk can be asked to do.

use std::fmt;

use super::writer::{Writer, Written};
use crate::domain::Result;
use crate::store::Tx;

/// What a change does inside its transaction.
type Change = Box<dyn FnOnce(&Tx<'_>) -> Result<()> + Send>;

/// One change of the book, carried out as a whole or not at all.
pub enum Command {
    /// A change under its label.
    Write {
        /// What history calls it, such as `Stage of Acme`.
        label: String,
        /// The change itself.
        change: Change,
    },
    /// Something about the person at the desk, which is no change of the book: nothing is journaled or undone.
    Note(Change),
    /// Take back the last change.
    Undo,
    /// Do again what the last undo took back.
    Redo,
    /// Take back one older change, by its transaction.
    UndoTxn(i64),
    /// Take back an import, by its run.
    UndoImport(i64),
}

impl Command {
    /// A change under its label.
    pub fn write(
        label: impl Into<String>,
        change: impl FnOnce(&Tx<'_>) -> Result<()> + Send + 'static,
    ) -> Command {
        Command::Write { label: label.into(), change: Box::new(change) }
    }

    /// Something that is no change of the book.
    pub fn note(change: impl FnOnce(&Tx<'_>) -> Result<()> + Send + 'static) -> Command {
        Command::Note(Box::new(change))
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Command::Write { label, .. } => write!(f, "Write({label:?})"),
            Command::Note(_) => f.write_str("Note"),
            Command::Undo => f.write_str("Undo"),
            Command::Redo => f.write_str("Redo"),
            Command::UndoTxn(txn) => write!(f, "UndoTxn({txn})"),
            Command::UndoImport(run) => write!(f, "UndoImport({run})"),
        }
    }
}

/// Carries out a command; gives what was done in words, and what it left behind.
///
/// # Errors
/// The error of the change, or the book cannot be written: the book is as it was.
pub(super) fn run(writer: &mut Writer, command: Command) -> Result<(String, Written)> {
    let (undone, written) = match command {
        Command::Write { label, change } => {
            let ((), written) = writer.write(&label, change)?;
            return Ok((label, written));
        }
        Command::Note(change) => {
            writer.note(change)?;
            return Ok((String::new(), Written { txn: None, stale: false }));
        }
        Command::Undo => writer.undo()?,
        Command::Redo => writer.redo()?,
        Command::UndoTxn(txn) => writer.undo_txn(txn)?,
        Command::UndoImport(run) => writer.undo_import(run)?,
    };
    let mut label = undone.sentence();
    if !undone.kept.is_empty() {
        label.push_str(&format!("; {} edited since kept", undone.kept.len()));
    }
    Ok((label, written))
}
