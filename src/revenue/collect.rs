//! Accounts in, one at a time; metrics out.

use std::sync::Arc;

use super::cohort::{Cohort, Cohorts};
use super::figures::{Figures, Movements, OfAccount};
use super::mrr::{self, Course, NoRate, monthly};
use super::reason::{Loss, Reason, Reasons, meant};
use crate::domain::money::Rates;
use crate::domain::{self, Currency, Day, Period, Term};

/// What accounts are grouped by: the row id of a CSM or of a segment.
pub type GroupId = i64;

/// An account as it is taken in.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// None: unassigned, which is a group of its own.
    pub group: Option<GroupId>,
    /// Its contracts, in any order.
    pub terms: &'a [Term],
    /// Its renewals that name a reason for a loss.
    pub losses: &'a [Loss],
}

/// A month of the movements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Month {
    pub month: domain::Month,
    /// MRR on the later of the period's first day and the last day of the month before, in minor units.
    pub start: i64,
    /// Per account and net.
    pub movements: Movements,
    /// MRR on the earlier of the period's last day and the month's own.
    pub end: i64,
}

/// Every figure of a period that contracts tell.
#[derive(Clone, PartialEq, Debug)]
pub struct Metrics {
    pub period: Period,
    /// Of all money in it.
    pub currency: Currency,
    pub total: Figures,
    pub months: Vec<Month>,
    /// By group, ascending; the accounts without one first.
    pub groups: Vec<(Option<GroupId>, Figures)>,
    /// The largest loss first.
    pub reasons: Vec<Reason>,
    /// By quarter of start, ascending: of those accounts that began to pay in the period.
    pub cohorts: Vec<Cohort>,
    /// Accounts left out of every figure, for want of a rate.
    pub accounts_excluded: u64,
}

/// Takes in accounts one at a time, in any order. It holds sums alone: none of it grows with the book.
pub struct Collector<'a> {
    period: Period,
    rates: &'a Rates,
    days: Vec<Day>,
    /// What moved up to each of the days but the first, since the one before it.
    moved: Vec<Movements>,
    /// Ascending.
    groups: Vec<(Option<GroupId>, Figures)>,
    reasons: Reasons,
    cohorts: Cohorts,
    excluded: u64,
    /// The present account's, kept so that none is allocated an account.
    course: Course,
    lost: Vec<Lost>,
}

/// What an account lost in a month, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lost {
    /// None: no renewal of the month names one.
    pub reason: Option<Arc<str>>,
    /// Churn or contraction, below 0, in minor units.
    pub mrr: i64,
}

impl<'a> Collector<'a> {
    /// Nothing was taken in yet.
    pub fn new(period: Period, rates: &'a Rates) -> Collector<'a> {
        let days = mrr::compared(period);
        Collector {
            period,
            rates,
            moved: vec![Movements::default(); days.len() - 1],
            groups: Vec::new(),
            reasons: Reasons::default(),
            cohorts: Cohorts::new(&days),
            excluded: 0,
            course: Course::default(),
            lost: Vec::new(),
            days,
        }
    }

    /// Takes in an account, and gives its own figures; None: it is left out, for want of a rate.
    pub fn account(&mut self, account: &Account<'_>) -> Option<OfAccount> {
        self.lost.clear();
        let Ok(first) = self.measure(account) else {
            self.excluded += 1;
            return None;
        };
        let (start_mrr, end_arr) = (monthly(self.course.start()), self.course.end());
        let movements = self.follow(start_mrr, first.map(|(day, _)| day), account.losses);
        if let Some((day, then)) = first
            && self.period.contains(day)
        {
            self.cohorts.count(day, then, |place| self.course.mrr_at(place));
        }
        let own = OfAccount { start_mrr, end_mrr: monthly(end_arr), end_arr, movements };
        let place = self.groups.binary_search_by_key(&account.group, |group| group.0);
        let place = place.unwrap_or_else(|place| {
            self.groups.insert(place, (account.group, Figures::default()));
            place
        });
        if let Some((_, sums)) = self.groups.get_mut(place) {
            sums.count(&own);
        }
        Some(own)
    }

    /// Counts what moves, month by month, of an account that has `mrr` on the first day; its sum.
    fn follow(&mut self, mut mrr: i64, first: Option<Day>, losses: &[Loss]) -> Movements {
        let mut sum = Movements::default();
        let mut paid = mrr > 0;
        for (place, after) in self.course.changes() {
            let before = std::mem::replace(&mut mrr, after);
            if before == after {
                continue;
            }
            let ends = self.days.get(place - 1).zip(self.days.get(place));
            let (Some((&from, &to)), Some(month)) = (ends, self.moved.get_mut(place - 1)) else { continue };
            let moved = Movements::between(before, after, paid || first.is_some_and(|day| day <= from));
            paid = true;
            month.add(&moved);
            sum.add(&moved);
            let lost = moved.churn + moved.contraction;
            if lost != 0 {
                let reason = meant(losses, (from, to));
                self.reasons.count(&moved, reason);
                self.lost.push(Lost { reason: reason.cloned(), mrr: lost });
            }
        }
        sum
    }

    /// What the account that was taken in last has lost, month by month.
    pub fn lost(&self) -> &[Lost] {
        &self.lost
    }

    /// The course of an account, and of one without MRR on the first of the compared days the first day with any, with
    /// what it was then where that is in the period.
    fn measure(&mut self, account: &Account<'_>) -> Result<Option<(Day, i64)>, NoRate> {
        self.course.follow(account.terms, &self.days, self.rates)?;
        if monthly(self.course.start()) > 0 {
            return Ok(None);
        }
        let Some(day) = mrr::first_paid(account.terms, self.rates) else { return Ok(None) };
        let then = if self.period.contains(day) { mrr::on(account.terms, day, self.rates)? } else { 0 };
        Ok(Some((day, then)))
    }

    /// The metrics of what was taken in.
    pub fn finish(self) -> Metrics {
        let mut total = Figures::default();
        self.groups.iter().for_each(|(_, sums)| total.add(sums));
        Metrics {
            period: self.period,
            currency: self.rates.book,
            months: months(&self.days, &self.moved, total.start_mrr),
            total,
            // An account that had nothing all along makes no group.
            groups: self.groups.into_iter().filter(|(_, sums)| *sums != Figures::default()).collect(),
            reasons: self.reasons.finish(),
            cohorts: self.cohorts.finish(),
            accounts_excluded: self.excluded,
        }
    }
}

/// The months one after the other, each from what the one before it left.
fn months(days: &[Day], moved: &[Movements], mut mrr: i64) -> Vec<Month> {
    let month = |(day, movements): (&Day, &Movements)| {
        let start = mrr;
        mrr += movements.net();
        Month { month: day.month(), start, movements: *movements, end: mrr }
    };
    days.iter().skip(1).zip(moved).map(month).collect()
}
