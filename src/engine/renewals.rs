//! The renewals of a day, with what the rules say of each.

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::judge::Judge;
use super::view::View;
use crate::domain::money::Rates;
use crate::domain::{Day, Result};
use crate::health::facts::{AccountFacts, AccountId, SegmentId};
use crate::health::policy::RenewalRules;
use crate::health::{PolicySet, Scored};
use crate::renewal::checklist::{self, Item};
use crate::renewal::{self, Bucket, By, Coverage, Flag, Known, Renewal, Risk, Sums};
use crate::store::renewal::{self as book, Parts};
use crate::store::{Reader, facts, renewal_change};

/// With more wanted accounts than one in this many, one pass over the book is cheaper than reading each.
const MANY: i64 = 8;

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
}

/// Renewals with what they are judged by.
pub struct Renewals {
    /// By the day they are due.
    pub standings: Vec<Standing>,
    pub day: Day,
    pub rates: Rates,
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

/// What is wanted of the renewals.
struct Wanted<'a> {
    /// Sorted; None: every account.
    accounts: Option<&'a [AccountId]>,
    /// Open ones that are due up to this day.
    until: Day,
    /// Closed ones that are due from this day on, too.
    closed_from: Day,
}

impl Wanted<'_> {
    fn has(&self, renewal: &Renewal) -> bool {
        renewal.due_on <= self.until && (renewal.is_open() || renewal.due_on >= self.closed_from)
    }
}

impl View {
    /// The renewals of these accounts (sorted ids; None: of all) that are open and due within `days`, overdue ones too,
    /// and those of the present quarter and later that are closed.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn renewals(&self, accounts: Option<&[AccountId]>, days: i32) -> Result<Renewals> {
        let day = self.day();
        let quarter = day.quarter();
        let closed_from = Day::from_ymd(quarter.year, quarter.number * 3 - 2, 1).unwrap_or(day);
        let wanted = Wanted { accounts, until: day + days, closed_from };
        self.reader().at_once(|on| {
            let judge = Judge::load(on, day)?;
            let mut found: HashMap<AccountId, Parts> = HashMap::new();
            let changes = renewal_change::as_of(on, day)?;
            book::each(on, |account, parts| {
                // Cheap, and leaves out most: nothing of it can be due by then.
                let due = |on: Option<Day>| on.is_some_and(|on| on <= wanted.until);
                let near = parts.contracts.iter().any(|contract| due(contract.term.end))
                    || parts.records.iter().any(|record| due(Some(record.due_on)));
                let asked = wanted.accounts.is_none_or(|ids| ids.binary_search(&account).is_ok());
                if near && asked {
                    found.insert(account, parts.before(&changes));
                }
            })?;
            let mut standings = Vec::new();
            let signals = book::open_signals(on, day)?;
            let nothing = Parts::default();
            each_fact(on, &found, |facts, csm| {
                let parts = found.get(&facts.id).unwrap_or(&nothing);
                let mut own = renewals_of(&judge, facts, parts);
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
            Ok(Renewals { standings, day, rates, policies })
        })
    }

    /// Every renewal of an account, also past ones, each with its checklist.
    ///
    /// # Errors
    /// There is no such account, or the book cannot be read.
    pub fn renewals_of(&self, account: AccountId) -> Result<Vec<(Standing, Vec<Item>)>> {
        let day = self.day();
        let record = self.record(account)?;
        self.reader().at_once(|on| {
            let judge = Judge::load(on, day)?;
            let parts = book::of_account(on, account)?.before(&renewal_change::as_of(on, day)?);
            let scored = judge.scored(&record.facts);
            let open = book::open_signals(on, day)?.remove(&account).unwrap_or_default();
            let case = Case { judge: &judge, facts: &record.facts, scored: &scored, signals: &open };
            let own = renewals_of(&judge, &record.facts, &parts).into_iter();
            Ok(own
                .map(|renewal| {
                    let list = checklist::of(&renewal, &case.known(&renewal), day);
                    (case.standing(renewal, record.csm), list)
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

fn renewals_of(judge: &Judge, facts: &AccountFacts, parts: &Parts) -> Vec<Renewal> {
    let rules = &judge.policies.of(facts.segment).renewal;
    let (contracts, records) = (&parts.contracts, parts.records.clone());
    renewal::of_account(facts.id, contracts, records, rules, (judge.day, judge.rates.book))
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
            planned: renewal.is_planned(written.map(|plan| plan.quarter)),
        }
    }

    fn standing(&self, renewal: Renewal, csm: Option<i64>) -> Standing {
        let (day, rules) = (self.judge.day, &self.judge.policies.of(self.facts.segment).renewal);
        let known = self.known(&renewal);
        Standing {
            csm,
            segment: self.facts.segment,
            planned: known.planned,
            flags: renewal.flags(known.planned, day, rules),
            risk: renewal.is_open().then(|| Risk::of(&renewal, &known, day, rules)),
            renewal,
        }
    }
}

/// The facts of the accounts that are wanted, and their CSM.
fn each_fact(
    on: &Reader,
    wanted: &HashMap<AccountId, Parts>,
    mut take: impl FnMut(&AccountFacts, Option<i64>),
) -> Result<()> {
    let count = i64::try_from(wanted.len()).unwrap_or(i64::MAX);
    if count.saturating_mul(MANY) > facts::accounts(on)? {
        return facts::each(on, AccountId::MIN..=AccountId::MAX, |record| {
            if wanted.contains_key(&record.facts.id) {
                take(&record.facts, record.csm);
            }
            Ok(ControlFlow::Continue(()))
        });
    }
    for account in wanted.keys() {
        if let Some(record) = facts::one(on, *account)? {
            take(&record.facts, record.csm);
        }
    }
    Ok(())
}
