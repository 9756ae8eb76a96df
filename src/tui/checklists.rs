//! The onboardings of an account, and what belongs to them, as its page shows them.

use crate::domain::{Day, Result};
use crate::edit::{Field, Value};
use crate::onboarding::handoff::Missing;
use crate::onboarding::{Calendar, Handoff, Onboarding, Template, Templates, beside};

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
    /// The working days, for the onboardings that keep to them.
    pub working: Calendar,
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

impl Outcome {
    /// What an account's own fields say.
    pub fn of(account: &[(&'static Field, Value)]) -> Outcome {
        let value = |name: &str| account.iter().find(|(field, _)| field.name == name).map(|(_, value)| value);
        let text = |name: &str| value(name).and_then(Value::text).map(Into::into);
        let on = value("first_outcome_on").and_then(Value::int).and_then(|day| i32::try_from(day).ok());
        Outcome { on: on.map(Day), evidence: text("first_outcome_evidence"), by: text("first_outcome_by") }
    }
}

impl Checklists {
    /// Those that are shown, each with its place: all that run, else the one that ended last.
    pub fn shown(&self) -> impl Iterator<Item = (usize, &Onboarding)> {
        let running = self.onboardings.iter().filter(|onboarding| onboarding.is_running(self.day)).count();
        self.onboardings.iter().enumerate().take(running.max(1))
    }

    /// The days on which steps of an onboarding may fall.
    pub fn calendar(&self, of: &Onboarding) -> Calendar {
        if of.working_days { self.working.clone() } else { Calendar::every_day() }
    }
}

/// What can be started for an account.
#[derive(Clone, Debug)]
pub struct Startable {
    /// The templates.
    pub templates: Templates,
    /// The working days.
    pub working: Calendar,
    /// What runs already.
    pub running: Vec<Onboarding>,
}

impl Startable {
    /// Whether an onboarding from a template may begin.
    ///
    /// # Errors
    /// Another one runs beside which it may not.
    pub fn may(&self, template: &Template) -> Result<()> {
        beside(template, &self.running, &self.templates)
    }
}
