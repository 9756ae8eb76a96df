//! The score of one account on one day.

use super::caps::{Cap, CapSet, HeldCap};
use super::case::{BookDay, Case, Digest};
use super::facts::{AccountFacts, BookFacts};
use super::measure::{Group, MEASURES, Measure, Raw, State};
use super::number::{Tenths, round9, shown, tenths};
use super::policy::{MeasureRule, Policy};
use super::{engagement, outcomes, sentiment, support, usage};
use crate::domain::{Band, Day};

/// What became of one measure.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Reading {
    pub state: State,
    /// The raw value. None where it is not present, and where nothing there is the worst case.
    pub value: Option<f64>,
    /// The day that the value is of, where it is of one; with it a value loses weight if the policy says so.
    pub value_on: Option<Day>,
    /// Part of the weight that is left after ageing, above 0 to 1; 0 where the measure is not present.
    pub freshness: f64,
    /// The policy's weight, before freshness.
    pub weight: f64,
    /// 0 to 100, where present.
    pub score: Option<f64>,
}

impl Reading {
    const ABSENT: Reading = Reading {
        state: State::NotApplicable,
        value: None,
        value_on: None,
        freshness: 0.0,
        weight: 0.0,
        score: None,
    };

    /// The weight after freshness: 0 where the measure is not present.
    pub fn counts(&self) -> f64 {
        self.weight * self.freshness
    }

    fn new(raw: Raw, rule: &MeasureRule, day: Day) -> Reading {
        let missing = Reading { state: State::Missing, weight: rule.weight, ..Reading::ABSENT };
        let present = |value: Option<f64>, value_on, freshness, score| {
            let finite = value.is_none_or(f64::is_finite);
            if !finite || freshness <= 0.0 || rule.weight <= 0.0 {
                return missing;
            }
            Reading {
                state: State::Present,
                value,
                value_on,
                freshness,
                weight: rule.weight,
                score: Some(score),
            }
        };
        match raw {
            Raw::NotApplicable(_) => Reading { weight: rule.weight, ..Reading::ABSENT },
            Raw::Missing(_) => missing,
            Raw::Worst(_) => present(None, None, 1.0, 0.0),
            Raw::Value(value) => present(Some(value), None, 1.0, rule.curve.at(value)),
            Raw::Dated(value, on) => {
                present(Some(value), Some(on), freshness(day - on, rule.fresh_days), rule.curve.at(value))
            }
        }
    }
}

/// Part of the weight that is left at an age: all of it up to `fresh_days`, none from twice that on.
fn freshness(age: i32, fresh_days: Option<i32>) -> f64 {
    let Some(fresh) = fresh_days else { return 1.0 };
    let left = f64::from(fresh.saturating_mul(2).saturating_sub(age)) / f64::from(fresh);
    left.clamp(0.0, 1.0)
}

/// Health of an account on a day, with everything that it is made of.
#[derive(Clone, PartialEq, Debug)]
pub struct Score {
    pub day: Day,
    /// One a measure, in policy order.
    pub readings: [Reading; MEASURES],
    /// The caps that hold.
    pub caps: CapSet,
    /// Weight present / weight that applies, 0 to 1, unrounded; 0 where nothing applies.
    pub coverage: f64,
    /// Health before caps, 0 to 100, unrounded. None: no measure is present.
    pub uncapped: Option<f64>,
    /// The same as displayed.
    pub shown_uncapped: Option<Tenths>,
    /// Health after caps, as displayed.
    pub health: Option<Tenths>,
    pub band: Band,
    /// More users than seats.
    pub over_licence: bool,
}

impl Score {
    /// What became of a measure.
    pub fn reading(&self, measure: Measure) -> &Reading {
        measure.of(&self.readings)
    }

    /// Every measure with what became of it, in policy order.
    pub fn measures(&self) -> impl Iterator<Item = (Measure, &Reading)> {
        Measure::ALL.into_iter().zip(&self.readings)
    }

    /// The share of a present measure in the health before caps. All shares add up to it.
    pub fn points(&self, measure: Measure) -> Option<f64> {
        let reading = self.reading(measure);
        Some(reading.counts() * reading.score? / self.weight_present())
    }

