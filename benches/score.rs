//! The scorer on an account of everyday size: a year of weekly usage in 3 metrics, 3 contacts, 5 tickets, 2 surveys,
//! 12 touchpoints, once alone and once with everything else that an account can have.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use mainstay::domain::{ContactRole, Day, GoalStatus, Priority, SurveyKind, TouchpointKind};
use mainstay::health::facts::*;
use mainstay::health::{PolicySet, Scorer, score, why};

const TODAY: Day = Day(20_634);

fn account() -> AccountFacts {
    let weekly = |metric: i64| Series {
        metric,
        points: (0..52).rev().map(|week| (TODAY - week * 7, f64::from(40 - week % 5))).collect(),
    };
    let call = |row: i32| TouchpointFacts {
        row: row.into(),
        day: TODAY - row * 28,
        kind: TouchpointKind::Call,
        pulse: (row % 3 == 0).then_some(4),
        attended: true,
        attendees: vec![i64::from(row % 3) + 1],
    };
    let ticket = |number: i32| TicketFacts {
        opened_on: TODAY - number * 20,
        resolved_on: (number > 1).then_some(TODAY - number * 20 + 3),
        priority: if number == 3 { Priority::P1 } else { Priority::P3 },
        satisfaction: None,
    };
    let survey = |row: i64, kind| SurveyFacts {
        row,
        day: TODAY - 60,
        kind,
        respondent: Some(Respondent::Contact(row)),
        score: 5.0,
        scale: 10.0,
    };
    let roles = [ContactRole::ExecutiveSponsor, ContactRole::Champion, ContactRole::Admin];
    let mut facts = AccountFacts {
        signed_on: Some(TODAY - 500),
        go_live_on: Some(TODAY - 480),
        first_outcome_on: Some(TODAY - 455),
        contracts: vec![ContractFacts {
            id: 1,
            start: TODAY - 500,
            end: Some(TODAY + 230),
            seats: Some(50),
            plan: Some("gold".into()),
        }],
        contacts: roles
            .into_iter()
            .zip(1..)
            .map(|(role, id)| ContactFacts { id, role, left_on: None })
            .collect(),
        usage: (1..=3).map(weekly).collect(),
        tickets: (1..=5).map(ticket).collect(),
        surveys: vec![survey(1, SurveyKind::Nps), survey(2, SurveyKind::Csat)],
        touchpoints: (1..=12).map(call).collect(),
        ..AccountFacts::default()
    };
    facts.finish();
    facts
}

/// The same account with features, goals and an onboarding.
fn rich() -> AccountFacts {
    let mut facts = account();
    for week in 0..52 {
        let records = (1..=10).map(|feature| FeatureUse { day: TODAY - week * 7, feature, uses: 3.0 });
        facts.features.extend(records);
    }
    facts.goals = (0..3)
        .map(|_| GoalFacts { started_on: None, updates: vec![(1, TODAY - 90, GoalStatus::OnTrack)] })
        .collect();
    let steps = (0..20)
        .map(|step| StepFacts {
            required: true,
            not_applicable: false,
            due_on: TODAY - step,
            done_on: Some(TODAY - step),
            settled_on: Some(TODAY - step),
        })
        .collect();
    facts.onboardings = vec![OnboardingFacts { row: 1, started_on: TODAY - 30, ended_on: None, steps }];
    facts.finish();
    facts
}

fn book() -> BookFacts {
    let long = Some(TODAY - 900);
    let names = ["active_users", "logins", "events"];
    let metric = |(id, name): (i64, &str)| MetricFacts { id, name: name.into(), first_on: long };
    let feature = |id: i64| FeatureFacts {
        id,
        name: format!("feature {id}").into(),
        in_catalog: true,
        core: true,
        advanced: false,
        plans: if id % 2 == 0 { vec!["silver".into(), "gold".into()] } else { Vec::new() },
        first_on: long,
    };
    BookFacts {
        metrics: (1..).zip(names).map(metric).collect(),
        features: (1..=10).map(feature).collect(),
        has_catalog: true,
        usage_days: (0..130).rev().map(|week| TODAY - week * 7).collect(),
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

fn benches(criterion: &mut Criterion) {
    let Ok(policies) = PolicySet::builtin() else { return };
    let (plain, rich, book) = (account(), rich(), book());
    let policy = policies.of(None);
    let scorer = Scorer::new(&book, &policies, TODAY);
    let mut group = criterion.benchmark_group("score");
    group.bench_function("with 26 weeks", |bench| bench.iter(|| scorer.scored(black_box(&plain))));
    group.bench_function("with 26 weeks, rich account", |bench| {
        bench.iter(|| scorer.scored(black_box(&rich)))
    });
    group.bench_function("one day", |bench| bench.iter(|| score(black_box(&plain), &book, policy, TODAY)));
    group.bench_function("why", |bench| {
        bench.iter(|| why(black_box(&rich), &book, policy, TODAY, TODAY - 28));
    });
    group.bench_function("a book's days", |bench| {
        bench.iter(|| Scorer::new(black_box(&book), &policies, TODAY));
    });
    group.bench_function("policy", |bench| bench.iter(PolicySet::builtin));
    group.finish();
}

criterion_group!(score_benches, benches);
criterion_main!(score_benches);
