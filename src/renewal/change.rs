//! What became of a forecast since an earlier day, renewal by renewal.

use std::collections::HashMap;

use super::pair::Renewal;
use crate::domain::{Forecast, RenewalStage};
use crate::health::facts::AccountId;

/// A renewal of which something else is said than before. One of the two is there at least.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change<'a> {
    /// None: it was not there, or not due in the time that is looked at.
    pub was: Option<&'a Renewal>,
    /// None: it is not any more.
    pub now: Option<&'a Renewal>,
}

/// Those whose forecast, amount or place in the period changed, in the order of `now`; those that are gone last. Both
/// are of the same period.
pub fn changes<'a>(was: &'a [Renewal], now: &'a [Renewal]) -> Vec<Change<'a>> {
    let mut before: HashMap<Key, &Renewal> = was.iter().map(|renewal| (key(renewal), renewal)).collect();
    let mut changed = Vec::new();
    for renewal in now {
        let was = before.remove(&key(renewal));
        let same = was.is_some_and(|was| was.call == renewal.call && was.expected == renewal.expected);
        if !same {
            changed.push(Change { was, now: Some(renewal) });
        }
    }
    let gone = was.iter().filter(|renewal| before.contains_key(&key(renewal)));
    changed.extend(gone.map(|was| Change { was: Some(was), now: None }));
    changed
}

/// By what a renewal is the same on two days: its contract, else its row.
type Key = (AccountId, Option<i64>, Option<i64>);

fn key(renewal: &Renewal) -> Key {
    let contract = renewal.contract.as_ref().map(|contract| contract.id);
    let row = renewal.record.as_ref().map(|record| record.id);
    (renewal.account, contract, if contract.is_some() { None } else { row })
}

impl Change<'_> {
    /// Which account it is of.
    pub fn account(&self) -> Option<AccountId> {
        self.now.or(self.was).map(|renewal| renewal.account)
    }

    /// `best case -> at risk`, `new: commit`, `no longer due`.
    pub fn words(&self) -> String {
        let call = |renewal: &Renewal| renewal.call.map_or("no forecast", Forecast::name);
        match (self.was, self.now) {
            (Some(was), Some(now)) if was.call == now.call => "another amount".to_owned(),
            (Some(was), Some(now)) => format!("{} -> {}", call(was), call(now)),
            (None, Some(now)) => format!("new: {}", call(now)),
            (_, None) => "no longer due".to_owned(),
        }
    }

    /// Why, as far as anybody said.
    pub fn reason(&self) -> Option<String> {
        let record = self.now?.record.as_ref()?;
        let said = record.reason.as_deref().map(str::to_owned);
        if record.stage != RenewalStage::Lost {
            return said;
        }
        let to = record.competitor.as_deref().map_or(String::new(), |name| format!(", to {name}"));
        record.churn_reason.as_deref().map(|reason| format!("{reason}{to}")).or(said)
    }
}