    /// What a present measure would add if its score were 100.
    pub fn points_lost(&self, measure: Measure) -> Option<f64> {
        let reading = self.reading(measure);
        Some(reading.counts() * (100.0 - reading.score?) / self.weight_present())
    }

    /// The present measures, those with the most points lost first, ties in policy order.
    pub fn drivers(&self) -> Vec<Measure> {
        let mut drivers: Vec<(Measure, f64)> = self.lost().collect();
        drivers.sort_by(|a, b| b.1.total_cmp(&a.1));
        drivers.into_iter().map(|driver| driver.0).collect()
    }

    /// The measure with the most points lost.
    pub fn top_driver(&self) -> Option<Measure> {
        let more = |best: (Measure, f64), next: (Measure, f64)| if next.1 > best.1 { next } else { best };
        self.lost().reduce(more).map(|driver| driver.0)
    }

    /// Score of a group: the mean of its present measures, with the weights after freshness.
    pub fn group(&self, group: Group) -> Option<f64> {
        mean(self.measures().filter(|(measure, _)| measure.group() == group).map(|(_, reading)| reading))
    }

    /// The caps that hold, the lowest first.
    pub fn caps(&self, policy: &Policy) -> Vec<HeldCap> {
        let lowest = lowest(self.caps, policy);
        let binding = lowest.filter(|lowest| self.uncapped.is_some_and(|uncapped| *lowest < uncapped));
        let mut held: Vec<HeldCap> = self
            .caps
            .iter()
            .map(|cap| (cap, policy.at_most(cap)))
            .map(|(cap, at_most)| HeldCap { cap, at_most, binds: binding == Some(at_most) })
            .collect();
        held.sort_by(|a, b| a.at_most.total_cmp(&b.at_most));
        held
    }

    /// The cap that binds: the first of them in policy order.
    pub fn binding_cap(&self, policy: &Policy) -> Option<Cap> {
        self.caps(policy).into_iter().find(|held| held.binds).map(|held| held.cap)
    }

    /// Sum of the weights present, after freshness.
    pub(super) fn weight_present(&self) -> f64 {
        self.readings.iter().map(Reading::counts).sum()
    }

    /// Points lost by measure, with the nine decimals on which ties are decided.
    fn lost(&self) -> impl Iterator<Item = (Measure, f64)> + '_ {
        let all = self.weight_present();
        self.measures().filter_map(move |(measure, reading)| {
            Some((measure, round9(reading.counts() * (100.0 - reading.score?) / all)))
        })
    }
}

/// Weighted mean of the scores of the present measures.
fn mean<'a>(readings: impl Iterator<Item = &'a Reading>) -> Option<f64> {
    let (weight, sum) = readings.fold((0.0, 0.0), |(weight, sum), reading| {
        let counts = reading.counts();
        (weight + counts, sum + counts * reading.score.unwrap_or(0.0))
    });
    (weight > 0.0).then(|| (sum / weight).clamp(0.0, 100.0))
}

fn lowest(caps: CapSet, policy: &Policy) -> Option<f64> {
    caps.iter().map(|cap| policy.at_most(cap)).reduce(f64::min)
}

/// Sum of the weights of the measures that apply.
pub(super) fn weight_applying(readings: &[Reading; MEASURES]) -> f64 {
    let applies = readings.iter().filter(|reading| reading.state != State::NotApplicable);
    applies.map(|reading| reading.weight).sum()
}

/// Whether the weights present are enough to judge.
pub(super) fn covers(coverage: f64, policy: &Policy) -> bool {
    round9(coverage) >= round9(policy.bands.min_coverage)
}

/// The band of a displayed health.
pub(super) fn band_of(health: Tenths, policy: &Policy) -> Band {
    match shown(health) {
        health if health >= policy.bands.green_from => Band::Green,
        health if health >= policy.bands.yellow_from => Band::Yellow,
        _ => Band::Red,
    }
}

