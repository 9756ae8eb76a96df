//! The onboardings of an account, and what belongs to them, as its page shows them.

use crate::domain::Day;
use crate::onboarding::handoff::Missing;
use crate::onboarding::{Calendar, Handoff, Onboarding};

/// Everything about the onboarding of an account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checklists {
    /// The day that is shown.
    pub day: Day,
    /// Those that run first, the latest first.
    pub onboardings: Vec<Onboarding>,
    /// How the first outcome was confirmed.
    pub outcome: Outcome,
    /// What sales handed over.
    pub handoff: Option<Handoff>,
    /// What of it is still to be given.
    pub missing: Vec<Missing>,
    /// Days on which no step falls, where an onboarding asks for that.
    pub holidays: Vec<Day>,
}

/// The first outcome of an account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// When it was reached; None: not confirmed.
    pub on: Option<Day>,
    /// What shows it.
    pub evidence: Option<Box<str>>,
    /// Who confirmed it.
    pub by: Option<Box<str>>,
}

impl Checklists {
    /// Those that are shown, each with its place: all that run, else the one that ended last.
    pub fn shown(&self) -> impl Iterator<Item = (usize, &Onboarding)> {
        let running = self.onboardings.iter().filter(|onboarding| onboarding.is_running(self.day)).count();
        self.onboardings.iter().enumerate().take(running.max(1))
    }

    /// The days on which steps of an onboarding may fall.
    pub fn calendar(&self, of: &Onboarding) -> Calendar {
        if of.working_days { Calendar::working_days(self.holidays.iter().copied()) } else { Calendar::every_day() }
    }
}
