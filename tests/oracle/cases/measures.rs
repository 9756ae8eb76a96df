//! Each measure: its value, its curve, its freshness.

use super::*;
use crate::measures::{curve, freshness};

#[test]
fn quarters_and_days_are_those_of_the_calendar() {
    assert_eq!(iso(0), "1970-01-01");
    assert_eq!(iso(DAY), "2024-10-04");
    assert_eq!(quarter(date(2026, 3, 31)), "2026-Q1");
    assert_eq!(quarter(date(2026, 4, 1)), "2026-Q2");
    assert_eq!(quarter(date(2025, 12, 31)), "2025-Q4");
}

#[test]
fn a_curve_is_linear_between_its_points_and_constant_outside() {
    let points = [(0.0, 0.0), (0.5, 50.0), (0.8, 100.0)];
    for (x, y) in
        [(-1.0, 0.0), (0.0, 0.0), (0.25, 25.0), (0.5, 50.0), (0.65, 75.0), (0.8, 100.0), (3.0, 100.0)]
    {
        assert_close(curve(&points, x), y);
    }
}

#[test]
fn a_value_is_fresh_until_its_days_and_gone_at_twice_as_many() {
    for (age, weight) in
        [(0, 1.0), (28, 1.0), (29, 27.0 / 28.0), (42, 0.5), (55, 1.0 / 28.0), (56, 0.0), (90, 0.0)]
    {
        assert_close(freshness(age, 28), weight);
    }
}

#[test]
fn utilisation_is_the_last_days_sum_over_the_seats_of_active_contracts() {
    // 60 of 100 is 60%: on the way from 50 (at 0.5) to 100 (at 0.8) that is 50 + 50 x 0.1 / 0.3.
    let of_contract =
        |id: &str, age, value| Usage { contract: Some(text(id)), ..usage("active_users", age, value) };
    let mut account = Account { contracts: vec![contract(70), contract(30)], ..Account::default() };
    account.contracts.push(Contract { end: Some(DAY), ..contract(500) });
    account.usage = vec![of_contract("K", 3, 45), of_contract("old", 3, 15), usage("active_users", 4, 99)];
    assert_measure(&book(vec![account.clone()]), "licence_utilisation", 0.6, 50.0 + 50.0 / 3.0);
    account.contracts.clear();
    assert_eq!(state(&book(vec![account.clone()]), "licence_utilisation", DAY), State::NotApplicable);
    let other = Account { contracts: vec![contract(10)], ..Account::default() };
    assert_eq!(state(&book(vec![account, other]), "licence_utilisation", DAY), State::Missing);
}

#[test]
fn of_two_rows_of_a_source_and_day_the_later_counts() {
    let account = Account { usage: vec![usage("logins", 3, 9), usage("logins", 3, 0)], ..Account::default() };
    assert_eq!(account.series("logins", DAY).into_iter().collect::<Vec<_>>(), [(DAY - 3, 0)]);
    assert_eq!(account.last_use(DAY), None);
}

#[test]
fn a_users_value_counts_to_the_age_of_55_days() {
    let of_age = |age| Account {
        contracts: vec![contract(100)],
        usage: vec![usage("active_users", age, 80)],
        ..Account::default()
    };
    let State::Present { freshness, score, .. } = state(&book(vec![of_age(55)]), "licence_utilisation", DAY)
    else {
        panic!()
    };
    assert_close(freshness, 1.0 / 28.0);
    assert_close(score, 100.0);
    assert_eq!(state(&book(vec![of_age(56)]), "licence_utilisation", DAY), State::Missing);
}

#[test]
fn without_a_catalog_every_feature_seen_in_the_book_is_entitled() {
    // The book has seen a, b, c (of 0 uses) and d: two of four are used, one of them by two rows of 0 and 1.
    let account = Account {
        features: vec![uses("a", 27, 0), uses("a", 1, 1), uses("b", 28, 9), uses("d", 0, 5)],
        ..Account::default()
    };
    let other = Account { features: vec![uses("c", 200, 0), uses("later", -1, 7)], ..Account::default() };
    assert_measure(&book(vec![account, other]), "feature_adoption", 0.5, 50.0);
}

#[test]
fn a_catalog_entitles_by_the_plans_of_active_contracts() {
    let feature = |name: &str, core, plans: &[&str]| CatalogFeature {
        feature: text(name),
        core,
        advanced: false,
        plans: plans.iter().map(|plan| text(plan)).collect(),
    };
    let catalog = vec![
        feature("a", true, &[]),
        feature("b", true, &["PRO"]),
        feature("c", true, &["Max"]),
        feature("d", false, &[]),
    ];
    let account = Account {
        contracts: vec![
            Contract { plan: text("pro"), ..contract(1) },
            Contract { plan: text("max"), end: Some(DAY), ..contract(1) },
        ],
        features: vec![uses("a", 40, 5), uses("b", 2, 1), uses("c", 2, 1), uses("d", 2, 1)],
        ..Account::default()
    };
    assert_measure(&Book { accounts: vec![account], catalog }, "feature_adoption", 0.5, 50.0);
}

