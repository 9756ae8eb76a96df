//! `onboarding show ACCOUNT`: the checklist.

use serde::Serialize;

use super::super::account::resolve;
use super::super::args::Format;
use super::super::context::Context;
use super::super::json::iso;
use super::super::out::Out;
use super::super::page::Page;
use super::super::table::{Column, Table};
use super::list::{Head, state};
use crate::domain::text::fit;
use crate::domain::{Day, Error, Result};
use crate::edit::onboarding::missing;
use crate::onboarding::{Onboarding, Settled, Step};
use crate::store::edit::account_name;
use crate::store::onboarding as book;
use crate::store::training;
use crate::training::{Consumption, Taking};

/// A step as scripts read it.
#[derive(Serialize)]
struct Line<'a> {
    id: i64,
    phase: Option<&'a str>,
    title: &'a str,
    state: &'static str,
    required: bool,
    due_on: String,
    planned_on: Option<String>,
    days_late: i32,
    done_on: Option<String>,
    done_by: Option<&'a str>,
    settled_on: Option<String>,
    settled_by: Option<&'a str>,
    owner: Option<&'a str>,
    owner_role: Option<&'a str>,
    milestone: bool,
    quick_win: bool,
    training: bool,
    needs: &'a [i64],
    note: Option<&'a str>,
    help: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn new(step: &'a Step, day: Day) -> Line<'a> {
        let settled = step.settled(day);
        let done_on = match settled {
            Settled::Done(on) => Some(iso(on)),
            Settled::Open | Settled::Out => None,
        };
        Line {
            id: step.id,
            phase: step.phase.as_deref(),
            title: &step.title,
            state: word(settled),
            required: step.required,
            due_on: iso(step.due_on),
            planned_on: step.planned_on.map(iso),
            days_late: step.days_late(day),
            done_by: step.done_by.as_deref().filter(|_| done_on.is_some()),
            done_on,
            settled_on: step.settled_on.map(iso),
            settled_by: step.settled_by.as_deref(),
            owner: step.owner.as_deref(),
            owner_role: step.owner_role.as_deref(),
            milestone: step.milestone,
            quick_win: step.quick_win,
            training: step.training,
            needs: &step.needs,
            note: step.note.as_deref(),
            help: step.help.as_deref(),
        }
    }
}

fn word(settled: Settled) -> &'static str {
    match settled {
        Settled::Open => "open",
        Settled::Done(_) => "done",
        Settled::Out => "not applicable",
    }
}

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    head: Head,
    handoff_missing: Vec<&'static str>,
    steps: Vec<Line<'a>>,
}

/// `onboarding show ACCOUNT`
pub fn run(asked: &str, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let on = view.reader();
    let account = resolve(on, asked)?;
    let day = context.day();
    let name = account_name(on, account)?.unwrap_or_default();
    let mut onboardings = book::of_account(on, account)?;
    // Those that run, else the latest.
    if onboardings.iter().any(|onboarding| onboarding.is_running(day)) {
        onboardings.retain(|onboarding| onboarding.is_running(day));
    } else {
        onboardings.truncate(1);
    }
    if onboardings.is_empty() {
        return Err(Error::not_found(format!("{} has no onboarding", fit(&name, 60)))
            .hint("start one with: mainstay onboarding start ACCOUNT --template core"));
    }
    let left = missing(on, account, day)?;
    if context.format == Format::Json {
        let of = training::Of::Account(account);
        let taken = view.training(of)?;
        let taking = taken.get(&account).map_or(Taking::Unknown, Consumption::taking);
        let mut whole = Vec::with_capacity(onboardings.len());
        for onboarding in &onboardings {
            whole.push(Whole {
                head: Head::new(&book::listed(on, onboarding)?, &onboarding.standing(day), taking),
                handoff_missing: left.iter().map(|missing| missing.field).collect(),
                steps: onboarding.steps.iter().map(|step| Line::new(step, day)).collect(),
            });
        }
        return out.json(&whole);
    }
    if context.format == Format::Csv {
        // One table of all steps: a page as CSV would be its heading.
        let mut all = Table::new(COLUMNS);
        onboardings.iter().for_each(|onboarding| rows(onboarding, day, &mut all));
        return all.write(context.format, out);
    }
    for onboarding in &onboardings {
        let mut page = Page::new(format!("Onboarding of {}", fit(&name, 60)));
        page.facts("", facts(onboarding, day));
        let mut steps = Table::new(COLUMNS).spare(SPARE);
        rows(onboarding, day, &mut steps);
        page.table("Steps", steps);
        page.lines(
            "Handoff: still to be given",
            left.iter().map(|missing| missing.what.to_owned()).collect(),
        );
        page.write(context.format, out)?;
    }
    Ok(())
}

fn facts(onboarding: &Onboarding, day: Day) -> Vec<(&'static str, Option<String>)> {
    let standing = onboarding.standing(day);
    let next = |next: &crate::onboarding::Next| format!("{}, due {}", next.title, next.due_on);
    vec![
        ("template", onboarding.template.as_deref().map(str::to_owned)),
        ("state", Some(format!("{}: {}", state(standing.state), standing.reason))),
        ("started", Some(format!("{}, {}", onboarding.started_on, standing.day_words()))),
        ("done", Some(format!("{} of {} required steps", standing.done, standing.required))),
        ("next milestone", standing.milestone.as_ref().map(next)),
        ("days", onboarding.working_days.then(|| "working days alone".to_owned())),
    ]
}

const COLUMNS: [Column; 9] = [
    Column::Number("id"),
    Column::Word("state"),
    Column::Text("step"),
    Column::Word("due"),
    Column::Word("late"),
    Column::Text("owner"),
    Column::Text("phase"),
    Column::Word("done"),
    Column::Text("note"),
];

const SPARE: &[&str] = &["note", "phase", "done", "owner"];

fn rows(onboarding: &Onboarding, day: Day, table: &mut Table) {
    for step in &onboarding.steps {
        let settled = step.settled(day);
        let marks = [(step.milestone, " ◆"), (step.quick_win, " ★"), (!step.required, " (optional)")];
        let marks: String = marks.into_iter().filter(|(has, _)| *has).map(|(_, mark)| mark).collect();
        let late = match step.days_late(day) {
            0 => String::new(),
            days if step.required => format!("{days} d"),
            days => format!("({days} d)"),
        };
        let done = match settled {
            Settled::Done(on) => {
                step.done_by.as_deref().map_or_else(|| iso(on), |by| format!("{on} {}", fit(by, 30)))
            }
            Settled::Open | Settled::Out => String::new(),
        };
        table.push(vec![
            step.id.to_string(),
            match settled {
                Settled::Open => "☐ open".to_owned(),
                Settled::Done(_) => "☑ done".to_owned(),
                Settled::Out => "– n/a".to_owned(),
            },
            format!("{}{marks}", step.title),
            iso(step.due_on),
            late,
            step.owner.as_deref().or(step.owner_role.as_deref()).unwrap_or_default().to_owned(),
            step.phase.as_deref().unwrap_or_default().to_owned(),
            done,
            step.note.as_deref().unwrap_or_default().to_owned(),
        ]);
    }
}
