//! Expansion as scripts read it.

use serde::Serialize;

use super::super::json::{Amount, Fraction, iso};
use super::list::{Found, pipeline};
use crate::domain::{ChurnReason, Money, OpportunityKind, Share};
use crate::engine::Prospect;
use crate::expansion::{Deal, Gap, Readiness};
use crate::health::shown;

#[derive(Serialize)]
pub struct Told<'a> {
    day: String,
    candidates: Vec<Candidate<'a>>,
    suppressed: Vec<Candidate<'a>>,
    opportunities: Vec<Opportunity<'a>>,
    pipeline: Vec<Stage>,
    /// Of those neither won nor lost.
    open: Stage,
    proposals_won: Fraction,
    customers_expanded: Fraction,
    expansion_mrr_rate: Option<f64>,
}

#[derive(Serialize)]
struct Candidate<'a> {
    account_id: i64,
    account: &'a str,
    csm: Option<&'a str>,
    segment: Option<&'a str>,
    band: &'static str,
    readiness: Ready,
    reasons: Vec<Named>,
    /// What stands against it.
    blocks: Vec<Named>,
    open_opportunities: usize,
}

#[derive(Serialize)]
struct Named {
    name: &'static str,
    words: String,
}

/// Readiness with its arithmetic.
#[derive(Serialize)]
pub struct Ready {
    /// Null: too little is known.
    score: Option<f64>,
    coverage: f64,
    drivers: Vec<Driver>,
}

#[derive(Serialize)]
struct Driver {
    driver: &'static str,
    value: Option<f64>,
    value_on: Option<String>,
    freshness: f64,
    weight: f64,
    score: Option<f64>,
    points: Option<f64>,
}

impl From<&Readiness> for Ready {
    fn from(of: &Readiness) -> Ready {
        let driver = |line: &crate::expansion::Line| Driver {
            driver: line.driver.name(),
            value: line.value,
            value_on: line.value_on.map(iso),
            freshness: line.freshness,
            weight: line.weight,
            score: line.score,
            points: line.points,
        };
        Ready {
            score: of.score.map(shown),
            coverage: of.coverage,
            drivers: of.lines.iter().map(driver).collect(),
        }
    }
}

#[derive(Serialize)]
struct Stage {
    stage: &'static str,
    count: usize,
    amount: Amount,
    weighted: Amount,
    without_amount: usize,
}

/// An opportunity.
#[derive(Serialize)]
pub struct Opportunity<'a> {
    id: i64,
    account_id: i64,
    account: &'a str,
    title: &'a str,
    kind: Option<&'static str>,
    stage: &'static str,
    amount: Option<Amount>,
    seats: Option<i64>,
    opened_on: Option<String>,
    close_on: Option<String>,
    closed_on: Option<String>,
    problem: Option<&'a str>,
    solution: Option<&'a str>,
    roi: Option<&'a str>,
    timeline: Option<&'a str>,
    /// Null: an input is missing.
    returns: Option<Returned>,
    approved_by: Option<&'a str>,
    approved_on: Option<String>,
    lost_reason: Option<&'static str>,
    outcome: Option<&'a str>,
    contract_id: Option<i64>,
}

#[derive(Serialize)]
struct Returned {
    gain: Amount,
    cost: Amount,
    months: i64,
    roi: Option<f64>,
    payback_months: Option<f64>,
}

impl<'a> Opportunity<'a> {
    pub fn new(deal: &'a Deal, account: &'a str) -> Opportunity<'a> {
        let proposal = &deal.proposal;
        let money = |minor| Amount::from(Money { minor, currency: deal.currency });
        Opportunity {
            id: deal.id,
            account_id: deal.account,
            account,
            title: &deal.title,
            kind: deal.kind.map(OpportunityKind::name),
            stage: deal.stage.name(),
            amount: deal.money().map(Amount::from),
            seats: deal.seats,
            opened_on: deal.opened_on.map(iso),
            close_on: deal.close_on.map(iso),
            closed_on: deal.closed_on.map(iso),
            problem: proposal.problem.as_deref(),
            solution: proposal.solution.as_deref(),
            roi: proposal.roi.as_deref(),
            timeline: proposal.timeline.as_deref(),
            returns: deal.returns().map(|returned| Returned {
                gain: money(returned.gain),
                cost: money(returned.cost),
                months: returned.months,
                roi: returned.ratio,
                payback_months: returned.payback,
            }),
            approved_by: deal.approved_by.as_deref(),
            approved_on: deal.approved_on.map(iso),
            lost_reason: deal.lost_reason.map(ChurnReason::name),
            outcome: deal.outcome.as_deref(),
            contract_id: deal.contract,
        }
    }
}

/// Something that an account does not have.
#[derive(Serialize)]
pub struct Missing<'a> {
    name: &'a str,
    /// False: it is paid for and lies idle.
    for_sale: bool,
    fit: Option<f64>,
    why: String,
}

impl<'a> From<&'a Gap> for Missing<'a> {
    fn from(gap: &'a Gap) -> Missing<'a> {
        Missing { name: gap.name(), for_sale: gap.is_for_sale(), fit: gap.fit(), why: gap.words() }
    }
}

impl<'a> Told<'a> {
    pub fn new(found: &'a Found) -> Told<'a> {
        let candidate = |own: &'a Prospect| Candidate {
            account_id: own.account,
            account: found.name(own.account),
            csm: found.board.lookups.member(own.csm),
            segment: found.board.lookups.segment(own.segment),
            band: own.band.name(),
            readiness: Ready::from(&own.readiness),
            reasons: (own.finding.reasons.iter())
                .map(|reason| Named { name: reason.rule().name(), words: reason.words() })
                .collect(),
            blocks: (own.finding.blocks.iter())
                .map(|block| Named { name: block.name(), words: block.words() })
                .collect(),
            open_opportunities: found.open(own.account),
        };
        let (candidates, suppressed): (Vec<_>, Vec<_>) =
            found.read.prospects.iter().partition(|own| own.finding.is_candidate());
        let pipeline = pipeline(found);
        let currency = found.read.rates.book;
        let stage = |stage, sum: &crate::expansion::StageSum| Stage {
            stage,
            count: sum.count,
            amount: Money { minor: sum.amount, currency }.into(),
            weighted: Money { minor: sum.weighted, currency }.into(),
            without_amount: sum.unknown,
        };
        let figures = &found.read.figures;
        Told {
            day: iso(found.read.day),
            candidates: candidates.into_iter().map(candidate).collect(),
            suppressed: suppressed.into_iter().map(candidate).collect(),
            opportunities: (found.read.deals.iter())
                .map(|deal| Opportunity::new(deal, found.name(deal.account)))
                .collect(),
            pipeline: pipeline.stages().map(|(own, sum)| stage(own.name(), sum)).collect(),
            open: stage("open", &pipeline.open()),
            proposals_won: found.read.success.into(),
            customers_expanded: Share { part: figures.expanded, of: figures.logos.of }.into(),
            expansion_mrr_rate: figures.expansion_mrr_rate(),
        }
    }
}