#[test]
fn the_trend_compares_the_means_of_recorded_values() {
    // (40 + 50) / 2 = 45 against 50 is -10%: half way from 40 (at -0.2) to 75 (at 0).
    let account = Account {
        usage: vec![
            usage("active_users", 0, 40),
            usage("active_users", 27, 50),
            usage("active_users", 28, 50),
            usage("active_users", 56, 900),
        ],
        ..Account::default()
    };
    assert_measure(&book(vec![account.clone()]), "usage_trend", -0.1, 57.5);
    // Feature uses count over all 28 days: 12 / 28 against 10 / 28 is +20%, whatever the number of records.
    let account = Account { features: vec![uses("a", 0, 4), uses("b", 3, 8), uses("a", 30, 10)], ..account };
    let of_features = Account { usage: Vec::new(), ..account.clone() };
    assert_measure(&book(vec![of_features.clone()]), "usage_trend", 0.2, 100.0);
    // The key metric is the book's.
    assert_eq!(state(&book(vec![of_features, account]), "usage_trend", DAY), State::Missing);
}

#[test]
fn goals_count_by_their_status_of_the_day() {
    // On track 1, at risk 0.5, off track 0, achieved 364 days ago 1; of the others one is too old, one has no status yet.
    let goals = vec![
        goal("on track", 400),
        goal("at risk", 0),
        goal("off track", 9),
        goal("achieved", 364),
        goal("missed", 365),
        goal("missed", -1),
    ];
    let account = Account { goals, ..Account::default() };
    assert_measure(&book(vec![account]), "goals", 0.625, 62.5);
}

#[test]
fn the_first_outcome_is_owed_from_the_go_live_on() {
    let reached = Account { first_outcome_on: Some(DAY), go_live_on: Some(DAY - 100), ..Account::default() };
    assert_measure(&book(vec![reached.clone()]), "first_outcome", 1.0, 100.0);
    // 15 of 30 days: 1; 30: half; 45: a quarter; 60: nothing.
    for (days, value) in [(15, 1.0), (30, 0.5), (45, 0.25), (60, 0.0), (90, 0.0)] {
        let waiting =
            Account { signed_on: Some(DAY - days), contracts: vec![contract(1)], ..Account::default() };
        let book = book(vec![waiting, reached.clone()]);
        assert_measure(&book, "first_outcome", value, value * 100.0);
        assert_eq!(caps(&book).contains(&"first_outcome_overdue"), days > 30, "{days}");
    }
    let to_come = Account { go_live_on: Some(DAY + 1), signed_on: Some(DAY - 90), ..Account::default() };
    let book = book(vec![to_come, reached]);
    assert_eq!(state(&book, "first_outcome", DAY), State::NotApplicable);
    assert!(caps(&book).is_empty());
}

#[test]
fn onboarding_is_the_share_of_the_required_steps_that_are_due() {
    let steps = vec![
        step(5, Some(9)),
        step(0, Some(0)),
        step(3, Some(-1)),
        step(1, None),
        step(-1, Some(2)),
        Step { required: Some(false), ..step(2, None) },
        Step { not_applicable: true, ..step(2, None) },
    ];
    // Two of the four that are due are done.
    let of = |ended_on| Account {
        onboardings: vec![Onboarding {
            started_on: DAY - 30,
            ended_on,
            steps: steps.clone(),
            ..Onboarding::default()
        }],
        ..Account::default()
    };
    assert_measure(&book(vec![of(None)]), "onboarding", 0.5, 40.0);
    assert_measure(&book(vec![of(Some(DAY - 89))]), "onboarding", 0.5, 40.0);
    assert_eq!(state(&book(vec![of(Some(DAY - 90))]), "onboarding", DAY), State::NotApplicable);
}

#[test]
fn touch_is_measured_by_the_cadence_of_the_segment() {
    // 45 days are 1.5 cadences of high touch (60 points), 0.75 of mid touch, which an unknown segment has.
    let of = |segment: &str, touchpoints: Vec<Touchpoint>| Account {
        segment: text(segment),
        signed_on: Some(DAY - 60),
        touchpoints,
        ..Account::default()
    };
    let met = vec![touch(45, "call", &[]), touch(0, "note", &[])];
    assert_measure(&book(vec![of("High_Touch", met.clone())]), "touch", 1.5, 60.0);
    assert_measure(&book(vec![of("Strategic", met.clone())]), "touch", 0.75, 100.0);
    let never = |segment| {
        state(&book(vec![of(segment, vec![touch(3, "note", &[])]), of("", met.clone())]), "touch", DAY)
    };
    assert_eq!(never("tech-touch"), State::Missing);
    assert_eq!(
        never("mid-touch"),
        State::Present { value: Shown::Null, value_on: Shown::Null, freshness: 1.0, score: 0.0 }
    );
}

