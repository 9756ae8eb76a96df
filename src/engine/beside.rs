//! What stands beside revenue in a period: what people answer and use, who was saved, what is due.

use super::figures::{Named, named};
use super::judge::{Judge, each_judged};
use super::renewals::Wanted;
use super::view::View;
use crate::domain::{Period, Result};
use crate::health::facts::AccountId;
use crate::health::{Rescue, Rescues};
use crate::renewal::{Bucket, By, Sums, forecast};
use crate::revenue::{GroupId, Grouped, Others};
use crate::store::contracts::{self, Grouping};
use crate::store::{answers, renewal};

/// Days of the forecast of renewals.
const FORECAST_DAYS: i32 = 365;

/// What stands beside revenue.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    pub total: Others,
    /// By name; those without one last. Empty where no grouping was asked for.
    pub groups: Vec<Named<Others>>,
}

/// What is due in the months after the day, and overdue. Money is in the book's currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    pub total: Sums,
    /// Overdue first, then month by month.
    pub months: Vec<(Bucket, Sums)>,
}

impl View {
    /// NPS, CSAT, proposals, licences and features in use, saved customers.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn other_metrics(&self, period: Period, grouping: Option<Grouping>) -> Result<Beside> {
        self.reader().at_once(|on| {
            let judge = Judge::load(on, self.day())?;
            let mut found = Grouped::default();
            let own = contracts::groups(on, grouping)?;
            let group = |account: AccountId| {
                let place = own.binary_search_by_key(&account, |own| own.0).ok();
                grouping.map(|_| place.and_then(|place| own.get(place)).and_then(|own| own.1))
            };
            let usage = &judge.policies.of(None).usage;
            answers::others(on, period, (&usage.licence_metric, usage.licence_days), group, &mut found)?;

            let rescues = Rescues::new(&judge.held, &judge.policies, period, self.day());
            let every = AccountId::MIN..=AccountId::MAX;
            let see = |record: &crate::store::facts::AccountRecord| {
                let facts = &record.facts;
                (facts.id, rescues.rescue(facts), rescues.adopted(facts))
            };
            let reach = judge.reach_since(period.from());
            each_judged(on, every, &reach, see, |(account, rescue, adopted)| {
                if rescue.is_some() || adopted.is_some() {
                    found.count(group(account), |others| {
                        if let Some(adopted) = adopted {
                            others.adoption.count(adopted.used, adopted.entitled);
                        }
                        if let Some(rescue) = rescue {
                            others.saves.saved.count(rescue == Rescue::Saved);
                            others.saves.open += u64::from(rescue == Rescue::Open);
                        }
                    });
                }
                Ok(())
            })?;
            let Grouped { total, groups } = found;
            let groups: Vec<(Option<GroupId>, Others)> = groups.into_iter().collect();
            let groups = grouping.map_or(Ok(Vec::new()), |by| named(on, by, groups))?;
            Ok(Beside { total, groups })
        })
    }

    /// What is due in the 12 months after the day, by month and forecast.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn due(&self) -> Result<Due> {
        let day = self.day();
        let wanted = Wanted::within(None, day, FORECAST_DAYS);
        let judge = self.judge()?;
        let segments = renewal::segments(self.reader())?;
        let (mut total, mut months) = (Sums::default(), forecast::Groups::new());
        for own in self.renewals_then(&wanted, day)? {
            let segment = segments.get(&own.account).copied().flatten();
            let rules = &judge.policies.of(segment).renewal;
            let month = months.entry(Bucket::of(&own, By::Month, None, day)).or_default();
            for sums in [&mut total, month] {
                sums.add(&own, &judge.rates, rules, day);
            }
        }
        Ok(Due { total, months: months.into_iter().collect() })
    }
}
