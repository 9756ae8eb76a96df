//! `opportunity show ACCOUNT`: readiness with its arithmetic, what the account does not have, its opportunities.

use serde::Serialize;

use super::super::account::resolve;
use super::super::args::Format;
use super::super::context::Context;
use super::super::json::displayed;
use super::super::out::Out;
use super::super::page::Page;
use super::super::table::{Column, Table};
use super::super::words::percent;
use super::json::{Missing, Opportunity, Ready};
use crate::domain::text::{clean, fit};
use crate::domain::{OpportunityStage, Period, Result};
use crate::engine::{AccountExpansion, ExpansionAsk, Worked};
use crate::expansion::{Finding, Readiness};
use crate::store::edit::account_name;

#[derive(Serialize)]
struct Whole<'a> {
    account_id: i64,
    account: &'a str,
    candidate: bool,
    reasons: String,
    not_now: String,
    readiness: Ready,
    whitespace: Vec<Missing<'a>>,
    opportunities: Vec<Opportunity<'a>>,
}

/// `opportunity show ACCOUNT`
pub fn run(asked: &str, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let account = resolve(view.reader(), asked)?;
    let name = account_name(view.reader(), account)?.unwrap_or_default();
    let period = Period::meant(None, None, context.day())?;
    let mut read = view.expansion_of(&view.judge()?, account)?;
    view.expansion(ExpansionAsk { period })?.suit(&mut read);
    let finding = &read.prospect.finding;
    if context.format == Format::Json {
        return out.json(&Whole {
            account_id: account,
            account: &name,
            candidate: finding.is_candidate(),
            reasons: finding.why(),
            not_now: finding.why_not(),
            readiness: Ready::from(&read.prospect.readiness),
            whitespace: read.gaps.iter().map(Missing::from).collect(),
            opportunities: read.deals.iter().map(|own| Opportunity::new(&own.deal, &name)).collect(),
        });
    }
    let mut page = Page::new(format!("Expansion of {}", fit(&name, 100)));
    page.facts("", facts(finding, &read.prospect.readiness));
    page.table("Readiness", readiness(&read.prospect.readiness));
    page.table("What they do not have", gaps(&read));
    for worked in &read.deals {
        page.facts("Opportunity", deal(worked));
    }
    page.write(context.format, out)
}

fn facts(finding: &Finding, readiness: &Readiness) -> Vec<(&'static str, Option<String>)> {
    let says = |text: String| Some(text).filter(|text| !text.is_empty());
    let known = percent(Some(readiness.coverage));
    let score = match readiness.score {
        Some(score) => format!("{} of 100, by {known} of the weights", displayed(score)),
        None => format!("too little is known: {known} of the weights"),
    };
    let verdict = match (finding.is_candidate(), finding.is_suppressed()) {
        (true, _) => "a candidate",
        (_, true) => "not now",
        _ => "no reason is found",
    };
    vec![
        ("suggestion", Some(verdict.to_owned())),
        ("because", says(finding.why())),
        ("but", says(finding.why_not())),
        ("readiness", Some(score)),
    ]
}

fn readiness(of: &Readiness) -> Table {
    let mut table = Table::new([
        Column::Text("driver"),
        Column::Number("value"),
        Column::Number("score"),
        Column::Number("weight"),
        Column::Number("points"),
        Column::Text("why_not"),
    ]);
    for line in &of.lines {
        let number = |value: Option<f64>| value.map(|value| format!("{value:.1}")).unwrap_or_default();
        table.push(vec![
            line.label().to_owned(),
            line.words().unwrap_or_default(),
            number(line.score),
            number(Some(line.weight * if line.points.is_some() { line.freshness } else { 1.0 })),
            number(line.points),
            line.missing.to_owned(),
        ]);
    }
    table
}

fn gaps(read: &AccountExpansion) -> Table {
    let mut table = Table::new([
        Column::Text("what"),
        Column::Number("fit"),
        Column::Text("why"),
        Column::Text("in_tier"),
    ]);
    for gap in &read.gaps {
        let tiers = match gap {
            crate::expansion::Gap::Feature { plans, .. } => plans.join(", "),
            _ => String::new(),
        };
        let fit = gap.fit().map(|fit| percent(Some(fit))).unwrap_or_default();
        table.push(vec![gap.name().to_owned(), fit, gap.words(), tiers]);
    }
    table
}

fn deal(worked: &Worked) -> Vec<(&'static str, Option<String>)> {
    let deal = &worked.deal;
    let proposal = &deal.proposal;
    let text = |text: &Option<Box<str>>| text.as_deref().map(|text| clean(text).into_owned());
    let kind = deal.kind.map(|kind| format!(", {kind}")).unwrap_or_default();
    let money = deal.money().map(|money| format!("{money} a year"));
    let approved = deal.approved_by.as_deref().map(|by| {
        deal.approved_on.map_or_else(|| clean(by).into_owned(), |on| format!("{} on {on}", clean(by)))
    });
    let ended = deal.closed_on.map(|on| {
        let reason = deal.lost_reason.map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("{on}{reason}")
    });
    let was = |stage: OpportunityStage, until| format!("{stage} until {until}");
    let earlier: Vec<String> = worked.earlier.iter().map(|own| was(own.stage, own.until)).collect();
    vec![
        ("id", Some(deal.id.to_string())),
        ("title", Some(clean(&deal.title).into_owned())),
        ("stage", Some(format!("{}{kind}", deal.stage))),
        ("adds", money),
        ("expected", deal.close_on.filter(|_| deal.is_open()).map(|on| on.to_string())),
        ("problem", text(&proposal.problem)),
        ("solution", text(&proposal.solution)),
        ("return", text(&proposal.roi)),
        ("worked out", deal.returns().map(|returned| returned.steps.join("; "))),
        ("timeline", text(&proposal.timeline)),
        ("approved by", approved),
        ("closed on", ended),
        ("outcome", text(&deal.outcome)),
        ("before", Some(earlier.join(", ")).filter(|earlier| !earlier.is_empty())),
    ]
}
