use super::*;
use crate::domain::Band;
use crate::health::{Group, breadth, tenths, to_import, unjudged};

/// Three measures with known scores: pulse 4 (80) at 1/3 of its weight, touch 75 days (80), no tickets (100, 100).
fn sample() -> AccountFacts {
    AccountFacts {
        touchpoints: vec![call(1, ago(75), &[]), pulse(2, ago(150), 4)],
        ..AccountFacts::default()
    }
}

#[test]
fn health_is_the_weighted_mean_of_what_is_present() {
    let score = scored_today(&sample());
    // touch 8 x 80 + severe 9 x 100 + backlog 6 x 100 + pulse 3 x (180 - 150) / 90 = 1 x 80: 2220 / 24
    assert!((score.uncapped.unwrap() - 92.5).abs() < 1e-9);
    assert_eq!(score.health, Some(925));
    // 24 of 100 less first_outcome 6 and onboarding 4, which do not apply.
    assert!((score.coverage - 24.0 / 90.0).abs() < 1e-12);
    assert_eq!(score.band, Band::Grey);
    assert_eq!(score.points(Measure::Touch), Some(8.0 * 80.0 / 24.0));
    assert_eq!(score.points(Measure::Goals), None);
    let lost = score.points_lost(Measure::Pulse).unwrap();
    assert!((lost - 20.0 / 24.0).abs() < 1e-9);
    let group = |group| score.group(group);
    assert_eq!((group(Group::Support), group(Group::Usage)), (Some(100.0), None));
}

#[test]
fn drivers_are_ordered_by_points_lost_then_policy() {
    let score = scored_today(&sample());
    // touch loses 8 x 20, pulse 1 x 20, the tickets nothing.
    let order = [Measure::Touch, Measure::Pulse, Measure::SevereAge, Measure::Backlog];
    assert_eq!(score.drivers(), order);
    assert_eq!(score.top_driver(), Some(Measure::Touch));
    let nothing = score_in(&BookFacts::default());
    assert_eq!((nothing.drivers(), nothing.top_driver()), (vec![], None));
}

fn score_in(book: &BookFacts) -> Score {
    score(&sample(), book, policy(), TODAY)
}

#[test]
fn measures_that_are_not_present_have_no_figures() {
    let score = score_in(&BookFacts { ticket: None, ..full_book() });
    for measure in [Measure::Goals, Measure::SevereAge, Measure::FirstOutcome] {
        let reading = score.reading(measure);
        assert_eq!(
            (reading.value, reading.value_on, reading.score, reading.freshness),
            (None, None, None, 0.0)
        );
        assert!(reading.weight > 0.0);
    }
}

#[test]
fn half_of_the_weight_is_enough_coverage() {
    // With only tickets and touchpoints in the book, support 15 and touch 8 apply; cutting touch gives 15 of 23.
    let book = |touchpoint| BookFacts { ticket: Some(ago(9)), touchpoint, ..BookFacts::default() };
    let score_of = |weight: &str, facts: &AccountFacts| {
        let policy = policy_with(&format!("[engagement.touch]\nweight = {weight}"));
        score(facts, &book(Some(ago(9))), &policy, TODAY)
    };
    let untouched = AccountFacts::default();
    let exactly = score_of("15", &untouched); // 15 of 30
    assert_eq!((exactly.coverage, exactly.band), (0.5, Band::Green));
    let short = score_of("15.01", &untouched);
    assert_eq!((short.band, short.health), (Band::Grey, Some(1000)));
}

#[test]
fn the_band_is_that_of_the_displayed_value() {
    // A pulse is the only measure; its curve gives the health.
    let of = |points: f64| {
        let policy = policy_with(&format!("[sentiment.pulse]\ncurve = [[4, {points}], [5, 100]]"));
        let book = BookFacts { pulse: Some(ago(200)), ..BookFacts::default() };
        let facts = AccountFacts { touchpoints: vec![pulse(1, TODAY, 4)], ..AccountFacts::default() };
        let score = score(&facts, &book, &policy, TODAY);
        (score.health.unwrap(), score.band)
    };
    assert_eq!(of(49.94), (499, Band::Red));
    assert_eq!(of(49.95), (500, Band::Yellow));
    assert_eq!(of(74.94), (749, Band::Yellow));
    assert_eq!(of(74.95), (750, Band::Green));
    assert_eq!(tenths(74.95), 750);
}

