//! Cases with known results.

use super::*;
use crate::revenue::{Figures, Grr, Kept, Movements, Nps, Utilisation};

const FROM: &str = "2025-12-31";
const TO: &str = "2026-12-31";

/// Accounts with one amount at the start of 2026 and another at its end.
fn moving(accounts: &[(usize, i64, i64)]) -> Vec<Vec<Term>> {
    let mut all = Vec::new();
    for &(many, before, after) in accounts {
        let terms =
            vec![monthly("2025-01-01", "2026-05-15", before), monthly("2026-05-15", "2028-01-01", after)];
        all.extend(std::iter::repeat_n(terms, many));
    }
    all
}

fn year(accounts: &[(usize, i64, i64)]) -> Figures {
    metrics(&moving(accounts), period(FROM, TO)).total
}

#[track_caller]
fn percent(ratio: Option<f64>, expected: f64) {
    let ratio = ratio.unwrap() * 100.0;
    assert!((ratio - expected).abs() < 1e-9, "{ratio}, not {expected}");
}

#[test]
fn ten_million_with_contraction_churn_and_expansion() {
    // 2.0 + 0.9 + 5.3 + 1.8 = 10.0; 10.0 - 0.6 - 0.9 = 8.5; + 1.8 = 10.3.
    let figures = year(&[
        (1, 200_000_000, 140_000_000),
        (1, 90_000_000, 0),
        (1, 530_000_000, 710_000_000),
        (1, 180_000_000, 180_000_000),
    ]);
    percent(figures.grr(Grr::Endpoint), 85.0);
    percent(figures.grr(Grr::Movements), 85.0);
    percent(figures.nrr(), 103.0);
    let moved = Movements {
        expansion: 180_000_000,
        contraction: -60_000_000,
        churn: -90_000_000,
        ..Movements::default()
    };
    assert_eq!(figures.movements, moved);
}

#[test]
fn a_hundred_customers() {
    // 10 x 2,500 churn, 5 contract by 5,000, 20 expand by 7,500; with 65 x 10,000 and 75,000 it was a million.
    let figures = year(&[
        (10, 250_000, 0),
        (5, 1_000_000, 500_000),
        (20, 1_000_000, 1_750_000),
        (64, 1_000_000, 1_000_000),
        (1, 8_500_000, 8_500_000),
    ]);
    assert_eq!((figures.start_mrr, figures.logos.of), (100_000_000, 100));
    percent(figures.nrr(), 110.0);
    percent(figures.grr(Grr::Endpoint), 95.0);
    percent(figures.logo_retention(), 90.0);
    percent(figures.expansion_rate(), 20.0);
    percent(figures.expansion_mrr_rate(), 15.0);
}

#[test]
fn two_hundred_thousand() {
    // 200,000 - 6,000 - 4,000 + 20,000.
    let figures = year(&[
        (1, 600_000, 0),
        (1, 1_000_000, 600_000),
        (1, 5_000_000, 7_000_000),
        (1, 13_400_000, 13_400_000),
    ]);
    percent(figures.nrr(), 105.0);
    percent(figures.grr(Grr::Endpoint), 95.0);
}

#[test]
fn gross_and_net_churn() {
    // Of 100: 10 churn, 10 contract, 10 expand.
    let figures = year(&[(1, 10, 0), (1, 30, 20), (1, 60, 70)]);
    percent(figures.gross_churn(Grr::Endpoint), 20.0);
    percent(figures.net_churn(), 10.0);
}

#[test]
fn no_churn_is_a_hundred_and_no_customers_is_nothing() {
    let figures = year(&[(3, 500, 500)]);
    for ratio in
        [figures.nrr(), figures.grr(Grr::Endpoint), figures.grr(Grr::Movements), figures.logo_retention()]
    {
        assert_eq!(ratio, Some(1.0));
    }
    let nobody = metrics(&[vec![monthly("2026-03-01", "", 100)]], period(FROM, TO)).total;
    assert_eq!((nobody.nrr(), nobody.grr(Grr::Endpoint), nobody.logo_retention()), (None, None, None));
    assert_eq!((nobody.movements.new, nobody.end_mrr), (100, 100));
}

