//! Published figures: all 55 customers of the "MRR playbook" of dbt Labs (data/subscription_periods.csv, MIT licence,
//! Copyright (c) 2022 dbt Labs), and what an independent solution published as their MRR and movements month by month
//! ("Data Wrangling EP 2: Calculating Monthly Recurring Revenue", ljwoodley, 2021-09-21). Its month is a period here:
//! prices change on the first, so what holds on the last day of a month holds in all of it.

use std::collections::BTreeMap;

use super::*;
use crate::domain::Month;
use crate::revenue::{Figures, Grr, Movements};

const SUBSCRIPTIONS: &str = include_str!("published/subscriptions.csv");
const MONTHS: &str = include_str!("published/mrr.csv");

fn rows<const N: usize>(csv: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    csv.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>().try_into().unwrap())
}

/// What each customer subscribed to.
fn customers() -> BTreeMap<u32, Vec<Term>> {
    let mut customers: BTreeMap<u32, Vec<Term>> = BTreeMap::new();
    for [_, customer, start, end, dollars] in rows(SUBSCRIPTIONS) {
        let term = monthly(start, end, dollars.parse::<i64>().unwrap() * 100);
        customers.entry(customer.parse().unwrap()).or_default().push(term);
    }
    customers
}

/// A month of a customer: MRR in cents, and how it moved.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
struct Told {
    mrr: i64,
    moved: Movements,
}

/// What was published of each customer by month; a month that is not there is one without MRR.
fn published() -> BTreeMap<u32, BTreeMap<Month, Told>> {
    let mut all: BTreeMap<u32, BTreeMap<Month, Told>> = BTreeMap::new();
    for [first, customer, mrr, change, category] in rows(MONTHS) {
        let cents = |dollars: &str| dollars.parse::<i64>().unwrap() * 100;
        let mut told = Told { mrr: cents(mrr), ..Told::default() };
        match category {
            "new" => told.moved.new = cents(change),
            "upgrade" => told.moved.expansion = cents(change),
            "downgrade" => told.moved.contraction = cents(change),
            "churn" => told.moved.churn = cents(change),
            "reactivation" => told.moved.reactivation = cents(change),
            "" => assert_eq!(change, "0"),
            other => panic!("{other}"),
        }
        all.entry(customer.parse().unwrap()).or_default().insert(day(first).month(), told);
    }
    all
}

/// Every month from the first that was published to the last: September 2017 to February 2020.
fn months() -> impl Iterator<Item = Month> {
    (0..30).map(|later| day("2017-09-01").month() + later)
}

#[test]
fn every_month_of_every_customer_is_classified_as_published() {
    let published = published();
    let customers = customers();
    assert_eq!((customers.len(), published.len()), (55, 55));
    for (customer, terms) in customers {
        for month in months() {
            let period = Period::new((month + -1).last_day(), month.last_day()).unwrap();
            let total = metrics(std::slice::from_ref(&terms), period).total;
            let expected = published[&customer].get(&month).copied().unwrap_or_default();
            let found = Told { mrr: total.end_mrr, moved: total.movements };
            assert_eq!(found, expected, "customer {customer} in {month}");
        }
    }
}

#[test]
fn the_months_of_all_of_them_are_the_sums_of_what_was_published() {
    let accounts: Vec<Vec<Term>> = customers().into_values().collect();
    let told = metrics(&accounts, period("2017-08-31", "2020-02-29"));
    let (published, mut mrr) = (published(), 0);
    for (month, expected) in told.months.iter().zip(months()) {
        let mut sum = Told::default();
        for own in published.values().filter_map(|months| months.get(&expected)) {
            sum.mrr += own.mrr;
            sum.moved.add(&own.moved);
        }
        assert_eq!(
            (month.month, month.start, month.movements, month.end),
            (expected, mrr, sum.moved, sum.mrr)
        );
        mrr = sum.mrr;
    }
    assert_eq!(told.months.len(), 30);
}

/// Percentages to the hundredth, as reports quote them: NRR, both forms of GRR, logos.
fn hundredths(figures: &Figures) -> [String; 4] {
    let ratios =
        [figures.nrr(), figures.grr(Grr::Endpoint), figures.grr(Grr::Movements), figures.logo_retention()];
    ratios.map(|ratio| format!("{:.2}", ratio.unwrap() * 100.0))
}

#[test]
fn retention_is_what_the_published_months_give_to_the_hundredth() {
    let accounts: Vec<Vec<Term>> = customers().into_values().collect();
    // In December 2018 twelve paid 585 dollars. In December 2019 seven of them did, 410 in all and 340 without what
    // they paid more than before; month by month the twelve had lost 490.
    let year = metrics(&accounts, period("2018-12-31", "2019-12-31")).total;
    assert_eq!((year.start_mrr, year.end_mrr), (58_500, 125_500));
    // 410 / 585, 340 / 585, (585 - 490) / 585, 7 / 12.
    assert_eq!(hundredths(&year), ["70.09", "58.12", "16.24", "58.33"]);
    // In June 2018 four paid 235; a year later all of them did, 260, and none had paid less on the way.
    let year = metrics(&accounts, period("2018-06-30", "2019-06-30")).total;
    assert_eq!((year.start_mrr, year.end_mrr), (23_500, 113_500));
    assert_eq!(hundredths(&year), ["110.64", "100.00", "100.00", "100.00"]);
}
