//! The arithmetic, worked out by hand, and that what is worse never comes later.

use mainstay::domain::{Currency, Day, Level};
use mainstay::health::PolicySet;
use mainstay::health::policy::TodayRules;
use mainstay::today::rank::{explain, of_account, product};
use mainstay::today::{Customer, Factors, Kind, Matter, Scale, Standing, Whose, lines};
use proptest::prelude::*;

const TODAY: Day = Day(20_634);

/// The mean of the book is 100,000.
const SCALE: Scale = Scale { mean: 10_000_000, currency: Currency::USD };

fn rules() -> TodayRules {
    PolicySet::builtin().unwrap().of(None).today.clone()
}

fn matter(kind: Kind, late: i32) -> Matter {
    Matter::new(kind, 1, TODAY - late, TODAY - late, "something")
}

fn alert(severity: Level) -> Kind {
    Kind::Alert { id: 1, rule: "usage drop".into(), severity }
}

fn standing(health: Option<i16>, arr: Option<i64>, renewal_in: Option<i32>) -> Standing {
    Standing { health, arr: arr.map(|arr| arr * 100), renewal_on: renewal_in.map(|days| TODAY + days) }
}

fn rank(matter: &Matter, own: &Standing) -> f64 {
    Factors::of(matter, own, &SCALE, TODAY, &rules()).rank()
}

#[test]
fn a_rank_is_risk_times_arr_times_urgency() {
    let task = || Kind::Task { id: 1 };
    for (matter, own, expected, told) in [
        // Health 50 is 2, a task 1.5; 200,000 is twice the mean; today is 1.3, a renewal in 45 days 1.35.
        (
            matter(task(), 0),
            standing(Some(500), Some(200_000), Some(45)),
            2.0 * 1.5 * 2.0 * 1.3 * 1.35,
            "10.53",
        ),
        // Health 25 is half way from 3 to 2; severity high is 3; half the mean; a week late 1.6; renewal in 30 days 1.5.
        (
            matter(alert(Level::High), 7),
            standing(Some(250), Some(50_000), Some(30)),
            2.5 * 3.0 * 0.5 * 1.6 * 1.5,
            "9",
        ),
        // Full health is 1; a tenth of the mean counts as a quarter; in 30 days 1; nothing is to be renewed.
        (matter(Kind::CheckIn, -30), standing(Some(1000), Some(10_000), None), 0.25, "0.25"),
        // No band is 1.5; no rate counts as the least; 40 days late counts as 30; a renewal beyond half a year is 1.
        (matter(alert(Level::Low), 40), standing(None, None, Some(181)), 1.5 * 0.25 * 2.0, "0.75"),
        // Health 62.5 is half way from 2 to 1.2; 11 days ahead is 1.1 less 4/23 of 0.1, rounded to 1.08; over since
        // yesterday is within 30 days.
        (matter(task(), -11), standing(Some(625), Some(100_000), Some(-1)), 1.6 * 1.5 * 1.08 * 1.5, "3.89"),
    ] {
        let factors = Factors::of(&matter, &own, &SCALE, TODAY, &rules());
        assert!(
            (factors.rank() - expected).abs() < 1e-9,
            "{factors:?}: {} is not {expected}",
            factors.rank()
        );
        let shown = product(&factors);
        assert!(shown.ends_with(&format!("= {told}")), "{shown}");
    }
}

#[test]
fn further_matters_of_an_account_count_half_and_half_of_that() {
    // 9 + 4 / 2 + 2 / 4
    assert_eq!(of_account([9.0, 4.0, 2.0], 0.5), 11.5);
    assert_eq!(of_account([], 0.5), 0.0);
    // However many small ones there are, they never make twice the first.
    assert!(of_account(std::iter::repeat_n(9.0, 1000), 0.5) <= 18.0);
}

#[test]
fn every_factor_says_what_it_stands_for() {
    let own = standing(Some(432), Some(8_000), Some(45));
    let said = explain(&matter(alert(Level::High), 3), &own, &SCALE, TODAY, &rules());
    let said: Vec<String> =
        said.into_iter().map(|part| format!("{} {}: {}", part.of, part.factor, part.said)).collect();
    // 3 - 43.2 / 50 = 2.136; 1.3 + 3 / 7 of 0.3 = 1.43.
    assert_eq!(
        said,
        [
            "risk 2.14: health 43.2 of 100",
            "risk 3: an alert of high severity: usage drop",
            "ARR 0.25: ARR $8,000.00 is 0.08 times the mean $100,000.00, counted as 0.25",
            "urgency 1.43: open for 3 days",
            "urgency 1.35: renewal in 45 days",
        ]
    );
}

fn order(names: &[(i64, &'static str, i64)]) -> Vec<i64> {
    let matters: Vec<Matter> =
        names.iter().map(|own| Matter::new(Kind::CheckIn, own.0, TODAY, TODAY, "x")).collect();
    let rules = rules();
    let judged = |matter: &Matter| {
        let arr = names.iter().find(|own| Some(own.0) == matter.account).map(|own| own.2);
        Some((standing(Some(500), arr, None), &rules))
    };
    let mut sorted: Vec<&str> = names.iter().map(|own| own.1).collect();
    sorted.sort_unstable();
    let name = |whose: Whose| {
        let own = names.iter().find(|own| Whose::Account(own.0) == whose).unwrap().1;
        u32::try_from(sorted.iter().position(|name| *name == own).unwrap()).unwrap()
    };
    let found = lines(matters.iter().enumerate(), &SCALE, TODAY, judged, name);
    found.iter().filter_map(|line: &Customer| line.whose.account()).collect()
}

#[test]
fn of_the_same_rank_the_names_decide_and_small_customers_are_not_lost() {
    assert_eq!(order(&[(1, "Zeta", 50_000), (2, "Acme", 50_000), (3, "Big", 90_000)]), [3, 2, 1]);
    // Below a quarter of the mean size no longer counts.
    assert_eq!(order(&[(1, "Zeta", 24_000), (2, "Acme", 100)]), [2, 1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Worse health, a larger customer, a more severe alert, more days late, a nearer renewal, one matter more: the rank
    /// never falls.
    #[test]
    fn what_is_worse_never_ranks_lower(
        health in 0i16..=1000,
        worse in 0i16..=1000,
        arr in 0i64..1_000_000,
        more in 0i64..1_000_000,
        late in -100i32..100,
        later in 0i32..100,
        renewal in -50i32..400,
        nearer in 0i32..400,
        other in 0f64..50.0,
    ) {
        let own = standing(Some(health), Some(arr), Some(renewal));
        let base = rank(&matter(alert(Level::Medium), late), &own);
        let with = |own: Standing, kind: Kind, late: i32| rank(&matter(kind, late), &own);
        let medium = || alert(Level::Medium);
        let sicker = standing(Some((health - worse).max(0)), Some(arr), Some(renewal));
        prop_assert!(with(sicker, medium(), late) >= base);
        prop_assert!(with(standing(Some(health), Some(arr + more), Some(renewal)), medium(), late) >= base);
        prop_assert!(with(standing(Some(health), Some(arr), Some(renewal - nearer)), medium(), late) >= base);
        prop_assert!(with(own, alert(Level::High), late) >= base);
        prop_assert!(with(own, alert(Level::Low), late) <= base);
        prop_assert!(with(own, medium(), late + later) >= base);
        let mut two = [base, other];
        two.sort_by(|one, other| other.total_cmp(one));
        prop_assert!(of_account(two, 0.5) >= base.max(other));
    }
}
