//! `why ACCOUNT`: the arithmetic of a score, what moved it, what would make it green.

use super::args::Format;
use super::context::Context;
use super::out::Out;
use super::page::Page;
use super::table::{Column, Table};
use super::words::{band, change, health};
use super::{account, json};
use crate::domain::{Day, Error, Kind, Result};
use crate::health::{State, Step, Why};

/// How far back `moved` looks when no day is given.
const SINCE_DAYS: i32 = 28;

pub fn run(asked: &str, since: Option<Day>, context: &Context, out: &mut Out) -> Result<()> {
    let day = context.day();
    let since = since.unwrap_or(day - SINCE_DAYS);
    if since >= day {
        return Err(Error::new(Kind::Usage, format!("{since} is not before {day}"))
            .hint("--since takes an earlier day than the one shown"));
    }
    let view = context.view()?;
    let id = account::resolve(view.reader(), asked)?;
    let record = view.record(id)?;
    let why = view.judge()?.why(&record, since);
    let key = record.external_id.as_deref().unwrap_or(&record.name);
    match context.format {
        Format::Json => out.json(&json::Explanation::new(key, &why)),
        format => page(&record.name, &why).write(format, out),
    }
}

fn page(name: &str, why: &Why) -> Page {
    let score = &why.score;
    let capped = why.caps.iter().any(|cap| cap.binds);
    let before =
        if capped { format!(" ({} before caps)", health(score.shown_uncapped)) } else { String::new() };
    let mut page =
        Page::new(format!("{name}: {} {}{before}, {}", band(score.band), health(score.health), why.day));
    page.table("Arithmetic", arithmetic(why));
    let own = why.override_.as_ref();
    page.facts(
        "",
        vec![
            ("coverage", Some(why.coverage_note.clone())),
            (
                "own judgement",
                own.map(|own| format!("{} until {}: {}", band(own.band), own.expires_on, own.reason)),
            ),
        ],
    );
    page.lines("Not counted", not_counted(why));
    page.table("Caps", caps(why));
    page.lines("What moved it", vec![difference(why)]);
    page.table("", parts(why));
    page.lines("What would make it green", to_green(why));
    page
}

/// The measures that count: value x curve = score, score x weight = points.
fn arithmetic(why: &Why) -> Table {
    let mut table = Table::new([
        Column::Word("group"),
        Column::Word("measure"),
        Column::Text("value"),
        Column::Word("of"),
        Column::Text("curve"),
        Column::Number("weight"),
        Column::Number("fresh"),
        Column::Number("score"),
        Column::Number("points"),
        Column::Number("lost"),
    ])
    .spare(&["group", "of", "fresh", "curve"]);
    let one = |value: Option<f64>| value.map(|value| format!("{value:.1}")).unwrap_or_default();
    for line in why.measures.iter().filter(|line| line.reading.state == State::Present) {
        let value = match (line.value_text.is_empty(), line.note.is_empty()) {
            (_, true) => line.value_text.clone(),
            (true, false) => line.note.clone(),
            (false, false) => format!("{} ({})", line.value_text, line.note),
        };
        table.push(vec![
            line.group.name().to_owned(),
            line.measure.name().to_owned(),
            value,
            line.reading.value_on.map(json::iso).unwrap_or_default(),
            line.curve_text.clone(),
            line.reading.weight.to_string(),
            format!("{:.0}%", line.reading.freshness * 100.0),
            one(line.reading.score),
            one(line.points),
            one(line.points_lost),
        ]);
    }
    table
}

fn not_counted(why: &Why) -> Vec<String> {
    let counted = |line: &&crate::health::MeasureLine| line.reading.state != State::Present;
    why.measures
        .iter()
        .filter(counted)
        .map(|line| {
            let state = match line.reading.state {
                State::NotApplicable => "does not apply",
                _ => "missing",
            };
            let note = if line.note.is_empty() { String::new() } else { format!(": {}", line.note) };
            format!("{} {state}{note}", line.measure.name())
        })
        .collect()
}

fn caps(why: &Why) -> Table {
    let mut table = Table::new([
        Column::Word("cap"),
        Column::Number("at most"),
        Column::Word("binds"),
        Column::Text("reason"),
    ]);
    for cap in &why.caps {
        let binds = if cap.binds { "yes" } else { "no" };
        table.push(vec![
            cap.cap.name().to_owned(),
            cap.at_most.to_string(),
            binds.to_owned(),
            cap.reason.clone(),
        ]);
    }
    table
}

fn difference(why: &Why) -> String {
    let moved = &why.moved;
    match (moved.from, moved.to) {
        (Some(from), Some(to)) => format!(
            "{} on {}, {} on {}: {}",
            json::displayed(from),
            moved.since,
            json::displayed(to),
            why.day,
            change(to.saturating_sub(from))
        ),
        _ => format!("there was no health on {} or there is none on {}", moved.since, why.day),
    }
}

fn parts(why: &Why) -> Table {
    let mut table = Table::new([Column::Number("points"), Column::Word("by")]);
    for part in &why.moved.parts {
        table.push(vec![change(part.shown), part.name.clone()]);
    }
    table
}

fn to_green(why: &Why) -> Vec<String> {
    let to_green = &why.to_green;
    if to_green.steps.is_empty() {
        return vec![to_green.note.clone()];
    }
    let told = |step: &&Step| format!("{} {:+.1}", step.name, step.gain);
    let deeds = to_green.deeds().into_iter();
    deeds
        .map(|(action, steps)| {
            format!("{action} ({})", steps.iter().map(told).collect::<Vec<_>>().join(", "))
        })
        .collect()
}
