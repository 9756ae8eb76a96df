//! Each rule and each suppression on the day it holds, and not on the day before.

use super::*;
use crate::domain::{Band, Stage};
use crate::expansion::{Block, Limit, Reason, Rule};

/// The rules that hold on a day.
fn rules(facts: &AccountFacts, day: Day) -> Vec<Rule> {
    finding(facts, day).reasons.iter().map(Reason::rule).collect()
}

#[test]
fn without_a_reason_nothing_is_suggested_and_nothing_stands_against_it() {
    assert_eq!(finding(&calm(), DAY), Finding::default());
}

#[test]
fn eighty_percent_of_capacity_and_an_advanced_feature_in_use_make_a_candidate_on_that_day() {
    let mut facts = calm();
    facts.features = vec![uses(ALERTS, ago(3))];
    facts.usage.push(Series { metric: CAPACITY, points: vec![(ago(10), 0.79), (DAY, 0.8)] });
    assert_eq!(rules(&facts, ago(1)), [], "79 % the day before");
    assert_eq!(rules(&facts, DAY), [Rule::Capacity]);
    let reason = &finding(&facts, DAY).reasons[0];
    assert_eq!(reason.words(), "80% of the capacity used, with Alerts");
}

#[test]
fn capacity_without_an_advanced_feature_is_no_reason_and_a_core_feature_is_none() {
    let mut facts = calm();
    facts.usage.push(Series { metric: CAPACITY, points: vec![(DAY, 0.95)] });
    assert_eq!(rules(&facts, DAY), []);
    facts.features = vec![uses(ORDERS, ago(3))];
    assert_eq!(rules(&facts, DAY), []);
    // Used 28 days ago: the window of 28 days ends on the day and includes it, so it is out of it.
    facts.features = vec![uses(ALERTS, ago(28))];
    assert_eq!(rules(&facts, DAY), []);
    facts.features = vec![uses(ALERTS, ago(27))];
    assert_eq!(rules(&facts, DAY), [Rule::Capacity]);
}

#[test]
fn where_no_capacity_is_known_the_seats_stand_for_it() {
    let mut facts = calm();
    facts.features = vec![uses(ALERTS, ago(3))];
    let Reason::Capacity { used, of, .. } = finding(&facts, DAY).reasons.remove(0) else { panic!() };
    assert_eq!((used, of), (0.8, Limit::Seats)); // 80 of 100
    // A known capacity that is low speaks, whatever the seats.
    facts.usage.push(Series { metric: CAPACITY, points: vec![(ago(2), 0.4)] });
    assert_eq!(rules(&facts, DAY), []);
    // A value of 56 days ago is too old: the seats stand for it again.
    facts.usage[1].points = vec![(ago(56), 0.4)];
    assert_eq!(rules(&facts, DAY), [Rule::Capacity]);
}

#[test]
fn over_ninety_percent_of_the_seats_is_a_reason_and_exactly_ninety_is_none() {
    let mut facts = calm();
    facts.usage[0].points = vec![(ago(10), 90.0), (DAY, 91.0)];
    assert_eq!(rules(&facts, ago(1)), []);
    assert_eq!(rules(&facts, DAY), [Rule::Seats]);
    assert_eq!(finding(&facts, DAY).why(), "91 of 100 seats used");
}

#[test]
fn a_signal_of_a_new_need_or_of_growth_is_a_reason_while_it_is_open() {
    for (kind, rule) in [("new department", Rule::Need), ("growth plan", Rule::Growth)] {
        let mut facts = calm();
        facts.signals = vec![signal(kind, ago(5), Some(DAY))];
        assert_eq!(rules(&facts, ago(6)), [], "{kind}: the day before it was seen");
        assert_eq!(rules(&facts, ago(5)), [rule]);
        assert_eq!(rules(&facts, DAY), [], "{kind}: closed on the day");
        facts.signals = vec![signal("technical issue", ago(5), None)];
        assert_eq!(rules(&facts, DAY), []);
    }
}

#[test]
fn an_achieved_goal_is_a_reason_for_ninety_days() {
    let mut facts = calm();
    facts.goals = vec![goal(GoalStatus::Achieved, ago(30))];
    assert_eq!(rules(&facts, ago(31)), []);
    assert_eq!(rules(&facts, ago(30)), [Rule::Goal]);
    assert_eq!(rules(&facts, ago(30) + 89), [Rule::Goal]);
    assert_eq!(rules(&facts, ago(30) + 90), []);
    facts.goals = vec![goal(GoalStatus::OnTrack, ago(30))];
    assert_eq!(rules(&facts, DAY), []);
}

