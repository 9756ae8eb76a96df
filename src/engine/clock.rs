//! The one clock: what day it is, and when it was done.

use chrono::{Local, Utc};

use crate::domain::Day;

/// What day it is: the machine's, or one that the user fixed.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The machine's local date.
    Local,
    /// Always this day (`--today`).
    Fixed(Day),
    /// Whatever day this says, for those who turn it themselves.
    By(fn() -> Day),
}

impl Clock {
    /// Today.
    pub fn today(self) -> Day {
        match self {
            Clock::Local => Local::now().date_naive().into(),
            Clock::Fixed(day) => day,
            Clock::By(says) => says(),
        }
    }

    /// The present moment in UTC for the journal, ISO 8601. Never used for a business date.
    pub fn stamp(self) -> String {
        Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}
