//! A play as it runs: its steps are tasks.

use super::library::Exit;
use crate::domain::shelf::same;
use crate::domain::{Band, Day, PlayOutcome};
use crate::health::facts::AccountId;

/// One run of a playbook for one account.
#[derive(Clone, Debug, PartialEq)]
pub struct Play {
    /// Row id.
    pub id: i64,
    /// Whose it is.
    pub account: AccountId,
    /// Name of the playbook, as it was when it began.
    pub playbook: Box<str>,
    /// The alert that it answers.
    pub alert: Option<i64>,
    /// Who runs it, by the id of a team member.
    pub owner: Option<i64>,
    pub started_on: Day,
    pub ended_on: Option<Day>,
    /// What came of it.
    pub outcome: Option<PlayOutcome>,
    /// Why.
    pub note: Option<Box<str>>,
    /// Its steps, by day.
    pub tasks: Vec<PlayTask>,
}

/// A step of a play: a task.
#[derive(Clone, Debug, PartialEq)]
pub struct PlayTask {
    /// Row id.
    pub id: i64,
    pub title: Box<str>,
    /// Whose it is, by the id of a team member.
    pub owner: Option<i64>,
    pub due_on: Option<Day>,
    pub done_on: Option<Day>,
    pub snoozed_until: Option<Day>,
}

impl PlayTask {
    /// Whether it is still to be done on a day.
    pub fn is_open(&self, day: Day) -> bool {
        self.done_on.is_none_or(|done| done > day)
    }
}

/// How far a play has come on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress<'a> {
    /// Steps that are done.
    pub done: usize,
    /// All steps.
    pub of: usize,
    /// What is to be done next.
    pub next: Option<&'a PlayTask>,
    /// Days that the next step is late; 0: it is not.
    pub late: i32,
}

impl Play {
    /// Whether it runs on a day.
    pub fn is_running(&self, day: Day) -> bool {
        self.started_on <= day && self.ended_on.is_none_or(|ended| ended > day)
    }

    /// How far it has come on a day.
    pub fn progress(&self, day: Day) -> Progress<'_> {
        let open = || self.tasks.iter().filter(|task| task.is_open(day));
        // Those without a day come last.
        let next = open().min_by_key(|task| task.due_on.unwrap_or(Day::MAX));
        let late = next.and_then(|task| task.due_on).map_or(0, |due| (day - due).max(0));
        Progress { done: self.tasks.len() - open().count(), of: self.tasks.len(), next, late }
    }
}

/// What the exit of a play is judged by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Names of the triggers of which an alert of the account is open.
    pub open: Vec<Box<str>>,
    /// Names of the triggers of which an alert closed on or after the start of the play.
    pub closed: Vec<Box<str>>,
    /// The band of the account.
    pub band: Option<Band>,
}

impl Seen {
    /// What is seen on a day: of the alerts of the account (rule, and the day on which each closed) and of its band.
    pub fn of(play: &Play, alerts: &[(Box<str>, Option<Day>)], band: Option<Band>, day: Day) -> Seen {
        let names = |wanted: &dyn Fn(Option<Day>) -> bool| {
            alerts.iter().filter(|alert| wanted(alert.1)).map(|alert| alert.0.clone()).collect()
        };
        Seen {
            open: names(&|closed| closed.is_none_or(|closed| closed > day)),
            closed: names(&|closed| closed.is_some_and(|closed| play.started_on <= closed && closed <= day)),
            band,
        }
    }
}

impl Exit {
    /// Whether it is known by rule to hold: none of its alerts is open, and the account has the band, else one of them
    /// closed while the play ran. Without either the CSM says so.
    pub fn holds(&self, seen: &Seen) -> bool {
        let has = |names: &[Box<str>]| names.iter().any(|name| self.closes.iter().any(|own| same(own, name)));
        if has(&seen.open) {
            return false;
        }
        match (self.band, seen.band) {
            (Some(_), None | Some(Band::Grey)) => false,
            (Some(wanted), Some(band)) => band >= wanted,
            (None, _) => has(&seen.closed),
        }
    }
}
