//! The calendar month, and days counted in months.

use std::fmt;
use std::ops::Add;

use chrono::{Datelike, Months};

use super::day::Day;

/// A calendar month, written `2026-03`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month {
    /// The calendar year.
    pub year: i32,
    /// 1 to 12.
    pub number: u32,
}

impl Month {
    /// Its last day.
    pub fn last_day(self) -> Day {
        let next = self + 1;
        Day::from_ymd(next.year, next.number, 1).map_or(Day::MAX, |first| first - 1)
    }
}

impl Add<i32> for Month {
    type Output = Month;
    /// The month `months` later (earlier, when negative).
    fn add(self, months: i32) -> Month {
        let from_year = i64::from(self.number) - 1 + i64::from(months);
        let years = i32::try_from(from_year.div_euclid(12)).unwrap_or_default();
        let number = u32::try_from(from_year.rem_euclid(12)).unwrap_or_default() + 1;
        Month { year: self.year.saturating_add(years), number }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.year, self.number)
    }
}

impl Day {
    /// The calendar month that this day lies in.
    pub fn month(self) -> Month {
        let date = self.date();
        Month { year: date.year(), number: date.month() }
    }

    /// The same day of the month `months` later (earlier, when negative), or the last one of a shorter month;
    /// None: further than the calendar goes.
    pub fn months_later(self, months: i32) -> Option<Day> {
        let (date, count) = (self.date(), Months::new(months.unsigned_abs()));
        let moved = if months < 0 { date.checked_sub_months(count) } else { date.checked_add_months(count) };
        moved.map(Day::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_know_their_last_day_and_go_on_over_the_year() {
        let day = |text| Day::parse(text).unwrap();
        for (text, month, last) in [
            ("2026-02-03", "2026-02", "2026-02-28"),
            ("2028-02-29", "2028-02", "2028-02-29"),
            ("2026-12-31", "2026-12", "2026-12-31"),
        ] {
            assert_eq!(day(text).month().to_string(), month);
            assert_eq!(day(text).month().last_day(), day(last));
        }
        let month = day("2026-11-15").month();
        assert_eq!([2, -11].map(|by| (month + by).to_string()), ["2027-01", "2025-12"]);
        assert_eq!(day("2028-02-29").months_later(-12), Some(day("2027-02-28")));
        assert_eq!(day("2026-01-31").months_later(1), Some(day("2026-02-28")));
    }
}
