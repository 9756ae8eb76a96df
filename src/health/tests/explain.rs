use super::*;
use crate::domain::Quarter;
use crate::health::{Cap, ToGreen, Why, why};

fn explained(facts: &AccountFacts, book: &BookFacts, since: Day) -> Why {
    let mut facts = facts.clone();
    facts.finish();
    why(&facts, book, policy(), TODAY, since)
}

fn texts(facts: &AccountFacts, measure: Measure) -> (String, String) {
    let why = explained(facts, &full_book(), ago(28));
    let line = why.measures.into_iter().find(|line| line.measure == measure).unwrap();
    (line.value_text, line.note)
}

#[test]
fn values_read_as_people_say_them() {
    let mut facts = AccountFacts {
        go_live_on: Some(ago(12)),
        contracts: vec![contract(1, ago(400), None, Some(60))],
        contacts: vec![
            contact(1, ContactRole::ExecutiveSponsor, None),
            contact(2, ContactRole::Champion, None),
        ],
        usage: vec![series(USERS, &[(ago(40), 40.0), (ago(1), 42.0)])],
        features: vec![used(ago(42), 1, 2.0)],
        tickets: vec![ticket(Priority::P1, ago(1), None), ticket(Priority::P2, ago(15), None)],
        surveys: vec![
            survey(1, ago(200), SurveyKind::Nps, None, 9.0, 10.0),
            survey(2, ago(9), SurveyKind::Csat, None, 5.0, 5.0),
        ],
        touchpoints: vec![call(1, ago(18), &[1])],
        goals: vec![
            goal(None, &[(ago(9), GoalStatus::AtRisk)]),
            goal(None, &[(ago(9), GoalStatus::OnTrack)]),
        ],
        onboardings: vec![OnboardingFacts {
            row: 1,
            started_on: ago(12),
            ended_on: None,
            steps: vec![step(ago(3), Some(ago(3))), step(ago(2), None)],
        }],
        ..AccountFacts::default()
    };
    facts.touchpoints.push(pulse(2, ago(100), 4));
    for (measure, value, note) in [
        (Measure::LicenceUtilisation, "42 of 60 seats (70 %)", ""),
        (
            Measure::FeatureAdoption,
            "0 of 4 core features used in 28 days (0 %)",
            "of 2026-05-19, 42 days old: 50 % of the weight is left",
        ),
        (Measure::UsageTrend, "active_users 42 against 40 in the 28 days before (+5 %)", ""),
        (Measure::Goals, "1 on track, 1 at risk", ""),
        (Measure::FirstOutcome, "day 12 of 30 since go-live on 2026-06-18", ""),
        (Measure::Onboarding, "1 of 2 required steps due done", ""),
        (Measure::Touch, "18 days since 2026-06-12, cadence 60 days", ""),
        (Measure::Sponsor, "met 18 days ago, on 2026-06-12", ""),
        (Measure::LiveContacts, "1 contact met in 90 days", ""),
        (Measure::SevereAge, "oldest P1 open for 1 day, oldest P2 for 15 days, of which 50 % counts", ""),
        (Measure::Backlog, "1 open for more than 14 days, 2 opened in 90 days", ""),
        (
            Measure::Nps,
            "9 of 10, mean of 1 answer",
            "of 2025-12-12, 200 days old: 89 % of the weight is left", // (360 - 200) / 180
        ),
        (Measure::Csat, "1 of 1 answer good (100 %)", ""),
        (
            Measure::Pulse,
            "4 of 5, given on 2026-03-22",
            "of 2026-03-22, 100 days old: 89 % of the weight is left", // (180 - 100) / 90
        ),
    ] {
        assert_eq!(texts(&facts, measure), (value.to_string(), note.to_string()), "{measure:?}");
    }
}

#[test]
fn what_is_not_there_is_said_and_why() {
    let stale = AccountFacts { touchpoints: vec![pulse(1, ago(181), 4)], ..AccountFacts::default() };
    let expected = "the last value is of 2025-12-31, 181 days old, and no longer counts";
    assert_eq!(texts(&stale, Measure::Pulse), (String::new(), expected.to_string()));
    assert_eq!(texts(&stale, Measure::Onboarding).1, "no onboarding is open or ended lately");
    assert_eq!(texts(&stale, Measure::Goals).1, "no goal is open or was closed lately");
    let empty = explained(&stale, &BookFacts::default(), ago(7));
    assert_eq!(empty.measures[9].note, "the book does not hold a ticket yet");
    assert_eq!(empty.coverage_note, "0 % of what applies is known, less than 50 %: too little data to judge");
    assert_eq!(empty.measures[0].curve_text, "0:0 0.5:50 0.8:100");
    let never = AccountFacts { signed_on: Some(ago(99)), ..AccountFacts::default() };
    assert_eq!(texts(&never, Measure::Touch), (String::new(), "never touched".to_string()));
}

