//! An account on a day, as the rules of expansion look at it.

use super::finding::{Finding, Late};
use super::readiness::Readiness;
use crate::domain::{Day, GoalStatus, Stage};
use crate::health::facts::{AccountFacts, BookFacts, FeatureFacts, SignalFacts};
use crate::health::outcomes::counted;
use crate::health::policy::ExpansionRules;
use crate::health::{Licence, Policy, Score, usage};

/// What is known of an account on a day. `facts` must be finished ([`AccountFacts::finish`]), `score` is of the same day.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    pub facts: &'a AccountFacts,
    pub book: &'a BookFacts,
    pub policy: &'a Policy,
    pub score: &'a Score,
    /// What is late with its renewals ([`Late::of`]).
    pub late: &'a [Late],
    pub day: Day,
}

impl<'a> Account<'a> {
    /// Whether it is a customer on the day: it has an active contract and has not churned.
    pub fn is_customer(&self) -> bool {
        self.facts.stage != Some(Stage::Churned)
            && self.facts.contracts.iter().any(|contract| contract.active_on(self.day))
    }

    /// The reasons to suggest an expansion, and what stands against it. Of one who is no customer nothing.
    pub fn finding(&self) -> Finding {
        Finding::of(self)
    }

    /// What is to be suggested on the day: a reason at least, and nothing against it.
    pub fn due(&self) -> Option<Finding> {
        Some(self.finding()).filter(Finding::is_candidate)
    }

    /// How ready it is, in points.
    pub fn readiness(&self) -> Readiness {
        Readiness::of(self)
    }

    pub(super) fn rules(&self) -> &'a ExpansionRules {
        &self.policy.expansion
    }

    /// Users and seats, by the rule of the health.
    pub fn licence(&self) -> Result<Licence, &'static str> {
        let usage = &self.policy.usage;
        let metric = self.book.metric(&usage.licence_metric);
        let users = metric.and_then(|metric| self.facts.latest(metric, self.day));
        Licence::of(&self.facts.contracts, users, self.day, usage.licence_days)
    }

    /// The share of the capacity in use, if its value is recent enough.
    pub fn capacity(&self) -> Option<(Day, f64)> {
        let metric = self.book.metric(&self.rules().capacity_metric)?;
        let latest = self.facts.latest(metric, self.day)?;
        (self.day - latest.0 < self.rules().capacity_days).then_some(latest)
    }

    /// The advanced features that it uses; None: no use of any feature was ever recorded, or the catalog has none.
    pub fn advanced(&self) -> Option<Vec<&'a FeatureFacts>> {
        let recorded = self.facts.features.first().is_some_and(|first| first.day <= self.day);
        let advanced = |feature: &&FeatureFacts| feature.in_catalog && feature.advanced;
        if !recorded || !self.book.features.iter().any(|feature| advanced(&feature)) {
            return None;
        }
        let used = usage::used(self.facts, self.policy, self.day);
        let is_used = |feature: &&FeatureFacts| used.iter().any(|own| own.0 == feature.id);
        Some(self.book.features.iter().filter(advanced).filter(is_used).collect())
    }

    /// How many goals count on the day, and how many of them are achieved.
    pub(super) fn goals(&self) -> (u32, u32) {
        let closed_days = self.policy.outcomes.closed_days;
        let counted = self.facts.goals.iter().filter_map(|goal| counted(goal, self.day, closed_days));
        counted.fold((0, 0), |(all, achieved), status| {
            (all + 1, achieved + u32::from(status == GoalStatus::Achieved))
        })
    }

    /// The open signals of some kinds, the one seen first on top.
    pub(super) fn signals(&self, kinds: &'a [Box<str>]) -> impl Iterator<Item = &'a SignalFacts> {
        let day = self.day;
        let mut open: Vec<&SignalFacts> = (self.facts.signals.iter())
            .filter(|signal| signal.open_on(day) && kinds.contains(&signal.kind))
            .collect();
        open.sort_by_key(|signal| signal.day);
        open.into_iter()
    }
}
