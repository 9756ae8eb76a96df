//! The periods that can be looked at, each as it stands on a day.

use crate::domain::{Day, Period, Result};

/// A period by its name.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Window {
    Quarter,
    LastQuarter,
    YearToDate,
    #[default]
    Year,
    LastYear,
    TwoYears,
}

impl Window {
    /// Every window, the short ones first.
    pub const ALL: [Window; 6] = [
        Window::Quarter,
        Window::LastQuarter,
        Window::YearToDate,
        Window::Year,
        Window::LastYear,
        Window::TwoYears,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Window::Quarter => "this quarter",
            Window::LastQuarter => "last quarter",
            Window::YearToDate => "year to date",
            Window::Year => "12 months",
            Window::LastYear => "last year",
            Window::TwoYears => "24 months",
        }
    }

    /// The next one, or the one before; None: there is none.
    pub fn step(self, forward: bool) -> Option<Window> {
        let place = Window::ALL.iter().position(|own| *own == self)?;
        let next = if forward { place + 1 } else { place.checked_sub(1)? };
        Window::ALL.get(next).copied()
    }

    /// Its days as they are on a day: it compares the day before its first with its last.
    ///
    /// # Errors
    /// The calendar does not go so far back.
    pub fn period(self, today: Day) -> Result<Period> {
        let quarter = today.quarter();
        let years = |years: i32| Day::from_ymd(quarter.year - years, 1, 1).unwrap_or(Day::MIN) - 1;
        let months = |months: i32| today.months_later(-months).unwrap_or(Day::MIN);
        match self {
            Window::Quarter => Period::new(quarter.first_day() - 1, today),
            Window::LastQuarter => Period::new((quarter + -1).first_day() - 1, quarter.first_day() - 1),
            Window::YearToDate => Period::new(years(0), today),
            Window::Year => Period::new(months(12), today),
            Window::LastYear => Period::new(years(1), years(0)),
            Window::TwoYears => Period::new(months(24), today),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_those_of_the_day() {
        let day = |text: &str| Day::parse(text).unwrap();
        let of = |today: &str| {
            Window::ALL.map(|window| {
                let period = window.period(day(today)).unwrap();
                format!("{} {}", period.from(), period.to())
            })
        };
        let expected = [
            "2027-12-31 2028-02-29",
            "2027-09-30 2027-12-31",
            "2027-12-31 2028-02-29",
            "2027-02-28 2028-02-29",
            "2026-12-31 2027-12-31",
            "2026-02-28 2028-02-29",
        ];
        assert_eq!(of("2028-02-29"), expected);
        // On the first day of a year a quarter to date is that day.
        assert_eq!(of("2028-01-01")[0], "2027-12-31 2028-01-01");
    }

    #[test]
    fn one_goes_from_window_to_window_and_stops_at_both_ends() {
        assert_eq!(Window::Year.step(true), Some(Window::LastYear));
        assert_eq!(Window::Year.step(false), Some(Window::YearToDate));
        assert_eq!((Window::Quarter.step(false), Window::TwoYears.step(true)), (None, None));
    }
}
