//! The arithmetic of the score, its explanation, and money.

use super::*;
use crate::calc::{Scored, from_parts, tenths};
use crate::explain::{self, ToGreen};
use crate::money;

/// States with these scores, by name; the other measures do not apply.
fn states(scores: &[(&str, Option<f64>)]) -> Vec<State> {
    let of = |name: &str| scores.iter().find(|(of, _)| *of == name).map(|(_, score)| *score);
    let present = |score| State::Present { value: Shown::Open, value_on: Shown::Open, freshness: 1.0, score };
    MEASURES
        .iter()
        .map(|m| of(m.name).map_or(State::NotApplicable, |s| s.map_or(State::Missing, present)))
        .collect()
}

#[test]
fn the_weights_of_the_policy_add_up_to_100() {
    assert_close(MEASURES.iter().map(|measure| measure.weight).sum(), 100.0);
}

#[test]
fn health_is_the_weighted_mean_of_what_is_present() {
    // goals 10 x 80, touch 8 x 50, severe_age 9 x 100: 2100 / 27 = 77.777...; of 42 that apply, 27 are present.
    let parts = [
        ("goals", Some(80.0)),
        ("touch", Some(50.0)),
        ("severe_age", Some(100.0)),
        ("licence_utilisation", None),
    ];
    let scored = from_parts(states(&parts), vec![("sponsor_left", 60.0), ("renewal_unplanned", 74.0)]);
    assert_close(scored.coverage, 27.0 / 42.0);
    assert_close(scored.uncapped.unwrap(), 2100.0 / 27.0);
    assert_eq!((scored.health, scored.band), (Some(60.0), "yellow"));
    assert_eq!((scored.binds(60.0), scored.binds(74.0)), (Some(true), Some(false)));
    // Lost: goals 10 x 20 / 27, touch 8 x 50 / 27.
    assert_eq!(scored.top_driver(), Some("touch"));
    assert_close(scored.points().into_iter().flatten().map(|(points, _)| points).sum::<f64>(), 2100.0 / 27.0);
    // Equal losses, 10 x 40 and 8 x 50: the first of the policy.
    let tie = from_parts(states(&[("touch", Some(50.0)), ("goals", Some(60.0))]), vec![]);
    assert_eq!(tie.top_driver(), Some("goals"));
}

#[test]
fn the_displayed_value_decides_the_band() {
    for (health, shown, band) in [
        (49.949, 499, "red"),
        (49.95, 500, "yellow"),
        (74.949, 749, "yellow"),
        (74.95, 750, "green"),
        (74.949_999_999_9, 750, "green"),
    ] {
        let scored = from_parts(states(&[("goals", Some(health))]), vec![]);
        assert_eq!((tenths(scored.health.unwrap()), scored.band), (shown, band), "{health}");
    }
    assert_eq!(tenths(-0.05), -1);
}

#[test]
fn half_of_the_weights_is_enough_and_less_is_grey_unless_a_low_cap_holds() {
    // nps 4 of nps 4 and onboarding 4 is exactly half; with touch missing, too, it is 4 of 16.
    let half = [("nps", Some(90.0)), ("onboarding", None)];
    assert_eq!(from_parts(states(&half), vec![]).band, "green");
    let less = [half[0], half[1], ("touch", None)];
    assert_eq!(from_parts(states(&less), vec![]).band, "grey");
    assert_eq!(from_parts(states(&less), vec![("sponsor_left", 60.0)]).band, "grey");
    assert_eq!(from_parts(states(&less), vec![("silent", 49.0)]).band, "red");
    let nothing = from_parts(states(&[]), vec![("silent", 49.0)]);
    assert_eq!((nothing.health, nothing.coverage, nothing.band), (None, 0.0, "red"));
    assert_eq!(nothing.top_driver(), None);
}

