//! How long a term is, and by when notice and quote are due.

use crate::domain::Day;
use crate::health::policy::RenewalRules;

/// The length of a term, as it is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Whole months.
    Months(i32),
    /// Days, where it is no whole number of months.
    Days(i32),
}

impl Length {
    /// The length from a start to an end; None: the end is not after the start.
    ///
    /// A term is counted in months wherever it can be: up to the same day of a later month, up to the last day of a
    /// shorter one (29 February to 28 February is a year), from the last day of a month to the last of another
    /// (28 February to 29 February is one too), and a day less, which is how billing systems write the last day of a
    /// term instead of the day it is over.
    pub fn of(start: Day, end: Day) -> Option<Length> {
        if end <= start {
            return None;
        }
        let (from, to) = (start.month(), end.month());
        let apart =
            (to.year - from.year) * 12 + i32::try_from(to.number).ok()? - i32::try_from(from.number).ok()?;
        let lasts = start == from.last_day() && end == to.last_day();
        let is =
            |months: &i32| start.months_later(*months).is_some_and(|whole| whole == end || whole == end + 1);
        let months = if lasts { Some(apart) } else { [apart, apart + 1].into_iter().find(is) };
        Some(months.filter(|months| *months > 0).map_or(Length::Days(end - start), Length::Months))
    }

    /// The day on which a term of this length is over that starts on a day; None: the calendar goes no further.
    pub fn after(self, start: Day) -> Option<Day> {
        let end = match self {
            Length::Months(months) => start.months_later(months)?,
            Length::Days(days) => start + days,
        };
        (end <= Day::MAX).then_some(end)
    }

    /// `12 months`, `400 days`.
    pub fn words(self) -> String {
        match self {
            Length::Months(1) => "1 month".to_owned(),
            Length::Months(months) => format!("{months} months"),
            Length::Days(days) => format!("{days} days"),
        }
    }
}

/// The day on which the term is over that follows one from `start` to `end`, as long as that, when it begins on `from`;
/// None: the term has no length, or the calendar goes no further.
///
/// In months from its own start: a term that started on 29 February ends on the 28th where the year has no 29th, and
/// those after it stay on the 28th.
pub fn next_end(start: Day, end: Day, from: Day) -> Option<Day> {
    Length::of(start, end)?.after(from)
}

/// By when a renewal wants what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// The quote is out.
    pub quote_by: Day,
    /// The last day on which notice can be given.
    pub notice_by: Day,
    /// Notice is longer than the term, so that its day would lie before the start: it is the first day then.
    pub notice_is_cut: bool,
}

impl Dates {
    /// The days of a term that ends, by its own days of notice and the policy. Neither lies before the start.
    pub fn of(start: Option<Day>, end: Day, notice_days: Option<i64>, rules: &RenewalRules) -> Dates {
        let days = notice_days.and_then(|days| i32::try_from(days).ok()).unwrap_or(rules.notice_days);
        let first = start.unwrap_or(Day::MIN);
        Dates {
            quote_by: (end - rules.quote_days).max(first),
            notice_by: (end - days).max(first),
            notice_is_cut: end - days < first,
        }
    }
}
