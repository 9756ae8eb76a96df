use super::*;
use crate::domain::{Band, Quarter};
use crate::health::Cap;
use ContactRole::{Admin, Champion, ExecutiveSponsor};

fn holds(facts: &AccountFacts, cap: Cap) -> bool {
    scored_today(facts).caps.contains(cap)
}

#[test]
fn p1_open_holds_for_an_unresolved_p1_older_than_2_days() {
    let of = |priority, age, resolved| {
        holds(
            &AccountFacts { tickets: vec![ticket(priority, ago(age), resolved)], ..Default::default() },
            Cap::P1Open,
        )
    };
    assert!(!of(Priority::P1, 2, None));
    assert!(of(Priority::P1, 3, None));
    assert!(of(Priority::P1, 3, Some(TODAY + 1)));
    assert!(!of(Priority::P1, 3, Some(TODAY)));
    assert!(!of(Priority::P2, 30, None));
}

#[test]
fn silent_holds_from_30_days_after_the_last_use() {
    let of = |users: &[(Day, f64)], logins: &[(Day, f64)], records: &[FeatureUse]| {
        let usage = vec![series(USERS, users), series(LOGINS, logins)];
        holds(&AccountFacts { usage, features: records.to_vec(), ..Default::default() }, Cap::Silent)
    };
    assert!(!of(&[(ago(29), 1.0)], &[], &[]));
    assert!(of(&[(ago(30), 1.0), (ago(2), 0.0)], &[], &[]));
    assert!(!of(&[(ago(30), 1.0)], &[(ago(3), 1.0)], &[]));
    assert!(!of(&[(ago(30), 1.0)], &[], &[used(ago(3), 1, 1.0)]));
    assert!(of(&[(ago(30), 1.0)], &[(TODAY + 1, 1.0)], &[used(ago(3), 1, 0.0), used(ago(40), 1, 2.0)]));
    // Never used: not silent.
    assert!(!of(&[(ago(50), 0.0)], &[], &[]));
    assert!(!of(&[], &[], &[]));
}

#[test]
fn a_stopped_import_is_no_silence() {
    let facts = AccountFacts { usage: vec![series(USERS, &[(ago(60), 1.0)])], ..Default::default() };
    let of = |last: i32| {
        let mut book = full_book();
        book.usage_days = vec![ago(60), ago(last), TODAY + 1];
        score(&facts, &book, policy(), TODAY).caps.contains(Cap::Silent)
    };
    assert!(of(30)); // 30 days of others' usage since
    assert!(!of(31));
}

#[test]
fn sponsor_left_holds_until_someone_active_has_the_same_role() {
    let of = |contacts: &[ContactFacts]| {
        holds(&AccountFacts { contacts: contacts.to_vec(), ..Default::default() }, Cap::SponsorLeft)
    };
    let gone = contact(1, ExecutiveSponsor, Some(TODAY));
    assert!(of(std::slice::from_ref(&gone)));
    assert!(of(&[gone.clone(), contact(2, Champion, None)]));
    assert!(!of(&[gone.clone(), contact(2, ExecutiveSponsor, Some(TODAY + 1))]));
    assert!(of(&[contact(1, Champion, Some(ago(500))), contact(2, ExecutiveSponsor, None)]));
    assert!(!of(&[contact(1, ExecutiveSponsor, Some(TODAY + 1))]));
    assert!(!of(&[contact(1, Admin, Some(ago(5)))]));
}

#[test]
fn signals_hold_while_they_are_open() {
    let of = |class, cap, day, closed| {
        holds(&AccountFacts { signals: vec![signal(class, day, closed)], ..Default::default() }, cap)
    };
    for (class, cap) in
        [(SignalClass::ChurnNotice, Cap::ChurnNotice), (SignalClass::Competitor, Cap::Competitor)]
    {
        assert!(of(class, cap, TODAY, None));
        assert!(of(class, cap, ago(9), Some(TODAY + 1)));
        assert!(!of(class, cap, ago(9), Some(TODAY)));
        assert!(!of(class, cap, TODAY + 1, None));
        assert!(!of(SignalClass::Other, cap, ago(9), None));
    }
}

#[test]
fn first_outcome_overdue_holds_past_the_target_where_the_measure_applies() {
    let of = |go_live, reached, book: &BookFacts| {
        let facts =
            AccountFacts { go_live_on: Some(ago(go_live)), first_outcome_on: reached, ..Default::default() };
        score(&facts, book, policy(), TODAY).caps.contains(Cap::FirstOutcomeOverdue)
    };
    let mut book = full_book();
    assert!(!of(30, None, &book));
    assert!(of(31, None, &book));
    assert!(!of(31, Some(TODAY), &book));
    assert!(of(31, Some(TODAY + 1), &book));
    book.first_outcome = None;
    assert!(!of(31, None, &book));
}

