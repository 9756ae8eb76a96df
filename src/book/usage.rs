//! How much an account uses: metrics over time beside its seats, the features in use and the gaps.

use crate::domain::Day;
use crate::health::Policy;
use crate::health::facts::{AccountFacts, BookFacts, ContractFacts, Series};
use crate::health::usage::{FeatureStanding, Licences, standing};

/// A range of time that can be chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Range {
    Quarter,
    Half,
    #[default]
    Year,
    TwoYears,
    All,
}

impl Range {
    /// Every range, the shortest first.
    pub const ALL: &'static [Range] =
        &[Range::Quarter, Range::Half, Range::Year, Range::TwoYears, Range::All];

    /// Days of it; None: from the first value on.
    pub fn days(self) -> Option<i32> {
        match self {
            Range::Quarter => Some(91),
            Range::Half => Some(182),
            Range::Year => Some(365),
            Range::TwoYears => Some(730),
            Range::All => None,
        }
    }

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Range::Quarter => "13 weeks",
            Range::Half => "26 weeks",
            Range::Year => "a year",
            Range::TwoYears => "two years",
            Range::All => "everything",
        }
    }

    /// The next longer one, or shorter; None: there is none.
    pub fn step(self, longer: bool) -> Option<Range> {
        let place = Range::ALL.iter().position(|range| *range == self)?;
        let to = if longer { place + 1 } else { place.checked_sub(1)? };
        Range::ALL.get(to).copied()
    }
}

/// So many points a series has at most: more than a screen has columns, and one walk through the values makes them.
const POINTS: i32 = 180;

/// The days of a series, cut into equal parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cut {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Days of a part.
    pub days: i32,
}

impl Cut {
    /// The days from one to another in parts, so that each has about a value where there are so many.
    fn of(from: Day, to: Day, values: usize) -> Cut {
        let whole = (to - from + 1).max(1);
        let most = i32::try_from(values).unwrap_or(POINTS).clamp(1, POINTS);
        // Whole weeks where a part is longer than some days, so that weekends weigh alike in each.
        let days = match up(whole, most) {
            few @ ..=3 => few.max(1),
            many => ((many + 3) / 7).max(1) * 7,
        };
        // The last part ends today.
        Cut { from: to - up(whole, days) * days + 1, to, days }
    }

    /// How many parts there are.
    pub fn parts(&self) -> usize {
        let whole = self.to - self.from + 1;
        usize::try_from(whole.div_euclid(self.days.max(1))).unwrap_or(0)
    }

    /// The first day of a part.
    pub fn first(&self, part: usize) -> Day {
        self.from + i32::try_from(part).unwrap_or(0).saturating_mul(self.days)
    }

    /// The part that a day lies in.
    fn part(&self, day: Day) -> Option<usize> {
        (self.from <= day && day <= self.to)
            .then(|| usize::try_from((day - self.from) / self.days.max(1)).ok())
            .flatten()
    }
}

/// How many times a part goes into a whole, the last time not entirely.
fn up(whole: i32, part: i32) -> i32 {
    whole.div_euclid(part) + i32::from(whole.rem_euclid(part) > 0)
}

/// A metric over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Name, in lower case.
    pub name: Box<str>,
    /// Of each part the mean of its values; None: it has none.
    pub points: Vec<Option<f64>>,
    /// The last value.
    pub latest: (Day, f64),
    /// The mean of the trend's window and of the window before, by the rule of the health.
    pub trend: Option<(f64, f64)>,
    /// Whether it counts the users that need a seat.
    pub is_licence: bool,
    /// Of the share of a plan's capacity: from which on there is an expansion to talk about; None: it is no such share.
    pub full_from: Option<f64>,
}

impl Metric {
    /// How much more or less than in the window before, as a share of it.
    pub fn change(&self) -> Option<f64> {
        let (now, before) = self.trend?;
        (before > 0.0).then(|| now / before - 1.0)
    }

    /// Whether it is a share of the capacity.
    pub fn is_capacity(&self) -> bool {
        self.full_from.is_some()
    }
}

/// A feature, its standing and its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    pub name: Box<str>,
    pub core: bool,
    pub advanced: bool,
    pub standing: FeatureStanding,
}