#[test]
fn names_of_metrics_are_cleaned() {
    let mut book = full_book();
    book.metrics[0].name = "\u{1b}[31mseats\n".into();
    let policy = policy_with("[usage.usage_trend]\nkey_metric = [\"\\u001b[31mseats\\n\", \"logins\"]");
    book.metrics[0].name = book.metrics[0].name.trim().into();
    let usage = vec![series(USERS, &[(ago(40), 1.0), (ago(1), 1.0)])];
    let why = why(&AccountFacts { usage, ..AccountFacts::default() }, &book, &policy, TODAY, ago(1));
    assert_eq!(why.measures[2].value_text, "␛[31mseats 1 against 1 in the 28 days before (0 %)");
}

#[test]
fn every_cap_names_its_fact() {
    let facts = AccountFacts {
        go_live_on: Some(ago(50)),
        contracts: vec![contract(1, ago(300), Some(TODAY + 32), None)],
        contacts: vec![contact(1, ContactRole::Champion, Some(ago(9)))],
        usage: vec![series(USERS, &[(ago(45), 3.0)])],
        tickets: vec![ticket(Priority::P1, ago(12), None)],
        signals: vec![
            signal(SignalClass::ChurnNotice, ago(3), None),
            signal(SignalClass::Competitor, ago(8), None),
        ],
        ..AccountFacts::default()
    };
    let why = explained(&facts, &full_book(), ago(7));
    let caps: Vec<_> = why.caps.iter().map(|line| (line.cap, line.at_most, line.reason.as_str())).collect();
    assert_eq!(
        caps,
        [
            (Cap::ChurnNotice, 0.0, "the churn notice signal of 2026-06-27 is open"),
            (Cap::P1Open, 49.0, "a P1 ticket opened on 2026-06-18 is unresolved for 12 days"),
            (
                Cap::Silent,
                49.0,
                "last used on 2026-05-16, 45 days before the book's last usage on 2026-06-30"
            ),
            (Cap::Competitor, 49.0, "the competitor signal of 2026-06-22 is open"),
            (Cap::SponsorLeft, 60.0, "the champion left on 2026-06-21 and nobody active has the role"),
            (
                Cap::FirstOutcomeOverdue,
                74.0,
                "live for 50 days without the first outcome, due within 30 days"
            ),
            (
                Cap::RenewalUnplanned,
                74.0,
                "a contract ends on 2026-08-01, in 32 days, and 2026-Q3 has no account plan"
            ),
        ]
    );
    assert!(!why.to_green.reachable, "a churn notice is the customer's");
    let said = "Not reachable by what you can do yourself: the churn notice signal of 2026-06-27 is open and last used on 2026-05-16, \
                45 days before the book's last usage on 2026-06-30";
    assert_eq!(why.to_green.note, said);
}

#[test]
fn moved_adds_up_by_measure_cap_and_rounding() {
    // 35 days ago: touch 25 days, a P1 open for 5 days; since then the P1 was resolved and nobody was met.
    let facts = AccountFacts {
        touchpoints: vec![call(1, ago(60 + 25), &[])],
        tickets: vec![ticket(Priority::P1, ago(40), Some(ago(30)))],
        ..AccountFacts::default()
    };
    let why = explained(&facts, &full_book(), ago(35));
    // Then: touch 50 / 60 at 100; severe 5: 20; backlog 100: (800 + 180 + 600) / 23 = 68.70, capped to 49.
    // Now: touch 85 / 60 = 1.41667: 100 - 0.41667 / 0.5 * 40 = 66.667; severe 100: 2033.33 / 23 = 88.41.
    assert_eq!((why.moved.from, why.moved.to), (Some(490), Some(884)));
    let parts: Vec<_> = why.moved.parts.iter().map(|part| (part.name.as_str(), part.shown)).collect();
    // touch -266.67 / 23 = -11.59; severe 720 / 23 = 31.30; cap 19.70; together 39.41, shown 39.4.
    assert_eq!(parts, [("touch", -116), ("severe_age", 313), ("p1_open", 197), ("rounding", 0)]);
    let rounding = why.moved.parts[3].points;
    assert!((rounding - (39.4 - (2033.0 + 1.0 / 3.0) / 23.0 + 49.0)).abs() < 1e-9, "{rounding}");
    // No health then: nothing to compare.
    let why = explained(&facts, &BookFacts { ticket: Some(ago(5)), ..BookFacts::default() }, ago(35));
    assert_eq!((why.moved.from, why.moved.parts.len()), (None, 0));
}

