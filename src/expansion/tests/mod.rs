//! The rules of expansion, each by a case worked out by hand.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod finding;
mod properties;
mod readiness;
mod roi;
mod whitespace;

use super::{Account, Finding, Late, Readiness};
use crate::domain::{Day, GoalStatus, Priority};
use crate::health::facts::{
    AccountFacts, BookFacts, ContractFacts, FeatureFacts, FeatureUse, GoalFacts, MetricFacts, Series,
    SignalClass, SignalFacts, TicketFacts,
};
use crate::health::{Policy, PolicySet, score};

/// The day that everything is judged on.
const DAY: Day = Day(20_000);

const USERS: i64 = 1;
const CAPACITY: i64 = 2;
const ORDERS: i64 = 10;
const ALERTS: i64 = 11;
const FORECASTS: i64 = 12;

fn ago(days: i32) -> Day {
    DAY - days
}

fn policy() -> Policy {
    PolicySet::builtin().unwrap().of(None).clone()
}

/// A catalog with a core feature, an advanced one of two tiers, and one of the highest alone.
fn book() -> BookFacts {
    let metric = |id, name: &str| MetricFacts { id, name: name.into(), first_on: Some(ago(700)) };
    let feature = |id, name: &str, core, plans: &[&str]| FeatureFacts {
        id,
        name: name.into(),
        in_catalog: true,
        core,
        advanced: !core,
        plans: plans.iter().map(|plan| Box::from(*plan)).collect(),
        first_on: None,
    };
    BookFacts {
        metrics: vec![metric(USERS, "active_users"), metric(CAPACITY, "capacity_used")],
        features: vec![
            feature(ORDERS, "Orders", true, &[]),
            feature(ALERTS, "Alerts", false, &["pro", "max"]),
            feature(FORECASTS, "Forecasts", false, &["max"]),
        ],
        has_catalog: true,
        contract_with_seats: Some(ago(700)),
        ..BookFacts::default()
    }
}

/// A green customer with 100 seats, 80 of them used (exactly what the curve gives 100 for), without any reason.
fn calm() -> AccountFacts {
    AccountFacts {
        id: 1,
        signed_on: Some(ago(400)),
        go_live_on: Some(ago(380)),
        first_outcome_on: Some(ago(350)),
        contracts: vec![contract("Pro", 100)],
        usage: vec![Series { metric: USERS, points: vec![(ago(20), 80.0), (ago(1), 80.0)] }],
        ..AccountFacts::default()
    }
}

fn contract(plan: &str, seats: i64) -> ContractFacts {
    ContractFacts {
        id: 1,
        start: ago(300),
        end: Some(DAY + 200),
        seats: Some(seats),
        plan: Some(plan.into()),
    }
}

fn uses(feature: i64, on: Day) -> FeatureUse {
    FeatureUse { day: on, feature, uses: 3.0 }
}

fn signal(kind: &str, day: Day, closed_on: Option<Day>) -> SignalFacts {
    SignalFacts { day, closed_on, class: SignalClass::Other, kind: kind.into() }
}

fn p1(opened_on: Day, resolved_on: Option<Day>) -> TicketFacts {
    TicketFacts { opened_on, resolved_on, priority: Priority::P1, satisfaction: None }
}

fn goal(status: GoalStatus, on: Day) -> GoalFacts {
    GoalFacts { started_on: Some(ago(300)), updates: vec![(1, on, status)] }
}

/// With the account as it is judged by the built-in policy on a day.
fn judged<T>(facts: &AccountFacts, late: &[Late], day: Day, take: impl FnOnce(&Account<'_>) -> T) -> T {
    let (book, policy) = (book(), policy());
    let mut facts = facts.clone();
    facts.finish();
    let score = score(&facts, &book, &policy, day);
    take(&Account { facts: &facts, book: &book, policy: &policy, score: &score, late, day })
}

fn finding(facts: &AccountFacts, day: Day) -> Finding {
    judged(facts, &[], day, |own| own.finding())
}

fn readiness(facts: &AccountFacts) -> Readiness {
    judged(facts, &[], DAY, |own| own.readiness())
}
