//! The goals of an account on a day, with everything that was said about them. Text is as stored: clean it before it
//! reaches a terminal.

use crate::domain::{Day, GoalStatus, Micro, Money};
use crate::health::goal::{Path, Standing};

/// What a customer wants.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Goal {
    /// Row id.
    pub id: i64,
    pub title: Box<str>,
    /// performance, cost, risk or revenue.
    pub kind: Option<Box<str>>,
    /// What it is measured by.
    pub metric: Option<Box<str>>,
    pub baseline: Option<Micro>,
    pub target: Option<Micro>,
    /// Whether less is better, where it is said.
    pub down: Option<bool>,
    pub started_on: Option<Day>,
    pub due: Option<Day>,
    pub our_role: Option<Box<str>>,
    /// Up to the day shown, the earliest first.
    pub updates: Vec<Update>,
}

/// What was said about a goal.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// Row id.
    pub id: i64,
    /// None: it holds from the start of a goal whose start is not known.
    pub on: Option<Day>,
    pub status: Option<GoalStatus>,
    pub current: Option<Micro>,
    pub note: Option<Box<str>>,
    /// What the customer has of it so far.
    pub value: Option<Money>,
}

impl Goal {
    /// As it was on an earlier day: what was said later is not known yet.
    pub fn as_of(&self, day: Day) -> Goal {
        let mut then = self.clone();
        then.updates.retain(|update| update.on.or(self.started_on).is_none_or(|on| on <= day));
        then
    }

    /// The way it has to go.
    pub fn path(&self) -> Path {
        Path {
            baseline: self.baseline.map(Micro::value),
            target: self.target.map(Micro::value),
            down: self.down,
            from: self.started_on,
            due: self.due,
        }
    }

    /// Its values with their days; one without a day is of the first day.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = (Day, Micro)> + '_ {
        self.updates.iter().filter_map(|update| Some((update.on.or(self.started_on)?, update.current?)))
    }

    /// How it stands on a day: what its values say, and what the customer success manager says.
    pub fn standing(&self, today: Day) -> Standing {
        let latest = self.values().next_back().map(|(on, value)| (on, value.value()));
        let said = |update: &Update| Some((update.status?, update.on.or(self.started_on)));
        Standing {
            by_values: self.path().judge(latest, today),
            said: self.updates.iter().rev().find_map(said),
        }
    }

    /// What the customer has of it so far.
    pub fn value(&self) -> Option<Money> {
        self.updates.iter().rev().find_map(|update| update.value)
    }
}

/// The value that goals delivered, one amount a currency.
pub fn delivered(goals: &[Goal]) -> Vec<Money> {
    let mut sums: Vec<Money> = Vec::new();
    for value in goals.iter().filter_map(Goal::value) {
        match sums.iter_mut().find(|sum| sum.currency == value.currency) {
            Some(sum) => sum.minor = sum.minor.saturating_add(value.minor),
            None => sums.push(value),
        }
    }
    sums
}

/// How many goals stand how, the good ones first; None: nobody knows.
pub fn counted(goals: &[Goal], today: Day) -> Vec<(Option<GoalStatus>, usize)> {
    const ORDER: [Option<GoalStatus>; 6] = [
        Some(GoalStatus::Achieved),
        Some(GoalStatus::OnTrack),
        Some(GoalStatus::AtRisk),
        Some(GoalStatus::OffTrack),
        Some(GoalStatus::Missed),
        None,
    ];
    let stands: Vec<Option<GoalStatus>> = goals.iter().map(|goal| goal.standing(today).status()).collect();
    let count = |status| stands.iter().filter(|stands| **stands == status).count();
    ORDER.into_iter().map(|status| (status, count(status))).filter(|counted| counted.1 > 0).collect()
}
