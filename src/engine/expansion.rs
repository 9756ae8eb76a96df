//! Who is ready to buy more on a day, what stands against it, and the pipeline.

use std::collections::HashMap;

use super::aside::{Answers, last_alone};
use super::desk::Event;
use super::judge::{Judge, each_judged};
use super::renewals::{Wanted, renewals_of};
use super::view::View;
use crate::domain::money::Rates;
use crate::domain::{Band, Day, Period, Result, Share};
use crate::expansion::{Account, Deal, DealChange, Finding, Gap, Late, Peers, Pipeline, Readiness, Vote};
use crate::health::facts::{AccountId, SegmentId};
use crate::health::policy::ExpansionRules;
use crate::health::{Licence, PolicySet, Score, Tenths};
use crate::revenue::Figures;
use crate::store::facts::AccountRecord;
use crate::store::renewal as book;
use crate::store::{Reader, answers, opportunity, opportunity_change, segment};

/// An account as the rules of expansion see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Prospect {
    pub account: AccountId,
    pub csm: Option<i64>,
    pub segment: Option<SegmentId>,
    pub finding: Finding,
    pub readiness: Readiness,
    pub band: Band,
    pub health: Option<Tenths>,
    /// Users and seats, where both are known.
    pub licence: Option<Licence>,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpansionAsk {
    /// The time in which proposals and expansions are counted.
    pub period: Period,
}

/// Candidates and opportunities of a day.
#[derive(Clone, Debug)]
pub struct Expansion {
    pub day: Day,
    /// Those with a reason at least: candidates, and those that something stands against. Who lists them puts them into
    /// the order of the list.
    pub prospects: Vec<Prospect>,
    /// Those expected first on top.
    pub deals: Vec<Deal>,
    /// What green customers use.
    pub peers: Peers,
    /// Opportunities won, of the proposals made in the period; the one definition of the metrics.
    pub success: Share,
    /// What the contracts tell of the period: who expanded, and by how much.
    pub figures: Figures,
    pub rates: Rates,
    policies: PolicySet,
}

impl Expansion {
    /// The rules for the accounts of a segment.
    pub fn rules(&self, segment: Option<SegmentId>) -> &ExpansionRules {
        &self.policies.of(segment).expansion
    }

    /// Amounts by stage of some opportunities, each by the rules of its account's segment.
    pub fn pipeline<'a>(
        &self,
        deals: impl IntoIterator<Item = &'a Deal>,
        segment: impl Fn(AccountId) -> Option<SegmentId>,
    ) -> Pipeline {
        let mut pipeline = Pipeline::default();
        for deal in deals {
            pipeline.add(deal, &self.rates, self.rules(segment(deal.account)), self.day);
        }
        pipeline
    }

    /// Says how well what an account does not have suits it, by what others use.
    pub fn suit(&self, own: &mut AccountExpansion) {
        let least = own.rules.least_peers;
        self.peers.judge(&mut own.gaps, own.prospect.segment, &own.vote, least);
    }

    /// Takes in an account as it is now, in the place of what was known of it.
    pub fn replace(&mut self, account: AccountId, now: AccountExpansion) {
        self.prospects.retain(|own| own.account != account);
        if !now.prospect.finding.reasons.is_empty() {
            self.prospects.push(now.prospect);
        }
        self.deals.retain(|deal| deal.account != account);
        self.deals.extend(now.deals.into_iter().map(|worked| worked.deal));
        self.deals.sort_by_cached_key(Deal::order);
        self.rates = now.rates;
    }
}

/// An opportunity with what it was before, in the order of the days.
#[derive(Clone, Debug, PartialEq)]
pub struct Worked {
    pub deal: Deal,
    pub earlier: Vec<DealChange>,
}

/// Everything about the expansion of an account.
#[derive(Clone, Debug)]
pub struct AccountExpansion {
    pub prospect: Prospect,
    /// What it does not have; how well that suits is told by [`Expansion::suit`].
    pub gaps: Vec<Gap>,
    /// What it tells about others.
    pub vote: Vote,
    pub deals: Vec<Worked>,
    pub day: Day,
    pub rates: Rates,
    pub rules: ExpansionRules,
}

/// How it is read for the dashboard.
pub(super) const ANSWERS: Answers<ExpansionAsk, Expansion> = Answers {
    still: last_alone,
    read: |view, ask| view.expansion(*ask),
    tell: |ask, read| Event::Expansion(ask, Box::new(read)),
};

