//! The renewals of a day, with what the rules say of each.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use super::judge::Judge;
use super::view::View;
use crate::domain::money::Rates;
use crate::domain::{Band, Day, Forecast, Result};
use crate::health::facts::{AccountFacts, AccountId, SegmentId};
use crate::health::policy::RenewalRules;
use crate::health::{PolicySet, Scored, Tenths};
use crate::plan::covers_renewal;
use crate::renewal::checklist::{self, Item};
use crate::renewal::{
    self, Bet, Bucket, By, Coverage, Earlier, Flag, Known, OwnRates, Renewal, Risk, Spread, Sums, last_calls,
    spread,
};
use crate::store::renewal::{self as book, Parts};
use crate::store::{Reader, facts, renewal_change};

/// With more wanted accounts than one in this many, one pass over the book is cheaper than reading each.
const MANY: i64 = 8;

/// Days for which closed renewals tell how likely the next ones are.
const RATED_DAYS: i32 = 730;

/// A renewal and what the rules say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub renewal: Renewal,
    pub csm: Option<i64>,
    pub segment: Option<SegmentId>,
    /// Whether there is an account plan for the quarter of its end.
    pub planned: bool,
    pub flags: Vec<Flag>,
    /// None: it is closed.
    pub risk: Option<Risk>,
    /// The forecast that the rules would give; None: it is closed.
    pub rules_call: Option<Forecast>,
    /// The account's.
    pub band: Band,
    /// None: nothing could be judged.
    pub health: Option<Tenths>,
}

/// Everything about a renewal.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    pub standing: Standing,
    pub checklist: Vec<Item>,
    /// What was said of it before, in the order of the days.
    pub earlier: Vec<Earlier>,
}

/// Renewals with what they are judged by.
pub struct Renewals {
    /// By the day they are due.
    pub standings: Vec<Standing>,
    pub day: Day,
    pub rates: Rates,
    pub wanted: Wanted,
    policies: PolicySet,
}

impl Renewals {
    /// The rules for the accounts of a segment.
    pub fn rules(&self, segment: Option<SegmentId>) -> &RenewalRules {
        &self.policies.of(segment).renewal
    }

    /// Sums of all of them, and by group.
    pub fn sums(&self, by: By) -> (Sums, Vec<(Bucket, Sums)>) {
        let (mut total, mut groups) = (Sums::default(), renewal::forecast::Groups::new());
        for standing in &self.standings {
            let group = match by {
                By::Segment => standing.segment,
                By::Month | By::Quarter | By::Csm => standing.csm,
            };
            let bucket = Bucket::of(&standing.renewal, by, group, self.day);
            let rules = self.rules(standing.segment);
            total.add(&standing.renewal, &self.rates, rules, self.day);
            groups.entry(bucket).or_default().add(&standing.renewal, &self.rates, rules, self.day);
        }
        (total, groups.into_iter().collect())
    }

    /// Its renewals alone.
    pub fn plain(&self) -> Vec<Renewal> {
        self.standings.iter().map(|standing| standing.renewal.clone()).collect()
    }

    /// What may renew of them, by the book's own rates or the policy's.
    pub fn spread(&self, own: &OwnRates) -> Spread {
        let bet = |standing: &Standing| {
            let amount = self.rates.convert(standing.renewal.expected?, self.day)?;
            let rules = self.rules(standing.segment);
            Some(Bet { amount, chance: own.chance(&standing.renewal, standing.band, rules).value })
        };
        spread(&self.standings.iter().filter_map(bet).collect::<Vec<_>>())
    }

    /// How those in the policy's window are prepared.
    pub fn coverage(&self) -> Coverage {
        let mut coverage = Coverage::default();
        for standing in &self.standings {
            if standing.renewal.is_in_window(self.day, self.rules(standing.segment)) {
                coverage.add(&standing.renewal, standing.planned);
            }
        }
        coverage
    }
}

/// Which renewals are wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Sorted; None: of every account.
    pub accounts: Option<Vec<AccountId>>,
    /// Those that are due up to this day: open ones however long ago.
    pub until: Day,
    /// Closed ones from this day on.
    pub closed_from: Day,
}

impl Wanted {
    /// Of these accounts (sorted ids; None: of all) those that are open and due within `days` of a day, overdue ones
    /// too, and those of its quarter and later that are closed.
    pub fn within(accounts: Option<Vec<AccountId>>, day: Day, days: i32) -> Wanted {
        let quarter = day.quarter();
        let closed_from = Day::from_ymd(quarter.year, quarter.number * 3 - 2, 1).unwrap_or(day);
        Wanted { accounts, until: day + days, closed_from }
    }

