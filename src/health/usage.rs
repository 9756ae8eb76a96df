//! Usage: licence utilisation, feature adoption, usage trend.

use std::collections::HashMap;

use super::case::{BookDay, Case, Digest, Key, window};
use super::facts::{
    AccountFacts, BookFacts, ContractFacts, FeatureFacts, FeatureId, FeatureUse, MetricId, Series,
};
use super::measure::Raw;
use super::policy::Policy;
use crate::domain::Day;

/// Users of a day against the seats of this one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Licence {
    pub users: f64,
    /// The day of the users.
    pub on: Day,
    pub seats: i64,
}

impl Licence {
    /// The rule of licence utilisation on a day: the users of the last of `days` days, which end on it and include it,
    /// against the seats of the contracts that are active on it. `users` is the latest known up to the day.
    ///
    /// # Errors
    /// Why it is missing.
    pub fn of(
        contracts: &[ContractFacts],
        users: Option<(Day, f64)>,
        day: Day,
        days: i32,
    ) -> Result<Licence, &'static str> {
        let active = contracts.iter().filter(|contract| contract.active_on(day));
        let seats = active.filter_map(|contract| contract.seats).fold(0, i64::saturating_add);
        if seats <= 0 {
            return Err("no contract active on the day has seats");
        }
        match window(users.as_slice(), day, days, |point| point.0) {
            [(on, users)] => Ok(Licence { users: *users, on: *on, seats }),
            _ => Err("no value is recent enough to count"),
        }
    }
}

/// The latest users and the seats, or why they are missing.
pub(super) fn licence(case: &Case) -> Result<Licence, &'static str> {
    let points = case.book.licence_metric.map(|metric| series(case, metric)).unwrap_or_default();
    let latest = case.so_far(points, |point| point.0).last().copied();
    Licence::of(&case.facts.contracts, latest, case.day, case.policy.usage.licence_days)
}

pub(super) fn licence_utilisation(case: &Case) -> Raw {
    match licence(case) {
        // Seats are far below 2^53.
        Ok(Licence { users, on, seats }) => Raw::Dated(users / seats as f64, on),
        Err(why) => Raw::Missing(why),
    }
}

/// The account's values of a metric.
pub(super) fn series<'a>(case: &Case<'a>, metric: MetricId) -> &'a [(Day, f64)] {
    case.facts.series(metric)
}

/// How many of the entitled core features are in use.
pub(super) struct Adoption {
    pub used: u32,
    pub entitled: u32,
    /// The last feature record of the account.
    pub on: Day,
}

/// Features used and entitled, or why they are missing.
pub(super) fn adoption(case: &Case) -> Result<Adoption, &'static str> {
    let Some(last) = case.so_far(&case.facts.features, |record| record.day).last() else {
        return Err("no use of a feature is recorded");
    };
    let core = case.book.core.as_slice();
    let (used, entitled) = match core.len() {
        // Nearly every book: no allocation for a score.
        0..=64 => count(case, core, &mut [0.0; 64]),
        many => count(case, core, &mut vec![0.0; many]),
    };
    if entitled == 0 {
        return Err("the account is entitled to no core feature");
    }
    Ok(Adoption { used, entitled, on: last.day })
}

/// Used and entitled features; `uses` is room for a sum for each of `core`.
fn count(case: &Case, core: &[&FeatureFacts], uses: &mut [f64]) -> (u32, u32) {
    for record in window_of_features(case, case.day, case.policy.usage.adoption_days) {
        let place = core.binary_search_by_key(&record.feature, |feature| feature.id);
        if let Some(sum) = place.ok().and_then(|place| uses.get_mut(place)) {
            *sum += record.uses;
        }
    }
    let mut found = (0, 0);
    for (feature, uses) in core.iter().zip(uses) {
        if is_entitled(&case.facts.contracts, feature, case.day) {
            found.0 += u32::from(*uses >= case.policy.usage.min_uses);
            found.1 += 1;
        }
    }
    found
}

/// Whether the contracts that are active on a day entitle to a feature.
pub fn is_entitled(contracts: &[ContractFacts], feature: &FeatureFacts, day: Day) -> bool {
    feature.plans.is_empty()
        || contracts
            .iter()
            .filter(|contract| contract.active_on(day))
            .filter_map(|contract| contract.plan.as_deref())
            .any(|plan| feature.plans.iter().any(|entitled| same_name(entitled, plan)))
}

/// Whether two names are the same but for case.
fn same_name(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
        || (!(a.is_ascii() && b.is_ascii())
            && a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase)))
}

pub(super) fn feature_adoption(case: &Case) -> Raw {
    match adoption(case) {
        Ok(found) => Raw::Dated(f64::from(found.used) / f64::from(found.entitled), found.on),
        Err(why) => Raw::Missing(why),
    }
}

/// Mean of the key metric in the window, and in the window before.
pub(super) struct Trend {
    pub now: f64,
    pub before: f64,
}

/// The two means, or why they are missing.
pub(super) fn trend(case: &Case) -> Result<Trend, &'static str> {
    let days = case.policy.usage.trend_days;
    let mean = |last: Day| match case.book.key? {
        Key::Metric(metric, _) => mean(window(series(case, metric), last, days, |point| point.0)),
        Key::FeatureEvents => daily(window_of_features(case, last, days), days),
    };
    match (mean(case.day), mean(case.day - days)) {
        (None, _) => Err("no value of the key metric in the window"),
        (_, None) => Err("no value of the key metric in the window before"),
        (_, Some(before)) if before <= 0.0 => Err("the key metric was 0 in the window before"),
        (Some(now), Some(before)) => Ok(Trend { now, before }),
    }
}