#[test]
fn four_yearly_contracts_through_their_life() {
    // 4 x 500.00 a year is 166.67 a month: 200,000 / 12 = 16,666.67 cents, rounded once.
    let mut terms = vec![yearly("2026-01-10", "2027-01-10", 50_000); 4];
    terms.extend(vec![monthly("2026-03-05", "2026-06-05", 2_500); 2]);
    terms.push(yearly("2027-04-01", "2028-04-01", 60_000));
    let told = metrics(&[terms], period("2025-12-31", "2027-04-30"));
    let month = |name: &str| {
        let found = told.months.iter().find(|month| month.month.to_string() == name).unwrap();
        (found.start, found.movements, found.end)
    };
    let none = Movements::default();
    assert_eq!(month("2026-01"), (0, Movements { new: 16_667, ..none }, 16_667));
    assert_eq!(month("2026-03"), (16_667, Movements { expansion: 5_000, ..none }, 21_667));
    assert_eq!(month("2026-06"), (21_667, Movements { contraction: -5_000, ..none }, 16_667));
    assert_eq!(month("2027-01"), (16_667, Movements { churn: -16_667, ..none }, 0));
    assert_eq!(month("2027-04"), (0, Movements { reactivation: 5_000, ..none }, 5_000));
    assert_eq!(told.months.len(), 16);
    assert_eq!(told.total.end_arr, 60_000);
}

#[test]
fn rounding_is_half_away_from_zero_and_once_an_account_and_day() {
    assert_eq!([5, 6, 17, 18, 200_000].map(super::super::monthly), [0, 1, 1, 2, 16_667]);
    // Each alone would be 0.42 and vanish; together they are 1.25.
    let told = metrics(&[vec![yearly("2025-01-01", "", 5); 3]], period(FROM, TO));
    assert_eq!((told.total.start_mrr, told.total.logos.of), (1, 1));
    // 5 + 5 are 0.83, which is 1: from the second on it is a customer, and a new one.
    let told = metrics(&[vec![yearly("2025-01-01", "", 5), yearly("2026-02-01", "", 5)]], period(FROM, TO));
    assert_eq!(told.total.movements, Movements { new: 1, ..Movements::default() });
}

#[test]
fn one_that_left_and_came_back_counts_with_what_it_has_at_the_end() {
    let terms = vec![monthly("2025-01-01", "2026-03-15", 100), monthly("2026-06-15", "", 80)];
    let figures = metrics(&[terms], period(FROM, TO)).total;
    percent(figures.nrr(), 80.0);
    percent(figures.grr(Grr::Endpoint), 80.0);
    percent(figures.logo_retention(), 100.0);
    // 100 were lost on the way.
    percent(figures.grr(Grr::Movements), 0.0);
    assert_eq!((figures.movements.churn, figures.movements.reactivation), (-100, 80));
}

#[test]
fn the_movements_form_can_be_below_zero() {
    let terms = ["2026-01", "2026-03", "2026-05"]
        .map(|month| monthly(&format!("{month}-10"), &format!("{month}-28"), 1))
        .to_vec();
    let on_off = vec![
        monthly("2025-01-01", "2026-01-15", 100),
        monthly("2026-02-15", "2026-03-15", 100),
        monthly("2026-04-15", "", 100),
    ];
    let told = metrics(&[on_off], period(FROM, TO));
    percent(told.total.grr(Grr::Movements), -100.0);
    percent(told.total.grr(Grr::Endpoint), 100.0);
    // What begins and ends inside a month is seen on none of its ends.
    assert_eq!(metrics(&[terms], period(FROM, TO)).total.movements, Movements::default());
}