    fn has(&self, renewal: &Renewal) -> bool {
        renewal.due_on <= self.until && (renewal.is_open() || renewal.due_on >= self.closed_from)
    }

    fn is_of(&self, account: AccountId) -> bool {
        self.accounts.as_ref().is_none_or(|ids| ids.binary_search(&account).is_ok())
    }

    /// The accounts that may have such a renewal, as they were on a day. Cheap, and leaves out most.
    fn parts(&self, on: &Reader, day: Day) -> Result<HashMap<AccountId, Parts>> {
        let changes = renewal_change::as_of(on, day)?;
        let mut found = HashMap::new();
        book::each(on, |account, parts| {
            let due = |on: Option<Day>| on.is_some_and(|on| on <= self.until);
            let near = parts.contracts.iter().any(|contract| due(contract.term.end))
                || parts.records.iter().any(|record| due(Some(record.due_on)));
            if near && self.is_of(account) {
                found.insert(account, parts.before(&changes));
            }
        })?;
        Ok(found)
    }
}

impl View {
    /// The renewals that are wanted, with what the rules say of each.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn renewals(&self, wanted: Wanted) -> Result<Renewals> {
        let day = self.day();
        self.reader().at_once(|on| {
            let judge = Judge::load(on, day)?;
            let found = wanted.parts(on, day)?;
            let mut standings = Vec::new();
            let signals = book::open_signals(on, day)?;
            let nothing = Parts::default();
            each_fact(on, &found.keys().copied().collect(), |facts, csm| {
                let parts = found.get(&facts.id).unwrap_or(&nothing);
                let mut own = renewals_of(&judge, facts.id, facts.segment, parts);
                own.retain(|renewal| wanted.has(renewal));
                if own.is_empty() {
                    return;
                }
                let scored = judge.scored(facts);
                let open = signals.get(&facts.id).map(Vec::as_slice).unwrap_or_default();
                let judged = own.into_iter().map(|renewal| {
                    let case = Case { judge: &judge, facts, scored: &scored, signals: open };
                    case.standing(renewal, csm)
                });
                standings.extend(judged);
            })?;
            standings.sort_by_key(|standing| (standing.renewal.due_on, standing.renewal.account));
            let Judge { rates, policies, .. } = judge;
            Ok(Renewals { standings, day, rates, wanted, policies })
        })
    }

    /// Standings that were read one account at a time, with what they are judged by.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn judged(&self, standings: Vec<Standing>) -> Result<Renewals> {
        let Judge { day, rates, policies, .. } = self.judge()?;
        let accounts = standings.iter().map(|standing| standing.renewal.account).collect();
        let wanted = Wanted { accounts: Some(accounts), until: Day::MAX, closed_from: Day::MIN };
        Ok(Renewals { standings, day, rates, wanted, policies })
    }

    /// The same renewals as they were on an earlier day, without what the rules said of them then.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn renewals_then(&self, wanted: &Wanted, day: Day) -> Result<Vec<Renewal>> {
        self.reader().at_once(|on| {
            let judge = Judge::load(on, day)?;
            let segments = book::segments(on)?;
            let mut renewals = Vec::new();
            for (account, parts) in wanted.parts(on, day)? {
                let segment = segments.get(&account).copied().flatten();
                let own = renewals_of(&judge, account, segment, &parts).into_iter();
                renewals.extend(own.filter(|renewal| wanted.has(renewal)));
            }
            renewals.sort_by_key(|renewal| (renewal.due_on, renewal.account));
            Ok(renewals)
        })
    }

    /// How renewals of the last two years ended, by the last forecast before and by the band of the account on the day
    /// from which on the forecast had to be decided. Those of which no forecast is known count as without one.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn renewal_rates(&self) -> Result<OwnRates> {
        let (day, mut rates) = (self.day(), OwnRates::default());
        self.reader().at_once(|on| {
            let judge = Judge::load(on, day)?;
            let closed = book::closed(on, day - RATED_DAYS, day)?;
            if closed.is_empty() {
                return Ok(());
            }
            let calls = last_calls(&renewal_change::all(on)?);
            each_fact(on, &closed.keys().copied().collect(), |facts, _| {
                let policy = judge.policies.of(facts.segment);
                for own in closed.get(&facts.id).into_iter().flatten() {
                    let decided = own.due_on - policy.renewal.decide_days;
                    let band = crate::health::score(facts, &judge.held, policy, decided).band;
                    rates.count(calls.get(&own.id).copied().flatten(), band, own.won);
                }
            })
        })?;
        Ok(rates)
    }

    /// Every renewal of an account, also past ones, with its checklist and what was said of it before.
    ///
    /// # Errors
    /// There is no such account, or the book cannot be read.
    pub fn renewals_of(&self, account: AccountId) -> Result<Vec<Dossier>> {
        let day = self.day();
        let record = self.record(account)?;
        self.reader().at_once(|on| {
            let judge = Judge::load(on, day)?;
            let mut said = renewal_change::of_account(on, account)?;
            said.retain(|(_, earlier)| earlier.until <= day);
            let parts = book::of_account(on, account)?.before(&renewal_change::as_of(on, day)?);
            let scored = judge.scored(&record.facts);
            let open = book::open_signals(on, day)?.remove(&account).unwrap_or_default();
            let case = Case { judge: &judge, facts: &record.facts, scored: &scored, signals: &open };
            let own = renewals_of(&judge, account, record.facts.segment, &parts).into_iter();
            Ok(own
                .map(|renewal| {
                    let row = renewal.record.as_ref().map(|record| record.id);
                    let earlier = said.iter().filter(|(id, _)| Some(*id) == row);
                    Dossier {
                        earlier: earlier.map(|(_, earlier)| earlier.clone()).collect(),
                        checklist: checklist::of(&renewal, &case.known(&renewal), day),
                        standing: case.standing(renewal, record.csm),
                    }
                })
                .collect())
        })
    }
}