/// Mean over the recorded values: a day without one is not a zero.
fn mean(points: &[(Day, f64)]) -> Option<f64> {
    let sum: f64 = points.iter().map(|point| point.1).sum();
    // A count of days is far below 2^53.
    (!points.is_empty()).then(|| sum / points.len() as f64)
}

/// Mean over all days: uses are events, and a day without a record had none.
fn daily(records: &[FeatureUse], days: i32) -> Option<f64> {
    let sum: f64 = records.iter().map(|record| record.uses).sum();
    (!records.is_empty()).then(|| sum / f64::from(days))
}

/// Users of a day against the seats of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Licences {
    pub users: f64,
    /// The day that the users are of.
    pub on: Day,
    pub seats: i64,
}

/// How a feature stands in an account.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureStanding {
    pub id: FeatureId,
    /// Whether the account may use it.
    pub entitled: bool,
    /// Whether it counts for adoption.
    pub counts: bool,
    /// Uses in the window.
    pub uses: f64,
    /// Whether that is enough to be called used.
    pub used: bool,
    /// The last day with a use.
    pub last_on: Option<Day>,
}

/// What the measures of usage see of an account on a day, before it becomes points.
#[derive(Clone, Debug, PartialEq)]
pub struct UsageStanding {
    /// The latest users and the seats, or why they are not known.
    pub licences: Result<Licences, &'static str>,
    /// The features that the account may use or has used, in the order of their ids.
    pub features: Vec<FeatureStanding>,
    /// Of each metric the mean of the window and that of the window before.
    pub trends: Vec<(MetricId, Option<(f64, f64)>)>,
    /// Days of a window of the trend.
    pub trend_days: i32,
    /// Days of the window of the features.
    pub adoption_days: i32,
}

/// How the usage of an account stands, by the rules of the measures.
///
/// `facts` must be finished ([`super::facts::AccountFacts::finish`]).
pub fn standing(facts: &AccountFacts, book: &BookFacts, policy: &Policy, day: Day) -> UsageStanding {
    let digest = Digest::new(facts);
    let today = BookDay::new(book, policy, day);
    let case = &Case::new(facts, &digest, &today, policy);
    let days = policy.usage.trend_days;
    let windows = |series: &Series| {
        let mean = |last| mean(window(&series.points, last, days, |point| point.0));
        (series.metric, mean(day).zip(mean(day - days)))
    };
    UsageStanding {
        licences: licence(case).map(|Licence { users, on, seats }| Licences { users, on, seats }),
        features: features(case, book),
        trends: facts.usage.iter().map(windows).collect(),
        trend_days: days,
        adoption_days: policy.usage.adoption_days,
    }
}

fn features(case: &Case, book: &BookFacts) -> Vec<FeatureStanding> {
    let mut sums: HashMap<FeatureId, (f64, Option<Day>)> = HashMap::new();
    for record in case.so_far(&case.facts.features, |record| record.day).iter().filter(|use_| use_.uses > 0.0)
    {
        sums.entry(record.feature).or_default().1 = Some(record.day);
    }
    for record in window_of_features(case, case.day, case.policy.usage.adoption_days) {
        sums.entry(record.feature).or_default().0 += record.uses;
    }
    let standing = |feature: &FeatureFacts| {
        let (uses, last_on) = sums.get(&feature.id).copied().unwrap_or_default();
        let counts = case.book.core.iter().any(|core| core.id == feature.id);
        let entitled =
            is_entitled(&case.facts.contracts, feature, case.day) && (feature.in_catalog || counts);
        let used = uses >= case.policy.usage.min_uses;
        FeatureStanding { id: feature.id, entitled, counts: counts && entitled, uses, used, last_on }
    };
    let mut all: Vec<FeatureStanding> = book.features.iter().map(standing).collect();
    all.retain(|feature| feature.entitled || feature.last_on.is_some());
    all.sort_by_key(|feature| feature.id);
    all
}

pub(super) fn usage_trend(case: &Case) -> Raw {
    match trend(case) {
        Ok(Trend { now, before }) => Raw::Value(now / before - 1.0),
        Err(why) => Raw::Missing(why),
    }
}

/// The features that an account used in the window of adoption, each with its uses: enough of them to be called used.
pub fn used(facts: &AccountFacts, policy: &Policy, day: Day) -> Vec<(FeatureId, f64)> {
    let mut sums: Vec<(FeatureId, f64)> = Vec::new();
    for record in window(&facts.features, day, policy.usage.adoption_days, |record| record.day) {
        match sums.iter_mut().find(|sum| sum.0 == record.feature) {
            Some(sum) => sum.1 += record.uses,
            None => sums.push((record.feature, record.uses)),
        }
    }
    sums.retain(|sum| sum.1 >= policy.usage.min_uses && sum.1 > 0.0);
    sums
}

fn window_of_features<'a>(case: &Case<'a>, last: Day, days: i32) -> &'a [FeatureUse] {
    window(&case.facts.features, last, days, |record| record.day)
}