#[test]
fn the_sponsor_met_last_counts() {
    let contacts = vec![
        contact("A", "executive sponsor", None),
        contact("B", "Executive-Sponsor", None),
        contact("C", "executive sponsor", Some(DAY)),
    ];
    let of = |touchpoints: Vec<Touchpoint>| {
        book(vec![Account { contacts: contacts.clone(), touchpoints, ..Account::default() }])
    };
    // 135 days are half way from 90 (100 points) to 180 (none); C is gone on the day.
    assert_measure(
        &of(vec![touch(135, "call", &["A"]), touch(170, "call", &["B"]), touch(1, "call", &["C"])]),
        "sponsor",
        135.0,
        50.0,
    );
    assert_measure(&of(vec![touch(1, "call", &[])]), "sponsor", 180.0, 0.0);
}

#[test]
fn live_contacts_are_active_and_were_met_in_90_days() {
    let contacts = vec![
        contact("A", "", None),
        contact("B", "", Some(DAY + 1)),
        contact("C", "", Some(DAY)),
        contact("D", "", None),
    ];
    let account = Account {
        contacts,
        touchpoints: vec![touch(89, "note", &["A", "B", "C"]), touch(90, "call", &["D"])],
        ..Account::default()
    };
    assert_measure(&book(vec![account]), "live_contacts", 2.0, 70.0);
}

#[test]
fn tickets_count_by_age_while_unresolved() {
    // The P2 of 8 days counts as 4: 50 - 50 x 2 / 5 = 30. The P1 that is resolved on the day is not open.
    let tickets = vec![
        ticket(8, "high", None),
        ticket(3, "P1", Some(DAY + 1)),
        ticket(9, "urgent", Some(DAY)),
        ticket(14, "low", None),
        ticket(15, "", None),
    ];
    let book = book(vec![Account { tickets, ..Account::default() }]);
    assert_measure(&book, "severe_age", 4.0, 30.0);
    // One of the five opened in 90 days is older than 14: 0.2 is four fifths of the way from 100 to 60.
    assert_measure(&book, "backlog", 0.2, 68.0);
    assert_eq!(caps(&book), ["p1_open"]);
}

#[test]
fn resolution_hours_count_from_midnight_of_the_opening() {
    let hours = |hours| Ticket { resolution_hours: Some(hours), ..ticket(5, "", None) };
    assert_eq!(hours(23).resolved(), Some(DAY - 5));
    assert_eq!(hours(27).resolved(), Some(DAY - 4));
    assert_eq!(Ticket { status: text("Solved"), ..ticket(5, "", None) }.resolved(), Some(DAY - 5));
}

#[test]
fn nps_is_the_mean_of_the_latest_answer_of_each_person() {
    // Ida answered 2 and 9 on one day, the stranger 8, nobody 7 and 4: (9 + 8 + 7 + 4) / 4 = 7, half way from 30 to 70.
    let ida = Contact { email: text("ida@x.example"), ..contact("Ida", "", None) };
    let surveys = vec![
        survey(240, "nps", "Ida", 2),
        survey(240, "NPS", "ida@x.example", 9),
        survey(300, "nps", "Sam", 8),
        survey(301, "nps", "Sam", 0),
        survey(330, "nps", "", 7),
        survey(364, "nps", "", 4),
        survey(365, "nps", "", 10),
        survey(3, "csat", "Ida", 5),
    ];
    let account = Account { contacts: vec![ida], surveys, ..Account::default() };
    let State::Present { value, freshness, score, .. } = state(&book(vec![account]), "nps", DAY) else {
        panic!()
    };
    assert_eq!(value, Shown::Is(7.0));
    assert_close(score, 50.0);
    // Of 240 days, 180 are fresh: (360 - 240) / 180.
    assert_close(freshness, 2.0 / 3.0);
}

#[test]
fn csat_counts_every_answer_of_surveys_and_tickets() {
    // 4 of 5, 8 of 10 and 80 of 100 are satisfied, 7 of 10 is not, and the ticket's 5 is dated on its resolution: 4 of 5.
    let on = |scale, answer: Survey| Survey { scale: Some(scale), ..answer };
    let surveys = vec![
        survey(89, "csat", "", 4),
        on(10, survey(1, "csat", "", 8)),
        on(100, survey(1, "csat", "", 80)),
        on(10, survey(1, "csat", "", 7)),
        survey(90, "csat", "", 1),
    ];
    let tickets = vec![
        Ticket { satisfaction: Some(5), ..ticket(100, "", Some(DAY - 80)) },
        Ticket { satisfaction: Some(1), ..ticket(9, "", Some(DAY + 1)) },
    ];
    // 0.8 is two thirds of the way from 40 (at 0.6) to 100 (at 0.9).
    assert_measure(&book(vec![Account { surveys, tickets, ..Account::default() }]), "csat", 0.8, 80.0);
}

#[test]
fn the_latest_pulse_counts_while_fresh() {
    let of = |age, pulse| Touchpoint { pulse: Some(pulse), ..touch(age, "note", &[]) };
    let account = Account { touchpoints: vec![of(200, 5), of(135, 4)], ..Account::default() };
    let State::Present { value, freshness, score, .. } = state(&book(vec![account]), "pulse", DAY) else {
        panic!()
    };
    assert_eq!((value, freshness, score), (Shown::Is(4.0), 0.5, 80.0));
}
