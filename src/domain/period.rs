//! The period that figures are of.

use super::day::Day;
use super::error::{Error, Kind, Result};

/// A period (from, to]: it compares day `from` with day `to`, and what happened on `from` itself is not in it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Period {
    from: Day,
    to: Day,
}

impl Period {
    /// The period between two days.
    ///
    /// # Errors
    /// `from` is not before `to`.
    pub fn new(from: Day, to: Day) -> Result<Period> {
        if from < to {
            return Ok(Period { from, to });
        }
        Err(Error::new(Kind::Usage, format!("a period from {from} to {to} has no day in it"))
            .hint("--from must be before --to: the figures compare the two days"))
    }

    /// The period that is meant where one end or both are left open: it ends today, and is a year long.
    ///
    /// # Errors
    /// It would have no day in it.
    pub fn meant(from: Option<Day>, to: Option<Day>, today: Day) -> Result<Period> {
        let to = to.unwrap_or(today);
        let year_before = || to.months_later(-12).unwrap_or(Day::MIN);
        Period::new(from.unwrap_or_else(year_before), to)
    }

    /// The day it is compared from; not in the period itself.
    pub fn from(self) -> Day {
        self.from
    }

    /// Its last day.
    pub fn to(self) -> Day {
        self.to
    }

    /// Whether a day is in it.
    pub fn contains(self, day: Day) -> bool {
        self.from < day && day <= self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_open_is_the_year_up_to_today() {
        let day = |text| Day::parse(text).unwrap();
        let (leap, march) = (day("2028-02-29"), day("2027-03-01"));
        let year = Period::meant(None, None, leap).unwrap();
        assert_eq!((year.from(), year.to()), (day("2027-02-28"), leap));
        assert!(!year.contains(year.from()) && year.contains(leap));
        assert_eq!(Period::meant(Some(march), None, leap).unwrap().from(), march);
        assert_eq!(Period::meant(None, Some(march), leap).unwrap().from(), day("2026-03-01"));
        assert!(Period::meant(Some(leap), None, leap).is_err());
    }
}
