//! `renewals`: a row a renewal, by the day it is due.

use super::super::args::Format;
use super::super::context::Context;
use super::super::json::{displayed, iso};
use super::super::out::Out;
use super::super::table::{Column, Table};
use super::super::words::{band, count};
use super::Renewals as Args;
use super::json::Told;
use super::which::{found, title};
use crate::book::Lookups;
use crate::domain::{Day, Forecast, Result};
use crate::engine::{Renewals, Standing, Survey};
use crate::renewal::Flag;

/// `renewals`
pub fn run(args: &Args, context: &Context, out: &mut Out) -> Result<()> {
    let Survey { renewals, names, lookups, .. } = found(args, context, false)?;
    let name = |standing: &Standing| names.get(&standing.renewal.account).map_or("", AsRef::as_ref);
    if context.format == Format::Json {
        let told = |standing| Told::new(standing, name(standing), &lookups, &renewals);
        return out.json(&renewals.standings.iter().map(told).collect::<Vec<_>>());
    }
    if renewals.standings.is_empty() && context.format == Format::Table {
        return out.text(
            "No renewal is due in that time. A contract with an end has one; --within 730 looks further ahead.\n",
        );
    }
    let mut table = Table::new(COLUMNS).spare(SPARE);
    for standing in &renewals.standings {
        table.push(cells(standing, name(standing), &lookups, &renewals, context.format));
    }
    table.write(context.format, out)
}

const COLUMNS: [Column; 17] = [
    Column::Number("account_id"),
    Column::Word("due_on"),
    Column::Number("days"),
    Column::Text("account"),
    Column::Text("contract"),
    Column::Number("arr_due"),
    Column::Number("expected"),
    Column::Word("currency"),
    Column::Word("stage"),
    Column::Word("forecast"),
    Column::Word("rules_say"),
    Column::Word("risk"),
    Column::Word("band"),
    Column::Text("to_do"),
    Column::Text("csm"),
    Column::Word("quote_by"),
    Column::Word("notice_by"),
];

/// What a narrow terminal does without.
const SPARE: &[&str] = &[
    "currency",
    "account_id",
    "quote_by",
    "notice_by",
    "contract",
    "expected",
    "csm",
    "band",
    "rules_say",
    "stage",
];

fn cells(
    standing: &Standing,
    name: &str,
    lookups: &Lookups,
    renewals: &Renewals,
    format: Format,
) -> Vec<String> {
    let (renewal, day) = (&standing.renewal, renewals.day);
    let plain = format == Format::Csv;
    let money = |money: Option<crate::domain::Money>| {
        money.map(|money| if plain { money.decimal() } else { money.short() }).unwrap_or_default()
    };
    let currency = renewal.expected.or(renewal.due).map(|money| money.currency.to_string());
    vec![
        renewal.account.to_string(),
        iso(renewal.due_on),
        renewal.days_left(day).to_string(),
        name.to_owned(),
        title(renewal),
        money(renewal.due),
        money(renewal.expected),
        currency.unwrap_or_default(),
        renewal.stage.name().to_owned(),
        call(renewal.call).to_owned(),
        standing.rules_call.map_or("", Forecast::name).to_owned(),
        standing.risk.as_ref().map(|risk| risk.level.name().to_owned()).unwrap_or_default(),
        if plain { standing.band.name().to_owned() } else { band(standing.band) },
        to_do(&standing.flags, day, renewal.due_on),
        lookups.member(standing.csm).unwrap_or_default().to_owned(),
        iso(renewal.dates.quote_by),
        iso(renewal.dates.notice_by),
    ]
}

/// A forecast, or that there is none.
pub fn call(call: Option<Forecast>) -> &'static str {
    call.map_or("none", Forecast::name)
}

/// `overdue by 9 days; no plan`
fn to_do(flags: &[Flag], day: Day, due: Day) -> String {
    let words = |flag: &Flag| match flag {
        Flag::Overdue => {
            let days = usize::try_from(day - due).unwrap_or_default();
            format!("overdue by {}", count(days, "day", "days"))
        }
        other => other.words().to_owned(),
    };
    flags.iter().map(words).collect::<Vec<_>>().join("; ")
}

/// Health as displayed.
pub fn health(standing: &Standing) -> Option<String> {
    standing.health.map(displayed)
}
