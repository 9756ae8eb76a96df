//! What a proposal returns, by arithmetic that is shown.

use crate::domain::{Currency, Micro};
use crate::expansion::RoiInputs;

fn inputs() -> RoiInputs {
    RoiInputs {
        unit_value: Some(3_500),
        unit: Some("hours saved".into()),
        units: Some(Micro(400_000_000)),
        cost: None,
        months: None,
    }
}

#[test]
fn the_return_of_a_year_is_gain_less_cost_by_cost() {
    // 400 hours x $35 = $14,000; it costs $8,000 a year: (14,000 - 8,000) / 8,000 = 75 %.
    let found = inputs().work_out(Some(8_000 * 100), Currency::USD).unwrap();
    assert_eq!((found.gain, found.cost, found.months), (14_000 * 100, 8_000 * 100, 12));
    assert_eq!(found.ratio, Some(0.75));
    // 8,000 / (14,000 / 12) = 6.857 months
    assert!((found.payback.unwrap() - 48.0 / 7.0).abs() < 1e-9);
    assert_eq!(
        found.steps,
        [
            "gain: 400 hours saved x $35.00 = $14,000.00 in 12 months",
            "cost: $8,000.00 a year x 12 / 12 = $8,000.00",
            "return: ($14,000.00 - $8,000.00) / $8,000.00 = 75%",
            "payback: $8,000.00 / ($14,000.00 / 12) = 6.9 months",
        ]
    );
}

#[test]
fn a_shorter_period_costs_its_part_of_the_year_and_a_given_cost_stands() {
    let half = RoiInputs { months: Some(6), ..inputs() };
    // 8,000 x 6 / 12 = 4,000; (14,000 - 4,000) / 4,000 = 250 %; 4,000 / (14,000 / 6) = 1.714
    let found = half.work_out(Some(8_000 * 100), Currency::USD).unwrap();
    assert_eq!((found.cost, found.ratio), (4_000 * 100, Some(2.5)));
    assert!((found.payback.unwrap() - 12.0 / 7.0).abs() < 1e-9);
    let given = RoiInputs { cost: Some(20_000 * 100), ..inputs() };
    // (14,000 - 20,000) / 20,000 = -30 %
    assert_eq!(given.work_out(None, Currency::USD).unwrap().ratio, Some(-0.3));
}

#[test]
fn what_costs_or_gains_nothing_has_no_return_or_payback() {
    let free = RoiInputs { cost: Some(0), ..inputs() }.work_out(None, Currency::USD).unwrap();
    assert_eq!((free.ratio, free.payback), (None, Some(0.0)));
    let useless = RoiInputs { unit_value: Some(0), ..inputs() }.work_out(Some(100), Currency::USD).unwrap();
    assert_eq!((useless.ratio, useless.payback), (Some(-1.0), None));
}

#[test]
fn what_is_missing_is_named() {
    assert_eq!(RoiInputs::default().missing(None), Some("what a unit is worth"));
    assert_eq!(RoiInputs { units: None, ..inputs() }.missing(None), Some("how many units"));
    assert_eq!(inputs().missing(None), Some("what it costs"));
    assert_eq!(inputs().missing(Some(1)), None);
    assert_eq!(inputs().work_out(None, Currency::USD), None);
}

#[test]
fn parts_of_a_unit_round_half_away_from_zero() {
    // 2.5 units x 0.05 = 0.125, which is 13 cents.
    let half = RoiInputs { unit_value: Some(5), units: Some(Micro(2_500_000)), ..inputs() };
    assert_eq!(half.work_out(Some(1), Currency::USD).unwrap().gain, 13);
}
