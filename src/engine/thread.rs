//! Threads, and the sentence that says when the system has none left.

use std::io;
use std::thread::{Builder, JoinHandle};

use crate::domain::{Error, Kind, Result};

/// Starts a thread under a name.
///
/// # Errors
/// The system refuses it.
pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    Builder::new().name(name.into()).spawn(work).map_err(refused)
}

/// The error of a thread that the system refused.
pub(super) fn refused(error: io::Error) -> Error {
    Error::new(Kind::Storage, format!("the system refused a thread ({error})"))
        .hint("close other programs and try again")
}
