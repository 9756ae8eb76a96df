//! On which days steps may fall.

use std::collections::BTreeSet;

use chrono::{Datelike, Weekday};

use crate::domain::Day;

/// The days on which steps of an onboarding may fall: all of them, or working days alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// None: every day will do.
    holidays: Option<BTreeSet<Day>>,
}

/// A holiday list cannot make a search for a working day longer than this.
const MOST_DAYS: usize = 3_660;

impl Calendar {
    /// Every day will do.
    pub fn every_day() -> Calendar {
        Calendar::default()
    }

    /// Neither Saturday nor Sunday, nor one of these holidays.
    pub fn working_days(holidays: impl IntoIterator<Item = Day>) -> Calendar {
        Calendar { holidays: Some(holidays.into_iter().collect()) }
    }

    /// Whether steps fall on working days alone.
    pub fn is_working(&self) -> bool {
        self.holidays.is_some()
    }

    /// Whether a step may fall on the day.
    pub fn has(&self, day: Day) -> bool {
        let Some(holidays) = &self.holidays else { return true };
        !matches!(day.date().weekday(), Weekday::Sat | Weekday::Sun) && !holidays.contains(&day)
    }

    /// The day itself, else the next one on which a step may fall.
    pub fn on_or_after(&self, day: Day) -> Day {
        self.next(day, 1)
    }

    /// The day so many days later (earlier, when negative), counting only those on which a step may fall.
    ///
    /// Moving by n and then by -n comes back to a day on which a step may fall, and the order of days is kept.
    pub fn moved(&self, day: Day, days: i32) -> Day {
        if !self.is_working() {
            return day + days;
        }
        let way = days.signum();
        // From a free day the first working one on the way counts as the day itself, or order would be lost.
        let from = self.next(day, if way == 0 { 1 } else { -way });
        (0..days.unsigned_abs()).fold(from, |day, _| self.next(day + way, way))
    }

    /// The day itself, else the first one in the direction of `way` on which a step may fall.
    fn next(&self, day: Day, way: i32) -> Day {
        let mut days = std::iter::successors(Some(day), |day| Some(*day + way)).take(MOST_DAYS);
        days.find(|day| self.has(*day)).unwrap_or(day)
    }
}
