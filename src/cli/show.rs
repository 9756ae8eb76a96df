//! `show ACCOUNT`: everything about one account.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::args::Format;
use super::context::Context;
use super::out::Out;
use super::page::Page;
use super::table::{Column, Table};
use super::words::{band, change, count, health, with_distance};
use super::{account, json};
use crate::book::detail::{Detail, Onboarding, Plan};
use crate::book::goals::Goal;
use crate::book::{Lookups, Row};
use crate::domain::{Day, GoalStatus, Micro, Result};
use crate::engine::View;
use crate::report::tickets;
use crate::store::native::{self, Cell, Kind};
use crate::store::score;

pub fn run(asked: &str, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let id = account::resolve(view.reader(), asked)?;
    let row = view.row(id)?;
    match context.format {
        Format::Json => {
            let lookups = score::lookups(view.reader(), &view.judge()?.header(0, Default::default()))?;
            out.json(&everything(&view, &row, &lookups)?)
        }
        format => page(&row, &view.detail(id)?).write(format, out),
    }
}

/// `{"account": {...}, "contracts": [...], ...}`: the board's row and every kind of rows in native columns.
struct Everything<'a> {
    account: json::Account<'a>,
    kinds: Vec<(&'static Kind, Vec<Vec<Cell>>)>,
}

fn everything<'a>(view: &View, row: &'a Row, lookups: &'a Lookups) -> Result<Everything<'a>> {
    let mut kinds = Vec::new();
    for kind in native::KINDS.iter().filter(|kind| kind.of_accounts()) {
        let mut rows = Vec::new();
        kind.each(view.reader(), Some(row.id), Some(view.day()), |cells| {
            rows.push(cells.to_vec());
            Ok(())
        })?;
        kinds.push((kind, rows));
    }
    Ok(Everything { account: json::Account::new(row, lookups), kinds })
}

impl Serialize for Everything<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("account", &self.account)?;
        for (kind, rows) in &self.kinds {
            let rows: Vec<_> = rows.iter().map(|cells| json::Native { kind, cells }).collect();
            map.serialize_entry(kind.name, &rows)?;
        }
        map.end()
    }
}

fn page(row: &Row, detail: &Detail) -> Page {
    let day = detail.day;
    let mut page = Page::new(detail.name.as_ref());
    page.facts("", standing(row, day));
    page.facts("Account", facts(detail));
    page.table("Contracts", contracts(detail));
    page.table("People", people(detail));
    page.table("Open tickets", tickets::open(&detail.open_tickets, detail.day));
    page.table("Open signals", signals(detail));
    page.table("Goals", goals(&detail.goals, day));
    page.lines("Onboarding", detail.onboarding.iter().map(|running| onboarding(running, day)).collect());
    page.table("Assessments", assessments(detail));
    page.lines("Training", detail.training.iter().map(|own| own.words()).collect());
    page.lines("Plan of the quarter", detail.plan.iter().map(plan).collect());
    page.table("Renewals", renewals(detail));
    page.table("Usage", usage(detail));
    page.table("Latest touchpoints", touchpoints(detail));
    page
}

fn standing(row: &Row, day: Day) -> Vec<(&'static str, Option<String>)> {
    let trend: Vec<String> = [("7 d", row.trend_7d), ("28 d", row.trend_28d), ("90 d", row.trend_90d)]
        .into_iter()
        .filter_map(|(over, trend)| Some(format!("{} in {over}", change(trend?))))
        .collect();
    vec![
        ("health", Some(format!("{} {}", health(row.health), band(row.band)))),
        ("own judgement", row.override_band.map(band)),
        ("trend", (!trend.is_empty()).then(|| trend.join(", "))),
        ("coverage", Some(format!("{:.0}%", row.coverage * 100.0))),
        ("limited by", row.cap.map(str::to_owned)),
        ("most lost by", row.top_driver.map(str::to_owned)),
        ("ARR", row.arr.map(|arr| arr.to_string())),
        ("renewal", row.renewal_on.map(|on| with_distance(on, day))),
    ]
}

fn facts(detail: &Detail) -> Vec<(&'static str, Option<String>)> {
    let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    let date = |on: Option<Day>| on.map(json::iso);
    vec![
        ("id", Some(detail.id.to_string())),
        ("external id", text(&detail.external_id)),
        ("domain", text(&detail.domain)),
        ("segment", text(&detail.segment)),
        ("CSM", text(&detail.csm)),
        ("stage", Some(detail.stage.to_string())),
        ("signed", date(detail.signed_on)),
        ("go-live", date(detail.go_live_on)),
        ("first outcome", date(detail.first_outcome_on)),
        ("industry", text(&detail.industry)),
        ("country", text(&detail.country)),
        ("employees", detail.employees.map(|count| count.to_string())),
        ("parent", text(&detail.parent)),
        ("tags", text(&detail.tags)),
    ]
}