fn steps(green: &ToGreen) -> Vec<(&str, &str, f64)> {
    let round = |gain: f64| (gain * 100.0).round() / 100.0;
    green.steps.iter().map(|step| (step.name.as_str(), step.action.as_str(), round(step.gain))).collect()
}

/// Only touchpoints, tickets, contacts and goals in the book: 10 + 8 + 7 + 5 + 15 = 45 apply.
fn narrow_book() -> BookFacts {
    let long = Some(ago(900));
    BookFacts {
        touchpoint: long,
        ticket: long,
        goal: long,
        sponsor: true,
        contact: true,
        ..BookFacts::default()
    }
}

#[test]
fn green_needs_the_fewest_measures_and_of_those_the_least_points() {
    let facts = AccountFacts {
        contacts: vec![contact(1, ContactRole::ExecutiveSponsor, None)],
        touchpoints: vec![call(1, ago(180), &[1])], // touch 0, sponsor 0, live contacts 0
        goals: vec![goal(None, &[(ago(9), GoalStatus::AtRisk)])], // 50
        ..AccountFacts::default()
    };
    let green = explained(&facts, &narrow_book(), ago(7)).to_green;
    // (10 x 50 + 15 x 100) / 45 = 44.4; 30.6 points or 1375 are wanted. One measure gives at most 800, two at most
    // 800 + 700 = 1500; 500 + 800 = 1300 is too little.
    assert_eq!(
        steps(&green),
        [
            ("touch", "Log a call, meeting, e-mail, review or training", 17.78), // 800 / 45
            ("sponsor", "Log a touch with the executive sponsor, last met on 2026-01-01", 15.56), // 700 / 45
        ]
    );
    assert!(green.reachable && !green.already);
    // With the sponsor met, 2000 + 700; 675 more are wanted: touch alone (800) is enough, goals and contacts are not.
    let sponsor = TouchpointFacts { kind: TouchpointKind::Note, ..call(2, ago(90), &[1]) };
    let met = AccountFacts { touchpoints: vec![sponsor], ..facts.clone() };
    // Now touch 90 / 60 = 1.5 has 60: 480 more, 3180 in all; 195 wanted: touch 320, contacts 500, goals 500.
    let green = explained(&met, &narrow_book(), ago(7)).to_green;
    assert_eq!(steps(&green), [("touch", "Log a call, meeting, e-mail, review or training", 7.11)]);
}

#[test]
fn green_lifts_every_cap_that_is_too_low() {
    let facts = AccountFacts {
        contracts: vec![contract(1, ago(300), Some(TODAY + 32), None)],
        contacts: vec![contact(1, ContactRole::ExecutiveSponsor, Some(ago(3)))],
        touchpoints: vec![call(1, TODAY, &[1])],
        signals: vec![signal(SignalClass::Competitor, ago(8), None)],
        goals: vec![goal(None, &[(ago(9), GoalStatus::OnTrack)])],
        ..AccountFacts::default()
    };
    let green = explained(&facts, &narrow_book(), ago(7)).to_green;
    // touch 8, support 15, goals 10 at 100, sponsor 7 and contacts 5 at 0: 3300 / 45 = 73.3; 75 wants 75 more:
    // contacts (500) are fewer points than the sponsor (700).
    assert_eq!(
        steps(&green),
        [
            ("competitor", "Settle and close the competitor signal", 11.0), // 49 to 60
            ("sponsor_left", "Find a new executive sponsor", 13.3),         // 60 to 73.3
            ("renewal_unplanned", "Write the account plan for 2026-Q3", 0.0), // 74 did not bind
            ("live_contacts", "Meet 3 contacts within 90 days, 0 so far", 11.11), // 500 / 45
        ]
    );
    let planned = PlanFacts { quarter: Quarter { year: 2026, number: 3 }, written_on: TODAY };
    let green = explained(&AccountFacts { plans: vec![planned], ..facts }, &narrow_book(), ago(7)).to_green;
    assert_eq!(green.steps.len(), 3);
}

