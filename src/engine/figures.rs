//! Figures of a period, for the command line and the screens.

use std::collections::BTreeMap;

use super::view::View;
use crate::book::Detail;
use crate::domain::{Period, Result};
use crate::health::PolicySet;
use crate::health::facts::AccountId;
use crate::onboarding::results::{Collector, Results};
use crate::revenue::{self, Figures, GroupId, Metrics};
use crate::store::contracts::{self, Grouping};
use crate::store::policy::policies;
use crate::store::{Reads, detail, held, results, score, training};
use crate::training::Consumption;

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

    /// What is known about one account on the day.
    ///
    /// # Errors
    /// There is none, or the book cannot be read, or its policy has an error.
    pub fn detail(&self, id: AccountId) -> Result<Detail> {
        self.detail_by(&policies(self.reader())?, id)
    }

    /// The same under policies that were read already.
    ///
    /// # Errors
    /// There is none, or the book cannot be read.
    pub fn detail_by(&self, policies: &PolicySet, id: AccountId) -> Result<Detail> {
        detail::read(self.reader(), policies, id, self.day())
    }

    /// How accounts take their training on the day, by the rule of their segment.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn training(&self, of: training::Of) -> Result<BTreeMap<AccountId, Consumption>> {
        training::consumption(self.reader(), &policies(self.reader())?, self.day(), of)
    }

    /// The accounts that take too little training on the day, the worst first.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn low_training(&self) -> Result<Vec<(AccountId, Consumption)>> {
        training::low(self.reader(), &policies(self.reader())?, self.day())
    }

    /// What the contracts tell of a period: of all accounts and, where asked for, by group.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn metrics(&self, period: Period, grouping: Option<Grouping>) -> Result<Measured> {
        self.reader().at_once(|on| {
            let rates = held::rates(on)?;
            let mut collector = revenue::Collector::new(period, &rates);
            contracts::each(on, rates.book, period, grouping, |_, account| {
                collector.account(account);
            })?;
            Measured::of(on, collector.finish(), grouping)
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

impl Measured {
    /// With the names of the groups.
    pub(super) fn of(on: &impl Reads, mut revenue: Metrics, grouping: Option<Grouping>) -> Result<Measured> {
        let groups = std::mem::take(&mut revenue.groups);
        let groups = grouping.map_or(Ok(Vec::new()), |by| named(on, by, groups))?;
        Ok(Measured { revenue, groups })
    }
}

/// The figures of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Named<T = Figures> {
    /// Row id of the CSM or the segment.
    pub id: Option<GroupId>,
    /// None: accounts without a CSM, without a segment.
    pub name: Option<Box<str>>,
    pub figures: T,
}

/// Figures by the names of their groups; those without one last.
pub(super) fn named<T>(
    on: &impl Reads,
    grouping: Grouping,
    groups: impl IntoIterator<Item = (Option<GroupId>, T)>,
) -> Result<Vec<Named<T>>> {
    let [segments, team] = score::names(on)?;
    let names = match grouping {
        Grouping::Segment => segments,
        Grouping::Csm => team,
    };
    let name = |group: Option<GroupId>| {
        let place = names.binary_search_by_key(&group?, |named| named.0).ok()?;
        names.get(place).map(|named| named.1.clone())
    };
    let mut groups: Vec<Named<T>> =
        groups.into_iter().map(|(id, figures)| Named { id, name: name(id), figures }).collect();
    groups.sort_by(|a, b| (a.name.is_none(), &a.name).cmp(&(b.name.is_none(), &b.name)));
    Ok(groups)
}
