//! `import KIND FILE`: a file into the book, in one transaction.

use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::args::{Dates, Format, Import};
use super::cancel::Cancel;
use super::context::Context;
use super::out::{Out, note};
use super::rejects::Rejects;
use super::words::count;
use crate::domain::Result;
use crate::domain::text::{clean, fit};
use crate::engine::Judge;
use crate::import::kind::Kind;
use crate::import::{self, DateOrder, Progress, Reject, Report, Request};

/// Rejected rows that are named; all of them are in the file of `--rejects`.
const REJECTS: usize = 20;

/// What to import next: so much of it.
const NEXT: usize = 3;

/// Lines that are named for each kind of warning.
const LINES: usize = 5;

pub fn run(args: Import, context: &Context, out: &mut Out) -> Result<()> {
    let origin = if args.file == Path::new("-") {
        "standard input".to_owned()
    } else {
        args.file.display().to_string()
    };
    let request = Request {
        kind: Kind::named(&args.kind)?,
        origin: origin.clone(),
        bytes: import::read_file(&args.file)?,
        source: args.source,
        map: args.map,
        sheet: args.sheet,
        dates: args.dates.map(|order| match order {
            Dates::Dmy => DateOrder::Dmy,
            Dates::Mdy => DateOrder::Mdy,
        }),
        wide: args.wide,
        create_accounts: args.create_accounts,
    };
    let ready = |path: &PathBuf| Rejects::ready(path, &args.file, &context.location);
    let rejects = args.rejects.as_ref().map(ready).transpose()?;
    let cancel = Cancel::listen()?;
    let mut shown = Shown::new();
    let mut writer = context.writer()?;
    let outcome = writer.import(&request, args.dry_run, &mut |progress: Progress| {
        shown.show(&progress);
        if cancel.is_asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    shown.clear();
    let report = outcome?;
    let written = rejects.map(|rejects| rejects.write(&report, args.dry_run)).transpose();
    // What was imported is told also where the rejected rows could not be written.
    let file = args.rejects.as_deref().filter(|_| written.is_ok());
    match context.format {
        Format::Json => out.json(&json(&report))?,
        _ => {
            out.text(&summary(&report, &origin, args.dry_run, file))?;
            // A policy with an error is told by whatever asks for scores: the import itself went well.
            let judge = Judge::load(writer.book(), writer.day()).ok().filter(|_| !args.dry_run);
            if let Some(next) = judge.as_ref().and_then(next) {
                out.text(&next)?;
            }
        }
    }
    if written.is_err() {
        // Before the complaint.
        out.finish()?;
    }
    written.map(drop)
}

/// How much of the policy the book can judge, and what to import so that it is more; None: it can judge all.
fn next(judge: &Judge) -> Option<String> {
    let wanted = judge.to_import();
    let first = wanted.get(..NEXT).unwrap_or(&wanted);
    (!first.is_empty()).then(|| {
        format!(
            "{:.0} % of the policy has data; next: import {}\n",
            judge.breadth() * 100.0,
            first.join(", ")
        )
    })
}

/// The report as scripts read it.
#[derive(Serialize)]
struct Told<'a> {
    run: i64,
    kind: &'a str,
    read: u64,
    created: u64,
    updated: u64,
    unchanged: u64,
    rejected: u64,
    warnings: Vec<Warned<'a>>,
    rejects: Vec<Rejected<'a>>,
}

#[derive(Serialize)]
struct Warned<'a> {
    line: u64,
    column: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct Rejected<'a> {
    line: u64,
    column: &'a str,
    value: &'a str,
    message: &'a str,
}

fn json(report: &Report) -> Told<'_> {
    Told {
        run: report.run,
        kind: report.kind,
        read: report.read,
        created: report.created,
        updated: report.updated,
        unchanged: report.unchanged,
        rejected: report.rejected,
        warnings: report
            .warnings
            .iter()
            .map(|warning| Warned { line: warning.line, column: &warning.column, message: &warning.message })
            .collect(),
        rejects: report
            .rejects
            .iter()
            .map(|reject| Rejected {
                line: reject.line,
                column: &reject.column,
                value: &reject.value,
                message: &reject.message,
            })
            .collect(),
    }
}

/// The report as people read it.
fn summary(report: &Report, origin: &str, dry_run: bool, rejects: Option<&Path>) -> String {
    let mut text = String::new();
    let mut line = |said: String| {
        text.push_str(&said);
        text.push('\n');
    };
    let source = report.source.as_deref().map(|source| format!(" ({})", clean(source))).unwrap_or_default();
    let done = if dry_run { "Would import" } else { "Imported" };
    line(format!("{done} {} from {}{source}", report.kind, clean(origin)));
    line(format!(
        "  {} read: {} created, {} updated, {} unchanged, {} rejected",
        report.read, report.created, report.updated, report.unchanged, report.rejected
    ));
    if !report.unmapped.is_empty() {
        let columns: Vec<_> = report.unmapped.iter().map(|column| clean(column)).collect();
        line(format!("  columns left out: {}", columns.join(", ")));
    }
    if !report.warnings.is_empty() {
        line(format!("{}:", count(report.warnings.len(), "warning", "warnings")));
        for (rule, number) in &report.warning_counts {
            line(format!("  {number:>6}  {}{}", clean(rule), examples(report, rule)));
        }
    }
    if !report.rejects.is_empty() {
        line(format!("{} rejected:", count(report.rejects.len(), "row", "rows")));
        report.rejects.iter().take(REJECTS).for_each(|reject| line(rejected(reject)));
        let more = report.rejects.len().saturating_sub(REJECTS);
        match rejects {
            Some(file) => line(format!("  all of them are in {}", clean(&file.display().to_string()))),
            None if more > 0 => line(format!("  and {more} more; write them to a file with --rejects FILE")),
            None => {}
        }
    }
    text
}

/// Where the first warnings of a rule are: their lines, or of those about no line what they say.
fn examples(report: &Report, rule: &str) -> String {
    let all = || report.warnings.iter().filter(|warning| warning.rule == rule);
    let lines: Vec<String> = all()
        .filter(|warning| warning.line > 0)
        .take(LINES)
        .map(|warning| warning.line.to_string())
        .collect();
    let rest = if all().count() > LINES { ", ..." } else { "" };
    match lines.as_slice() {
        [] => all().next().map(|warning| format!(": {}", clean(&warning.message))).unwrap_or_default(),
        [only] => format!(" (line {only})"),
        several => format!(" (lines {}{rest})", several.join(", ")),
    }
}

fn rejected(reject: &Reject) -> String {
    format!("  line {}: {}", reject.line, clean(&reject.sentence()))
}

/// Progress on standard error, where somebody looks at it.
struct Shown {
    watched: bool,
    last: Option<String>,
}

impl Shown {
    fn new() -> Shown {
        Shown { watched: io::stderr().is_terminal(), last: None }
    }

    fn show(&mut self, progress: &Progress) {
        if !self.watched {
            return;
        }
        let text = progress.to_string();
        if self.last.as_ref() != Some(&text) {
            note(&format!("\r\u{1b}[K{}", fit(&text, 78)));
            self.last = Some(text);
        }
    }

    fn clear(&mut self) {
        if self.last.take().is_some() {
            note("\r\u{1b}[K");
        }
    }
}
