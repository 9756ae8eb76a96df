//! An intervention: what is done about an account that is red, in five steps and weekly reviews, until it is saved or
//! lost.

use super::play::Play;
use super::{Library, Step};
use crate::domain::{Day, InterventionOutcome, InterventionStep};
use crate::health::facts::AccountId;

/// Days between reviews.
pub const REVIEW_DAYS: i32 = 7;

/// What is done about an account that is red.
#[derive(Clone, Debug, PartialEq)]
pub struct Intervention {
    /// Row id.
    pub id: i64,
    /// Whose it is.
    pub account: AccountId,
    /// The play that runs with it.
    pub play: Option<i64>,
    /// Who leads it, by the id of a team member.
    pub owner: Option<i64>,
    pub started_on: Day,
    /// What both sides will call saved.
    pub exit_criteria: Option<Box<str>>,
    /// The health that is aimed at, 0 to 100.
    pub target_health: Option<i64>,
    /// By when.
    pub target_on: Option<Day>,
    pub closed_on: Option<Day>,
    pub outcome: Option<InterventionOutcome>,
    /// Why it ended so.
    pub reason: Option<Box<str>>,
    /// Steps and reviews, by day.
    pub entries: Vec<Entry>,
}

/// A step that was taken, or a review.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Row id.
    pub id: i64,
    pub kind: InterventionStep,
    pub on: Day,
    /// Who did it, by the id of a team member.
    pub owner: Option<i64>,
    pub note: Option<Box<str>>,
}

/// A step that the facts speak for, for the CSM to confirm.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub kind: InterventionStep,
    pub on: Day,
    /// Which fact.
    pub because: String,
}

/// The facts that speak for steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The day since which the account is red.
    pub red_since: Option<Day>,
    /// The first touchpoint with somebody since then, in words.
    pub touched: Option<(Day, String)>,
    /// Plays of the account that ran since then.
    pub plays: Vec<Play>,
}

impl Intervention {
    /// Whether it is open on a day.
    pub fn is_open(&self, day: Day) -> bool {
        self.started_on <= day && self.closed_on.is_none_or(|closed| closed > day)
    }

    /// A step that was taken.
    pub fn step(&self, kind: InterventionStep) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.kind == kind)
    }

    /// The reviews, the latest first.
    pub fn reviews(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().rev().filter(|entry| entry.kind == InterventionStep::Review)
    }

    /// The first step that was not taken; None: all were.
    pub fn next_step(&self) -> Option<InterventionStep> {
        InterventionStep::STEPS.into_iter().find(|kind| self.step(*kind).is_none())
    }

    /// By when the next review is due: a week after the last one, else after the start.
    pub fn review_due(&self) -> Day {
        self.reviews().next().map_or(self.started_on, |entry| entry.on) + REVIEW_DAYS
    }
}

/// What the facts say of the steps that were not taken, in their order: red since, the first touchpoint after it, and
/// steps of plays that are done and mark one.
pub fn proposals(known: Option<&Intervention>, evidence: &Evidence, library: &Library) -> Vec<Proposal> {
    let missing = |kind: &InterventionStep| known.is_none_or(|own| own.step(*kind).is_none());
    let propose = |kind| {
        let (on, because) = match kind {
            InterventionStep::Detected => evidence.red_since.map(|on| (on, "red since then".to_owned())),
            InterventionStep::ReachedOut => evidence.touched.clone(),
            _ => None,
        }
        .or_else(|| marked(kind, evidence, library))?;
        Some(Proposal { kind, on, because })
    };
    InterventionStep::STEPS.into_iter().filter(missing).filter_map(propose).collect()
}

/// The first step of a play that is done and marks a step.
fn marked(kind: InterventionStep, evidence: &Evidence, library: &Library) -> Option<(Day, String)> {
    let marks = |step: &&Step| step.marks == Some(kind);
    let done = evidence.plays.iter().flat_map(|play| {
        let playbook = library.named(&play.playbook);
        let tasks = play.tasks.iter().filter_map(|task| Some((task.done_on?, &task.title)));
        tasks.filter(move |(_, title)| playbook.and_then(|own| own.step(title)).as_ref().is_some_and(marks))
    });
    let first = done.min_by_key(|(on, _)| *on);
    first.map(|(on, title)| (on, format!("\"{title}\" is done")))
}
