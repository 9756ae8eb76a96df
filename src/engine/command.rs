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
}

impl Command {
    /// A change under its label.
    pub fn write(
        label: impl Into<String>,
        change: impl FnOnce(&Tx<'_>) -> Result<()> + Send + 'static,
    ) -> Command {
        Command::Write { label: label.into(), change: Box::new(change) }
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Command::Write { label, .. } => write!(f, "Write({label:?})"),
        }
    }
}

/// Carries out a command; gives what was done in words, and what it left behind.
///
/// # Errors
/// The error of the change, or the book cannot be written: the book is as it was.
pub(super) fn run(writer: &mut Writer, command: Command) -> Result<(String, Written)> {
    match command {
        Command::Write { label, change } => {
            let ((), written) = writer.write(&label, change)?;
            Ok((label, written))
        }
    }
}