#[test]
fn cancelled_and_new_on_one_day_is_one_net_change() {
    let terms = vec![monthly("2025-01-01", "2026-05-15", 100), monthly("2026-05-15", "", 130)];
    let figures = metrics(&[terms], period(FROM, TO)).total;
    assert_eq!(figures.movements, Movements { expansion: 30, ..Movements::default() });
    percent(figures.logo_retention(), 100.0);
}

#[test]
fn a_free_contract_is_no_mrr_and_the_day_of_the_end_is_without() {
    let terms = vec![yearly("2024-01-01", "2026-04-01", 0), monthly("2026-04-01", "2026-06-30", 100)];
    let told = metrics(&[terms], period(FROM, TO));
    // It had a free one before: it is new all the same.
    assert_eq!(told.total.movements, Movements { new: 100, churn: -100, ..Movements::default() });
    let june = told.months.iter().find(|month| month.month.to_string() == "2026-06").unwrap();
    assert_eq!((june.start, june.end), (100, 0));
    // An end on the start is active on no day.
    let told = metrics(&[vec![monthly("2026-04-01", "2026-04-01", 100)]], period(FROM, TO));
    assert_eq!((told.total.end_mrr, told.cohorts.len()), (0, 0));
}

#[test]
fn had_before_and_none_at_the_start_is_reactivation_however_short_it_was() {
    let terms = vec![monthly("2025-03-02", "2025-03-20", 100), monthly("2026-02-10", "", 70)];
    let figures = metrics(&[terms], period(FROM, TO)).total;
    assert_eq!(figures.movements, Movements { reactivation: 70, ..Movements::default() });
}

#[test]
fn months_begin_with_the_period_and_end_with_it() {
    let terms = vec![monthly("2026-01-20", "2026-02-10", 100)];
    let told = metrics(std::slice::from_ref(&terms), period("2026-01-15", "2026-02-09"));
    let shown: Vec<_> =
        told.months.iter().map(|month| (month.month.to_string(), month.start, month.end)).collect();
    assert_eq!(shown, [("2026-01".into(), 0, 100), ("2026-02".into(), 100, 100)]);
    // From the last day of a month: nothing of that month is left to compare.
    let told = metrics(&[terms], period("2026-01-31", "2026-02-28"));
    let shown: Vec<_> =
        told.months.iter().map(|month| (month.month.to_string(), month.start, month.end)).collect();
    assert_eq!(shown, [("2026-02".into(), 100, 0)]);
}

#[test]
fn other_currencies_are_converted_by_the_rates_of_the_day_or_left_out_and_counted() {
    let (eur, chf) = (Currency::parse("EUR").unwrap(), Currency::parse("CHF").unwrap());
    let rates = Rates {
        book: Currency::USD,
        rates: vec![(eur, day("2025-01-01"), 1_000_000), (eur, day("2026-06-01"), 1_200_000)],
    };
    let euro = vec![Term { currency: Some(eur), ..monthly("2025-01-01", "", 100) }];
    // Long over, and with dollars beside it: the account is left out of every figure all the same.
    let franc = Term { currency: Some(chf), ..monthly("2020-01-01", "2021-01-01", 100) };
    let mixed = vec![franc, monthly("2025-01-01", "", 900)];
    // The book has no rate for euros yet on the first day that is compared.
    let accounts = [euro, mixed];
    let told = |period| metrics_of(accounts.iter().map(|terms| (&terms[..], &[][..])), period, &rates);
    let year = told(period(FROM, TO));
    assert_eq!((year.total.start_mrr, year.total.end_mrr, year.accounts_excluded), (100, 120, 1));
    assert_eq!(year.total.movements.expansion, 20);
    let early = told(period("2024-12-31", "2025-12-31"));
    assert_eq!((early.total.end_mrr, early.accounts_excluded), (100, 1));
    let euro_before = [Term { currency: Some(eur), ..monthly("2024-01-01", "", 100) }];
    let told =
        metrics_of([(&euro_before[..], &[][..])].into_iter(), period("2024-12-31", "2025-12-31"), &rates);
    assert_eq!((told.total.end_mrr, told.accounts_excluded), (0, 1));
}

