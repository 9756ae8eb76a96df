//! Figures of a period, for the command line and the screens.

use super::view::View;
use crate::domain::{Period, Result};
use crate::onboarding::results::{Collector, Results};
use crate::revenue::{self, Figures, GroupId, Metrics, Others};
use crate::store::contracts::{self, Grouping};
use crate::store::policy::policies;
use crate::store::{answers, held, results, score};

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

    /// What the contracts tell of a period: of all accounts and, where asked for, by group.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn metrics(&self, period: Period, grouping: Option<Grouping>) -> Result<Measured> {
        self.reader().at_once(|on| {
            let rates = held::rates(on)?;
            let mut collector = revenue::Collector::new(period, &rates);
            contracts::each(on, grouping, |account| collector.account(account))?;
            let mut revenue = collector.finish();
            let [segments, team] = score::names(on)?;
            let names = match grouping {
                Some(Grouping::Segment) => segments,
                _ => team,
            };
            let groups = std::mem::take(&mut revenue.groups);
            let named = |(group, figures)| Named { name: name(&names, group), figures };
            let mut groups: Vec<Named> = groups.into_iter().map(named).collect();
            groups.sort_by(|a, b| (a.name.is_none(), &a.name).cmp(&(b.name.is_none(), &b.name)));
            if grouping.is_none() {
                groups.clear();
            }
            Ok(Measured { revenue, groups })
        })
    }

    /// What stands beside revenue in a period: NPS, CSAT, proposals, licences in use.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn other_metrics(&self, period: Period) -> Result<Others> {
        self.reader().at_once(|on| {
            let policies = policies(on)?;
            let usage = &policies.of(None).usage;
            answers::others(on, period, &usage.licence_metric, usage.licence_days)
        })
    }
}

/// The revenue metrics of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Its groups are in `groups`, by name.
    pub revenue: Metrics,
    /// By name; those without one last. Empty where no grouping was asked for.
    pub groups: Vec<Named>,
}

/// The revenue of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// None: accounts without a CSM, without a segment.
    pub name: Option<Box<str>>,
    pub figures: Figures,
}

fn name(names: &[(GroupId, Box<str>)], group: Option<GroupId>) -> Option<Box<str>> {
    let place = names.binary_search_by_key(&group?, |named| named.0).ok()?;
    names.get(place).map(|named| named.1.clone())
}