/// The usage of an account up to a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    pub day: Day,
    pub range: Range,
    pub cut: Cut,
    /// The one that counts users first, then by name; those without a value in the range too.
    pub metrics: Vec<Metric>,
    /// Seats on the first day of each part; None: no contract that is active has any.
    pub seats: Vec<Option<f64>>,
    /// The latest users and the seats, or why they are not known.
    pub licences: Result<Licences, &'static str>,
    /// What may be used and is not first, then what is used most.
    pub features: Vec<Feature>,
    /// Days of a window of the trend, and of the features.
    pub trend_days: i32,
    pub adoption_days: i32,
}

impl Usage {
    /// The usage of an account. `facts` must be finished.
    pub fn of(facts: &AccountFacts, book: &BookFacts, policy: &Policy, day: Day, range: Range) -> Usage {
        let standing = standing(facts, book, policy, day);
        let first = facts
            .usage
            .iter()
            .filter_map(|series| series.points.first())
            .map(|point| point.0)
            .min()
            .filter(|first| *first <= day);
        let from = range.days().map_or(first.unwrap_or(day), |days| day - days + 1);
        let values = |series: &Series| {
            let in_range = series.points.iter().filter(|point| (from..=day).contains(&point.0));
            in_range.count()
        };
        let cut = Cut::of(from, day, facts.usage.iter().map(values).max().unwrap_or(0));
        let mut metrics = Vec::new();
        for series in &facts.usage {
            let end = series.points.partition_point(|point| point.0 <= day);
            let points = series.points.get(..end).unwrap_or_default();
            let (Some(latest), Some(metric)) =
                (points.last(), book.metrics.iter().find(|metric| metric.id == series.metric))
            else {
                continue;
            };
            metrics.push(Metric {
                name: metric.name.clone(),
                points: means(points, &cut),
                latest: *latest,
                trend: standing.trends.iter().find(|trend| trend.0 == series.metric).and_then(|own| own.1),
                is_licence: metric.name == policy.usage.licence_metric,
                full_from: (metric.name == policy.expansion.capacity_metric)
                    .then_some(policy.expansion.capacity_from),
            });
        }
        metrics.sort_by(|a, b| b.is_licence.cmp(&a.is_licence).then_with(|| a.name.cmp(&b.name)));
        let seats = (0..cut.parts()).map(|part| seats(&facts.contracts, cut.first(part))).collect();
        let mut features: Vec<Feature> = standing
            .features
            .into_iter()
            .filter_map(|standing| {
                let feature = book.features.iter().find(|feature| feature.id == standing.id)?;
                let (name, core, advanced) = (feature.name.clone(), feature.core, feature.advanced);
                Some(Feature { name, core, advanced, standing })
            })
            .collect();
        features.sort_by(|a, b| {
            let gap = |feature: &Feature| feature.standing.entitled && !feature.standing.used;
            gap(b)
                .cmp(&gap(a))
                .then_with(|| b.standing.counts.cmp(&a.standing.counts))
                .then_with(|| b.standing.uses.total_cmp(&a.standing.uses))
                .then_with(|| a.name.cmp(&b.name))
        });
        Usage {
            day,
            range,
            cut,
            metrics,
            seats,
            licences: standing.licences,
            features,
            trend_days: standing.trend_days,
            adoption_days: standing.adoption_days,
        }
    }

    /// Seats that nobody uses.
    pub fn unused_seats(&self) -> Option<f64> {
        let licences = self.licences.as_ref().ok()?;
        // Seats are far below 2^53.
        Some((licences.seats as f64 - licences.users).max(0.0))
    }

    /// Features that may be used and are not.
    pub fn gaps(&self) -> impl Iterator<Item = &Feature> {
        self.features.iter().filter(|feature| feature.standing.entitled && !feature.standing.used)
    }

    /// What is shown as a table: a line a part, a column a metric, then the seats; the first line names them.
    pub fn table(&self) -> Vec<Vec<String>> {
        let names = self.metrics.iter().map(|metric| metric.name.to_string());
        let first = std::iter::once("date".to_owned()).chain(names).chain(["seats".to_owned()]).collect();
        let line = |part: usize| {
            let columns = self.metrics.iter().map(|metric| &metric.points).chain([&self.seats]);
            let value = |points: &Vec<Option<f64>>| {
                points.get(part).copied().flatten().map_or(String::new(), |value| value.to_string())
            };
            std::iter::once(self.cut.first(part).to_string()).chain(columns.map(value)).collect()
        };
        std::iter::once(first).chain((0..self.cut.parts()).map(line)).collect()
    }
}