#[test]
fn losses_carry_the_reason_of_the_renewal_that_was_due_or_closed_then() {
    let loss = |due: &str, closed: Option<&str>, reason: &str| Loss {
        due_on: day(due),
        closed_on: closed.map(day),
        reason: reason.into(),
    };
    let churned = [monthly("2025-01-01", "2026-05-15", 100)];
    let early = [monthly("2025-01-01", "2026-07-01", 40)];
    let shrunk = [monthly("2025-01-01", "", 50), monthly("2025-01-01", "2026-05-15", 30)];
    let price = [loss("2024-05-15", None, "support"), loss("2026-05-15", Some("2026-03-01"), "price/budget")];
    let before_time = [loss("2026-12-31", Some("2026-07-01"), "price/budget")];
    let accounts = [(&churned[..], &price[..]), (&early[..], &before_time[..]), (&shrunk[..], &[][..])];
    let told = metrics_of(accounts.into_iter(), period(FROM, TO), &dollars());
    let shown: Vec<_> = told
        .reasons
        .iter()
        .map(|sum| (sum.reason.as_deref(), sum.churns, sum.churn, sum.contractions, sum.contraction))
        .collect();
    assert_eq!(shown, [(Some("price/budget"), 2, -140, 0, 0), (None, 0, 0, 1, -30)]);
}

#[test]
fn cohorts_are_followed_by_quarter_from_their_first_day_with_mrr() {
    let accounts = [
        vec![monthly("2026-01-10", "2026-08-01", 100)],
        vec![monthly("2026-02-01", "", 100), monthly("2026-05-01", "", 60)],
        // Gone before its first quarter ends.
        vec![monthly("2026-03-01", "2026-03-20", 50)],
        vec![monthly("2026-04-01", "", 10)],
        // Before the period.
        vec![monthly("2025-04-01", "", 1_000)],
    ];
    let told = metrics(&accounts, period(FROM, "2026-11-15"));
    let kept = |figures: &[(u64, i64)]| -> Vec<Kept> {
        figures.iter().map(|&(accounts, mrr)| Kept { accounts, mrr }).collect()
    };
    let [first, second] = &told.cohorts[..] else { panic!("{:?}", told.cohorts) };
    assert_eq!((first.quarter.to_string().as_str(), first.accounts, first.mrr), ("2026-Q1", 3, 250));
    // The ends of the four quarters, the last cut by the period: 15 November.
    assert_eq!(first.kept, kept(&[(2, 200), (2, 260), (1, 160), (1, 160)]));
    assert_eq!((second.accounts, second.mrr, second.kept.len()), (1, 10, 3));
}

#[test]
fn promoters_less_detractors() {
    let nps = |counts: [(i64, u64); 3]| {
        let mut nps = Nps::default();
        for (score, many) in counts {
            (0..many).for_each(|_| nps.count(score * 1_000_000));
        }
        (nps.score(), nps.n(), nps.is_few())
    };
    assert_eq!(nps([(9, 60), (8, 20), (6, 20)]), (Some(40.0), 100, false));
    assert_eq!(nps([(10, 70), (7, 10), (0, 20)]), (Some(50.0), 100, false));
    assert_eq!(nps([(10, 4), (7, 0), (0, 0)]), (Some(100.0), 4, true));
    assert_eq!(nps([(9, 0), (8, 0), (6, 0)]), (None, 0, true));
}

#[test]
fn sixty_users_of_a_hundred_seats() {
    let mut licences = Utilisation::default();
    licences.count(Some(30.0), 80);
    licences.count(Some(30.0), 20);
    // Unknown users and no seats are in neither sum.
    licences.count(None, 50);
    licences.count(Some(9.0), 0);
    assert_eq!((licences.ratio(), licences.accounts, licences.over), (Some(0.6), 2, 1));
    assert_eq!(Utilisation::default().ratio(), None);
}
