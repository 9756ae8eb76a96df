//! The timeline of renewals: where on a line of so many cells a day stands. Pure, for the screen and for drawings.

use super::pair::Renewal;
use crate::domain::{Day, Month};

/// How much time is seen at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zoom {
    Quarter,
    #[default]
    Year,
    ThreeYears,
}

impl Zoom {
    /// Months that are seen.
    pub fn months(self) -> i32 {
        match self {
            Zoom::Quarter => 3,
            Zoom::Year => 12,
            Zoom::ThreeYears => 36,
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Zoom::Quarter => "quarter",
            Zoom::Year => "year",
            Zoom::ThreeYears => "3 years",
        }
    }

    /// The next closer one, or the next wider; at the end it stays.
    pub fn step(self, closer: bool) -> Zoom {
        match (self, closer) {
            (Zoom::ThreeYears, true) | (Zoom::Quarter, false) => Zoom::Year,
            (Zoom::Quarter | Zoom::Year, true) => Zoom::Quarter,
            (Zoom::Year | Zoom::ThreeYears, false) => Zoom::ThreeYears,
        }
    }
}

/// Whole months on a line of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The first day that is seen.
    pub from: Day,
    /// The first one that is not.
    pub to: Day,
    pub cells: u16,
}

impl Scale {
    /// From a month on.
    pub fn new(first: Month, zoom: Zoom, cells: u16) -> Scale {
        let from = first_day(first);
        Scale { from, to: first_day(first + zoom.months()).max(from + 1), cells }
    }

    /// The cell of a day; None: it is not seen.
    pub fn cell(&self, day: Day) -> Option<u16> {
        if day < self.from || day >= self.to || self.cells == 0 {
            return None;
        }
        let (past, all) = (i64::from(day - self.from), i64::from(self.to - self.from));
        u16::try_from(past * i64::from(self.cells) / all).ok()
    }

    /// The cells of a time, without its last day: the first, and the one after the last; None: nothing of it is seen.
    pub fn span(&self, from: Day, to: Day) -> Option<(u16, u16)> {
        if from >= to || from >= self.to || to <= self.from {
            return None;
        }
        let first = self.cell(from.max(self.from))?;
        let last = self.cell((to - 1).min(self.to - 1))?;
        Some((first, last + 1))
    }

    /// The months that are seen, each with the cell in which it begins.
    pub fn months(&self) -> Vec<(u16, Month)> {
        let mut month = self.from.month();
        let mut months = Vec::new();
        while let Some(cell) = self.cell(first_day(month)) {
            months.push((cell, month));
            month = month + 1;
        }
        months
    }
}

fn first_day(month: Month) -> Day {
    Day::from_ymd(month.year, month.number, 1).unwrap_or(Day::MAX)
}

/// A renewal on the line. Everything is None where it is not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The term: its first cell, and the one after its last.
    pub term: Option<(u16, u16)>,
    pub due: Option<u16>,
    /// Of an open renewal whose quote is not out.
    pub quote_by: Option<u16>,
    /// Of an open renewal.
    pub notice_by: Option<u16>,
    /// Due before, or after, what is seen.
    pub before: bool,
    pub beyond: bool,
}

impl Lane {
    /// Where a renewal stands.
    pub fn of(renewal: &Renewal, scale: &Scale) -> Lane {
        let term = renewal.contract.as_ref().and_then(|own| scale.span(own.term.start, renewal.due_on));
        let mark = |shown: bool, day| if shown { scale.cell(day) } else { None };
        let open = renewal.is_open();
        Lane {
            term,
            due: scale.cell(renewal.due_on),
            quote_by: mark(open && !renewal.stage.is_quoted(), renewal.dates.quote_by),
            notice_by: mark(open, renewal.dates.notice_by),
            before: renewal.due_on < scale.from,
            beyond: renewal.due_on >= scale.to,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    /// July 2026 to June 2027: 365 days on 73 cells, 5 days a cell.
    fn year() -> Scale {
        Scale::new(Month { year: 2026, number: 7 }, Zoom::Year, 73)
    }

    #[test]
    fn days_stand_in_the_cell_of_their_share_of_the_time() {
        let cell = |text| year().cell(day(text));
        assert_eq!(cell("2026-07-01"), Some(0));
        assert_eq!(cell("2026-07-05"), Some(0));
        assert_eq!(cell("2026-07-06"), Some(1));
        assert_eq!(cell("2027-06-30"), Some(72));
        assert_eq!((cell("2026-06-30"), cell("2027-07-01")), (None, None));
        assert_eq!(Scale { cells: 0, ..year() }.cell(day("2026-07-01")), None);
    }

    #[test]
    fn a_time_is_cut_to_what_is_seen() {
        let span = |from, to| year().span(day(from), day(to));
        assert_eq!(span("2025-01-01", "2026-07-11"), Some((0, 2)));
        assert_eq!(span("2027-06-26", "2029-01-01"), Some((72, 73)));
        assert_eq!(span("2025-01-01", "2026-07-01"), None, "over on the first day that is seen");
        assert_eq!(span("2027-07-01", "2028-01-01"), None);
        assert_eq!(span("2026-08-01", "2026-08-01"), None);
    }

    #[test]
    fn months_begin_where_their_first_day_stands() {
        let months = year().months();
        assert_eq!(months.len(), 12);
        // 31 days of July: the seventh cell.
        assert_eq!(months[1], (6, Month { year: 2026, number: 8 }));
        assert_eq!(Scale::new(Month { year: 2026, number: 1 }, Zoom::ThreeYears, 36).months().len(), 36);
        let quarter = Scale::new(Month { year: 2026, number: 11 }, Zoom::Quarter, 9);
        // 61 of 92 days have passed: 61 x 9 / 92 is 5 and a rest.
        assert_eq!(quarter.months().last(), Some(&(5, Month { year: 2027, number: 1 })));
    }

    #[test]
    fn zooming_stops_at_both_ends() {
        let closer = [Zoom::ThreeYears, Zoom::Year, Zoom::Quarter].map(|zoom| zoom.step(true));
        assert_eq!(closer, [Zoom::Year, Zoom::Quarter, Zoom::Quarter]);
        let wider = [Zoom::Quarter, Zoom::Year, Zoom::ThreeYears].map(|zoom| zoom.step(false));
        assert_eq!(wider, [Zoom::Year, Zoom::ThreeYears, Zoom::ThreeYears]);
    }

    #[test]
    fn nothing_breaks_at_the_end_of_the_calendar() {
        let last = Scale::new(Month { year: 2199, number: 12 }, Zoom::ThreeYears, 80);
        assert!(last.from < last.to);
        assert_eq!(last.cell(last.from), Some(0));
    }
}
