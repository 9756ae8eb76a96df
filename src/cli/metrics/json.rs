//! The shape of metrics that scripts read. Ratios are fractions, unrounded; what has no denominator is null. Of the
//! movements what grows is positive and what shrinks negative: their sum is the end less the start.

use serde::Serialize;

use super::beside::{Beside, Forecast};
use super::{All, active_csms, by_name};
use crate::cli::json::{Amount, iso};
use crate::domain::{Currency, Money};
use crate::revenue::{self, Figures, Grr, Kind};
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
    #[serde(flatten)]
    beside: Beside,
    renewal_forecast: Forecast,
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
    new: Amount,
    expansion: Amount,
    contraction: Amount,
    churn: Amount,
    reactivation: Amount,
    accounts_moved: Movers,
}

/// Accounts that moved in some month; one can move in several ways.
#[derive(Serialize)]
struct Movers {
    new: u64,
    expansion: u64,
    contraction: u64,
    churn: u64,
    reactivation: u64,
}

#[derive(Serialize)]
struct Group<'a> {
    name: Option<&'a str>,
    #[serde(flatten)]
    sums: Sums,
    #[serde(flatten)]
    beside: Beside,
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

impl<'a> Told<'a> {
    pub fn new(all: &'a All, by: Option<Grouping>, grr: Grr) -> Told<'a> {
        let told = &all.told;
        let revenue = &told.revenue;
        let money = |minor| amount(minor, revenue.currency);
        let group = |group: super::Group<'a>| Group {
            name: group.name,
            sums: Sums::new(&group.figures, revenue.currency, grr),
            beside: Beside::new(&group.others, group.onboarding),
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
            beside: Beside::new(&all.beside.total, Some(&all.onboarding.total)),
            renewal_forecast: Forecast::new(&all.due, revenue.currency),
            by: by.map(by_name),
            groups: by.map(|by| all.groups(by).into_iter().map(group).collect()),
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
            new: amount(figures.movements.new, currency),
            expansion: amount(figures.movements.expansion, currency),
            contraction: amount(figures.movements.contraction, currency),
            churn: amount(figures.movements.churn, currency),
            reactivation: amount(figures.movements.reactivation, currency),
            accounts_moved: Movers {
                new: figures.moved(Kind::New),
                expansion: figures.moved(Kind::Expansion),
                contraction: figures.moved(Kind::Contraction),
                churn: figures.moved(Kind::Churn),
                reactivation: figures.moved(Kind::Reactivation),
            },
        }
    }
}

fn amount(minor: i64, currency: Currency) -> Amount {
    Money { minor, currency }.into()
}
