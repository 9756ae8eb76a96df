//! Why MRR was lost.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::figures::Movements;
use crate::domain::Day;

/// A renewal that gave the reason for a loss.
#[derive(Clone, Debug, PartialEq)]
pub struct Loss {
    /// The end of the contract that was not renewed, or renewed for less.
    pub due_on: Day,
    /// The day it was decided: a contract may end before its time.
    pub closed_on: Option<Day>,
    pub reason: Arc<str>,
}

/// What was lost for a reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// None: no renewal of the month names one.
    pub reason: Option<Arc<str>>,
    /// Months in which an account churned.
    pub churns: u64,
    /// 0 or less.
    pub churn: i64,
    /// Months in which an account contracted.
    pub contractions: u64,
    /// 0 or less.
    pub contraction: i64,
}

impl Reason {
    /// What was lost in all, 0 or less.
    pub fn lost(&self) -> i64 {
        self.churn + self.contraction
    }
}

/// Why an account lost what it did from one day to another: the reason of its latest renewal that was due, or closed,
/// in between; None: none of them names one.
pub(super) fn meant(losses: &[Loss], (from, to): (Day, Day)) -> Option<&Arc<str>> {
    let within = |day: Day| from < day && day <= to;
    let meant = losses.iter().filter(|loss| within(loss.due_on) || loss.closed_on.is_some_and(within));
    meant.max_by_key(|loss| loss.due_on).map(|loss| &loss.reason)
}

/// Losses by reason, in the making.
#[derive(Default)]
pub(super) struct Reasons(BTreeMap<Option<Arc<str>>, Reason>);

impl Reasons {
    /// Counts what an account lost in a month for a reason.
    pub fn count(&mut self, moved: &Movements, reason: Option<&Arc<str>>) {
        let none =
            || Reason { reason: reason.cloned(), churns: 0, churn: 0, contractions: 0, contraction: 0 };
        let sum = self.0.entry(reason.cloned()).or_insert_with(none);
        sum.churns += u64::from(moved.churn != 0);
        sum.churn += moved.churn;
        sum.contractions += u64::from(moved.contraction != 0);
        sum.contraction += moved.contraction;
    }

    /// The largest loss first.
    pub fn finish(self) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = self.0.into_values().collect();
        reasons.sort_by_key(Reason::lost);
        reasons
    }
}
