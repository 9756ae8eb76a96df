//! The one error of the program: what kind, what happened, what to do.

use std::fmt;

/// What went wrong, coarsely: it decides the exit code and how a screen shows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The command line was not understood (exit 2).
    Usage,
    /// A value, a row or a file is not what it should be.
    Invalid,
    /// No such account, file, run, ...
    NotFound,
    /// A name fits several records.
    Ambiguous,
    /// Another program holds the book.
    Busy,
    /// The book, or the disk below it, cannot be read or written.
    Storage,
    /// The user stopped it; nothing was changed.
    Cancelled,
    /// What a schedule asked to hear of is there (exit 3).
    Alarm,
}

/// An error in words a customer success manager understands.
///
/// `what` is one sentence without a full stop: what happened and where. `hint` says what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    /// Decides the exit code.
    pub kind: Kind,
    /// What happened and where, one sentence without a full stop.
    pub what: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The native name of the field that is wrong, where it is one: a form says it there.
    pub field: Option<&'static str>,
}

/// A result with the program's own error.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of a kind.
    pub fn new(kind: Kind, what: impl Into<String>) -> Error {
        Error { kind, what: what.into(), hint: None, field: None }
    }

    /// A value, row or file that is not what it should be.
    pub fn invalid(what: impl Into<String>) -> Error {
        Error::new(Kind::Invalid, what)
    }

    /// Something named that does not exist.
    pub fn not_found(what: impl Into<String>) -> Error {
        Error::new(Kind::NotFound, what)
    }

    /// The same error, with what to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Error {
        self.hint = Some(hint.into());
        self
    }

    /// The same error, as one of a field.
    pub fn of(mut self, field: &'static str) -> Error {
        self.field = Some(field);
        self
    }

    /// The same error, with the place in front: `place: what`.
    pub fn at(mut self, place: impl fmt::Display) -> Error {
        self.what = format!("{place}: {}", self.what);
        self
    }
}

impl fmt::Display for Error {
    /// The sentence and the hint: `what; hint`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if let Some(hint) = &self.hint {
            write!(f, "; {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        let kind = match error.kind() {
            std::io::ErrorKind::NotFound => Kind::NotFound,
            _ => Kind::Storage,
        };
        Error::new(kind, error.to_string())
    }
}
