//! The shape of metrics that scripts read. Ratios are fractions, unrounded; what has no denominator is null. Of the
//! movements what grows is positive and what shrinks negative: their sum is the end less the start.

use serde::Serialize;

use super::{active_csms, by_name};
use crate::cli::json::{Amount, Fraction, iso};
use crate::domain::{Currency, Money};
use crate::engine::Measured;
use crate::revenue::{self, Figures, Grr, Nps, Others, Utilisation};
use crate::store::contracts::Grouping;

#[derive(Serialize)]
pub struct Told<'a> {
    from: String,
    to: String,
    currency: String,
    #[serde(flatten)]
    total: Sums,
    accounts_excluded: u64,
    movements: Vec<Month>,
    churn_reasons: Vec<Reason<'a>>,
    cohorts: Vec<Cohort>,
    nps: Promoters,
    csat: Fraction,
    proposal_success: Fraction,
    licence_utilisation: Licences,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<Group<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    active_csms: Option<usize>,
}

/// Figures of all accounts or of a group.
#[derive(Serialize)]
struct Sums {
    start_mrr: Amount,
    end_mrr: Amount,
    end_arr: Amount,
    nrr: Option<f64>,
    grr: Option<f64>,
    grr_method: &'static str,
    logo_retention: Option<f64>,
    accounts_at_start: u64,
    accounts_at_end: u64,
    gross_churn: Option<f64>,
    net_churn: Option<f64>,
    expansion_rate: Option<f64>,
    expansion_mrr_rate: Option<f64>,
}

#[derive(Serialize)]
struct Group<'a> {
    name: Option<&'a str>,
    #[serde(flatten)]
    sums: Sums,
}

#[derive(Serialize)]
struct Month {
    month: String,
    start: Amount,
    new: Amount,
    expansion: Amount,
    contraction: Amount,
    churn: Amount,
    reactivation: Amount,
    end: Amount,
}

#[derive(Serialize)]
struct Reason<'a> {
    reason: Option<&'a str>,
    churns: u64,
    churn: Amount,
    contractions: u64,
    contraction: Amount,
}

#[derive(Serialize)]
struct Cohort {
    quarter: String,
    accounts: u64,
    mrr: Amount,
    kept: Vec<Kept>,
}

#[derive(Serialize)]
struct Kept {
    accounts: u64,
    mrr: Amount,
}

#[derive(Serialize)]
struct Promoters {
    score: Option<f64>,
    n: u64,
    promoters: u64,
    passives: u64,
    detractors: u64,
    few: bool,
}

#[derive(Serialize)]
struct Licences {
    ratio: Option<f64>,
    users: f64,
    seats: i64,
    accounts: u64,
    over_licence: u64,
}

impl<'a> Told<'a> {
    pub fn new(told: &'a Measured, others: &Others, by: Option<Grouping>, grr: Grr) -> Told<'a> {
        let revenue = &told.revenue;
        let money = |minor| amount(minor, revenue.currency);
        let group = |group: &'a crate::engine::Named| Group {
            name: group.name.as_deref(),
            sums: Sums::new(&group.figures, revenue.currency, grr),
        };
        let reason = |reason: &'a revenue::Reason| Reason {
            reason: reason.reason.as_deref(),
            churns: reason.churns,
            churn: money(reason.churn),
            contractions: reason.contractions,
            contraction: money(reason.contraction),
        };
        let kept = |kept: &revenue::Kept| Kept { accounts: kept.accounts, mrr: money(kept.mrr) };
        let cohort = |cohort: &revenue::Cohort| Cohort {
            quarter: cohort.quarter.to_string(),
            accounts: cohort.accounts,
            mrr: money(cohort.mrr),
            kept: cohort.kept.iter().map(kept).collect(),
        };
        let month = |month: &revenue::Month| Month {
            month: month.month.to_string(),
            start: money(month.start),
            new: money(month.movements.new),
            expansion: money(month.movements.expansion),
            contraction: money(month.movements.contraction),
            churn: money(month.movements.churn),
            reactivation: money(month.movements.reactivation),
            end: money(month.end),
        };
        Told {
            from: iso(revenue.period.from()),
            to: iso(revenue.period.to()),
            currency: revenue.currency.to_string(),
            total: Sums::new(&revenue.total, revenue.currency, grr),
            accounts_excluded: revenue.accounts_excluded,
            movements: revenue.months.iter().map(month).collect(),
            churn_reasons: revenue.reasons.iter().map(reason).collect(),
            cohorts: revenue.cohorts.iter().map(cohort).collect(),
            nps: others.nps.into(),
            csat: others.csat.into(),
            proposal_success: others.proposals.into(),
            licence_utilisation: (&others.utilisation).into(),
            by: by.map(by_name),
            groups: by.map(|_| told.groups.iter().map(group).collect()),
            active_csms: (by == Some(Grouping::Csm)).then(|| active_csms(told)),
        }
    }
}

impl Sums {
    fn new(figures: &Figures, currency: Currency, grr: Grr) -> Sums {
        Sums {
            start_mrr: amount(figures.start_mrr, currency),
            end_mrr: amount(figures.end_mrr, currency),
            end_arr: amount(figures.end_arr, currency),
            nrr: figures.nrr(),
            grr: figures.grr(grr),
            grr_method: grr.name(),
            logo_retention: figures.logo_retention(),
            accounts_at_start: figures.logos.of,
            accounts_at_end: figures.accounts_at_end,
            gross_churn: figures.gross_churn(grr),
            net_churn: figures.net_churn(),
            expansion_rate: figures.expansion_rate(),
            expansion_mrr_rate: figures.expansion_mrr_rate(),
        }
    }
}

fn amount(minor: i64, currency: Currency) -> Amount {
    Money { minor, currency }.into()
}

impl From<Nps> for Promoters {
    fn from(nps: Nps) -> Promoters {
        let Nps { promoters, passives, detractors } = nps;
        Promoters { score: nps.score(), n: nps.n(), promoters, passives, detractors, few: nps.is_few() }
    }
}

impl From<&Utilisation> for Licences {
    fn from(licences: &Utilisation) -> Licences {
        let Utilisation { users, seats, accounts, over } = *licences;
        Licences { ratio: licences.ratio(), users, seats, accounts, over_licence: over }
    }
}
