//! A renewal as scripts read it.

use serde::Serialize;

use super::super::json::{Amount, iso};
use crate::book::Lookups;
use crate::domain::Forecast;
use crate::engine::{Renewals, Standing};
use crate::health::shown;
use crate::renewal::Flag;

#[derive(Serialize)]
pub struct Told<'a> {
    account_id: i64,
    account: &'a str,
    /// Null: nobody works on it yet.
    renewal_id: Option<i64>,
    contract_id: Option<i64>,
    contract: Option<&'a str>,
    plan: Option<&'a str>,
    seats: Option<i64>,
    auto_renew: Option<bool>,
    starts_on: Option<String>,
    due_on: String,
    days_left: i32,
    quote_by: String,
    notice_by: String,
    notice_given_on: Option<String>,
    arr_due: Option<Amount>,
    expected: Option<Amount>,
    stage: &'static str,
    forecast: Option<&'static str>,
    reason: Option<&'a str>,
    closed_on: Option<String>,
    churn_reason: Option<&'a str>,
    competitor: Option<&'a str>,
    /// Null: it is closed.
    rules: Option<Rules<'a>>,
    flags: Vec<&'static str>,
    planned: bool,
    health: Option<f64>,
    band: &'static str,
    csm: Option<&'a str>,
    segment: Option<&'a str>,
}

#[derive(Serialize)]
struct Rules<'a> {
    forecast: &'static str,
    risk: &'static str,
    points: i64,
    factors: Vec<Factor<'a>>,
}

#[derive(Serialize)]
struct Factor<'a> {
    factor: &'static str,
    points: i64,
    reason: &'a str,
}

impl<'a> Told<'a> {
    pub fn new(standing: &'a Standing, account: &'a str, lookups: &'a Lookups, of: &Renewals) -> Told<'a> {
        let renewal = &standing.renewal;
        let (contract, record) = (renewal.contract.as_ref(), renewal.record.as_ref());
        let rules = standing.risk.as_ref().map(|risk| Rules {
            forecast: standing.rules_call.map_or("", Forecast::name),
            risk: risk.level.name(),
            points: risk.points,
            factors: risk
                .factors
                .iter()
                .map(|own| Factor { factor: own.factor.name(), points: own.points, reason: &own.words })
                .collect(),
        });
        Told {
            account_id: renewal.account,
            account,
            renewal_id: record.map(|record| record.id),
            contract_id: contract.map(|contract| contract.id),
            contract: contract.and_then(|contract| contract.number.as_deref()),
            plan: contract.and_then(|contract| contract.plan.as_deref()),
            seats: contract.and_then(|contract| contract.seats),
            auto_renew: contract.and_then(|contract| contract.auto_renew),
            starts_on: contract.map(|contract| iso(contract.term.start)),
            due_on: iso(renewal.due_on),
            days_left: renewal.days_left(of.day),
            quote_by: iso(renewal.dates.quote_by),
            notice_by: iso(renewal.dates.notice_by),
            notice_given_on: contract.and_then(|contract| contract.notice_given_on).map(iso),
            arr_due: renewal.due.map(Amount::from),
            expected: renewal.expected.map(Amount::from),
            stage: renewal.stage.name(),
            forecast: renewal.call.map(Forecast::name),
            reason: record.and_then(|record| record.reason.as_deref()),
            closed_on: record.and_then(|record| record.closed_on).map(iso),
            churn_reason: record.and_then(|record| record.churn_reason.as_deref()),
            competitor: record.and_then(|record| record.competitor.as_deref()),
            rules,
            flags: standing.flags.iter().copied().map(Flag::name).collect(),
            planned: standing.planned,
            health: standing.health.map(shown),
            band: standing.band.name(),
            csm: lookups.member(standing.csm),
            segment: lookups.segment(standing.segment),
        }
    }
}
