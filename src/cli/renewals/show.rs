//! `renewal show ACCOUNT`: countdown, what is to be done, risk, terms, past renewals.

use serde::Serialize;

use super::super::account::resolve;
use super::super::args::Format;
use super::super::context::Context;
use super::super::json::iso;
use super::super::out::Out;
use super::super::page::Page;
use super::super::table::{Column, Table};
use super::super::words::{band, with_distance};
use super::json::Told;
use super::list::{call, health};
use super::which::title;
use crate::domain::text::fit;
use crate::domain::{Day, Error, Result};
use crate::engine::{Renewals, Standing};
use crate::renewal::Flag;
use crate::renewal::checklist::Item;
use crate::store::edit::account_name;

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    told: Told<'a>,
    checklist: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    /// Days before the end.
    at: i32,
    what: &'static str,
    done: bool,
    due: bool,
}

/// `renewal show ACCOUNT`
pub fn run(asked: &str, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let account = resolve(view.reader(), asked)?;
    let name = account_name(view.reader(), account)?.unwrap_or_default();
    let dossiers = view.renewals_of(&view.judge()?, account)?.into_iter();
    let (all, lists): (Vec<Standing>, Vec<Vec<Item>>) =
        dossiers.map(|dossier| (dossier.standing, dossier.checklist)).unzip();
    if all.is_empty() {
        return Err(Error::not_found(format!("{} has no renewal", fit(&name, 60))).hint(
            "a contract that has an end has one; set it with: mainstay import contracts, or in the dashboard",
        ));
    }
    let of = view.judged(all)?;
    if context.format == Format::Json {
        let lookups = view.board()?.lookups;
        let whole = of.standings.iter().zip(&lists).map(|(standing, list)| Whole {
            told: Told::new(standing, &name, &lookups, &of),
            checklist: list
                .iter()
                .map(|item| Line { at: item.at, what: item.what, done: item.done, due: item.due })
                .collect(),
        });
        return out.json(&whole.collect::<Vec<_>>());
    }
    let mut page = Page::new(format!("Renewals of {}", fit(&name, 100)));
    let open = of.standings.iter().zip(&lists).filter(|(standing, _)| standing.renewal.is_open());
    for (standing, list) in open {
        page.facts("Due", facts(standing, &of));
        page.table("Risk by the rules", risk(standing));
        page.table("To do", checklist(list, of.day, standing.renewal.due_on));
    }
    let closed = of.standings.iter().rev().filter(|standing| !standing.renewal.is_open());
    page.table("Past renewals", past(closed));
    page.write(context.format, out)
}

fn facts(standing: &Standing, of: &Renewals) -> Vec<(&'static str, Option<String>)> {
    let (renewal, day) = (&standing.renewal, of.day);
    let contract = renewal.contract.as_ref();
    let record = renewal.record.as_ref();
    let said =
        record.and_then(|record| record.reason.as_deref()).map_or(String::new(), |why| format!(": {why}"));
    let money = |money: Option<crate::domain::Money>| money.map(|money| money.to_string());
    let flags: Vec<&str> = standing.flags.iter().copied().map(Flag::words).collect();
    vec![
        ("due", Some(with_distance(renewal.due_on, day))),
        ("contract", Some(title(renewal)).filter(|title| !title.is_empty())),
        ("term", contract.map(|contract| format!("{} to {}", contract.term.start, renewal.due_on))),
        ("seats", contract.and_then(|contract| contract.seats).map(|seats| seats.to_string())),
        (
            "renews by itself",
            contract
                .and_then(|contract| contract.auto_renew)
                .map(|yes| if yes { "yes" } else { "no" }.to_owned()),
        ),
        ("ARR that ends", money(renewal.due)),
        ("ARR expected", money(renewal.expected)),
        ("stage", Some(renewal.stage.name().to_owned())),
        ("the CSM says", Some(format!("{}{said}", call(renewal.call)))),
        ("the rules say", standing.rules_call.map(|call| call.name().to_owned())),
        ("health", Some(format!("{} {}", band(standing.band), health(standing).unwrap_or_default()))),
        ("quote by", Some(with_distance(renewal.dates.quote_by, day))),
        ("notice by", Some(with_distance(renewal.dates.notice_by, day))),
        (
            "notice given",
            contract.and_then(|contract| contract.notice_given_on).map(|on| with_distance(on, day)),
        ),
        ("look at", Some(flags.join("; ")).filter(|flags| !flags.is_empty())),
    ]
}

fn risk(standing: &Standing) -> Table {
    let mut table = Table::new([Column::Text("factor"), Column::Number("points")]);
    for factor in standing.risk.iter().flat_map(|risk| &risk.factors) {
        table.push(vec![factor.words.clone(), factor.points.to_string()]);
    }
    if let Some(risk) = standing.risk.as_ref().filter(|risk| !risk.factors.is_empty()) {
        table.push(vec![format!("together: {} risk", risk.level.name()), risk.points.to_string()]);
    }
    table
}

fn checklist(list: &[Item], day: Day, due: Day) -> Table {
    let mut table = Table::new([
        Column::Word("done"),
        Column::Word("from"),
        Column::Number("days before"),
        Column::Text("what"),
    ]);
    for item in list {
        let done = match (item.done, item.due) {
            (true, _) => "✓",
            (false, true) if due - item.at < day => "late",
            (false, true) => "now",
            (false, false) => "",
        };
        table.push(vec![done.to_owned(), iso(due - item.at), item.at.to_string(), item.what.to_owned()]);
    }
    table
}

fn past<'a>(closed: impl Iterator<Item = &'a Standing>) -> Table {
    let mut table = Table::new([
        Column::Word("due"),
        Column::Word("stage"),
        Column::Word("closed"),
        Column::Text("contract"),
        Column::Number("from"),
        Column::Number("to"),
        Column::Text("reason"),
    ]);
    for standing in closed {
        let renewal = &standing.renewal;
        let record = renewal.record.as_ref();
        let money =
            |money: Option<crate::domain::Money>| money.map(|money| money.short()).unwrap_or_default();
        let to = record
            .and_then(|record| record.competitor.as_deref())
            .map_or(String::new(), |name| format!(", to {name}"));
        let why = record.and_then(|record| record.churn_reason.as_deref()).map(|why| format!("{why}{to}"));
        table.push(vec![
            iso(renewal.due_on),
            renewal.stage.name().to_owned(),
            record.and_then(|record| record.closed_on).map(iso).unwrap_or_default(),
            title(renewal),
            money(renewal.due),
            money(renewal.expected),
            why.unwrap_or_default(),
        ]);
    }
    table
}
