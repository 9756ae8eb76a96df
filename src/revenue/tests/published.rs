//! A published data set: the subscriptions of the "MRR playbook" of dbt Labs (MIT licence), and what an independent
//! solution published as each customer's MRR, its change and the change's category in each month
//! (ljwoodley.github.io, "Calculating Monthly Recurring Revenue", 2021-09-21). Its month is a period here: prices change
//! on the first, so what holds on the last day of a month holds in all of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::revenue::{Figures, Grr, Movements};

/// The folder of the data; None, said aloud, where it is absent.
fn folder() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found =
        here.ancestors().map(|above| above.join("shared/data/mrr_playbook")).find(|path| path.is_dir());
    if found.is_none() {
        eprintln!("skipped: there is no folder ../shared/data/mrr_playbook");
    }
    found
}

/// The rows below the header.
fn rows(file: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(file).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// The contracts of each customer.
fn customers(folder: &Path) -> BTreeMap<u32, Vec<Term>> {
    let mut customers: BTreeMap<u32, Vec<Term>> = BTreeMap::new();
    for row in rows(&folder.join("subscription_periods.csv")) {
        let [_, customer, start, end, amount] = &row[..] else { panic!("{row:?}") };
        let cents = amount.parse::<i64>().unwrap() * 100;
        customers.entry(customer.parse().unwrap()).or_default().push(monthly(start, end, cents));
    }
    customers
}

/// The movements of the month that begins on a day.
fn month(terms: &[Term], first: Day) -> (i64, Movements) {
    let period = Period::new(first - 1, first.month().last_day()).unwrap();
    let total = metrics(&[terms.to_vec()], period).total;
    (total.end_mrr, total.movements)
}

#[test]
fn every_customer_and_month_is_classified_as_published() {
    let Some(folder) = folder() else { return };
    let customers = customers(&folder);
    let published = rows(&folder.join("monthly.csv"));
    assert_eq!((customers.len(), published.len()), (55, 417));
    for row in published {
        let [first, customer, mrr, change, category] = &row[..] else { panic!("{row:?}") };
        let (end, moved) = month(&customers[&customer.parse().unwrap()], day(first));
        let change = change.parse::<i64>().unwrap() * 100;
        let expected = match category.as_str() {
            "new" => Movements { new: change, ..Movements::default() },
            "upgrade" => Movements { expansion: change, ..Movements::default() },
            "downgrade" => Movements { contraction: change, ..Movements::default() },
            "churn" => Movements { churn: change, ..Movements::default() },
            "reactivation" => Movements { reactivation: change, ..Movements::default() },
            "" => Movements::default(),
            other => panic!("{other}"),
        };
        assert_eq!((end, moved), (mrr.parse::<i64>().unwrap() * 100, expected), "{row:?}");
    }
}

/// Retention from one month to another, from the published rows alone: (start, kept, floor, lost by month, logos).
fn by_hand(published: &[Vec<String>], from: &str, to: &str) -> [i64; 6] {
    let mut accounts: BTreeMap<&str, (i64, i64, i64)> = BTreeMap::new();
    for row in published {
        let [month, customer, mrr, change, _] = &row[..] else { panic!("{row:?}") };
        let (mrr, change): (i64, i64) = (mrr.parse().unwrap(), change.parse().unwrap());
        let account = accounts.entry(customer).or_default();
        if month == from {
            account.0 = mrr;
        }
        if month == to {
            account.1 = mrr;
        }
        if month.as_str() > from && month.as_str() <= to {
            account.2 += change.min(0);
        }
    }
    let base: Vec<_> = accounts.into_values().filter(|account| account.0 > 0).collect();
    let sum = |of: fn(&(i64, i64, i64)) -> i64| base.iter().map(of).sum::<i64>();
    let count = |of: usize| i64::try_from(of).unwrap();
    [
        sum(|account| account.0),
        sum(|account| account.1),
        sum(|account| account.1.min(account.0)),
        sum(|account| account.2),
        count(base.iter().filter(|account| account.1 > 0).count()),
        count(base.len()),
    ]
}

#[test]
fn retention_of_every_window_is_what_the_published_rows_give_to_the_hundredth() {
    let Some(folder) = folder() else { return };
    let accounts: Vec<Vec<Term>> = customers(&folder).into_values().collect();
    let published = rows(&folder.join("monthly.csv"));
    let hundredth = |ratio: f64| format!("{:.2}%", ratio * 100.0);
    let mut windows = 0;
    for (from, to) in [
        ("2018-06-01", "2019-06-01"),
        ("2018-11-01", "2019-11-01"),
        ("2018-12-01", "2019-12-01"),
        ("2019-05-01", "2019-11-01"),
        ("2019-09-01", "2020-01-01"),
    ] {
        let [start, kept, floor, lost, logos, all] = by_hand(&published, from, to).map(|sum| sum as f64);
        let period = Period::new(day(from).month().last_day(), day(to).month().last_day()).unwrap();
        let total: Figures = metrics(&accounts, period).total;
        let told = [total.nrr(), total.grr(Grr::Endpoint), total.grr(Grr::Movements), total.logo_retention()];
        let expected = [kept / start, floor / start, (start + lost) / start, logos / all];
        assert_eq!(told.map(|ratio| hundredth(ratio.unwrap())), expected.map(hundredth), "{from} to {to}");
        windows += 1;
    }
    assert_eq!(windows, 5);
}
