//! The key of an encrypted book, in a build without encryption: there is none.

use std::convert::Infallible;

use rusqlite::Connection;

use super::head::Salt;
use crate::domain::{Error, Result};

/// What opens an encrypted book. This build cannot have one.
#[derive(Clone, Debug)]
pub struct Key(Infallible);

impl Key {
    pub(in crate::store) fn unlock(&self, _: &Connection, _: Option<Salt>) -> Result<()> {
        match self.0 {}
    }

    pub(in crate::store) fn words(&self, _: Option<Salt>) -> Result<&str> {
        match self.0 {}
    }
}

/// Whether this build can open and make encrypted books.
pub const AVAILABLE: bool = false;

/// That this build cannot open or make an encrypted book.
pub fn unavailable() -> Error {
    Error::invalid("this build of Mainstay cannot open or make encrypted books").hint(BUILD)
}

/// That a file cannot be opened without a key.
pub(in crate::store) fn locked() -> Error {
    Error::invalid("is an encrypted book, which this build of Mainstay cannot open, or no book at all")
        .hint(format!("{BUILD}; the file was not touched"))
}

const BUILD: &str =
    "encrypted books need a build that has them: cargo install --path . --features encryption";
