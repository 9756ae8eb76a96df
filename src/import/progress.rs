//! How far an import is, and the question whether it should go on.

use std::fmt;
use std::ops::ControlFlow;

use crate::domain::{Error, Kind, Result};

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub step: Step,
    /// Records done.
    pub done: u64,
    /// Records in all.
    pub total: u64,
}

/// What an import is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Reading and checking records.
    Reading,
    /// Writing them to the book.
    Writing,
}

impl fmt::Display for Progress {
    /// `writing 40,960 of 1,000,000 rows`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let step = match self.step {
            Step::Reading => "reading",
            Step::Writing => "writing",
        };
        match self.total {
            0 => write!(f, "{step}"),
            total => write!(f, "{step} {} of {total} rows", self.done),
        }
    }
}

/// Tells the caller now and then.
pub struct Watch<'p> {
    tell: &'p mut dyn FnMut(Progress) -> ControlFlow<()>,
    now: Progress,
}

/// Records between two reports.
const EVERY: u64 = 4_096;

impl<'p> Watch<'p> {
    /// A watch that tells `tell`.
    pub fn new(tell: &'p mut dyn FnMut(Progress) -> ControlFlow<()>) -> Watch<'p> {
        Watch { tell, now: Progress { step: Step::Reading, done: 0, total: 0 } }
    }

    /// A new step begins.
    ///
    /// # Errors
    /// The caller wants to stop.
    pub fn begin(&mut self, step: Step, total: u64) -> Result<()> {
        self.now = Progress { step, done: 0, total };
        self.ask()
    }

    /// One record more is done.
    ///
    /// # Errors
    /// The caller wants to stop.
    pub fn step(&mut self) -> Result<()> {
        self.now.done += 1;
        if self.now.done.is_multiple_of(EVERY) { self.ask() } else { Ok(()) }
    }

    fn ask(&mut self) -> Result<()> {
        match (self.tell)(self.now) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::new(Kind::Cancelled, "stopped; nothing was imported")),
        }
    }
}
