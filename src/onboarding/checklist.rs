//! An onboarding of an account with its steps, as the book holds it.

use super::handoff::Missing;
use crate::domain::Day;

/// An onboarding of an account. The steps are its own: changing the template it came from does not touch it.
#[derive(Clone, Debug, PartialEq)]
pub struct Onboarding {
    /// Row id.
    pub id: i64,
    /// The account's row id.
    pub account: i64,
    /// Name of the template it was made from.
    pub template: Option<Box<str>>,
    /// Day 0.
    pub started_on: Day,
    /// The day it was finished; None: it runs.
    pub ended_on: Option<Day>,
    /// The planned days until the first outcome; None: nobody said, see [`Onboarding::length`].
    pub days: Option<i32>,
    /// Whether its steps fall on working days alone.
    pub working_days: bool,
    /// In the order of due day, then place in the list.
    pub steps: Vec<Step>,
}

/// A step of an onboarding.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// Row id.
    pub id: i64,
    /// Place in the list, where due days are the same.
    pub position: i64,
    /// The part of the onboarding that it belongs to.
    pub phase: Option<Box<str>>,
    /// What is to be done.
    pub title: Box<str>,
    /// Whether the onboarding cannot be finished without it.
    pub required: bool,
    /// Left out, by somebody's decision.
    pub not_applicable: bool,
    /// By when.
    pub due_on: Day,
    /// The day that was planned first; None: as due.
    pub planned_on: Option<Day>,
    /// The day it was done.
    pub done_on: Option<Day>,
    /// Who did it.
    pub done_by: Option<Box<str>>,
    /// When it was last set to done, not applicable or open again.
    pub settled_on: Option<Day>,
    /// Who set it so.
    pub settled_by: Option<Box<str>>,
    /// Whose work it is, in a word; one of [`crate::domain::OwnerRole`] or what an import brought.
    pub owner_role: Option<Box<str>>,
    /// Row id of the team member whose work it is.
    pub owner_id: Option<i64>,
    /// Their name.
    pub owner: Option<Box<str>>,
    /// Worth naming as the next thing to reach.
    pub milestone: bool,
    /// Shows the customer a first use.
    pub quick_win: bool,
    /// A training.
    pub training: bool,
    /// Not to be done before the handoff says everything, as the kickoff.
    pub needs_handoff: bool,
    /// What was noted.
    pub note: Option<Box<str>>,
    /// What to do and how, from the template.
    pub help: Option<Box<str>>,
    /// Row ids of the steps that come first.
    pub needs: Vec<i64>,
}

/// What has become of a step by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is to be done.
    Open,
    /// It was done on this day.
    Done(Day),
    /// It does not apply.
    Out,
}

/// What becomes of a step, without its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub required: bool,
    pub not_applicable: bool,
    pub due_on: Day,
    pub done_on: Option<Day>,
    pub settled_on: Option<Day>,
}

impl Mark {
    /// What has become of it by a day: what happened later is not known yet.
    pub fn settled(&self, day: Day) -> Settled {
        match self.done_on {
            Some(done) if done <= day => Settled::Done(done),
            _ if self.not_applicable && self.settled_on.is_none_or(|on| on <= day) => Settled::Out,
            _ => Settled::Open,
        }
    }

    /// Days by which it is late: 0 for what is settled or not yet due.
    pub fn days_late(&self, day: Day) -> i32 {
        if self.settled(day) == Settled::Open { (day - self.due_on).max(0) } else { 0 }
    }
}

impl Step {
    /// Without its words.
    pub fn mark(&self) -> Mark {
        Mark {
            required: self.required,
            not_applicable: self.not_applicable,
            due_on: self.due_on,
            done_on: self.done_on,
            settled_on: self.settled_on,
        }
    }

    /// What has become of it by a day: what happened later is not known yet.
    pub fn settled(&self, day: Day) -> Settled {
        self.mark().settled(day)
    }

    /// Whether it is to be done still.
    pub fn is_open(&self, day: Day) -> bool {
        self.settled(day) == Settled::Open
    }

    /// Days by which it is late: 0 for what is settled or not yet due.
    pub fn days_late(&self, day: Day) -> i32 {
        self.mark().days_late(day)
    }

    /// Days by which its due day was put off since it was planned.
    pub fn days_put_off(&self) -> i32 {
        self.planned_on.map_or(0, |planned| (self.due_on - planned).max(0))
    }
}

/// Why the turn of a step has not come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Obstacles<'a> {
    /// Steps that come first and are still to be done.
    pub steps: Vec<&'a Step>,
    /// What the handoff does not say yet.
    pub handoff: Vec<Missing>,
}

impl Obstacles<'_> {
    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        self.steps.is_empty() && self.handoff.is_empty()
    }
}

impl Onboarding {
    /// A step by its row id.
    pub fn step(&self, id: i64) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// What stands against doing a step on the day; `missing` is what the handoff of the account does not say.
    pub fn obstacles(&self, step: &Step, missing: &[Missing], day: Day) -> Obstacles<'_> {
        let steps = step.needs.iter().filter_map(|id| self.step(*id)).filter(|need| need.is_open(day));
        let handoff = if step.needs_handoff { missing.to_vec() } else { Vec::new() };
        Obstacles { steps: steps.collect(), handoff }
    }

    /// The planned days: as its template said, else up to its last required step; at least 1.
    pub fn length(&self) -> i32 {
        let planned = |step: &Step| step.planned_on.unwrap_or(step.due_on) - self.started_on;
        let last = || self.steps.iter().filter(|step| step.required).map(planned).max();
        self.days.or_else(last).unwrap_or(1).max(1)
    }

    /// Whether it runs on the day: not ended yet. One whose start is to come runs too, it is being prepared.
    pub fn is_running(&self, day: Day) -> bool {
        self.ended_on.is_none_or(|ended| ended > day)
    }
}