#[test]
fn renewal_unplanned_wants_a_plan_for_the_quarter_of_the_end() {
    let q3 = Quarter { year: 2026, number: 3 };
    let ending = |in_days: i32| AccountFacts {
        contracts: vec![contract(5, ago(300), Some(TODAY + in_days), None)],
        ..AccountFacts::default()
    };
    let cap = |facts: &AccountFacts| holds(facts, Cap::RenewalUnplanned);
    assert!(!cap(&ending(0))); // over
    assert!(cap(&ending(1)));
    assert!(cap(&ending(60)));
    assert!(!cap(&ending(61)));
    let mut facts = ending(1); // 2026-07-01, the third quarter
    facts.plans = vec![
        PlanFacts { quarter: Quarter { year: 2026, number: 2 }, written_on: ago(3) },
        PlanFacts { quarter: q3, written_on: TODAY + 1 },
    ];
    assert!(cap(&facts));
    facts.plans.push(PlanFacts { quarter: q3, written_on: TODAY });
    assert!(!cap(&facts));
    // Another contract does not lift it; a renewal won by the day does, for its own contract.
    let mut facts = ending(20);
    facts.contracts.push(contract(6, ago(1), None, None));
    facts.renewals =
        vec![RenewalFacts { contract: 6, won_on: ago(1) }, RenewalFacts { contract: 5, won_on: TODAY + 1 }];
    assert!(cap(&facts));
    facts.renewals.push(RenewalFacts { contract: 5, won_on: TODAY });
    assert!(!cap(&facts));
    // A contract that has not begun is not active.
    let mut facts = ending(20);
    facts.contracts[0].start = TODAY + 1;
    assert!(!cap(&facts));
}

#[test]
fn the_lowest_cap_limits_and_all_that_hold_are_listed() {
    // Touch today and a quiet help desk: every measure present is at 100.
    let mut facts = AccountFacts { touchpoints: vec![call(1, TODAY, &[])], ..AccountFacts::default() };
    facts.signals = vec![signal(SignalClass::Competitor, ago(1), None)];
    facts.contacts = vec![contact(1, Champion, Some(ago(1)))];
    facts.tickets = vec![ticket(Priority::P1, ago(3), None)];
    let score = scored_today(&facts);
    let caps: Vec<_> = score.caps(policy()).iter().map(|held| (held.cap, held.at_most, held.binds)).collect();
    let expected =
        [(Cap::P1Open, 49.0, true), (Cap::Competitor, 49.0, true), (Cap::SponsorLeft, 60.0, false)];
    // touch 8 at 100, sponsor 7 at 0, contacts 5 at 0, severe 9 at 40, backlog 6 at 100: 1760 / 35 = 50.29
    assert_eq!(caps, expected);
    assert_eq!(score.shown_uncapped, Some(503));
    assert_eq!(score.health, Some(490));
    assert_eq!(score.binding_cap(policy()), Some(Cap::P1Open));
    // A cap above the health does not bind.
    facts.contacts.push(contact(2, Champion, None));
    facts.signals.clear();
    facts.tickets = vec![ticket(Priority::P1, ago(7), None)];
    let score = scored_today(&facts);
    // severe falls to 0: 1400 / 35 = 40
    assert_eq!((score.health, score.caps(policy())[0].binds), (Some(400), false));
}

#[test]
fn a_veto_is_red_even_where_little_or_nothing_is_known() {
    let notice =
        |class| AccountFacts { signals: vec![signal(class, ago(1), None)], ..AccountFacts::default() };
    let empty = BookFacts::default();
    let of = |facts: &AccountFacts, book: &BookFacts| {
        let score = score(facts, book, policy(), TODAY);
        (score.band, score.health, score.coverage)
    };
    assert_eq!(of(&AccountFacts::default(), &empty), (Band::Grey, None, 0.0));
    assert_eq!(of(&notice(SignalClass::Competitor), &empty), (Band::Red, None, 0.0));
    let left = AccountFacts { contacts: vec![contact(1, Champion, Some(ago(1)))], ..AccountFacts::default() };
    assert_eq!(of(&left, &empty).0, Band::Grey); // 60 is no veto
    // Support alone is present, 15 of the 90 that apply: too little, but the veto stands.
    let sparse = of(&notice(SignalClass::ChurnNotice), &full_book());
    assert_eq!((sparse.0, sparse.1), (Band::Red, Some(0)));
}
