//! `alerts`: a row an alert, the most pressing first; a flood is one row for people and all of its rows for scripts.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::super::accounts::matching;
use super::super::args::Format;
use super::super::context::Context;
use super::super::json::iso;
use super::super::out::Out;
use super::super::table::{Column, Table};
use super::super::words::{band, count};
use super::Alerts;
use crate::book::{Lookups, Row};
use crate::domain::text::{clean, fold};
use crate::domain::{Band, Day, Error, Kind, Result};
use crate::engine::{Board, rules};
use crate::health::facts::AccountId;
use crate::store::alert::{self, Alert};

/// `alerts [FILTER]`
pub fn run(args: &Alerts, context: &Context, out: &mut Out) -> Result<()> {
    let (view, day) = (context.view()?, context.day());
    let board = view.board()?;
    let places = matching(&args.filter, &board)?;
    let Board { rows, lookups, .. } = &board;
    let rows: HashMap<AccountId, &Row> = places
        .iter()
        .filter_map(|place| rows.get(usize::try_from(*place).ok()?))
        .map(|row| (row.id, row))
        .collect();
    let rule = args.rule.as_deref().map(|name| rule_named(name, view.reader())).transpose()?;
    let mut alerts = alert::open(view.reader(), day)?;
    alerts.retain(|alert| {
        rows.contains_key(&alert.account)
            && rule.as_ref().is_none_or(|rule| fold(&alert.rule) == *rule)
            && (args.all || alert.is_listed(day))
    });
    let lines: Vec<Line<'_>> =
        alerts.iter().filter_map(|alert| Line::new(alert, rows.get(&alert.account)?, lookups, day)).collect();
    write(&lines, day, context, out)?;
    let Some(fail_on) = args.fail_on else { return Ok(()) };
    let found = lines
        .iter()
        .filter(|line| line.alert.is_listed(day) && fail_on.is(line.alert.severity, Some(line.band_of)));
    match found.count() {
        0 => Ok(()),
        found => {
            out.finish()?;
            Err(Error::new(Kind::Alarm, format!("{} of that kind", count(found, "alert is", "alerts are")))
                .hint("they are in the list; what is put off or dismissed does not count"))
        }
    }
}

/// The name of a rule that is known: of the book, or of an alert that another set of rules left.
fn rule_named(name: &str, on: &crate::store::Reader) -> Result<String> {
    let key = fold(name);
    let rules = rules(on)?;
    if rules.named(name).is_some() {
        return Ok(key);
    }
    let known: Vec<&str> = rules.iter().map(|rule| &*rule.name).collect();
    Err(Error::new(Kind::Usage, format!("there is no rule \"{}\"", clean(name)))
        .hint(format!("use one of {}", known.join(", "))))
}

/// An alert as scripts read it.
#[derive(Serialize)]
struct Line<'a> {
    id: i64,
    account_id: AccountId,
    account: &'a str,
    band: &'static str,
    csm: Option<&'a str>,
    severity: &'static str,
    rule: &'a str,
    reason: &'a str,
    opened_on: String,
    snoozed_until: Option<String>,
    dismissed_reason: Option<&'a str>,
    play: Option<&'a str>,
    /// The cause, where it fired for much of the book at once.
    group: Option<&'a str>,
    /// Whether somebody is to do something about it.
    listed: bool,
    #[serde(skip)]
    alert: &'a Alert,
    #[serde(skip)]
    band_of: Band,
}

impl<'a> Line<'a> {
    #[allow(clippy::unnecessary_wraps)] // one of a chain of lookups
    fn new(alert: &'a Alert, row: &&'a Row, lookups: &'a Lookups, day: Day) -> Option<Line<'a>> {
        Some(Line {
            id: alert.id,
            account_id: alert.account,
            account: &row.name,
            band: row.band.name(),
            csm: lookups.member(row.csm),
            severity: alert.severity.name(),
            rule: &alert.rule,
            reason: &alert.reason,
            opened_on: iso(alert.opened_on),
            snoozed_until: alert.snoozed_until.map(iso),
            dismissed_reason: alert.dismissed.as_deref(),
            play: alert.play.as_deref(),
            group: alert.group.as_deref(),
            listed: alert.is_listed(day),
            alert,
            band_of: row.band,
        })
    }

    /// What is one row for people: the rule, the day and the cause of a flood.
    fn flood(&self) -> Option<(&'a str, Day, &'a str, bool)> {
        Some((self.rule, self.alert.opened_on, self.group?, self.listed))
    }
}

const COLUMNS: [Column; 11] = [
    Column::Number("account_id"),
    Column::Word("severity"),
    Column::Text("account"),
    Column::Word("band"),
    Column::Text("rule"),
    Column::Text("reason"),
    Column::Word("opened_on"),
    Column::Text("csm"),
    Column::Text("play"),
    Column::Text("state"),
    Column::Text("group"),
];

/// What a narrow terminal does without.
const SPARE: &[&str] = &["group", "account_id", "play", "csm", "state", "opened_on", "band"];

fn write(lines: &[Line<'_>], day: Day, context: &Context, out: &mut Out) -> Result<()> {
    let format = context.format;
    if format == Format::Json {
        return out.json(&lines);
    }
    if lines.is_empty() && format == Format::Table {
        return out.text("No alert is open.\n");
    }
    let mut floods = HashMap::new();
    for line in lines.iter().filter(|_| format != Format::Csv) {
        if let Some(flood) = line.flood() {
            *floods.entry(flood).or_insert(0_usize) += 1;
        }
    }
    let (mut table, mut told) = (Table::new(COLUMNS).spare(SPARE), HashSet::new());
    for line in lines {
        let flood = line.flood().and_then(|flood| Some((flood, *floods.get(&flood)?)));
        match flood.filter(|(_, accounts)| *accounts > 1) {
            None => table.push(cells(line, day, format)),
            Some((flood, accounts)) if told.insert(flood) => {
                let mut cells = cells(line, day, format);
                for (place, cell) in
                    [(0, String::new()), (2, format!("{accounts} accounts")), (3, String::new())]
                        .into_iter()
                        .chain([(5, line.group.unwrap_or_default().to_owned()), (7, String::new())])
                {
                    if let Some(own) = cells.get_mut(place) {
                        *own = cell;
                    }
                }
                table.push(cells);
            }
            Some(_) => {}
        }
    }
    table.write(format, out)
}

fn cells(line: &Line<'_>, day: Day, format: Format) -> Vec<String> {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let alert = line.alert;
    let state = match (&alert.dismissed, alert.snoozed_until) {
        (Some(reason), _) => format!("dismissed: {reason}"),
        (None, Some(until)) if alert.is_snoozed(day) => format!("put off until {until}"),
        _ => "open".to_owned(),
    };
    vec![
        line.account_id.to_string(),
        line.severity.to_owned(),
        line.account.to_owned(),
        if format == Format::Csv { line.band.to_owned() } else { band(line.band_of) },
        line.rule.to_owned(),
        line.reason.to_owned(),
        line.opened_on.clone(),
        text(line.csm),
        text(line.play),
        state,
        text(line.group),
    ]
}
