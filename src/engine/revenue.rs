//! Revenue of a period as the dashboard looks at it: figures, who moved, and how retention came to be what it is.

use super::aside::{Answers, last_alone};
use super::desk::Event;
use super::figures::Measured;
use super::view::View;
use crate::domain::{Day, Period, Result};
use crate::health::facts::AccountId;
use crate::revenue::{Collector, GroupId, Grr, Lost, Movements, OfAccount};
use crate::store::contracts::{self, Grouping};
use crate::store::held;

/// Months of which retention is followed, each by the year up to its end.
const FOLLOWED: i32 = 12;

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RevenueAsk {
    pub period: Period,
    /// What the accounts are grouped by.
    pub grouping: Option<Grouping>,
    /// The accounts of one group alone; of Some(None) those without one.
    pub only: Option<Option<GroupId>>,
}

/// What contracts tell of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Revenue {
    pub measured: Measured,
    /// Every account with MRR at the start, at the end, or that moved, by id.
    pub accounts: Vec<Mover>,
    /// Retention of the year up to the period's end and up to the ends of the months before it, the earliest first.
    pub followed: Vec<Retention>,
}

/// An account in the figures. Money is in minor units.
#[derive(Clone, Debug, PartialEq)]
pub struct Mover {
    pub account: AccountId,
    pub start_mrr: i64,
    pub end_mrr: i64,
    pub movements: Movements,
    /// What it lost, month by month, and why.
    pub lost: Vec<Lost>,
}

/// Retention of the year up to a day. Ratios; None: there was no MRR at its start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retention {
    pub day: Day,
    pub nrr: Option<f64>,
    /// The endpoint form.
    pub grr: Option<f64>,
    pub logos: Option<f64>,
}

/// How it is read for the dashboard.
pub(super) const ANSWERS: Answers<RevenueAsk, Revenue> = Answers {
    still: last_alone,
    read: |view, ask| view.revenue(*ask),
    tell: |ask, read| Event::Revenue(ask, Box::new(read)),
};

impl View {
    /// What contracts tell of a period: in one pass over them.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn revenue(&self, ask: RevenueAsk) -> Result<Revenue> {
        self.reader().at_once(|on| {
            let rates = held::rates(on)?;
            let mut collector = Collector::new(ask.period, &rates);
            let years = years(ask.period.to());
            let mut followed: Vec<Collector> =
                years.iter().map(|year| Collector::new(*year, &rates)).collect();
            let mut accounts = Vec::new();
            contracts::each(on, rates.book, ask.period, ask.grouping, |id, account| {
                if ask.only.is_some_and(|group| group != account.group) {
                    return;
                }
                let own = collector.account(account);
                let own = own.filter(|own| *own != OfAccount::default());
                accounts.extend(own.map(|OfAccount { start_mrr, end_mrr, movements, .. }| Mover {
                    account: id,
                    start_mrr,
                    end_mrr,
                    movements,
                    lost: collector.lost().to_vec(),
                }));
                for year in &mut followed {
                    year.account(account);
                }
            })?;
            let retention = |(year, collector): (&Period, Collector)| {
                let total = collector.finish().total;
                Retention {
                    day: year.to(),
                    nrr: total.nrr(),
                    grr: total.grr(Grr::Endpoint),
                    logos: total.logo_retention(),
                }
            };
            Ok(Revenue {
                measured: Measured::of(on, collector.finish(), ask.grouping)?,
                accounts,
                followed: years.iter().zip(followed).map(retention).collect(),
            })
        })
    }
}

/// The years up to the ends of months before a day, and up to the day itself.
fn years(to: Day) -> Vec<Period> {
    let month_ends = (1 - FOLLOWED..0).map(|back| (to.month() + back).last_day());
    let year = |end: Day| Period::meant(None, Some(end), end).ok();
    month_ends.chain([to]).filter_map(year).collect()
}
