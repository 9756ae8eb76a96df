//! Accounts in, one at a time; metrics out.

use std::collections::BTreeMap;

use super::cohort::{Cohort, Cohorts};
use super::figures::{Figures, Kind, Movements};
use super::mrr::{self, NoRate};
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
    total: Figures,
    months: Vec<Month>,
    groups: BTreeMap<Option<GroupId>, Figures>,
    reasons: Reasons,
    cohorts: Cohorts,
    excluded: u64,
    /// The present account's, kept so that none is allocated an account.
    yearly: Vec<i64>,
    mrr: Vec<i64>,
    lost: Vec<Lost>,
}

/// What an account lost in a month, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lost {
    /// None: no renewal of the month names one.
    pub reason: Option<Box<str>>,
    /// Churn or contraction, below 0, in minor units.
    pub mrr: i64,
}

impl<'a> Collector<'a> {
    /// Nothing was taken in yet.
    pub fn new(period: Period, rates: &'a Rates) -> Collector<'a> {
        let days = mrr::compared(period);
        let month =
            |day: &Day| Month { month: day.month(), start: 0, movements: Movements::default(), end: 0 };
        Collector {
            period,
            rates,
            total: Figures::default(),
            months: days.iter().skip(1).map(month).collect(),
            groups: BTreeMap::new(),
            reasons: Reasons::default(),
            cohorts: Cohorts::new(&days),
            excluded: 0,
            yearly: Vec::new(),
            mrr: Vec::new(),
            lost: Vec::new(),
            days,
        }
    }

    /// Takes in an account, and gives its own figures; None: it is left out, for want of a rate.
    pub fn account(&mut self, account: &Account<'_>) -> Option<Figures> {
        self.lost.clear();
        let Ok(first) = self.measure(account) else {
            self.excluded += 1;
            return None;
        };
        let (start, end) = (*self.mrr.first()?, *self.mrr.last()?);
        let end_arr = *self.yearly.last()?;
        let mut figures = Figures { start_mrr: start, end_mrr: end, end_arr, ..Figures::default() };
        figures.accounts_at_end = u64::from(end > 0);
        let spans = self.days.iter().zip(self.days.iter().skip(1));
        let ends = self.mrr.iter().zip(self.mrr.iter().skip(1));
        for (((&from, &to), (&before, &after)), month) in spans.zip(ends).zip(&mut self.months) {
            month.start += before;
            month.end += after;
            if before == after {
                continue;
            }
            let moved = Movements::between(before, after, first.is_some_and(|(day, _)| day <= from));
            month.movements.add(&moved);
            figures.movements.add(&moved);
            let lost = moved.churn + moved.contraction;
            if lost != 0 {
                let reason: Option<Box<str>> = meant(account.losses, (from, to)).map(Into::into);
                self.reasons.count(&moved, reason.clone());
                self.lost.push(Lost { reason, mrr: lost });
            }
        }
        figures.movers = Kind::ALL.map(|kind| u64::from(figures.movements.of(kind) != 0));
        if start > 0 {
            figures.logos.count(end > 0);
            figures.kept_mrr = end;
            figures.floor_mrr = end.min(start);
            figures.of_start = figures.movements;
            figures.expanded = u64::from(figures.movements.expansion > 0);
        }
        if let Some((day, then)) = first
            && self.period.contains(day)
        {
            self.cohorts.count(day, then, &self.mrr);
        }
        self.total.add(&figures);
        self.groups.entry(account.group).or_default().add(&figures);
        Some(figures)
    }

    /// What the account that was taken in last has lost, month by month.
    pub fn lost(&self) -> &[Lost] {
        &self.lost
    }

    /// The yearly amounts and the MRR of the compared days, and the first day with MRR, with what it was then where
    /// that is in the period; None: it never had any.
    fn measure(&mut self, account: &Account<'_>) -> Result<Option<(Day, i64)>, NoRate> {
        mrr::yearly(account.terms, &self.days, self.rates, &mut self.yearly)?;
        self.mrr.clear();
        self.mrr.extend(self.yearly.iter().map(|yearly| mrr::monthly(*yearly)));
        let Some(day) = mrr::first_paid(account.terms, self.rates) else { return Ok(None) };
        let then = if self.period.contains(day) { mrr::on(account.terms, day, self.rates)? } else { 0 };
        Ok(Some((day, then)))
    }

    /// The metrics of what was taken in.
    pub fn finish(self) -> Metrics {
        Metrics {
            period: self.period,
            currency: self.rates.book,
            total: self.total,
            months: self.months,
            // An account that had nothing all along makes no group.
            groups: self.groups.into_iter().filter(|(_, sums)| *sums != Figures::default()).collect(),
            reasons: self.reasons.finish(),
            cohorts: self.cohorts.finish(),
            accounts_excluded: self.excluded,
        }
    }
}
