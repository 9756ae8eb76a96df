//! `accounts [FILTER]`: a row an account, the worst first. Churned accounts too: a list leaves nobody out.

use std::borrow::Cow;

use super::args::Format;
use super::context::Context;
use super::json;
use super::out::Out;
use super::table::{Column, Table};
use super::words::{band, change};
use crate::book::filter::split;
use crate::book::{Facets, Filter, Group, Lookups, NameIndex, Row, Search, SortKey, sort};
use crate::domain::{Error, Kind, Result};
use crate::engine::Board;

pub fn run(filter: &[String], context: &Context, out: &mut Out) -> Result<()> {
    let board = context.view()?.board()?;
    let places = matching(filter, &board)?;
    let Board { rows, lookups, .. } = board;
    let found = places.iter().filter_map(|place| rows.get(usize::try_from(*place).ok()?));
    if context.format == Format::Json {
        return out.json(&found.map(|row| json::Account::new(row, &lookups)).collect::<Vec<_>>());
    }
    let mut table = Table::new(COLUMNS).spare(SPARE);
    for row in found {
        table.push(cells(row, &lookups, context.format));
    }
    table.write(context.format, out)
}

/// The places of the accounts that arguments ask for, the worst first.
///
/// # Errors
/// The arguments are no filter.
pub(super) fn matching(filter: &[String], board: &Board) -> Result<Vec<u32>> {
    let Board { rows, lookups, .. } = board;
    let filter = meant(filter, board)?;
    let names = NameIndex::new(rows);
    let mut places = Search::default().run(&filter, rows, &names, lookups).to_vec();
    sort::sort(&mut places, &Facets::all(rows), &names, lookups, Group::None, SortKey::Health.natural());
    Ok(places)
}

/// The filter that arguments are.
///
/// # Errors
/// They are none.
pub(super) fn meant(filter: &[String], board: &Board) -> Result<Filter> {
    let filter: Vec<_> = filter.iter().map(|argument| terms(argument, board)).collect();
    Filter::parse(&filter.join(" "), &board.lookups).map_err(|error| Error { kind: Kind::Usage, ..error })
}

/// An argument as filter text. It may hold several terms; where the shell has taken the quotes from `csm:"Ann Lee"`,
/// and there is something of that name, they are put back.
fn terms<'a>(argument: &'a str, board: &Board) -> Cow<'a, str> {
    let (sign, term) = argument.strip_prefix('!').map_or(("", argument), |term| ("!", term));
    let Some((key, operator, value)) = split(term) else { return argument.into() };
    if argument.contains('"') || !value.contains(char::is_whitespace) {
        return argument.into();
    }
    let whole = format!("{key}{operator}\"{value}\"");
    let Ok(filter) = Filter::parse(&whole, &board.lookups) else { return argument.into() };
    // People, segments and stages are known; a tag or a driver is one that some account has.
    let of_accounts = ["tag", "driver", "cap"].iter().any(|own| own.eq_ignore_ascii_case(key));
    if of_accounts && !board.rows.iter().any(|row| filter.matches(row, &board.lookups)) {
        return argument.into();
    }
    format!("{sign}{whole}").into()
}

const COLUMNS: [Column; 14] = [
    Column::Number("id"),
    Column::Word("external_id"),
    Column::Text("name"),
    Column::Text("segment"),
    Column::Text("csm"),
    Column::Word("stage"),
    Column::Number("arr"),
    Column::Word("currency"),
    Column::Number("health"),
    Column::Word("band"),
    Column::Number("coverage"),
    Column::Number("trend_28d"),
    Column::Word("renewal_date"),
    Column::Word("top_driver"),
];

/// What a narrow terminal does without.
const SPARE: &[&str] =
    &["currency", "external_id", "coverage", "stage", "segment", "renewal_date", "csm", "top_driver"];

fn cells(row: &Row, lookups: &Lookups, format: Format) -> Vec<String> {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let plain = format == Format::Csv;
    vec![
        row.id.to_string(),
        text(row.external_id.as_deref()),
        row.name.to_string(),
        text(lookups.segment(row.segment)),
        text(lookups.member(row.csm)),
        row.stage.to_string(),
        row.arr.map(|arr| if plain { arr.decimal() } else { arr.short() }).unwrap_or_default(),
        row.arr.map(|arr| arr.currency.to_string()).unwrap_or_default(),
        row.health.map(json::displayed).unwrap_or_default(),
        if plain { row.band.name().to_owned() } else { band(row.band) },
        if plain { row.coverage.to_string() } else { format!("{:.0}%", row.coverage * 100.0) },
        row.trend_28d
            .map(|trend| if plain { json::displayed(trend) } else { change(trend) })
            .unwrap_or_default(),
        row.renewal_on.map(json::iso).unwrap_or_default(),
        text(row.top_driver),
    ]
}
