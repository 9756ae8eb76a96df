//! The arithmetic of readiness, worked out by hand from the built-in policy.

use super::*;
use crate::health::policy::Driver;

fn line(of: &Readiness, driver: Driver) -> crate::expansion::Line {
    *of.lines.iter().find(|line| line.driver == driver).unwrap()
}

#[test]
fn readiness_is_the_weighted_mean_of_what_is_known() {
    let mut facts = calm();
    // Seats 80 of 100: 60 points, weight 25. Capacity 0.8: 80, weight 20. One advanced feature: 60, weight 15.
    facts.usage.push(Series { metric: CAPACITY, points: vec![(ago(1), 0.8)] });
    facts.features = vec![uses(ALERTS, ago(3))];
    // A signal of growth: 100, weight 5. Nothing else: goals, sentiment, trend, core features are not known.
    facts.signals = vec![signal("growth plan", ago(3), None)];
    let found = readiness(&facts);
    // (25 x 60 + 20 x 80 + 15 x 60 + 5 x 100) / (25 + 20 + 15 + 5) = 4500 / 65 = 69.23
    assert_eq!(found.score, Some(692));
    assert!((found.coverage - 65.0 / 100.0).abs() < 1e-9); // of weights of 100 in all
    // Shares add up: 1500 + 1600 + 900 + 500 = 4500, each by 65.
    assert!((line(&found, Driver::SeatUse).points.unwrap() - 1500.0 / 65.0).abs() < 1e-9);
    let order: Vec<_> = found.drivers().iter().map(|line| line.driver).collect();
    assert_eq!(order, [Driver::CapacityUse, Driver::SeatUse, Driver::AdvancedUse, Driver::GrowthSignals]);
    assert_eq!(line(&found, Driver::CapacityUse).words().unwrap(), "80%");
    assert_eq!(line(&found, Driver::AdvancedUse).words().unwrap(), "1 feature");
    assert_eq!(line(&found, Driver::Sentiment).missing, "nobody answered lately");
}

#[test]
fn the_age_of_the_users_takes_weight_as_it_does_from_the_health() {
    let mut facts = calm();
    facts.signals = vec![signal("growth plan", ago(3), None)];
    // fresh_days is 28, so 42 days of age leave (56 - 42) / 28 = half of the weight: 12.5.
    facts.usage[0].points = vec![(ago(42), 80.0)];
    let found = readiness(&facts);
    // (12.5 x 60 + 5 x 100) / 17.5 = 1250 / 17.5 = 71.43; but only 17.5 of 100 is known: less than 0.3.
    assert!((found.coverage - 0.175).abs() < 1e-9);
    assert_eq!(found.score, None);
    let seats = line(&found, Driver::SeatUse).points.unwrap();
    assert!((seats - 12.5 * 60.0 / 17.5).abs() < 1e-9);
}

#[test]
fn exactly_the_least_coverage_is_enough() {
    // Seats alone: 25 of 100. With the signal: 30 of 100, which is 0.3.
    assert_eq!(readiness(&calm()).score, None);
    let facts = AccountFacts { signals: vec![signal("new site", ago(3), None)], ..calm() };
    // (25 x 60 + 5 x 100) / 30 = 2000 / 30 = 66.67
    assert_eq!(readiness(&facts).score, Some(667));
}

#[test]
fn achieved_goals_count_and_open_ones_are_no_zero_of_the_data_but_of_the_fact() {
    let of = |goals| line(&readiness(&AccountFacts { goals, ..calm() }), Driver::GoalsAchieved);
    assert_eq!(of(Vec::new()).missing, "no goal is open or was closed lately");
    assert_eq!(of(vec![goal(GoalStatus::OnTrack, ago(9))]).score, Some(0.0));
    assert_eq!(of(vec![goal(GoalStatus::Achieved, ago(9))]).score, Some(80.0));
    // Achieved a year ago: it does not count any more.
    assert_eq!(of(vec![goal(GoalStatus::Achieved, ago(365))]).score, None);
}

#[test]
fn a_book_can_say_otherwise() {
    let own =
        PolicySet::resolve(Some("[expansion]\ncapacity_from = 0.5\n[expansion.weight]\nproposal = 30"), &[]);
    let rules = own.unwrap().of(None).expansion.clone();
    assert_eq!(rules.capacity_from, 0.5);
    assert_eq!(rules.weight(crate::domain::OpportunityStage::Proposal), 30);
    let said = |toml| PolicySet::resolve(Some(toml), &[]).unwrap_err().to_string();
    assert!(said("[expansion.readiness.seat_use]\ncurve = [[0, 9], [1, 0]]").contains("only rise"));
    assert!(said("[expansion]\nseat_above = 1").contains("seats_above"));
    assert!(said("[expansion.weight]\nwon = 101").contains("0 to 100"));
}
