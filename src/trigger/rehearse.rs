//! What rules would have found over the last days, day by day: before they are saved.

use super::case::{Beside, Case};
use super::rule::Rules;
use super::state::{Finding, Standing, look};
use crate::domain::{Day, Stage};
use crate::health::Replay;
use crate::health::facts::{AccountFacts, AccountId};

/// So many days are looked at, the last one included.
pub const DAYS: i32 = 90;

/// One firing that would have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Firing {
    pub account: AccountId,
    /// Place of the rule.
    pub rule: usize,
    pub opened_on: Day,
    /// None: it would be open today.
    pub closed_on: Option<Day>,
    pub reason: String,
    /// Whether it held on the first day already, so that nobody knows since when.
    pub held_before: bool,
}

/// Rules over a time.
pub struct Rehearsal<'a> {
    rules: &'a Rules,
    replay: Replay<'a>,
    from: Day,
}

impl<'a> Rehearsal<'a> {
    /// Rules over the days of a replay, the first of which is `from`.
    pub fn new(rules: &'a Rules, replay: Replay<'a>, from: Day) -> Rehearsal<'a> {
        Rehearsal { rules, replay, from }
    }

    /// What the rules would have found of an account, in the order of the days. Facts after a day do not count on it;
    /// what has no date (segment, roles, a churned stage) is taken as it is today.
    pub fn of(&self, facts: &AccountFacts, beside: Beside<'_>) -> Vec<Firing> {
        let mut firings: Vec<Firing> = Vec::new();
        if facts.stage == Some(Stage::Churned) {
            return firings;
        }
        self.replay.each(facts, |sight, past| {
            let (day, case) = (sight.day(), Case::new(sight, past, beside));
            let standing = self.standing(&firings);
            for finding in look(self.rules, Some(&case), day, &standing) {
                match finding {
                    Finding::Opens { rule, reason } => firings.push(Firing {
                        account: facts.id,
                        rule,
                        opened_on: day,
                        closed_on: None,
                        reason,
                        held_before: day == self.from,
                    }),
                    Finding::Closes { id, on } => {
                        if let Some(firing) = usize::try_from(id).ok().and_then(|id| firings.get_mut(id)) {
                            firing.closed_on = Some(on);
                        }
                    }
                    // Each day is looked at once.
                    Finding::Again { .. } | Finding::Retold { .. } | Finding::Drops { .. } => {}
                }
            }
        });
        firings
    }

    /// What is open, as the next day finds it: by the place in the list.
    fn standing(&self, firings: &[Firing]) -> Vec<Standing> {
        let open = (0..).zip(firings).filter(|(_, firing)| firing.closed_on.is_none());
        let standing = |(id, firing): (i64, &Firing)| {
            let rule = self.rules.get(firing.rule)?.name.clone();
            Some(Standing { id, rule, opened_on: firing.opened_on, closed_on: None, reason: None })
        };
        open.filter_map(standing).collect()
    }
}