#[test]
fn breadth_is_what_the_book_can_judge_at_all() {
    assert_eq!(breadth(&full_book(), policy(), TODAY), 1.0);
    assert_eq!(breadth(&BookFacts::default(), policy(), TODAY), 0.0);
    let mut book = full_book();
    book.ticket = Some(TODAY + 1);
    assert!((breadth(&book, policy(), TODAY) - 0.85).abs() < 1e-12); // without support, 15 of 100
    assert_eq!(unjudged(&book, policy(), TODAY), [Measure::SevereAge, Measure::Backlog]);
    assert_eq!(to_import(&book, policy(), TODAY), ["tickets"]);
}

#[test]
fn what_weighs_most_is_to_be_imported_first_and_what_is_there_is_not_named() {
    let mut book = BookFacts::default();
    let first = |book: &BookFacts| to_import(book, policy(), TODAY)[..6].to_vec();
    // Weights 15, 12, 10, 9, 8.
    let all = ["usage", "contracts with seats", "features", "goals", "tickets", "touchpoints"];
    assert_eq!(first(&book), all);
    book.contract_with_seats = Some(TODAY);
    assert_eq!(first(&book)[..5], ["usage", "features", "goals", "tickets", "touchpoints"]);
    book.touchpoint = Some(TODAY);
    // The sponsor weighs 7.
    assert_eq!(first(&book)[4], "contacts with a sponsor");
    assert!(to_import(&full_book(), policy(), TODAY).is_empty());
}

#[test]
fn a_measure_applies_once_the_book_holds_all_that_it_reads() {
    let applies = |book: &BookFacts, measure| !unjudged(book, policy(), TODAY).contains(&measure);
    type Change = fn(&mut BookFacts);
    let cases: [(Change, &[Measure]); 13] = [
        (|book| book.contract_with_seats = None, &[Measure::LicenceUtilisation]),
        (|book| book.metrics.remove(0).id = 0, &[Measure::LicenceUtilisation]),
        (|book| book.features.clear(), &[Measure::FeatureAdoption]),
        (|book| book.goal = None, &[Measure::Goals]),
        (|book| book.first_outcome = None, &[Measure::FirstOutcome]),
        (|book| book.onboarding = None, &[Measure::Onboarding]),
        (|book| book.touchpoint = None, &[Measure::Touch, Measure::Sponsor, Measure::LiveContacts]),
        (|book| book.sponsor = false, &[Measure::Sponsor]),
        (|book| book.contact = false, &[Measure::LiveContacts]),
        (|book| book.ticket = None, &[Measure::SevereAge, Measure::Backlog]),
        (|book| book.nps = None, &[Measure::Nps]),
        (|book| book.csat = None, &[Measure::Csat]),
        (|book| book.pulse = Some(TODAY + 1), &[Measure::Pulse]),
    ];
    for (change, gone) in cases {
        let mut book = full_book();
        change(&mut book);
        for measure in Measure::ALL {
            assert_eq!(applies(&book, measure), !gone.contains(&measure), "{measure:?}");
        }
    }
}

#[test]
fn an_override_holds_until_its_expiry_and_the_last_set_wins() {
    let set = |set: i32, expires: i32, band| OverrideFacts {
        band,
        reason: "".into(),
        set_on: ago(set),
        expires_on: ago(expires),
    };
    let of = |overrides: &[OverrideFacts]| {
        let mut facts = AccountFacts { overrides: overrides.to_vec(), ..sample() };
        facts.finish();
        let why = crate::health::why(&facts, &full_book(), policy(), TODAY, ago(28));
        assert_eq!(why.score, scored_today(&sample()), "the computed score is untouched");
        why.override_.map(|set| set.band)
    };
    assert_eq!(of(&[set(5, -1, Band::Red)]), Some(Band::Red));
    assert_eq!(of(&[set(5, 0, Band::Red)]), None); // on its expiry it is gone
    assert_eq!(of(&[set(-1, -9, Band::Red)]), None);
    assert_eq!(of(&[set(1, -9, Band::Green), set(5, -9, Band::Red)]), Some(Band::Green));
}