fn scored(parts: &[(&str, Option<f64>)], caps: &[(&'static str, f64)]) -> Scored {
    from_parts(states(parts), caps.to_vec())
}

#[test]
fn what_moved_adds_up_to_the_difference() {
    // Before: goals 50 and touch 100, capped: (500 + 800) / 18 = 72.2, at most 49. After: goals 50 and nps 75: 800 / 14.
    let before = scored(&[("goals", Some(50.0)), ("touch", Some(100.0))], &[("p1_open", 49.0)]);
    let after = scored(&[("goals", Some(50.0)), ("nps", Some(75.0))], &[]);
    let moved = explain::moved(&before, &after).unwrap();
    let of = |name| moved.measures.iter().find(|(of, _)| *of == name).unwrap().1;
    assert_close(of("goals"), 500.0 / 14.0 - 500.0 / 18.0);
    assert_close(of("touch"), -800.0 / 18.0);
    assert_close(of("nps"), 300.0 / 14.0);
    assert_close(moved.caps, 1300.0 / 18.0 - 49.0);
    let sum: f64 = moved.measures.iter().map(|(_, points)| points).sum();
    assert_close(sum + moved.caps, 800.0 / 14.0 - 49.0);
}

fn steps(scored: &Scored) -> Option<Vec<&'static str>> {
    match explain::to_green(scored) {
        ToGreen::NotReachable => None,
        ToGreen::Steps { which, .. } => which,
    }
}

#[test]
fn green_takes_the_fewest_steps_and_of_those_the_least_points() {
    // 15 x 100 + 8 x 0 + 9 x 0 = 1500 of 3200: touch at its best makes 2300 / 32 = 71.9, severe_age 2400 / 32 = 75.
    let parts = [("licence_utilisation", Some(100.0)), ("touch", Some(0.0)), ("severe_age", Some(0.0))];
    assert_eq!(steps(&scored(&parts, &[])), Some(vec!["severe_age"]));
    assert_eq!(steps(&scored(&parts, &[("p1_open", 49.0)])), Some(vec!["p1_open", "severe_age"]));
    assert_eq!(steps(&scored(&parts, &[("silent", 49.0)])), None);
    // Both would do: 15 x 100 + 8 x 20 + 9 x 20 = 1840; touch adds 640, severe_age 720; green is 2400.
    let parts = [("licence_utilisation", Some(100.0)), ("touch", Some(20.0)), ("severe_age", Some(20.0))];
    assert_eq!(steps(&scored(&parts, &[])), Some(vec!["touch"]));
    assert_eq!(steps(&scored(&[("nps", Some(10.0)), ("touch", Some(100.0))], &[])), None);
    assert_eq!(steps(&scored(&[("touch", Some(80.0))], &[])), Some(vec![]));
}

#[test]
fn arr_is_the_yearly_amount_of_the_active_contracts() {
    let of = |mrr: &str, arr: &str, end| Contract {
        mrr: text(mrr),
        arr: text(arr),
        end,
        currency: text("USD"),
        ..contract(1)
    };
    let account = Account {
        // 12 x 100.50 + 500 + 2000 (of both the yearly one); the one that ends on the day is over.
        contracts: vec![
            of("100.5", "", Some(DAY + 90)),
            of("", "500", Some(DAY + 30)),
            of("1", "2000.00", None),
            of("9", "", Some(DAY)),
        ],
        ..Account::default()
    };
    let book = book(vec![account]);
    assert_eq!(money::arr(&book, &book.accounts[0], DAY), Some((370_600, text("USD"))));
    assert_eq!(money::renewal_date(&book.accounts[0], DAY), Some(DAY + 30));
    assert_eq!(money::arr(&book, &book.accounts[0], DAY - 401), None);
}

#[test]
fn the_currency_of_the_book_is_the_one_most_contracts_have() {
    let of = |currency: &str| Contract { mrr: text("10"), currency: text(currency), ..contract(1) };
    let account = |currencies: &[&str]| Account {
        contracts: currencies.iter().map(|c| of(c)).collect(),
        ..Account::default()
    };
    let book =
        book(vec![account(&["USD", "USD"]), account(&["EUR", "EUR"]), account(&["JPY"]), account(&[""])]);
    assert_eq!(money::arr(&book, &book.accounts[3], DAY), Some((12_000, text("EUR"))));
    assert_eq!(money::arr(&book, &book.accounts[2], DAY), Some((120, text("JPY"))));
}
