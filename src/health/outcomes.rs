//! Outcomes: goals, first outcome, onboarding.

use super::case::Case;
use super::facts::{GoalFacts, OnboardingFacts};
use super::measure::Raw;
use super::policy::GoalWorth;
use crate::domain::{Day, GoalStatus};

impl GoalWorth {
    /// What a goal of a status counts, 0 to 1.
    pub(super) fn of(&self, status: GoalStatus) -> f64 {
        match status {
            GoalStatus::Achieved => self.achieved,
            GoalStatus::OnTrack => self.on_track,
            GoalStatus::AtRisk => self.at_risk,
            GoalStatus::OffTrack => self.off_track,
            GoalStatus::Missed => self.missed,
        }
    }
}

/// The statuses of the goals that count on the day.
pub(super) fn counted_goals<'a>(case: &Case<'a>) -> impl Iterator<Item = GoalStatus> + use<'a> {
    let (day, closed_days) = (case.day, case.policy.outcomes.closed_days);
    case.facts.goals.iter().filter_map(move |goal| counted(goal, day, closed_days))
}

/// How a goal counts on a day: open, or closed within so many days.
pub(crate) fn counted(goal: &GoalFacts, day: Day, closed_days: i32) -> Option<GoalStatus> {
    let (since, status) = goal.status_on(day)?;
    let closed = matches!(status, GoalStatus::Achieved | GoalStatus::Missed);
    (!closed || day - since < closed_days).then_some(status)
}

pub(super) fn goals(case: &Case) -> Raw {
    let worth = &case.policy.outcomes.worth;
    let (sum, count) =
        counted_goals(case).fold((0.0, 0.0), |(sum, count), status| (sum + worth.of(status), count + 1.0));
    if count == 0.0 {
        return Raw::Missing("no goal is open or was closed lately");
    }
    Raw::Value(sum / count)
}

/// How far an account is on the way to its first outcome.
pub(super) struct Way {
    pub go_live: Day,
    /// Since go-live, 0 or more.
    pub days: i32,
    pub reached: Option<Day>,
}

/// The way to the first outcome; None before go-live, or where nothing says when that was.
pub(super) fn way(case: &Case) -> Option<Way> {
    let go_live = case.digest.go_live.filter(|day| *day <= case.day)?;
    let reached = case.facts.first_outcome_on.filter(|day| *day <= case.day);
    Some(Way { go_live, days: case.age(go_live), reached })
}

pub(super) fn first_outcome(case: &Case) -> Raw {
    match way(case) {
        None => Raw::NotApplicable("the account is not live yet"),
        Some(Way { reached: Some(_), .. }) => Raw::Value(1.0),
        Some(way) => {
            let share = f64::from(way.days) / f64::from(case.policy.target_days);
            Raw::Value(case.policy.outcomes.pace.at(share))
        }
    }
}

/// The onboarding that counts: of those open, or ended lately, the one started last.
pub(super) fn current_onboarding<'a>(case: &Case<'a>) -> Option<&'a OnboardingFacts> {
    let counts = |onboarding: &&OnboardingFacts| match onboarding.ended_on {
        Some(ended) if ended <= case.day => case.age(ended) < case.policy.outcomes.ended_days,
        _ => true,
    };
    case.so_far(&case.facts.onboardings, |onboarding| onboarding.started_on).iter().rev().find(counts)
}

/// Required steps that are due on a day: how many are done, and how many there are.
pub(super) fn due_steps(onboarding: &OnboardingFacts, day: Day) -> (u32, u32) {
    let due = |step: &&super::facts::StepFacts| step.required && !step.not_applicable && step.due_on <= day;
    onboarding.steps.iter().filter(due).fold((0, 0), |(done, due), step| {
        (done + u32::from(step.done_on.is_some_and(|done| done <= day)), due + 1)
    })
}

pub(super) fn onboarding(case: &Case) -> Raw {
    match current_onboarding(case).map(|onboarding| due_steps(onboarding, case.day)) {
        None => Raw::NotApplicable("no onboarding is open or ended lately"),
        Some((_, 0)) => Raw::Missing("no required step of the onboarding is due yet"),
        Some((done, due)) => Raw::Value(f64::from(done) / f64::from(due)),
    }
}
