//! Published figures: three customers of the "MRR playbook" of dbt Labs (github.com/dbt-labs/mrr-playbook,
//! data/subscription_periods.csv, MIT licence, Copyright (c) 2022 dbt Labs), and what an independent solution published
//! as their movements month by month (ljwoodley.github.io, "Calculating Monthly Recurring Revenue", 2021-09-21). Its
//! month is a period here: prices change on the first, so what holds on the last day of a month holds in all of it.

use super::*;
use crate::revenue::{Grr, Movements};

/// What a customer pays: first day, day after the last, dollars a month.
type Subscription = (&'static str, &'static str, i64);
/// In which month what became of it: dollars a month then, the change, its name.
type Published = (&'static str, i64, i64, &'static str);

/// Customers 1, 5 and 14: they come, pay more and less, leave and come back. A month that is not named is one without a
/// movement.
const CUSTOMERS: [(&[Subscription], &[Published]); 3] = [
    (
        &[
            ("2018-11-01", "2019-02-01", 50),
            ("2019-04-01", "2019-06-01", 50),
            ("2019-06-01", "2019-08-01", 75),
        ],
        &[
            ("2018-11", 50, 50, "new"),
            ("2019-02", 0, -50, "churn"),
            ("2019-04", 50, 50, "reactivation"),
            ("2019-06", 75, 25, "upgrade"),
            ("2019-08", 0, -75, "churn"),
        ],
    ),
    (
        &[
            ("2018-11-01", "2018-12-01", 50),
            ("2018-12-01", "2019-03-01", 25),
            ("2019-07-01", "2019-08-01", 50),
            ("2019-08-01", "2019-09-01", 25),
            ("2019-09-01", "2019-10-01", 50),
            ("2019-10-01", "2019-12-01", 25),
            ("2019-12-01", "2020-01-01", 40),
        ],
        &[
            ("2018-11", 50, 50, "new"),
            ("2018-12", 25, -25, "downgrade"),
            ("2019-03", 0, -25, "churn"),
            ("2019-07", 50, 50, "reactivation"),
            ("2019-08", 25, -25, "downgrade"),
            ("2019-09", 50, 25, "upgrade"),
            ("2019-10", 25, -25, "downgrade"),
            ("2019-12", 40, 15, "upgrade"),
            ("2020-01", 0, -40, "churn"),
        ],
    ),
    (
        &[
            ("2019-03-01", "2019-04-01", 25),
            ("2019-04-01", "2019-05-01", 50),
            ("2019-05-01", "2019-06-01", 25),
            ("2019-06-01", "2019-07-01", 50),
            ("2019-07-01", "2019-08-01", 25),
            ("2019-08-01", "2019-09-01", 25),
            ("2019-09-01", "2019-10-01", 50),
            ("2019-10-01", "2020-01-01", 25),
        ],
        &[
            ("2019-03", 25, 25, "new"),
            ("2019-04", 50, 25, "upgrade"),
            ("2019-05", 25, -25, "downgrade"),
            ("2019-06", 50, 25, "upgrade"),
            ("2019-07", 25, -25, "downgrade"),
            ("2019-09", 50, 25, "upgrade"),
            ("2019-10", 25, -25, "downgrade"),
            ("2020-01", 0, -25, "churn"),
        ],
    ),
];

fn terms(subscriptions: &[Subscription]) -> Vec<Term> {
    subscriptions.iter().map(|(start, end, dollars)| monthly(start, end, dollars * 100)).collect()
}

#[test]
fn every_month_of_a_customer_is_classified_as_published() {
    let mut months = 0;
    for (subscriptions, published) in CUSTOMERS {
        let terms = terms(subscriptions);
        let (mut first, mut mrr) = (day(&format!("{}-01", published[0].0)), 0);
        while first <= day("2020-01-01") {
            let named = published.iter().find(|row| first.to_string().starts_with(row.0));
            let mut expected = Movements::default();
            if let Some((_, then, change, category)) = named {
                mrr = then * 100;
                *match *category {
                    "new" => &mut expected.new,
                    "upgrade" => &mut expected.expansion,
                    "downgrade" => &mut expected.contraction,
                    "churn" => &mut expected.churn,
                    "reactivation" => &mut expected.reactivation,
                    other => panic!("{other}"),
                } = change * 100;
            }
            let last = first.month().last_day();
            let total = metrics(std::slice::from_ref(&terms), Period::new(first - 1, last).unwrap()).total;
            assert_eq!((total.end_mrr, total.movements), (mrr, expected), "{first} of {subscriptions:?}");
            (first, months) = (last + 1, months + 1);
        }
    }
    // Two from November 2018 and one from March 2019, to January 2020.
    assert_eq!(months, 15 + 15 + 11);
}

#[test]
fn retention_is_what_the_published_months_give() {
    let accounts: Vec<Vec<Term>> = CUSTOMERS.iter().map(|customer| terms(customer.0)).collect();
    let period = Period::new(day("2018-11-30"), day("2019-09-30")).unwrap();
    let total = metrics(&accounts, period).total;
    // Two paid 50 in November 2018; in September 2019 one pays 0 and the other 50 again. The third came between.
    assert_eq!(total.nrr(), Some(50.0 / 100.0));
    assert_eq!(total.grr(Grr::Endpoint), Some(50.0 / 100.0));
    assert_eq!(total.logo_retention(), Some(1.0 / 2.0));
    // Month by month they lost 50 + 75 and 25 + 25 + 25.
    assert_eq!(total.grr(Grr::Movements), Some((100.0 - 125.0 - 75.0) / 100.0));
}

/// A percentage to the hundredth, as reports quote it.
fn hundredth(ratio: Option<f64>) -> String {
    format!("{:.2}", ratio.unwrap() * 100.0)
}

#[test]
fn retention_of_the_last_five_months_is_right_to_the_hundredth() {
    let accounts: Vec<Vec<Term>> = CUSTOMERS.iter().map(|customer| terms(customer.0)).collect();
    let period = Period::new(day("2019-07-31"), day("2019-12-31")).unwrap();
    let total = metrics(&accounts, period).total;
    // 75 + 50 + 25 in July; 0 + 40 + 25 in December, and none pays more than before.
    assert_eq!((total.start_mrr, total.end_mrr), (15_000, 6_500));
    assert_eq!(hundredth(total.nrr()), "43.33");
    assert_eq!(hundredth(total.grr(Grr::Endpoint)), "43.33");
    assert_eq!(hundredth(total.logo_retention()), "66.67");
    // Lost: 75; 25 and 25; 25. Expanded: 25 and 15; 25. So two of three expanded.
    assert_eq!(hundredth(total.grr(Grr::Movements)), "0.00");
    assert_eq!(hundredth(total.expansion_mrr_rate()), "43.33");
    assert_eq!(hundredth(total.expansion_rate()), "66.67");
}
