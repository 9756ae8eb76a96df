//! A calendar day, and the calendar quarter. Business dates are days, never instants.

use std::fmt;
use std::ops::{Add, Sub};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::error::{Error, Result};

/// A calendar day, counted in days since 1970-01-01 (so it can be negative).
///
/// This is also how a day is stored: `date(opened_on * 86400, 'unixepoch')` reads it in plain SQL.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Day(pub i32);

/// Day number of 1970-01-01 in chrono's count from the year 1.
const EPOCH_FROM_CE: i32 = 719_163;

impl Day {
    /// Earlier than every day that a book can hold.
    pub const MIN: Day = Day(-25_567); // 1900-01-01
    /// The last day that a book can hold.
    pub const MAX: Day = Day(84_005); // 2199-12-31

    /// The day as a calendar date.
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0.saturating_add(EPOCH_FROM_CE)).unwrap_or(NaiveDate::MAX)
    }

    /// The day of a year, month and day of the month, if the calendar has it.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).map(Day::from)
    }

    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    /// Not such a date, or outside 1900-01-01 to 2199-12-31.
    pub fn parse(text: &str) -> Result<Day> {
        let bad = || {
            Error::invalid(format!("\"{}\" is not a date", super::text::clean(text)))
                .hint("write it as year-month-day, such as 2026-03-01")
        };
        let day: Day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| bad())?.into();
        if (Day::MIN..=Day::MAX).contains(&day) { Ok(day) } else { Err(bad()) }
    }

    /// The calendar quarter that this day lies in.
    pub fn quarter(self) -> Quarter {
        let date = self.date();
        Quarter { year: date.year(), number: date.month0() / 3 + 1 }
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Day {
        Day(date.num_days_from_ce().saturating_sub(EPOCH_FROM_CE))
    }
}

impl Add<i32> for Day {
    type Output = Day;
    /// The day `days` later.
    fn add(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

impl Sub<i32> for Day {
    type Output = Day;
    /// The day `days` earlier.
    fn sub(self, days: i32) -> Day {
        Day(self.0.saturating_sub(days))
    }
}

impl Sub<Day> for Day {
    type Output = i32;
    /// Days from `earlier` to this day.
    fn sub(self, earlier: Day) -> i32 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Day {
    /// ISO 8601.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.date().format("%Y-%m-%d").to_string())
    }
}

/// A calendar quarter, written `2026-Q3`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Quarter {
    /// The calendar year.
    pub year: i32,
    /// 1 to 4.
    pub number: u32,
}

impl Quarter {
    /// Reads `2026-Q3` (also `2026Q3`, `Q3 2026`, any case).
    ///
    /// # Errors
    /// Not a quarter.
    pub fn parse(text: &str) -> Result<Quarter> {
        let upper = text.trim().to_ascii_uppercase();
        let digits: Vec<&str> =
            upper.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let parsed = match digits.as_slice() {
            [year, number] if upper.contains('Q') && year.len() == 4 => {
                year.parse().ok().zip(number.parse().ok())
            }
            [number, year] if upper.starts_with('Q') && year.len() == 4 => {
                year.parse().ok().zip(number.parse().ok())
            }
            _ => None,
        };
        match parsed {
            Some((year, number)) if (1..=4).contains(&number) => Ok(Quarter { year, number }),
            _ => Err(Error::invalid(format!("\"{}\" is not a quarter", super::text::clean(text)))
                .hint("write it as 2026-Q3")),
        }
    }
}

impl Add<i32> for Quarter {
    type Output = Quarter;
    /// The quarter `quarters` later (earlier, when negative).
    fn add(self, quarters: i32) -> Quarter {
        let from_year = i64::from(self.number) - 1 + i64::from(quarters);
        let years = i32::try_from(from_year.div_euclid(4)).unwrap_or_default();
        let number = u32::try_from(from_year.rem_euclid(4)).unwrap_or_default() + 1;
        Quarter { year: self.year.saturating_add(years), number }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.year, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970_and_read_back() {
        assert_eq!(Day::parse("1970-01-01").unwrap(), Day(0));
        assert_eq!(Day::parse("2000-03-01").unwrap(), Day(11_017));
        assert_eq!(Day(11_017).to_string(), "2000-03-01");
        assert_eq!(Day::MIN.to_string(), "1900-01-01");
        assert_eq!(Day::MAX.to_string(), "2199-12-31");
        assert!(Day::parse("2026-02-30").is_err());
        assert!(Day::parse("2926-02-03").is_err());
    }

    #[test]
    fn quarters_are_calendar_quarters() {
        let day = |text| Day::parse(text).unwrap().quarter().to_string();
        assert_eq!(day("2026-01-01"), "2026-Q1");
        assert_eq!(day("2026-09-30"), "2026-Q3");
        assert_eq!(day("2026-12-31"), "2026-Q4");
        for text in ["2026-Q3", "2026q3", "Q3 2026", "2026 Q3"] {
            assert_eq!(Quarter::parse(text).unwrap().to_string(), "2026-Q3", "{text}");
        }
        let quarter = Quarter::parse("2026-Q3").unwrap();
        for (quarters, text) in [(0, "2026-Q3"), (2, "2027-Q1"), (-2, "2026-Q1"), (-7, "2024-Q4")] {
            assert_eq!((quarter + quarters).to_string(), text);
        }
        for text in ["2026-Q5", "2026-3", "", "Q3", "3 2026"] {
            assert!(Quarter::parse(text).is_err(), "{text}");
        }
    }
}
