//! What holds for all facts.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::*;

/// Values of everything that readiness reads; None: nothing is known.
#[derive(Clone, Debug)]
struct Values {
    users: Option<u16>,
    capacity: Option<u8>,
    features: [bool; 3],
    /// Uses before and now.
    trend: Option<(u8, u8)>,
    goals: Vec<bool>,
    nps: Option<u8>,
    signals: u8,
}

prop_compose! {
    fn values()(
        users in option::of(0..200_u16), capacity in option::of(0..120_u8), features in any::<[bool; 3]>(),
        trend in option::of((1..100_u8, 0..100_u8)), goals in vec(any::<bool>(), 0..3),
        nps in option::of(0..=10_u8), signals in 0..3_u8,
    ) -> Values {
        Values { users, capacity, features, trend, goals, nps, signals }
    }
}

fn facts(values: &Values) -> AccountFacts {
    use crate::domain::SurveyKind;
    use crate::health::facts::SurveyFacts;
    let mut facts = calm();
    let before = values.trend.map(|(before, _)| (ago(40), f64::from(before)));
    let now = values.users.map(|users| (ago(1), f64::from(users)));
    facts.usage = vec![Series { metric: USERS, points: before.into_iter().chain(now).collect() }];
    let capacity = values.capacity.map(|percent| (ago(1), f64::from(percent) / 100.0));
    facts.usage.push(Series { metric: CAPACITY, points: capacity.into_iter().collect() });
    // A record that is no use: features are known, and none is used.
    facts.features = vec![FeatureUse { uses: 0.0, ..uses(ORDERS, ago(9)) }];
    let all = [ORDERS, ALERTS, FORECASTS].into_iter().zip(values.features);
    facts.features.extend(all.filter(|own| own.1).map(|own| uses(own.0, ago(2))));
    let status = |achieved| if achieved { GoalStatus::Achieved } else { GoalStatus::OnTrack };
    facts.goals = values.goals.iter().map(|achieved| goal(status(*achieved), ago(5))).collect();
    facts.surveys.extend(values.nps.map(|score| SurveyFacts {
        row: 1,
        day: ago(5),
        kind: SurveyKind::Nps,
        respondent: None,
        score: score.into(),
        scale: 10.0,
    }));
    facts.signals = (0..values.signals).map(|_| signal("growth plan", ago(3), None)).collect();
    facts
}

/// The book holds answers and uses, so that every driver is read.
fn ready(values: &Values) -> Readiness {
    let (mut book, policy) = (book(), policy());
    book.nps = Some(ago(700));
    book.features.iter_mut().for_each(|feature| feature.first_on = Some(ago(700)));
    let mut facts = facts(values);
    facts.finish();
    let score = score(&facts, &book, &policy, DAY);
    Account { facts: &facts, book: &book, policy: &policy, score: &score, late: &[], day: DAY }.readiness()
}

proptest! {
    #[test]
    fn readiness_lies_between_0_and_100_and_its_points_add_up_to_it(values in values()) {
        let found = ready(&values);
        prop_assert!((0.0..=1.0 + 1e-9).contains(&found.coverage));
        if let Some(score) = found.score {
            prop_assert!((0..=1000).contains(&score));
            let points: f64 = found.lines.iter().filter_map(|line| line.points).sum();
            prop_assert!((points - f64::from(score) / 10.0).abs() <= 0.05 + 1e-9);
        }
    }

    #[test]
    fn a_better_value_never_lowers_readiness(values in values(), which in 0..6_u8, more in 1..40_u8) {
        let mut better = values.clone();
        match which {
            0 => better.users = values.users.map(|users| users + u16::from(more)),
            1 => better.capacity = values.capacity.map(|percent| percent.saturating_add(more)),
            2 => better.features = [true; 3],
            3 => better.goals = values.goals.iter().map(|_| true).collect(),
            4 => better.nps = values.nps.map(|score| (score + more).min(10)),
            _ => better.signals += 1,
        }
        let (before, after) = (ready(&values), ready(&better));
        if let (Some(before), Some(after)) = (before.score, after.score) {
            prop_assert!(after >= before, "{before} -> {after}");
        }
        prop_assert!(after.score.is_some() || before.score.is_none());
    }

    #[test]
    fn nothing_after_the_day_counts(values in values()) {
        let mut facts = facts(&values);
        let before = judged(&facts, &[], DAY, |own| (own.finding(), own.readiness()));
        facts.signals.push(signal("growth plan", DAY + 1, None));
        facts.tickets.push(p1(DAY + 1, None));
        facts.goals.push(GoalFacts { started_on: None, updates: vec![(9, DAY + 1, GoalStatus::Achieved)] });
        facts.features.push(uses(ALERTS, DAY + 1));
        prop_assert_eq!(judged(&facts, &[], DAY, |own| (own.finding(), own.readiness())), before);
    }
}
