//! Cases worked out by hand from the health design, and properties that must hold for all facts.

mod arithmetic;
mod caps;
mod engagement;
mod explain;
mod outcomes;
mod policy;
mod properties;
mod saved;
mod sentiment;
mod support;
mod trend;
mod usage;

use std::sync::LazyLock;

use super::facts::*;
use super::{Measure, Policy, PolicySet, Reading, Score, SegmentPolicy, State, score};
use crate::domain::{ContactRole, Day, GoalStatus, Priority, SurveyKind, TouchpointKind};

/// The day that is judged: a Tuesday in the last week of a quarter.
const TODAY: Day = Day(20_634); // 2026-06-30

const USERS: MetricId = 1;
const LOGINS: MetricId = 2;

/// The day `days` before the one that is judged.
fn ago(days: i32) -> Day {
    TODAY - days
}

static BUILT_IN: LazyLock<PolicySet> = LazyLock::new(|| PolicySet::builtin().unwrap());

/// The built-in policy.
fn policy() -> &'static Policy {
    BUILT_IN.of(None)
}

/// The policy with something of its own.
fn policy_with(toml: &str) -> Policy {
    PolicySet::resolve(Some(toml), &[]).unwrap().of(None).clone()
}

/// A book that has held everything for long, so that every measure applies.
fn full_book() -> BookFacts {
    let long = Some(ago(3000));
    BookFacts {
        metrics: vec![metric(USERS, "active_users", long), metric(LOGINS, "logins", long)],
        features: (1..=4).map(|id| feature(id, long)).collect(),
        has_catalog: false,
        usage_days: (0..30).rev().map(|weeks| ago(7 * weeks)).collect(),
        contract_with_seats: long,
        goal: long,
        first_outcome: long,
        onboarding: long,
        touchpoint: long,
        sponsor: true,
        contact: true,
        ticket: long,
        nps: long,
        csat: long,
        pulse: long,
    }
}

fn metric(id: MetricId, name: &str, first_on: Option<Day>) -> MetricFacts {
    MetricFacts { id, name: name.into(), first_on }
}

/// A feature that is known from its records alone.
fn feature(id: FeatureId, first_on: Option<Day>) -> FeatureFacts {
    let name = format!("feature {id}").into();
    FeatureFacts { id, name, in_catalog: false, core: false, advanced: false, plans: Vec::new(), first_on }
}

fn contract(id: ContractId, start: Day, end: Option<Day>, seats: Option<i64>) -> ContractFacts {
    ContractFacts { id, start, end, seats, plan: None }
}

fn contact(id: ContactId, role: ContactRole, left_on: Option<Day>) -> ContactFacts {
    ContactFacts { id, role, left_on }
}

fn series(metric: MetricId, points: &[(Day, f64)]) -> Series {
    Series { metric, points: points.to_vec() }
}

fn used(day: Day, feature: FeatureId, uses: f64) -> FeatureUse {
    FeatureUse { day, feature, uses }
}

fn ticket(priority: Priority, opened_on: Day, resolved_on: Option<Day>) -> TicketFacts {
    TicketFacts { opened_on, resolved_on, priority, satisfaction: None }
}

fn survey(
    row: i64,
    day: Day,
    kind: SurveyKind,
    who: Option<ContactId>,
    score: f64,
    scale: f64,
) -> SurveyFacts {
    SurveyFacts { row, day, kind, respondent: who.map(Respondent::Contact), score, scale }
}

fn call(row: i64, day: Day, attendees: &[ContactId]) -> TouchpointFacts {
    TouchpointFacts {
        row,
        day,
        kind: TouchpointKind::Call,
        pulse: None,
        attended: !attendees.is_empty(),
        attendees: attendees.to_vec(),
    }
}

fn pulse(row: i64, day: Day, pulse: i64) -> TouchpointFacts {
    let kind = TouchpointKind::Note;
    TouchpointFacts { row, day, kind, pulse: Some(pulse), attended: false, attendees: Vec::new() }
}

fn signal(class: SignalClass, day: Day, closed_on: Option<Day>) -> SignalFacts {
    SignalFacts { day, closed_on, class, kind: "signal".into() }
}

fn goal(started_on: Option<Day>, updates: &[(Day, GoalStatus)]) -> GoalFacts {
    let updates = updates.iter().zip(1..).map(|((day, status), row)| (row, *day, *status)).collect();
    GoalFacts { started_on, updates }
}

fn step(due_on: Day, done_on: Option<Day>) -> StepFacts {
    StepFacts { required: true, not_applicable: false, due_on, done_on, settled_on: None }
}

/// The score of finished facts in a full book under the built-in policy.
fn scored_today(facts: &AccountFacts) -> Score {
    let mut facts = facts.clone();
    facts.finish();
    score(&facts, &full_book(), policy(), TODAY)
}

fn reading(facts: &AccountFacts, measure: Measure) -> Reading {
    *scored_today(facts).reading(measure)
}

/// (value, score) of a measure that is present with its full weight.
fn fresh(facts: &AccountFacts, measure: Measure) -> (f64, f64) {
    let reading = reading(facts, measure);
    assert_eq!((reading.state, reading.freshness), (State::Present, 1.0), "{reading:?}");
    (reading.value.unwrap(), reading.score.unwrap())
}

fn state(facts: &AccountFacts, measure: Measure) -> State {
    reading(facts, measure).state
}

#[track_caller]
fn close(found: (f64, f64), expected: (f64, f64)) {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
    assert!(near(found.0, expected.0) && near(found.1, expected.1), "{found:?} is not {expected:?}");
}

fn segment(id: SegmentId, name: &str) -> SegmentPolicy<'_> {
    SegmentPolicy { id, name, cadence_days: None, target_days: None, toml: None }
}