impl View {
    /// Candidates, opportunities and what they came to, of the whole book in one pass over its facts.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn expansion(&self, ask: ExpansionAsk) -> Result<Expansion> {
        let judge = self.judge()?;
        let figures = self.metrics(ask.period, None)?.revenue.total;
        self.reader().at_once(|on| {
            let late = late(on, &judge, None)?;
            let scorer = judge.scorer();
            let (mut prospects, mut peers) = (Vec::new(), Peers::default());
            let see = |record: &AccountRecord| {
                let score = scorer.score(&record.facts);
                let late = late.get(&record.facts.id).map(Vec::as_slice).unwrap_or_default();
                let account = account(&judge, record, &score, late);
                let vote = Vote::of(&account);
                let finding = account.finding();
                let found = !finding.reasons.is_empty();
                (found.then(|| prospect(&account, finding, record.csm)), vote)
            };
            each_judged(on, AccountId::MIN..=AccountId::MAX, &judge.reach(), see, |(found, vote)| {
                peers.count(&vote);
                prospects.extend(found);
                Ok(())
            })?;
            let mut success = Share::default();
            answers::proposals(on, ask.period, |_, won| success.count(won))?;
            Ok(Expansion {
                day: judge.day,
                prospects,
                deals: opportunity::deals(on, None, judge.day)?,
                peers,
                success,
                figures,
                rates: judge.rates.clone(),
                policies: judge.policies.clone(),
            })
        })
    }

    /// Everything about the expansion of one account, but what others tell.
    ///
    /// # Errors
    /// There is no such account, or the book cannot be read.
    pub fn expansion_of(&self, judge: &Judge, id: AccountId) -> Result<AccountExpansion> {
        let record = self.record_of_late(id)?;
        self.reader().at_once(|on| {
            let late = late(on, judge, Some(id))?.remove(&id).unwrap_or_default();
            let score = judge.scorer().score(&record.facts);
            let account = account(judge, &record, &score, &late);
            let mut said = opportunity_change::of_account(on, id, judge.day)?;
            let deals = opportunity::deals(on, Some(id), judge.day)?.into_iter().map(|deal| {
                let (own, rest) = said.drain(..).partition(|(of, _)| *of == deal.id);
                said = rest;
                Worked { deal, earlier: own.into_iter().map(|(_, change): (_, DealChange)| change).collect() }
            });
            Ok(AccountExpansion {
                deals: deals.collect(),
                prospect: prospect(&account, account.finding(), record.csm),
                gaps: Gap::of(&account),
                vote: Vote::of(&account),
                day: judge.day,
                rates: judge.rates.clone(),
                rules: account.policy.expansion.clone(),
            })
        })
    }
}

fn account<'a>(
    judge: &'a Judge,
    record: &'a AccountRecord,
    score: &'a Score,
    late: &'a [Late],
) -> Account<'a> {
    let policy = judge.policies.of(record.facts.segment);
    Account { facts: &record.facts, book: &judge.held, policy, score, late, day: judge.day }
}

fn prospect(account: &Account<'_>, finding: Finding, csm: Option<i64>) -> Prospect {
    Prospect {
        account: account.facts.id,
        csm,
        segment: account.facts.segment,
        readiness: account.readiness(),
        finding,
        band: account.score.band,
        health: account.score.health,
        licence: account.licence().ok(),
    }
}

/// What is late with the renewals of every account, or of one.
fn late(on: &Reader, judge: &Judge, only: Option<AccountId>) -> Result<HashMap<AccountId, Vec<Late>>> {
    let policies = judge.policies.segments().iter().map(|own| &own.1).chain([judge.policies.of(None)]);
    let quote_days = policies.map(|policy| policy.renewal.quote_days).max().unwrap_or_default();
    // A closed renewal is late with nothing.
    let wanted =
        Wanted { accounts: only.map(|id| vec![id]), until: judge.day + quote_days, closed_from: Day::MAX };
    let segments = if only.is_none() { book::segments(on)? } else { HashMap::new() };
    let mut all = HashMap::new();
    for (id, parts) in wanted.parts(on, judge.day)? {
        let own = match only {
            None => segments.get(&id).copied().flatten(),
            Some(_) => segment::of_account(on, id)?,
        };
        let late = Late::of(&renewals_of(judge, id, own, &parts), judge.day);
        if !late.is_empty() {
            all.insert(id, late);
        }
    }
    Ok(all)
}
