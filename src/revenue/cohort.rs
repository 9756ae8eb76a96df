//! Cohorts: the accounts that began to pay in a quarter, followed quarter by quarter.

use crate::domain::{Day, Quarter};

/// The accounts that had their first MRR in a quarter.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    pub quarter: Quarter,
    pub accounts: u64,
    /// MRR of each on its first day with any, in minor units.
    pub mrr: i64,
    /// What is left at the end of the quarter itself and of each quarter after it, up to the period's end.
    pub kept: Vec<Kept>,
}

/// What is left of a cohort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Accounts with MRR.
    pub accounts: u64,
    /// Minor units.
    pub mrr: i64,
}

/// Cohorts in the making: one for each quarter of the period.
pub(super) struct Cohorts {
    cohorts: Vec<Cohort>,
    /// For each quarter the place of its last compared day.
    ends: Vec<usize>,
}

impl Cohorts {
    /// The quarters of a period, by its compared days.
    pub fn new(days: &[Day]) -> Cohorts {
        let mut of = Cohorts { cohorts: Vec::new(), ends: Vec::new() };
        for (place, day) in days.iter().enumerate().skip(1) {
            let quarter = day.quarter();
            match of.ends.last_mut() {
                Some(end) if of.cohorts.last().is_some_and(|last| last.quarter == quarter) => *end = place,
                _ => {
                    of.cohorts.push(Cohort { quarter, accounts: 0, mrr: 0, kept: Vec::new() });
                    of.ends.push(place);
                }
            }
        }
        let quarters = of.cohorts.len();
        for (place, cohort) in of.cohorts.iter_mut().enumerate() {
            cohort.kept = vec![Kept::default(); quarters - place];
        }
        of
    }

    /// Counts an account that first had MRR on a day of the period; `mrr` gives that of the
    /// compared day at a place.
    pub fn count(&mut self, first: Day, mrr_then: i64, mrr: impl Fn(usize) -> i64) {
        let quarter = first.quarter();
        let Ok(place) = self.cohorts.binary_search_by_key(&quarter, |cohort| cohort.quarter) else { return };
        let Some(cohort) = self.cohorts.get_mut(place) else { return };
        cohort.accounts += 1;
        cohort.mrr += mrr_then;
        for (kept, end) in cohort.kept.iter_mut().zip(self.ends.iter().skip(place)) {
            let mrr = mrr(*end);
            kept.accounts += u64::from(mrr > 0);
            kept.mrr += mrr;
        }
    }

    /// Those that have an account.
    pub fn finish(self) -> Vec<Cohort> {
        self.cohorts.into_iter().filter(|cohort| cohort.accounts > 0).collect()
    }
}
