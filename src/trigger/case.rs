//! An account on a day, as rules ask of it.

use std::cell::{Cell, OnceCell};

use super::word::{WORDS, WordId};
use crate::domain::{Currency, Day};
use crate::health::{Past, Sight};
use crate::plan;
use crate::renewal::{self, Contract, Earlier, Record, Renewal, RenewalId};

/// What is known of an account beside the facts of its health.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// All contracts.
    pub contracts: &'a [Contract],
    /// The rows of their renewals.
    pub records: &'a [Record],
    /// What these rows were before they changed, in the order of the days; only needed for days that are past.
    pub earlier: &'a [(RenewalId, Earlier)],
    /// All plans; the counts of their items are not read.
    pub plans: &'a [plan::Head],
    /// The currency of the book.
    pub currency: Currency,
}

/// An account on a day. What a word stands for is read once, and only if a rule asks for it.
pub struct Case<'a> {
    pub(super) sight: &'a Sight<'a>,
    pub(super) past: &'a dyn Past,
    pub(super) beside: Beside<'a>,
    renewals: OnceCell<Vec<Renewal>>,
    values: Vec<Cell<Option<Option<f64>>>>,
}

impl<'a> Case<'a> {
    /// An account on the day of `sight`.
    pub fn new(sight: &'a Sight<'a>, past: &'a dyn Past, beside: Beside<'a>) -> Case<'a> {
        let values = vec![Cell::new(None); WORDS.len()];
        Case { sight, past, beside, renewals: OnceCell::new(), values }
    }

    /// The day.
    pub fn day(&self) -> Day {
        self.sight.day()
    }

    /// What a word stands for; None: there is nothing to compare with.
    pub(super) fn value(&self, id: WordId) -> Option<f64> {
        let kept = self.values.get(id.0)?;
        if let Some(value) = kept.get() {
            return value;
        }
        let value = (id.word().read)(self).map(crate::health::round9);
        kept.set(Some(value));
        value
    }

    /// The renewals as they stand on the day.
    pub(super) fn renewals(&self) -> &[Renewal] {
        self.renewals.get_or_init(|| {
            let Beside { contracts, records, earlier, currency, .. } = self.beside;
            let day = self.day();
            let then = |record: &Record| {
                let mut later = earlier.iter().filter(|(id, change)| *id == record.id && change.until > day);
                match later.next() {
                    Some((_, earlier)) => record.clone().before(earlier),
                    None => record.clone(),
                }
            };
            let records = records.iter().map(then).collect();
            let rules = &self.sight.policy().renewal;
            renewal::of_account(self.sight.facts().id, contracts, records, rules, (day, currency))
        })
    }

    /// The renewals that are neither won nor lost.
    pub(super) fn open_renewals(&self) -> impl Iterator<Item = &Renewal> {
        self.renewals().iter().filter(|renewal| renewal.is_open())
    }
}
