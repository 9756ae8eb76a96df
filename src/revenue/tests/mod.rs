//! The figures against arithmetic made by hand, against a slow computation of their own, and against published data.

mod cases;
mod properties;
mod published;

use super::{Account, Collector, Loss, Metrics};
use crate::domain::money::Rates;
use crate::domain::{Currency, Day, Period, Term};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period::new(day(from), day(to)).unwrap()
}

fn dollars() -> Rates {
    Rates { book: Currency::USD, rates: Vec::new() }
}

/// A contract of so many minor units a month; an empty end is open.
fn monthly(start: &str, end: &str, mrr: i64) -> Term {
    let end = (!end.is_empty()).then(|| day(end));
    Term { start: day(start), end, yearly_minor: mrr * 12, currency: None }
}

/// A contract of so many minor units a year.
fn yearly(start: &str, end: &str, arr: i64) -> Term {
    Term { yearly_minor: arr, ..monthly(start, end, 0) }
}

fn metrics(accounts: &[Vec<Term>], period: Period) -> Metrics {
    metrics_of(accounts.iter().map(|terms| (terms.as_slice(), &[][..])), period, &dollars())
}

fn metrics_of<'a>(
    accounts: impl Iterator<Item = (&'a [Term], &'a [Loss])>,
    period: Period,
    rates: &Rates,
) -> Metrics {
    let mut collector = Collector::new(period, rates);
    for (terms, losses) in accounts {
        collector.account(&Account { group: None, terms, losses });
    }
    collector.finish()
}
