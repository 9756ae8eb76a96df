//! How much of the usage is judged: few of a book's metrics, and each no further back than the windows go.

use super::facts::{BookFacts, MetricId};
use super::policy::{Policy, PolicySet};
use crate::domain::Day;

/// The part of the usage by which days from one on are judged, under all policies of a book. Of the time before
/// [`UsageReach::from`] nothing counts but when the last use was.
#[derive(Clone, Debug, PartialEq)]
pub struct UsageReach {
    from: Day,
    /// Ascending.
    metrics: Vec<MetricId>,
}

impl UsageReach {
    /// By what days from `since` on are judged.
    pub fn new(book: &BookFacts, policies: &PolicySet, since: Day) -> UsageReach {
        let all = || policies.segments().iter().map(|own| &own.1).chain([policies.of(None)]);
        let is_judged = |name: &str| all().any(|policy| metrics(policy).any(|judged| judged == name));
        let judged = book.metrics.iter().filter(|metric| is_judged(&metric.name));
        let mut metrics: Vec<MetricId> = judged.map(|metric| metric.id).collect();
        metrics.sort_unstable();
        UsageReach { from: since - all().map(window).max().unwrap_or_default(), metrics }
    }

    /// The first day of which all values count.
    pub fn from(&self) -> Day {
        self.from
    }

    /// The metrics that count, ascending by id.
    pub fn metrics(&self) -> &[MetricId] {
        &self.metrics
    }
}

/// The metrics that a policy reads, by name.
fn metrics(policy: &Policy) -> impl Iterator<Item = &str> {
    let own = [&policy.usage.licence_metric, &policy.expansion.capacity_metric];
    let lists = policy.usage.key_metric.iter().chain(&policy.caps.silent_metrics);
    own.into_iter().chain(lists).map(AsRef::as_ref)
}

/// The days that the longest of a policy's windows goes back; that of the trend is followed by the one before it.
fn window(policy: &Policy) -> i32 {
    let trend = policy.usage.trend_days.saturating_mul(2);
    policy.usage.licence_days.max(trend).max(policy.expansion.capacity_days)
}