/// What a measure reads on the day.
pub(super) fn raw(case: &Case, measure: Measure) -> Raw {
    if !case.book.judges(measure) {
        return Raw::NotApplicable("the book does not hold what it reads");
    }
    match measure {
        Measure::LicenceUtilisation => usage::licence_utilisation(case),
        Measure::FeatureAdoption => usage::feature_adoption(case),
        Measure::UsageTrend => usage::usage_trend(case),
        Measure::Goals => outcomes::goals(case),
        Measure::FirstOutcome => outcomes::first_outcome(case),
        Measure::Onboarding => outcomes::onboarding(case),
        Measure::Touch => engagement::touch(case),
        Measure::Sponsor => engagement::sponsor(case),
        Measure::LiveContacts => engagement::live_contacts(case),
        Measure::SevereAge => support::severe_age(case),
        Measure::Backlog => support::backlog(case),
        Measure::Nps => sentiment::nps(case),
        Measure::Csat => sentiment::csat(case),
        Measure::Pulse => sentiment::pulse(case),
    }
}

pub(super) fn score_case(case: &Case) -> Score {
    let policy = case.policy;
    let mut readings = [Reading::ABSENT; MEASURES];
    for ((measure, rule), reading) in policy.rules().zip(&mut readings) {
        *reading = Reading::new(raw(case, measure), rule, case.day);
    }
    let caps = CapSet::on(case);
    let applying = weight_applying(&readings);
    let present: f64 = readings.iter().map(Reading::counts).sum();
    let coverage = if applying > 0.0 { present / applying } else { 0.0 };
    let uncapped = mean(readings.iter());
    let lowest = lowest(caps, policy);
    let health = uncapped.map(|health| tenths(lowest.map_or(health, |lowest| health.min(lowest))));
    let vetoed = lowest.is_some_and(|lowest| lowest <= policy.bands.veto_at_most);
    let band = match health {
        Some(health) if covers(coverage, policy) => band_of(health, policy),
        _ if vetoed => Band::Red,
        _ => Band::Grey,
    };
    let [licence, ..] = &readings;
    let over_licence = licence.value.is_some_and(|value| value > 1.0);
    Score {
        day: case.day,
        readings,
        caps,
        coverage,
        uncapped,
        shown_uncapped: uncapped.map(tenths),
        health,
        band,
        over_licence,
    }
}

/// The score of an account on a day. Facts after the day do not count.
///
/// `facts` must be finished ([`AccountFacts::finish`]). To score many accounts or days, use [`super::Scorer`].
pub fn score(facts: &AccountFacts, book: &BookFacts, policy: &Policy, day: Day) -> Score {
    let digest = Digest::new(facts);
    let book = BookDay::new(book, policy, day);
    score_case(&Case::new(facts, &digest, &book, policy))
}

/// Share of the policy's weights that the book can judge at all on a day, 0 to 1.
pub fn breadth(book: &BookFacts, policy: &Policy, day: Day) -> f64 {
    let book = BookDay::new(book, policy, day);
    let (judged, all) = policy.rules().fold((0.0, 0.0), |(judged, all), (measure, rule)| {
        (if book.judges(measure) { judged + rule.weight } else { judged }, all + rule.weight)
    });
    judged / all
}

/// The measures that the book cannot judge on a day, the weightiest first ([`Measure::needs`] says what for).
pub fn unjudged(book: &BookFacts, policy: &Policy, day: Day) -> Vec<Measure> {
    unjudged_on(&BookDay::new(book, policy, day), policy)
}

fn unjudged_on(book: &BookDay<'_>, policy: &Policy) -> Vec<Measure> {
    let mut rules: Vec<_> = policy.rules().filter(|(measure, _)| !book.judges(*measure)).collect();
    rules.sort_by(|a, b| b.1.weight.total_cmp(&a.1.weight));
    rules.into_iter().map(|(measure, _)| measure).collect()
}

/// What to import next so that the book can judge more, what the weightiest measure lacks first. Each is the name of a kind
/// of rows, some with what these rows must have.
pub fn to_import(book: &BookFacts, policy: &Policy, day: Day) -> Vec<&'static str> {
    let today = BookDay::new(book, policy, day);
    let mut wanted = Vec::new();
    for lacking in unjudged_on(&today, policy).into_iter().flat_map(|measure| today.lacks(measure)) {
        if !wanted.contains(&lacking) {
            wanted.push(lacking);
        }
    }
    wanted
}
