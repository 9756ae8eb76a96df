//! Check-ins: how often an account is to be touched, when next, and whether that is planned.
//!
//! The same arithmetic as the health measure `touch`: the last touchpoint that is not a bare note, and the cadence of
//! the account's segment from the policy. Who was never touched is due one cadence after becoming a customer.

use crate::domain::Day;

/// What a planned check-in is called in the source of its task.
pub const SOURCE: &str = "check-in";

/// How an account stands by its cadence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckIn {
    /// Days between touchpoints.
    pub cadence_days: i32,
    /// The last touchpoint that is not a bare note.
    pub last: Option<Day>,
    /// When the next one is due; None: nothing says since when it is a customer.
    pub due_on: Option<Day>,
    /// The open task of a check-in that is planned: row id and when it is due.
    pub planned: Option<(i64, Option<Day>)>,
}

impl CheckIn {
    /// From the last touchpoint (else the day it became a customer) and the cadence.
    pub fn new(
        cadence_days: i32,
        last: Option<Day>,
        since: Option<Day>,
        planned: Option<(i64, Option<Day>)>,
    ) -> CheckIn {
        CheckIn { cadence_days, last, due_on: last.or(since).map(|from| from + cadence_days), planned }
    }

    /// Days by which it is overdue; 0: it is not.
    pub fn days_late(&self, day: Day) -> i32 {
        self.due_on.map_or(0, |due| (day - due).max(0))
    }

    /// The day for which the next one is planned unless somebody says otherwise: when it is due, today at the earliest.
    pub fn proposed(&self, today: Day) -> Day {
        self.due_on.unwrap_or(today).max(today)
    }

    /// How it stands, in words: `12 days late`, `due in 5 days, planned for 2026-03-01`.
    pub fn words(&self, day: Day) -> String {
        let plural = |days: i32| if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
        let due = match self.due_on.map(|due| due - day) {
            None => "not due: nothing says since when it is a customer".to_owned(),
            Some(0) => "due today".to_owned(),
            Some(ahead) if ahead > 0 => format!("due in {}", plural(ahead)),
            Some(late) => format!("{} late", plural(-late)),
        };
        match self.planned {
            Some((_, Some(on))) => format!("{due}, planned for {on}"),
            Some((_, None)) => format!("{due}, planned"),
            None => due,
        }
    }
}