#[test]
fn green_also_wants_coverage_and_can_be_out_of_reach() {
    // Support alone is at 100 with 15 of 45: 8 more weight is wanted; goals (10) or touch (8) are missing.
    // Either keeps 100: the same points, so the first in policy order.
    let green = explained(&AccountFacts::default(), &narrow_book(), ago(7)).to_green;
    assert_eq!(steps(&green), [("goals", "Agree a goal and keep it on track", 0.0)]);
    // Only usage, at 0: nothing a CSM can do.
    let long = Some(ago(900));
    let book = BookFacts {
        metrics: vec![metric(USERS, "active_users", long)],
        contract_with_seats: long,
        ..BookFacts::default()
    };
    let facts = AccountFacts {
        contracts: vec![contract(1, ago(300), None, Some(10))],
        usage: vec![series(USERS, &[(ago(1), 0.0)])],
        ..AccountFacts::default()
    };
    let green = explained(&facts, &book, ago(7)).to_green;
    assert!(!green.reachable && green.steps.is_empty());
    assert_eq!(green.note, "Not reachable by what you can do yourself: usage must improve");
    // A book that holds nothing.
    let green = explained(&AccountFacts::default(), &BookFacts::default(), ago(7)).to_green;
    assert!(
        !green.reachable && green.note.starts_with("Nothing is known yet: import usage,"),
        "{}",
        green.note
    );
    // Green is green.
    let facts = AccountFacts { touchpoints: vec![call(1, TODAY, &[])], ..AccountFacts::default() };
    let book = BookFacts { touchpoint: long, ..BookFacts::default() };
    let green = explained(&facts, &book, ago(7)).to_green;
    assert!(green.already && green.reachable && green.steps.is_empty());
}

#[test]
fn tickets_to_close_are_counted_and_dated() {
    let tickets = vec![
        ticket(Priority::P1, ago(9), None),
        ticket(Priority::P1, ago(7), None),
        ticket(Priority::P1, ago(1), None),
        ticket(Priority::P1, ago(20), Some(ago(1))),
    ];
    let facts = AccountFacts { tickets, ..AccountFacts::default() };
    let book = BookFacts { ticket: Some(ago(90)), ..BookFacts::default() };
    let green = explained(&facts, &book, ago(7)).to_green;
    // severe 0, backlog 100: 600 / 15 = 40.
    assert_eq!(
        steps(&green),
        [
            ("p1_open", "Close the 2 P1 tickets, the oldest opened on 2026-06-21", 0.0),
            ("severe_age", "Close the 3 P1 tickets, the oldest opened on 2026-06-21", 60.0),
        ]
    );
    let one = AccountFacts { tickets: vec![ticket(Priority::P1, ago(9), None)], ..AccountFacts::default() };
    let green = explained(&one, &book, ago(7)).to_green;
    let deeds = green.deeds();
    let [(action, steps)] = deeds.as_slice() else { panic!("{deeds:?}") };
    assert_eq!(*action, "Close the P1 ticket opened on 2026-06-21");
    assert_eq!(steps.iter().map(|step| step.name.as_str()).collect::<Vec<_>>(), ["p1_open", "severe_age"]);
}

#[test]
fn steps_of_an_onboarding_that_are_due_are_counted() {
    let book = BookFacts { onboarding: Some(ago(90)), ..BookFacts::default() };
    for (open, expected) in [
        (1, "Do the required step of the onboarding that is due"),
        (2, "Do the 2 required steps of the onboarding that are due"),
    ] {
        let steps = vec![step(ago(2), None); open];
        let onboarding = OnboardingFacts { row: 1, started_on: ago(12), ended_on: None, steps };
        let facts = AccountFacts { onboardings: vec![onboarding], ..AccountFacts::default() };
        let green = explained(&facts, &book, ago(7)).to_green;
        assert_eq!(green.steps[0].action, expected);
    }
}

#[test]
fn too_little_data_never_reads_as_enough() {
    let policy = policy_with("[bands]\nmin_coverage = 0.34");
    // Support alone: 15 of 45 that apply is 33.3 %.
    let why = why(&AccountFacts::default(), &narrow_book(), &policy, TODAY, ago(7));
    assert_eq!(why.coverage_note, "33 % of what applies is known, less than 34 %: too little data to judge");
    let enough = explained(
        &AccountFacts::default(),
        &BookFacts { ticket: Some(ago(9)), ..Default::default() },
        ago(7),
    );
    assert_eq!(enough.coverage_note, "100 % of what applies is known");
}
