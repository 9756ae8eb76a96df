//! `play list` and `play books`.

use serde::Serialize;

use super::super::account::resolve;
use super::super::args::Format;
use super::super::context::Context;
use super::super::json::{Fraction, iso};
use super::super::out::Out;
use super::super::table::{Column, Table};
use super::super::words::percent;
use crate::domain::text::clean;
use crate::domain::{Day, Period, Result};
use crate::engine::Running;
use crate::playbook::{Figures, Library, Mean, Playbook, Step};
use crate::store::play as book;

/// Days of plays that the figures tell of, unless others are asked for.
const DAYS: i32 = 365;

/// Plays.
#[derive(Debug, clap::Args)]
pub struct List {
    /// Those of one account
    account: Option<String>,
    /// Which plays work: how many were started and finished, what came of them, health around them, who was saved
    #[arg(long)]
    figures: bool,
    /// With --figures: plays that began after this day; without it, of a year
    #[arg(long, value_name = "DATE", value_parser = day, requires = "figures")]
    from: Option<Day>,
}

fn day(text: &str) -> std::result::Result<Day, String> {
    Day::parse(text).map_err(|error| error.to_string())
}

/// A play as scripts read it.
#[derive(Serialize)]
struct Line<'a> {
    id: i64,
    account_id: i64,
    account: &'a str,
    play: &'a str,
    title: &'a str,
    owner: Option<&'a str>,
    started_on: String,
    steps: usize,
    done: usize,
    next: Option<&'a str>,
    next_due: Option<String>,
    days_late: i32,
    exit_holds: bool,
}

/// What the plays of a playbook came to, as scripts read it. Health is in points.
#[derive(Serialize)]
struct Figure<'a> {
    play: &'a str,
    title: &'a str,
    started: usize,
    finished: usize,
    worked: Fraction,
    cancelled: usize,
    median_days: Option<f64>,
    health_at_start: Option<f64>,
    health_at_start_of: u32,
    change_30d: Option<f64>,
    change_30d_of: u32,
    change_90d: Option<f64>,
    change_90d_of: u32,
    saved: Fraction,
}

/// A playbook as scripts read it.
#[derive(Serialize)]
struct Book<'a> {
    name: &'a str,
    title: &'a str,
    about: &'a str,
    until: &'a str,
    origin: &'static str,
    steps: Vec<BookStep<'a>>,
}

#[derive(Serialize)]
struct BookStep<'a> {
    title: &'a str,
    when: String,
    owner: &'static str,
    message: Option<&'a str>,
}

impl<'a> Book<'a> {
    fn new(own: &'a Playbook) -> Book<'a> {
        let step = |step: &'a Step| BookStep {
            title: &step.title,
            when: step.at.to_string(),
            owner: step.owner.name(),
            message: step.message.as_deref(),
        };
        Book {
            name: &own.name,
            title: &own.title,
            about: &own.about,
            until: &own.exit.words,
            origin: own.origin.name(),
            steps: own.steps.iter().map(step).collect(),
        }
    }
}

/// `play list`
pub fn run(args: &List, context: &Context, out: &mut Out) -> Result<()> {
    let (view, today) = (context.view()?, context.day());
    let period = Period::new(args.from.unwrap_or(today - DAYS), today)?;
    let account = args.account.as_deref().map(|asked| resolve(view.reader(), asked)).transpose()?;
    let mut plays = view.plays(period)?;
    if args.figures {
        return figures(&plays.figures, context, out);
    }
    plays.running.retain(|own| account.is_none_or(|id| own.play.account == id));
    if context.format == Format::Json {
        let lines: Vec<Line<'_>> = plays.running.iter().map(|own| line(own, today)).collect();
        return out.json(&lines);
    }
    if plays.running.is_empty() && context.format == Format::Table {
        return out.text("No play runs. Start one with: mainstay play start ACCOUNT PLAYBOOK\n");
    }
    let mut table = Table::new(COLUMNS).spare(&["started_on", "owner"]);
    for own in &plays.running {
        let line = line(own, today);
        let next = match (line.exit_holds, line.next) {
            (true, _) => "the exit criterion holds: finish it",
            (false, next) => next.unwrap_or("every step is done: finish it"),
        };
        table.push(vec![
            line.id.to_string(),
            line.account.to_owned(),
            line.title.to_owned(),
            format!("{} of {}", line.done, line.steps),
            next.to_owned(),
            line.next_due.unwrap_or_default(),
            if line.days_late > 0 { line.days_late.to_string() } else { String::new() },
            line.started_on,
            line.owner.unwrap_or_default().to_owned(),
        ]);
    }
    table.write(context.format, out)
}

