//! `report onboarding`: the results of a period.

mod json;

use crate::cli::args::Format;
use crate::cli::context::Context;
use crate::cli::out::pretty;
use crate::cli::page::Page;
use crate::cli::table::{Column, Table};
use crate::cli::words::percent;
use crate::domain::{Median, Result, Share};
use crate::onboarding::results::{By, Cohort, Delay, Figures, Group, Results};

/// The report in the format that is asked for; a document is Markdown.
pub fn text(results: &Results, by: Option<By>, context: &Context) -> Result<String> {
    let shown: Vec<By> = By::ALL.into_iter().filter(|one| by.is_none_or(|by| by == *one)).collect();
    match context.format {
        Format::Json => pretty(&json::Told::new(results, &shown)),
        Format::Csv => csv(results, &shown).csv(),
        Format::Table | Format::Md => Ok(page(results, &shown).markdown()),
    }
}

fn page(results: &Results, shown: &[By]) -> Page {
    let period = results.period;
    let mut page = Page::new(format!("Onboarding, {} to {}", period.from() + 1, period.to()));
    let total = &results.total;
    page.facts(
        "",
        vec![
            ("started", Some(total.started.to_string())),
            ("completed", Some(total.completed.to_string())),
            ("first outcome", Some(reached(total))),
            ("from signature to first outcome", Some(days(total.from_signature))),
            ("from go-live to first outcome", Some(days(total.from_go_live))),
            ("required steps done", Some(share(total.required))),
            ("onboarding CSAT", Some(share(total.csat))),
        ],
    );
    for by in shown {
        let (heading, title) = match by {
            By::Template => ("By template", "template"),
            By::Segment => ("By segment", "segment"),
            By::Csm => ("By CSM", "csm"),
        };
        page.table(heading, groups(title, results.by(*by)));
    }
    page.table("Where time is lost", delays(&results.delays));
    page.table("By month of start", cohorts(&results.cohorts));
    page
}

/// `8 of 11 reached (72.7%), 2 overdue`
fn reached(figures: &Figures) -> String {
    let Share { part, of } = figures.reached;
    format!("{part} of {of} reached ({}), {} overdue", percent(figures.reached.ratio()), figures.overdue)
}

/// `90.0% (45 of 50)`
fn share(share: Share) -> String {
    match share.of {
        0 => "n/a".into(),
        of => format!("{} ({} of {of})", percent(share.ratio()), share.part),
    }
}

/// `median 36 days (n 8)`
fn days(median: Option<Median>) -> String {
    median.map_or_else(|| "n/a".into(), |median| format!("median {} days (n {})", median.value, median.n))
}

/// `36 (n 8)`
fn short(median: Option<Median>) -> String {
    median.map_or_else(|| "n/a".into(), |median| format!("{} (n {})", median.value, median.n))
}

fn groups(title: &'static str, groups: &[Group]) -> Table {
    let mut table = Table::new([
        Column::Text(title),
        Column::Number("started"),
        Column::Number("completed"),
        Column::Number("first outcome"),
        Column::Number("overdue"),
        Column::Number("days from signature"),
        Column::Number("days from go-live"),
        Column::Number("required steps done"),
        Column::Number("CSAT"),
    ]);
    for Group { name, figures } in groups {
        table.push(vec![
            name.as_deref().unwrap_or("none").to_owned(),
            figures.started.to_string(),
            figures.completed.to_string(),
            share(figures.reached),
            figures.overdue.to_string(),
            short(figures.from_signature),
            short(figures.from_go_live),
            share(figures.required),
            share(figures.csat),
        ]);
    }
    table
}

fn delays(delays: &[Delay]) -> Table {
    let mut table = Table::new([
        Column::Text("step"),
        Column::Number("median days late"),
        Column::Number("done"),
        Column::Number("open and late"),
    ]);
    for delay in delays {
        table.push(vec![
            delay.title.to_string(),
            delay.days.map_or_else(|| "n/a".into(), |days| days.value.to_string()),
            delay.days.map_or(0, |days| days.n).to_string(),
            delay.open_late.to_string(),
        ]);
    }
    table
}

fn cohorts(cohorts: &[Cohort]) -> Table {
    let mut table = Table::new([
        Column::Word("month"),
        Column::Number("started"),
        Column::Number("completed"),
        Column::Number("outcome by day 30"),
        Column::Number("by day 60"),
        Column::Number("by day 90"),
    ]);
    for cohort in cohorts {
        let counts = [cohort.month.to_string(), cohort.started.to_string(), cohort.completed.to_string()];
        table.push(counts.into_iter().chain(cohort.reached.map(share)).collect());
    }
    table
}

/// A row a group, for spreadsheets: `all` first.
fn csv(results: &Results, shown: &[By]) -> Table {
    let mut table = Table::new([
        Column::Word("by"),
        Column::Text("name"),
        Column::Number("started"),
        Column::Number("completed"),
        Column::Number("reached"),
        Column::Number("reached_of"),
        Column::Number("overdue"),
        Column::Number("days_from_signature"),
        Column::Number("days_from_signature_n"),
        Column::Number("days_from_go_live"),
        Column::Number("days_from_go_live_n"),
        Column::Number("required_done"),
        Column::Number("required_of"),
        Column::Number("csat"),
        Column::Number("csat_n"),
    ]);
    let mut row = |by: &str, name: &str, figures: &Figures| {
        let value =
            |median: Option<Median>| median.map(|median| median.value.to_string()).unwrap_or_default();
        let n = |median: Option<Median>| median.map_or(0, |median| median.n).to_string();
        table.push(vec![
            by.to_owned(),
            name.to_owned(),
            figures.started.to_string(),
            figures.completed.to_string(),
            figures.reached.part.to_string(),
            figures.reached.of.to_string(),
            figures.overdue.to_string(),
            value(figures.from_signature),
            n(figures.from_signature),
            value(figures.from_go_live),
            n(figures.from_go_live),
            figures.required.part.to_string(),
            figures.required.of.to_string(),
            figures.csat.ratio().map(|ratio| ratio.to_string()).unwrap_or_default(),
            figures.csat.of.to_string(),
        ]);
    };
    row("all", "", &results.total);
    for by in shown {
        for group in results.by(*by) {
            row(by.name(), group.name.as_deref().unwrap_or_default(), &group.figures);
        }
    }
    table
}
