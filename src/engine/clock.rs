//! The one clock: what day it is, and when it was done.

use std::time::Duration;

use chrono::{Local, NaiveTime, TimeDelta, Utc};

use crate::domain::Day;

/// What day it is: the machine's, or one that the user fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The machine's local date.
    Local,
    /// Always this day (`--today`).
    Fixed(Day),
}

impl Clock {
    /// Today.
    pub fn today(self) -> Day {
        match self {
            Clock::Local => Local::now().date_naive().into(),
            Clock::Fixed(day) => day,
        }
    }

    /// How long until the day changes; None: it never does.
    pub fn until_midnight(self) -> Option<Duration> {
        match self {
            Clock::Local => {
                let now = Local::now().naive_local();
                let midnight = (now.date() + TimeDelta::days(1)).and_time(NaiveTime::MIN);
                (midnight - now).to_std().ok()
            }
            Clock::Fixed(_) => None,
        }
    }

    /// The present moment in UTC for the journal, ISO 8601. Never used for a business date.
    pub fn stamp(self) -> String {
        Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}
