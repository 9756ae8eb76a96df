//! MRR of an account on many days.

use crate::domain::money::Rates;
use crate::domain::{Day, Period, Term};

/// An amount cannot be compared: the book has no rate for its currency, or none yet on that day.
pub(super) struct NoRate;

/// A yearly amount by the month, rounded half away from zero. Yearly amounts are 0 or more.
#[inline]
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

/// The yearly amount of an account over the compared days: how much from which of them on.
#[derive(Default)]
pub(super) struct Course(Vec<Level>);

/// A yearly amount, from a compared day on. While they are gathered: what it changes by there.
#[derive(Clone, Copy)]
struct Level {
    /// Of the day, among those that are compared.
    place: usize,
    yearly: i64,
}

impl Course {
    /// Follows an account; what was known of another is forgotten. The work is by the terms, not by the days: most
    /// accounts pay the same all along.
    pub fn follow(&mut self, terms: &[Term], days: &[Day], rates: &Rates) -> Result<(), NoRate> {
        self.0.clear();
        for term in terms {
            let currency = term.currency.unwrap_or(rates.book);
            if !rates.know(currency) {
                return Err(NoRate);
            }
            let first = place(days, term.start);
            let end = term.end.map_or(days.len(), |end| place(days, end));
            if first >= end {
                continue;
            }
            let mut now = term.yearly_minor;
            if currency == rates.book {
                self.0.push(Level { place: first, yearly: now });
            } else {
                now = 0;
                for (place, day) in days.iter().enumerate().take(end).skip(first) {
                    let then = term.yearly(rates, *day).ok_or(NoRate)?;
                    self.0.push(Level { place, yearly: then - now });
                    now = then;
                }
            }
            if end < days.len() {
                self.0.push(Level { place: end, yearly: -now });
            }
        }
        self.sum_up();
        Ok(())
    }

    /// From changes, in any order, to what there is after each.
    fn sum_up(&mut self) {
        if self.0.len() < 2 {
            return;
        }
        self.0.sort_unstable_by_key(|level| level.place);
        let mut sum = 0_i64;
        for level in &mut self.0 {
            sum = sum.saturating_add(level.yearly);
            level.yearly = sum;
        }
        // Of several on one day the last holds.
        self.0.dedup_by(|later, kept| {
            let same = later.place == kept.place;
            if same {
                *kept = *later;
            }
            same
        });
    }

    /// The yearly amount on the first of the days.
    pub fn start(&self) -> i64 {
        self.0.first().filter(|level| level.place == 0).map_or(0, |level| level.yearly)
    }

    /// The yearly amount on the last of the days.
    pub fn end(&self) -> i64 {
        self.0.last().map_or(0, |level| level.yearly)
    }

    /// MRR on the day at a place.
    pub fn mrr_at(&self, place: usize) -> i64 {
        let until = self.0.iter().take_while(|level| level.place <= place);
        until.last().map_or(0, |level| monthly(level.yearly))
    }

    /// The places of the days on which MRR may differ from the day before, and MRR on them: ascending, without the
    /// first day.
    pub fn changes(&self) -> impl Iterator<Item = (usize, i64)> + '_ {
        self.0.iter().filter(|level| level.place > 0).map(|level| (level.place, monthly(level.yearly)))
    }
}

/// The place of the first of the days that is not before a day. Most terms begin before all of them.
fn place(days: &[Day], day: Day) -> usize {
    if days.first().is_some_and(|first| day <= *first) {
        return 0;
    }
    days.partition_point(|compared| *compared < day)
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
