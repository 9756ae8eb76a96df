//! What rules would have found over the last days, over a whole book in one pass: before they are saved.

use std::collections::HashMap;

use super::judge::{Judge, each_judged};
use super::watch::beside;
use crate::domain::{Day, Result};
use crate::health::Replay;
use crate::health::facts::AccountId;
use crate::renewal::{Earlier, RenewalId};
use crate::store::facts::AccountRecord;
use crate::store::{Reads, renewal_change};
use crate::trigger::{Beside, Firing, Rehearsal, Rules};

/// Firings that are told of each rule.
const EXAMPLES: usize = 3;

/// What a rule would have found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// The name of the rule.
    pub rule: Box<str>,
    /// Firings on these days.
    pub fired: u64,
    /// Accounts of which it held on the first day already: nobody knows since when.
    pub held_before: u64,
    /// Accounts of which it fired, or held before.
    pub accounts: u64,
    /// Alerts that would be open on the last day.
    pub open: u64,
    /// The latest firings, each with the name of the account as stored.
    pub examples: Vec<(Box<str>, Firing)>,
}

/// What rules would have found from a day to that of the judge, by rule. `progress` hears how many accounts are done.
///
/// # Errors
/// The book cannot be read, or `progress` failed: it was stopped.
pub fn rehearse(
    on: &impl Reads,
    judge: &Judge,
    rules: &Rules,
    from: Day,
    mut progress: impl FnMut(u64) -> Result<()>,
) -> Result<Vec<Tally>> {
    let mut tallies: Vec<Tally> =
        rules.iter().map(|rule| Tally { rule: rule.name.clone(), ..Tally::default() }).collect();
    let mut done = 0;
    each_firing(on, judge, rules, from, |name, firings| {
        let mut met: Vec<usize> = firings.iter().map(|firing| firing.rule).collect();
        met.sort_unstable();
        met.dedup();
        for rule in met {
            if let Some(tally) = tallies.get_mut(rule) {
                tally.accounts += 1;
            }
        }
        for firing in firings {
            if let Some(tally) = tallies.get_mut(firing.rule) {
                tally.add(&name, firing);
            }
        }
        done += 1;
        progress(done)
    })?;
    Ok(tallies)
}

/// Hands out the firings of every account, with its name as stored: in the order of the ids, then of the days.
///
/// # Errors
/// The book cannot be read, or `take` failed.
pub fn each_firing(
    on: &impl Reads,
    judge: &Judge,
    rules: &Rules,
    from: Day,
    mut take: impl FnMut(Box<str>, Vec<Firing>) -> Result<()>,
) -> Result<()> {
    let replay = Replay::new(&judge.held, &judge.policies, from, judge.day);
    let rehearsal = Rehearsal::new(rules, replay, from);
    let mut changes: HashMap<RenewalId, Vec<Earlier>> = HashMap::new();
    for (renewal, earlier) in renewal_change::all(on)? {
        changes.entry(renewal).or_default().push(earlier);
    }
    let currency = judge.rates.book;
    let look = |record: &AccountRecord| {
        let own =
            |id: RenewalId| changes.get(&id).into_iter().flatten().map(move |change| (id, change.clone()));
        let earlier: Vec<(RenewalId, Earlier)> =
            record.renewal.records.iter().flat_map(|renewal| own(renewal.id)).collect();
        let beside = Beside { earlier: &earlier, ..beside(record, currency) };
        let firings = rehearsal.of(&record.facts, beside);
        (record.name.clone(), firings)
    };
    let reach = judge.reach_since(from);
    each_judged(on, AccountId::MIN..=AccountId::MAX, &reach, look, |(name, firings)| take(name, firings))
}

impl Tally {
    fn add(&mut self, name: &str, firing: Firing) {
        if firing.held_before {
            self.held_before += 1;
        } else {
            self.fired += 1;
        }
        self.open += u64::from(firing.closed_on.is_none());
        let place = self.examples.partition_point(|(_, known)| known.opened_on >= firing.opened_on);
        if place < EXAMPLES {
            self.examples.insert(place, (name.into(), firing));
            self.examples.truncate(EXAMPLES);
        }
    }
}