impl Judge {
    /// The score of an account with its past.
    fn scored(&self, facts: &AccountFacts) -> Scored {
        crate::health::scored(facts, &self.held, self.policies.of(facts.segment), self.day)
    }
}

fn renewals_of(judge: &Judge, account: AccountId, segment: Option<SegmentId>, parts: &Parts) -> Vec<Renewal> {
    let rules = &judge.policies.of(segment).renewal;
    let (contracts, records) = (&parts.contracts, parts.records.clone());
    renewal::of_account(account, contracts, records, rules, (judge.day, judge.rates.book))
}

/// An account whose renewals are judged.
struct Case<'a> {
    judge: &'a Judge,
    facts: &'a AccountFacts,
    scored: &'a Scored,
    signals: &'a [(Box<str>, Day)],
}

impl Case<'_> {
    fn known(&self, renewal: &Renewal) -> Known<'_> {
        let written = self.facts.plans.iter().filter(|plan| plan.written_on <= self.judge.day);
        Known {
            score: &self.scored.score,
            trend: self.scored.trend_28d,
            signals: self.signals,
            planned: covers_renewal(
                written.map(|plan| plan.quarter),
                renewal.due_on,
                self.judge.day,
                self.judge.policies.of(self.facts.segment).caps.renewal_within_days,
            ),
        }
    }

    fn standing(&self, renewal: Renewal, csm: Option<i64>) -> Standing {
        let (day, rules) = (self.judge.day, &self.judge.policies.of(self.facts.segment).renewal);
        let known = self.known(&renewal);
        let risk = renewal.is_open().then(|| Risk::of(&renewal, &known, day, rules));
        Standing {
            csm,
            segment: self.facts.segment,
            planned: known.planned,
            flags: renewal.flags(known.planned, day, rules),
            band: self.scored.score.band,
            health: self.scored.score.health,
            rules_call: risk.as_ref().map(|risk| risk.call(&renewal, day, rules)),
            risk,
            renewal,
        }
    }
}

/// The facts of the accounts that are wanted, and their CSM.
fn each_fact(
    on: &Reader,
    wanted: &HashSet<AccountId>,
    mut take: impl FnMut(&AccountFacts, Option<i64>),
) -> Result<()> {
    let count = i64::try_from(wanted.len()).unwrap_or(i64::MAX);
    if count.saturating_mul(MANY) > facts::accounts(on)? {
        return facts::each(on, AccountId::MIN..=AccountId::MAX, |record| {
            if wanted.contains(&record.facts.id) {
                take(&record.facts, record.csm);
            }
            Ok(ControlFlow::Continue(()))
        });
    }
    for account in wanted {
        if let Some(record) = facts::one(on, *account)? {
            take(&record.facts, record.csm);
        }
    }
    Ok(())
}