/// Seats of the contracts that are active on a day.
fn seats(contracts: &[ContractFacts], day: Day) -> Option<f64> {
    let active = contracts.iter().filter(|contract| contract.active_on(day));
    let seats: i64 = active.filter_map(|contract| contract.seats).fold(0, i64::saturating_add);
    (seats > 0).then_some(seats as f64)
}

/// The mean of the values of each part.
fn means(points: &[(Day, f64)], cut: &Cut) -> Vec<Option<f64>> {
    let mut sums = vec![(0.0, 0.0); cut.parts()];
    let start = points.partition_point(|point| point.0 < cut.from);
    for (day, value) in points.get(start..).unwrap_or_default() {
        if let Some(sum) = cut.part(*day).and_then(|part| sums.get_mut(part)) {
            sum.0 += value;
            sum.1 += 1.0;
        }
    }
    sums.into_iter().map(|(sum, count)| (count > 0.0).then(|| sum / count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::PolicySet;
    use crate::health::facts::{FeatureFacts, FeatureUse, MetricFacts};

    const TODAY: Day = Day(20_000);

    #[test]
    fn days_are_cut_into_parts_that_end_today_and_have_about_a_value_each() {
        // 1826 days in at most 180 parts are 11 days each; in whole weeks: 14.
        let years = Cut::of(TODAY - 1825, TODAY, 1826);
        assert_eq!((years.days, years.to, years.first(years.parts() - 1)), (14, TODAY, TODAY - 13));
        assert!(years.parts() <= 180 && years.from <= TODAY - 1825, "{years:?}");
        // A quarter is a point a day, a year three days; of weekly values, a week.
        let days = |whole, values| Cut::of(TODAY - whole + 1, TODAY, values).days;
        assert_eq!([days(91, 91), days(365, 365), days(365, 52), days(91, 13)], [1, 3, 7, 7]);
        assert_eq!((days(1, 0), Cut::of(TODAY, TODAY, 1).parts()), (1, 1));
    }

    #[test]
    fn usage_is_told_beside_seats_with_its_gaps() {
        let points = (0..56).rev().map(|ago| (TODAY - ago, if ago < 28 { 30.0 } else { 40.0 })).collect();
        let facts = AccountFacts {
            contracts: vec![ContractFacts {
                id: 1,
                start: TODAY - 400,
                end: None,
                seats: Some(50),
                plan: None,
            }],
            usage: vec![Series { metric: 1, points }],
            features: vec![
                FeatureUse { day: TODAY - 60, feature: 2, uses: 9.0 },
                FeatureUse { day: TODAY - 5, feature: 1, uses: 3.0 },
            ],
            ..AccountFacts::default()
        };
        let feature = |id, name: &str| FeatureFacts {
            id,
            name: name.into(),
            in_catalog: true,
            core: true,
            advanced: false,
            plans: Vec::new(),
            first_on: Some(TODAY - 60),
        };
        let book = BookFacts {
            metrics: vec![MetricFacts { id: 1, name: "active_users".into(), first_on: Some(TODAY - 56) }],
            features: vec![feature(1, "Reports"), feature(2, "Alerts"), feature(3, "API")],
            has_catalog: true,
            usage_days: vec![TODAY],
            contract_with_seats: Some(TODAY - 400),
            ..BookFacts::default()
        };
        let policies = PolicySet::builtin().unwrap();
        let usage = Usage::of(&facts, &book, policies.of(None), TODAY, Range::Quarter);
        // 30 of 50 seats are used; 30 is a quarter less than 40.
        assert_eq!(usage.unused_seats(), Some(20.0));
        assert_eq!(usage.metrics[0].change(), Some(-0.25));
        assert_eq!(usage.seats.last(), Some(&Some(50.0)));
        assert_eq!(usage.gaps().map(|gap| &*gap.name).collect::<Vec<_>>(), ["API", "Alerts"]);
        assert_eq!(usage.features[1].standing.last_on, Some(TODAY - 60));
        let table = usage.table();
        assert_eq!(table[0], ["date", "active_users", "seats"]);
        // 56 values in 91 days: two days a part.
        assert_eq!(table.last().unwrap(), &["2024-10-03", "30", "50"]);
        // 56 values in a year: a week a point.
        let year = Usage::of(&facts, &book, policies.of(None), TODAY, Range::Year);
        assert_eq!((year.cut.days, year.metrics[0].points.len()), (7, year.cut.parts()));
        assert_eq!(year.metrics[0].points.last(), Some(&Some(30.0)));
    }
}