fn some(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

fn contracts(detail: &Detail) -> Table {
    let mut table = Table::new([
        Column::Word("start"),
        Column::Word("end"),
        Column::Number("a year"),
        Column::Number("seats"),
        Column::Text("plan"),
        Column::Word("state"),
    ]);
    for contract in &detail.contracts {
        let state = match (contract.notice_given_on, contract.active_on(detail.day)) {
            (Some(on), _) => format!("notice given {on}"),
            (None, true) => "active".to_owned(),
            (None, false) if contract.start > detail.day => "to come".to_owned(),
            (None, false) => "ended".to_owned(),
        };
        table.push(vec![
            json::iso(contract.start),
            contract.end.map_or_else(|| "open".to_owned(), json::iso),
            contract.yearly.to_string(),
            contract.seats.map(|seats| seats.to_string()).unwrap_or_default(),
            some(contract.plan.as_deref()),
            state,
        ]);
    }
    table
}

fn people(detail: &Detail) -> Table {
    let mut table = Table::new([
        Column::Text("name"),
        Column::Word("role"),
        Column::Text("title"),
        Column::Text("email"),
        Column::Word("last met"),
        Column::Word("left"),
    ]);
    for person in &detail.people {
        table.push(vec![
            person.name.to_string(),
            person.role.to_string(),
            some(person.title.as_deref()),
            some(person.email.as_deref()),
            person.last_touch.map(json::iso).unwrap_or_default(),
            person.left_on.map(json::iso).unwrap_or_default(),
        ]);
    }
    table
}

fn signals(detail: &Detail) -> Table {
    let mut table = Table::new([Column::Word("date"), Column::Text("signal"), Column::Text("text")]);
    for signal in &detail.signals {
        table.push(vec![json::iso(signal.day), signal.kind.to_string(), some(signal.text.as_deref())]);
    }
    table
}

fn goals(goals: &[Goal], today: Day) -> Table {
    let mut table = Table::new([
        Column::Text("goal"),
        Column::Word("status"),
        Column::Word("csm says"),
        Column::Word("since"),
        Column::Number("baseline"),
        Column::Number("current"),
        Column::Number("target"),
        Column::Text("metric"),
        Column::Word("due"),
    ]);
    let number = |value: Option<Micro>| value.map(|value| value.to_string()).unwrap_or_default();
    let word = |status: Option<GoalStatus>| status.map(|status| status.to_string()).unwrap_or_default();
    for goal in goals {
        let standing = goal.standing(today);
        table.push(vec![
            goal.title.to_string(),
            word(standing.status()),
            word(standing.said.map(|said| said.0)),
            standing.said.and_then(|said| said.1).map(json::iso).unwrap_or_default(),
            number(goal.baseline),
            number(goal.values().next_back().map(|value| value.1)),
            number(goal.target),
            some(goal.metric.as_deref()),
            goal.due.map(json::iso).unwrap_or_default(),
        ]);
    }
    table
}

fn onboarding(onboarding: &Onboarding, day: Day) -> String {
    let mut said = match onboarding.ended_on {
        Some(ended) => format!("ended on {ended}"),
        None => {
            format!("day {} since {}", day - onboarding.started_on, onboarding.started_on)
        }
    };
    said.push_str(&format!(", {} of {} steps done", onboarding.done, onboarding.steps));
    if onboarding.late > 0 {
        said.push_str(&format!(", {} late", onboarding.late));
    }
    if let (Some((title, due)), None) = (&onboarding.next, onboarding.ended_on) {
        said.push_str(&format!("; next: {title}, due {}", with_distance(*due, day)));
    }
    said
}

fn plan(plan: &Plan) -> String {
    let items = count(usize::try_from(plan.items).unwrap_or(usize::MAX), "item", "items");
    let goals = plan.goals.as_deref().map(|goals| format!(": {goals}")).unwrap_or_default();
    format!(
        "{} written on {}, {}, {items}, {} done{goals}",
        plan.quarter, plan.written_on, plan.status, plan.items_done
    )
}

/// Those that were answered.
fn assessments(detail: &Detail) -> Table {
    const WORST: usize = 2;
    let mut table =
        Table::new([Column::Word("assessment"), Column::Text("stands"), Column::Text("worst answers")]);
    for standing in detail.assessments.iter().filter(|standing| !standing.taken.is_empty()) {
        table.push(vec![standing.template.name.clone(), standing.words(), standing.worst(WORST).join("; ")]);
    }
    table
}

fn renewals(detail: &Detail) -> Table {
    let mut table = Table::new([
        Column::Word("due"),
        Column::Word("stage"),
        Column::Word("forecast"),
        Column::Number("amount"),
        Column::Word("quote by"),
        Column::Text("reason"),
    ]);
    for renewal in &detail.renewals {
        table.push(vec![
            json::iso(renewal.due_on),
            renewal.stage.to_string(),
            some(renewal.forecast.as_deref()),
            renewal.amount.map(|amount| amount.to_string()).unwrap_or_default(),
            renewal.quote_by.map(json::iso).unwrap_or_default(),
            some(renewal.reason.as_deref()),
        ]);
    }
    table
}

fn usage(detail: &Detail) -> Table {
    let mut table = Table::new([Column::Text("metric"), Column::Number("latest"), Column::Word("of")]);
    for usage in &detail.usage {
        table.push(vec![usage.metric.to_string(), usage.value.to_string(), json::iso(usage.day)]);
    }
    table
}

fn touchpoints(detail: &Detail) -> Table {
    let mut table = Table::new([
        Column::Word("date"),
        Column::Word("kind"),
        Column::Text("with"),
        Column::Number("pulse"),
        Column::Text("text"),
    ]);
    for touch in &detail.touchpoints {
        table.push(vec![
            json::iso(touch.day),
            touch.kind.to_string(),
            some(touch.attendees.as_deref()),
            touch.pulse.map(|pulse| pulse.to_string()).unwrap_or_default(),
            some(touch.text.as_deref()),
        ]);
    }
    table
}
