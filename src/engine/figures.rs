//! Figures of a period, for the command line and the screens.

use super::judge::policies;
use super::view::View;
use crate::domain::{Period, Result};
use crate::onboarding::results::{Collector, Results};
use crate::revenue::{self, Metrics};
use crate::store::contracts::{self, Grouping};
use crate::store::{held, results};

impl View {
    /// How onboarding went in a period.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn onboarding_results(&self, period: Period) -> Result<Results> {
        self.reader().at_once(|on| {
            let policies = policies(on)?;
            let target_days = |segment| policies.of(segment).target_days;
            let mut collector = Collector::new(period);
            results::accounts(on, period, target_days, |case| collector.account(case))?;
            results::answers(on, period, |answer| collector.answer(answer))?;
            Ok(collector.finish())
        })
    }

    /// What the contracts tell of a period, of all accounts and, where asked for, by group.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn metrics(&self, period: Period, grouping: Option<Grouping>) -> Result<Metrics> {
        self.reader().at_once(|on| {
            let rates = held::rates(on)?;
            let mut collector = revenue::Collector::new(period, &rates);
            contracts::each(on, grouping, |account| collector.account(account))?;
            Ok(collector.finish())
        })
    }
}