const COLUMNS: [Column; 9] = [
    Column::Number("id"),
    Column::Text("account"),
    Column::Word("play"),
    Column::Word("steps"),
    Column::Text("next"),
    Column::Word("due"),
    Column::Number("late"),
    Column::Word("started_on"),
    Column::Word("owner"),
];

fn line(own: &Running, today: Day) -> Line<'_> {
    let progress = own.play.progress(today);
    Line {
        id: own.play.id,
        account_id: own.play.account,
        account: &own.account,
        play: &own.play.playbook,
        title: &own.title,
        owner: own.owner.as_deref(),
        started_on: iso(own.play.started_on),
        steps: progress.of,
        done: progress.done,
        next: progress.next.map(|task| &*task.title),
        next_due: progress.next.and_then(|task| task.due_on).map(iso),
        days_late: progress.late,
        exit_holds: own.holds,
    }
}

fn figures(all: &[Figures], context: &Context, out: &mut Out) -> Result<()> {
    if context.format == Format::Json {
        let lines: Vec<Figure<'_>> = all.iter().map(figure).collect();
        return out.json(&lines);
    }
    if all.is_empty() && context.format == Format::Table {
        return out.text("No play began in this time.\n");
    }
    let columns = [
        Column::Word("play"),
        Column::Number("started"),
        Column::Number("finished"),
        Column::Number("worked"),
        Column::Number("days"),
        Column::Number("health"),
        Column::Number("after 30 d"),
        Column::Number("after 90 d"),
        Column::Number("saved"),
    ];
    let mut table = Table::new(columns);
    let points = |mean: Mean| mean.points().map_or(String::new(), |points| format!("{points:.1}"));
    let change = |mean: Mean| mean.points().map_or(String::new(), |points| format!("{points:+.1}"));
    for own in all {
        let [month, quarter] = own.change.map(change);
        table.push(vec![
            own.title.to_string(),
            own.started.to_string(),
            own.finished.to_string(),
            percent(own.worked.ratio()),
            own.days.map_or(String::new(), |days| days.value.to_string()),
            points(own.at_start),
            month,
            quarter,
            if own.saved.of == 0 { String::new() } else { format!("{} of {}", own.saved.part, own.saved.of) },
        ]);
    }
    table.write(context.format, out)
}

fn figure(own: &Figures) -> Figure<'_> {
    let [month, quarter] = own.change;
    Figure {
        play: &own.playbook,
        title: &own.title,
        started: own.started,
        finished: own.finished,
        worked: own.worked.into(),
        cancelled: own.cancelled,
        median_days: own.days.map(|days| days.value),
        health_at_start: own.at_start.points(),
        health_at_start_of: own.at_start.n,
        change_30d: month.points(),
        change_30d_of: month.n,
        change_90d: quarter.points(),
        change_90d_of: quarter.n,
        saved: own.saved.into(),
    }
}

/// `play books [NAME]`
pub fn books(name: Option<&str>, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let library: Library = book::library(view.reader())?;
    if let Some(name) = name {
        return steps(library.find(name)?, context, out);
    }
    if context.format == Format::Json {
        return out.json(&library.all.iter().map(Book::new).collect::<Vec<_>>());
    }
    let columns =
        [Column::Word("play"), Column::Number("steps"), Column::Word("origin"), Column::Text("about")];
    let mut table = Table::new(columns);
    for own in &library.all {
        table.push(vec![
            own.name.to_string(),
            own.steps.len().to_string(),
            own.origin.name().to_owned(),
            own.about.to_string(),
        ]);
    }
    table.write(context.format, out)
}

fn steps(playbook: &Playbook, context: &Context, out: &mut Out) -> Result<()> {
    if context.format == Format::Json {
        return out.json(&Book::new(playbook));
    }
    if context.format == Format::Table {
        let head = format!(
            "{}: {}\nOver when {}.\n\n",
            clean(&playbook.title),
            clean(&playbook.about),
            clean(&playbook.exit.words)
        );
        out.text(&head)?;
    }
    let columns =
        [Column::Word("when"), Column::Word("owner"), Column::Text("step"), Column::Word("message")];
    let mut table = Table::new(columns);
    for step in &playbook.steps {
        table.push(vec![
            step.at.to_string(),
            step.owner.name().to_owned(),
            step.title.to_string(),
            step.message.as_deref().unwrap_or_default().to_owned(),
        ]);
    }
    table.write(context.format, out)
}
