//! MRR of an account on many days.

use crate::domain::money::Rates;
use crate::domain::{Day, Period, Term};

/// An amount cannot be compared: the book has no rate for its currency, or none yet on that day.
pub(super) struct NoRate;

/// A yearly amount by the month, rounded half away from zero. Yearly amounts are 0 or more.
pub fn monthly(yearly: i64) -> i64 {
    yearly.saturating_add(6) / 12
}

/// The days that a period compares: its first, the last of each month that ends in it, its last. Ascending, distinct.
pub(super) fn compared(period: Period) -> Vec<Day> {
    let mut days = vec![period.from()];
    let mut month = (period.from() + 1).month();
    while month.last_day() < period.to() {
        days.push(month.last_day());
        month = month + 1;
    }
    days.push(period.to());
    days
}

/// Yearly amounts of an account on each of the days, into `sums`.
pub(super) fn yearly(terms: &[Term], days: &[Day], rates: &Rates, sums: &mut Vec<i64>) -> Result<(), NoRate> {
    sums.clear();
    sums.resize(days.len(), 0);
    // What is the same on every day is noted where it begins and ends, and summed up at last.
    let mut fixed = false;
    for term in terms {
        let currency = term.currency.unwrap_or(rates.book);
        if !rates.know(currency) {
            return Err(NoRate);
        }
        if currency == rates.book {
            let first = days.partition_point(|day| *day < term.start);
            let end = term.end.map_or(days.len(), |end| days.partition_point(|day| *day < end));
            if let (true, Some(begins)) = (first < end, sums.get_mut(first)) {
                *begins = begins.saturating_add(term.yearly_minor);
                if let Some(ends) = sums.get_mut(end) {
                    *ends = ends.saturating_sub(term.yearly_minor);
                }
                fixed = true;
            }
        }
    }
    if fixed {
        let mut sum = 0_i64;
        for own in sums.iter_mut() {
            sum = sum.saturating_add(*own);
            *own = sum;
        }
    }
    for term in terms.iter().filter(|term| term.currency.is_some_and(|own| own != rates.book)) {
        let first = days.partition_point(|day| *day < term.start);
        let active = days.iter().zip(sums.iter_mut()).skip(first);
        for (day, sum) in active.take_while(|(day, _)| term.active_on(**day)) {
            *sum = sum.saturating_add(term.yearly(rates, *day).ok_or(NoRate)?);
        }
    }
    Ok(())
}

/// MRR of a day.
pub(super) fn on(terms: &[Term], day: Day, rates: &Rates) -> Result<i64, NoRate> {
    let mut active = terms.iter().filter(|term| term.active_on(day)).map(|term| term.yearly(rates, day));
    active.try_fold(0_i64, |sum, yearly| Ok(sum.saturating_add(yearly.ok_or(NoRate)?))).map(monthly)
}

/// The first day with MRR: MRR rises only where a contract starts. A free contract is none. Where a rate is wanting,
/// which can only be before the days that are compared, any amount will do.
pub(super) fn first_paid(terms: &[Term], rates: &Rates) -> Option<Day> {
    let starts = |term: &&Term| term.yearly_minor > 0 && term.active_on(term.start);
    // One that makes MRR by itself: what starts later needs no look.
    let alone = |term: &&Term| {
        let yearly = term.yearly(rates, term.start).unwrap_or(i64::MAX);
        starts(term) && monthly(yearly) > 0
    };
    let surely = terms.iter().filter(alone).map(|term| term.start).min();
    let tiny = terms.iter().filter(|term| starts(term) && surely.is_none_or(|day| term.start < day));
    let together = tiny.map(|term| term.start).filter(|day| on(terms, *day, rates).unwrap_or(1) > 0).min();
    together.or(surely)
}
