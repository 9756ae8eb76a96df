//! How well something suits that an account does not have, told by others.

use super::*;
use crate::expansion::{Fit, Gap, Peers, Share, Vote};

/// Green customers of a segment on the highest tier: those who use forecasts, and those who may and do not.
fn peers(segment: Option<i64>, users: usize, idle: usize) -> Peers {
    let mut peers = Peers::default();
    add(&mut peers, segment, users, idle);
    peers
}

fn add(peers: &mut Peers, segment: Option<i64>, users: usize, idle: usize) {
    let of = |used: bool| AccountFacts {
        segment,
        contracts: vec![contract("Max", 100)],
        features: used.then(|| uses(FORECASTS, ago(2))).into_iter().collect(),
        ..calm()
    };
    for used in std::iter::repeat_n(true, users).chain(std::iter::repeat_n(false, idle)) {
        judged(&of(used), &[], DAY, |own| peers.count(&Vote::of(own)));
    }
}

fn gaps(peers: &Peers, facts: &AccountFacts) -> Vec<Gap> {
    judged(facts, &[], DAY, |own| {
        let mut gaps = Gap::of(own);
        peers.judge(&mut gaps, own.facts.segment, &Vote::of(own), own.policy.expansion.least_peers);
        gaps
    })
}

fn fit(peers: &Peers, facts: &AccountFacts) -> Option<Fit> {
    let found = gaps(peers, facts).into_iter().find(|gap| gap.name() == "Forecasts");
    let Some(Gap::Feature { fit, .. } | Gap::Unused { fit, .. }) = found else { panic!("no such gap") };
    fit
}

#[test]
fn the_green_customers_of_the_segment_that_may_use_a_feature_tell_how_well_it_suits() {
    let mut peers = peers(Some(1), 3, 1);
    add(&mut peers, Some(2), 0, 9);
    let own = AccountFacts { segment: Some(1), ..calm() };
    let found = fit(&peers, &own).unwrap();
    assert_eq!((found.share, found.of, found.own_segment), (0.75, Share { users: 3, entitled: 4 }, true));
}

#[test]
fn where_the_segment_has_too_few_all_tell_and_where_these_are_too_few_nothing_does() {
    let mut peers = peers(Some(1), 2, 0);
    let own = AccountFacts { segment: Some(1), ..calm() };
    assert_eq!(fit(&peers, &own), None, "two are less than three");
    add(&mut peers, Some(2), 0, 2);
    let found = fit(&peers, &own).unwrap();
    assert_eq!((found.share, found.own_segment), (0.5, false));
}

#[test]
fn who_is_not_green_tells_nothing_and_nobody_tells_of_themselves() {
    let mut peers = peers(None, 3, 0);
    let yellow = AccountFacts {
        contracts: vec![contract("Max", 100)],
        usage: vec![Series { metric: USERS, points: vec![(ago(1), 60.0)] }],
        ..calm()
    };
    judged(&yellow, &[], DAY, |own| peers.count(&Vote::of(own)));
    assert_eq!(fit(&peers, &calm()).unwrap().of, Share { users: 3, entitled: 3 });
    // One who has it and lets it lie was counted; its own fit leaves it out.
    let idle = AccountFacts { contracts: vec![contract("Max", 100)], ..calm() };
    judged(&idle, &[], DAY, |own| peers.count(&Vote::of(own)));
    assert_eq!(fit(&peers, &idle).unwrap().of, Share { users: 3, entitled: 3 });
    assert_eq!(fit(&peers, &calm()).unwrap().of, Share { users: 3, entitled: 4 });
}

#[test]
fn whitespace_is_what_the_contracts_do_not_include_then_what_lies_idle() {
    let peers = peers(None, 3, 1);
    let names: Vec<String> = gaps(&peers, &calm()).iter().map(|gap| gap.name().to_owned()).collect();
    // Seats 80 of 100: 0.8; forecasts 3 of 4: 0.75. Pro has orders and alerts, which it does not use.
    assert_eq!(names, ["More seats", "Forecasts", "Orders", "Alerts"]);
    let facts = AccountFacts { features: vec![uses(ORDERS, ago(1)), uses(FORECASTS, ago(1))], ..calm() };
    let found = gaps(&peers, &facts);
    assert!(matches!(&found[1], Gap::Feature { tried: true, .. }), "used without being paid for");
    assert_eq!(found[1].words(), "3 of 4 green customers of the segment use it; tried already");
    assert_eq!(found.len(), 3, "orders are used");
}