#[test]
fn who_is_no_customer_is_neither_a_candidate_nor_suppressed() {
    let mut facts = calm();
    facts.signals = vec![signal("growth plan", ago(5), None)];
    facts.contracts[0].end = Some(DAY);
    assert_eq!(rules(&facts, ago(1)), [Rule::Growth]);
    assert_eq!(finding(&facts, DAY), Finding::default());
    facts.contracts[0].end = None;
    facts.stage = Some(Stage::Churned);
    assert_eq!(finding(&facts, DAY), Finding::default());
}

/// A customer with a reason, and nothing against it.
fn candidate() -> AccountFacts {
    AccountFacts { signals: vec![signal("growth plan", ago(100), None)], ..calm() }
}

fn blocks(facts: &AccountFacts, day: Day) -> Vec<Block> {
    finding(facts, day).blocks
}

#[test]
fn a_candidate_is_suppressed_while_health_is_not_green() {
    let mut facts = candidate();
    // 0.65 is half way from 0.5 to 0.8: 50 + 25 = 75.0, which is green; 64 of 100 is below.
    facts.usage[0].points = vec![(ago(2), 65.0), (ago(1), 64.0), (DAY, 65.0)];
    assert!(finding(&facts, ago(2)).is_candidate());
    assert_eq!(blocks(&facts, ago(1)), [Block::Health { band: Band::Yellow, health: Some(733) }]); // 73.33
    assert_eq!(finding(&facts, ago(1)).why_not(), "health is 73.3, yellow");
    assert!(finding(&facts, DAY).is_candidate());
    // Nothing to judge: grey.
    facts.usage.clear();
    assert_eq!(finding(&facts, DAY).why_not(), "too little data to judge the health");
}

#[test]
fn a_candidate_is_suppressed_until_the_day_of_the_first_outcome() {
    let mut facts = candidate();
    facts.first_outcome_on = Some(ago(10));
    assert_eq!(blocks(&facts, ago(11)), [Block::FirstOutcome]);
    assert!(finding(&facts, ago(10)).is_candidate());
    facts.first_outcome_on = None;
    assert!(finding(&facts, DAY).is_suppressed());
}

#[test]
fn a_candidate_is_suppressed_from_the_day_a_p1_is_opened_until_it_is_resolved() {
    let mut facts = candidate();
    facts.tickets = vec![p1(ago(2), Some(ago(1)))];
    assert!(finding(&facts, ago(3)).is_candidate());
    assert_eq!(blocks(&facts, ago(2)), [Block::P1 { opened_on: ago(2) }]);
    assert!(finding(&facts, ago(1)).is_candidate());
    facts.tickets = vec![TicketFacts { priority: Priority::P2, ..p1(ago(2), None) }];
    assert!(finding(&facts, DAY).is_candidate(), "a P2 is none");
}

#[test]
fn a_candidate_is_suppressed_while_something_is_late_or_unpaid() {
    let mut facts = candidate();
    let late = [Late::Quote(ago(3)), Late::Renewal(ago(1))];
    let found = judged(&facts, &late, DAY, |own| own.finding());
    let said = format!("the renewal's quote was due on {}; the renewal of {} is overdue", ago(3), ago(1));
    assert_eq!(found.why_not(), said);
    facts.signals.push(signal("invoice overdue", ago(4), Some(ago(1))));
    assert!(finding(&facts, ago(5)).is_candidate());
    assert_eq!(blocks(&facts, ago(4)), [Block::Unpaid { kind: "invoice overdue".into(), since: ago(4) }]);
    assert!(finding(&facts, ago(1)).is_candidate(), "closed");
}

#[test]
fn everything_that_stands_against_it_is_told() {
    let mut facts = candidate();
    facts.first_outcome_on = None;
    facts.tickets = vec![p1(ago(1), None)];
    facts.signals.push(signal("unpaid invoice", ago(1), None));
    let names: Vec<_> = judged(&facts, &[Late::Renewal(ago(1))], DAY, |own| own.finding())
        .blocks
        .iter()
        .map(Block::name)
        .collect();
    assert_eq!(names, ["first_outcome", "p1_open", "renewal_overdue", "unpaid"]);
    assert_eq!(judged(&facts, &[], DAY, |own| own.due()), None);
}
