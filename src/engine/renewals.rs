//! The renewals of a day, with what the rules say of each.

use std::collections::HashMap;

use super::aside::{Answers, last_alone};
use super::desk::{Event, Number};
use super::judge::Judge;
use super::survey::{self, Beside, is_few};
use super::view::View;
use crate::domain::money::Rates;
use crate::domain::{Band, Day, Forecast, Level, Result};
use crate::health::facts::{AccountFacts, AccountId, SegmentId};
use crate::health::policy::RenewalRules;
use crate::health::{PolicySet, Score, Tenths};
use crate::plan::covers_renewal;
use crate::renewal::checklist::{self, Item};
use crate::renewal::{
    self, Bet, Bucket, By, Coverage, Earlier, Flag, Known, OwnRates, Renewal, Risk, Spread, Sums, spread,
};
use crate::store::renewal::{self as book, Parts};
use crate::store::{Reader, renewal_change};

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

/// What renewals are wanted, and what the question is called by.
pub(super) type Asked = (Number, Wanted);

/// How they are read for the dashboard.
pub(super) const ANSWERS: Answers<Asked, Renewals> = Answers {
    still: last_alone,
    read: |view, (_, wanted)| view.renewals_by(&view.judge()?, wanted.clone()),
    tell: |(number, _), read| Event::Renewals(number, Box::new(read)),
};

/// Everything about a renewal.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    pub standing: Standing,
    pub checklist: Vec<Item>,
    /// What was said of it before, in the order of the days.
    pub earlier: Vec<Earlier>,
}

impl Standing {
    /// Whether it is to be looked at first: it is open, and by the CSM or by the rules it may be lost.
    pub fn is_at_risk(&self) -> bool {
        let risky = self.risk.as_ref().is_some_and(|risk| risk.level >= Level::High);
        let said = matches!(self.renewal.call, Some(Forecast::AtRisk | Forecast::Lost));
        self.renewal.is_open() && (risky || said)
    }
}

/// Renewals with what they are judged by.
#[derive(Clone, Debug)]
pub struct Renewals {
    /// By the day they are due.
    pub standings: Vec<Standing>,
    pub day: Day,
    pub rates: Rates,
    pub wanted: Wanted,
    pub(super) policies: PolicySet,
}

impl Renewals {
    /// The rules for the accounts of a segment.
    pub fn rules(&self, segment: Option<SegmentId>) -> &RenewalRules {
        &self.policies.of(segment).renewal
    }

    /// Takes in those of an account as they are now, in the place of what was known of it.
    pub fn replace(&mut self, account: AccountId, now: Renewals) {
        self.standings.retain(|standing| standing.renewal.account != account);
        self.standings.extend(now.standings);
        self.sort();
        (self.rates, self.policies) = (now.rates, now.policies);
    }

    pub(super) fn sort(&mut self) {
        self.standings.sort_by_key(|standing| (standing.renewal.due_on, standing.renewal.account));
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
        Wanted { accounts, until: day + days, closed_from: day.quarter().first_day() }
    }

    pub(super) fn has(&self, renewal: &Renewal) -> bool {
        renewal.due_on <= self.until && (renewal.is_open() || renewal.due_on >= self.closed_from)
    }

    pub(super) fn is_of(&self, account: AccountId) -> bool {
        self.accounts.as_ref().is_none_or(|ids| ids.binary_search(&account).is_ok())
    }

    /// The accounts that may have such a renewal, as they were on a day. Cheap, and leaves out most.
    pub(super) fn parts(&self, on: &Reader, day: Day) -> Result<HashMap<AccountId, Parts>> {
        let changes = renewal_change::as_of(on, day)?;
        let mut found = HashMap::new();
        let mut take = |account, parts: Parts| {
            let due = |on: Option<Day>| on.is_some_and(|on| on <= self.until);
            let near = parts.contracts.iter().any(|contract| due(contract.term.end))
                || parts.records.iter().any(|record| due(Some(record.due_on)));
            if near && self.is_of(account) {
                found.insert(account, parts.before(&changes));
            }
        };
        match &self.accounts {
            Some(few) if is_few(on, few.len())? => {
                for account in few {
                    take(*account, book::of_account(on, *account)?);
                }
            }
            _ => book::each(on, take)?,
        }
        Ok(found)
    }
}

impl View {
    /// The renewals that are wanted, with what the rules say of each.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn renewals(&self, wanted: Wanted) -> Result<Renewals> {
        self.renewals_by(&self.judge()?, wanted)
    }

    /// The same by a judge of this day that is at hand.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn renewals_by(&self, judge: &Judge, wanted: Wanted) -> Result<Renewals> {
        Ok(self.reader().at_once(|on| survey::pass(on, judge, wanted, Beside::default()))?.renewals)
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

    /// Every renewal of an account, also past ones, with its checklist and what was said of it before.
    ///
    /// # Errors
    /// There is no such account, or the book cannot be read.
    pub fn renewals_of(&self, judge: &Judge, account: AccountId) -> Result<Vec<Dossier>> {
        let day = self.day();
        let record = self.record_of_late(account)?;
        self.reader().at_once(|on| {
            let mut said = renewal_change::of_account(on, account)?;
            said.retain(|(_, earlier)| earlier.until <= day);
            let parts = book::of_account(on, account)?.before(&renewal_change::as_of(on, day)?);
            let (score, trend) = judge.scorer().recent(&record.facts);
            let open = book::open_signals(on, day)?.remove(&account).unwrap_or_default();
            let case = Case { judge, facts: &record.facts, score: &score, trend, signals: &open };
            let own = renewals_of(judge, account, record.facts.segment, &parts).into_iter();
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

/// The renewals of an account on the judge's day.
pub(super) fn renewals_of(
    judge: &Judge,
    account: AccountId,
    segment: Option<SegmentId>,
    parts: &Parts,
) -> Vec<Renewal> {
    let rules = &judge.policies.of(segment).renewal;
    let (contracts, records) = (&parts.contracts, parts.records.clone());
    renewal::of_account(account, contracts, records, rules, (judge.day, judge.rates.book))
}

/// An account whose renewals are judged.
pub(super) struct Case<'a> {
    pub judge: &'a Judge,
    pub facts: &'a AccountFacts,
    pub score: &'a Score,
    /// Change of health over 28 days.
    pub trend: Option<Tenths>,
    pub signals: &'a [(Box<str>, Day)],
}

impl Case<'_> {
    fn known(&self, renewal: &Renewal) -> Known<'_> {
        let written = self.facts.plans.iter().filter(|plan| plan.written_on <= self.judge.day);
        Known {
            score: self.score,
            trend: self.trend,
            signals: self.signals,
            planned: covers_renewal(
                written.map(|plan| plan.quarter),
                renewal.due_on,
                self.judge.day,
                self.judge.policies.of(self.facts.segment).caps.renewal_within_days,
            ),
        }
    }

    pub fn standing(&self, renewal: Renewal, csm: Option<i64>) -> Standing {
        let (day, rules) = (self.judge.day, &self.judge.policies.of(self.facts.segment).renewal);
        let known = self.known(&renewal);
        let risk = renewal.is_open().then(|| Risk::of(&renewal, &known, day, rules));
        Standing {
            csm,
            segment: self.facts.segment,
            planned: known.planned,
            flags: renewal.flags(known.planned, day, rules),
            band: self.score.band,
            health: self.score.health,
            rules_call: risk.as_ref().map(|risk| risk.call(&renewal, day, rules)),
            risk,
            renewal,
        }
    }
}
