//! `onboarding start ACCOUNT`: the dated preview, and the start.

use serde_json::json;

use super::super::args::Format;
use super::super::context::Context;
use super::super::edit::{Done, Editor, day_or_today};
use super::super::json::iso;
use super::super::out::Out;
use super::super::table::{Column, Table};
use super::super::words::count;
use crate::domain::text::{clean, fold};
use crate::domain::{Error, Kind, Result};
use crate::edit::day::Side;
use crate::edit::onboarding as edit;
use crate::onboarding::{Plan, plan};
use crate::store::onboarding as book;

/// An onboarding to be started.
#[derive(Debug, clap::Args)]
pub struct Start {
    /// The account's id, external id, domain or name
    pub account: String,
    /// The template, or a part of its name
    #[arg(long, value_name = "NAME", default_value = "core 30 days")]
    pub template: String,
    /// Day 0; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub on: Option<String>,
    /// Steps fall on working days alone, not on weekends or the book's holidays
    #[arg(long)]
    pub working_days: bool,
    /// Leave a step out, by its title or a part of it; can be given several times
    #[arg(long, value_name = "STEP")]
    pub without: Vec<String>,
    /// Move a step by days with what depends on it, such as kickoff=3; can be given several times
    #[arg(long, value_name = "STEP=DAYS")]
    pub shift: Vec<String>,
    /// Show the dated steps and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// `onboarding start ACCOUNT`
pub fn run(args: &Start, context: &Context, out: &mut Out) -> Result<()> {
    let today = context.day();
    let start = day_or_today(args.on.as_deref(), Side::Ahead, context)?;
    if args.dry_run {
        let view = context.view()?;
        let on = view.reader();
        let account = super::super::account::resolve(on, &args.account)?;
        let plan = planned(args, on, start, today)?;
        let start = edit::Start { account, plan };
        start.check(on, today)?;
        return preview(&start.plan, context.format, out);
    }
    let mut editor = Editor::open(context.for_writing()?)?;
    let account = editor.account(&args.account)?;
    let plan = planned(args, editor.writer.book(), start, today)?;
    let start = edit::Start { account, plan };
    let label = start.label(editor.writer.book())?;
    let id = editor.write(&label, |tx| start.apply(tx, today))?;
    let steps = start.plan.kept().count();
    let last = start.plan.kept().filter(|planned| planned.step.required).map(|planned| planned.due_on).max();
    let mut changed = vec![format!("{} planned", count(steps, "step", "steps"))];
    changed.extend(last.map(|last| format!("the last required one is due on {last}")));
    let left = edit::missing(editor.writer.book(), account, today)?;
    if !left.is_empty() {
        let what: Vec<_> = left.iter().map(|missing| missing.what).collect();
        changed.push(format!("the handoff still lacks: {}", what.join("; ")));
    }
    editor.tell(&Done { label, id: Some(id), changed, nothing: false }, out)
}

fn planned(
    args: &Start,
    on: &impl crate::store::Reads,
    start: crate::domain::Day,
    today: crate::domain::Day,
) -> Result<Plan> {
    let templates = book::templates(on)?;
    let template = templates.find(&args.template)?;
    let mut plan = plan(template, start, book::calendar(on, args.working_days)?, today)?;
    for asked in &args.without {
        let place = place(&plan, asked)?;
        plan.leave_out(place, true);
    }
    for asked in &args.shift {
        let wrong = || {
            Error::new(Kind::Usage, format!("\"{}\" is no step=days", clean(asked)))
                .hint("write it as kickoff=3, or kickoff=-2 for earlier")
        };
        let (step, days) = asked.rsplit_once('=').ok_or_else(wrong)?;
        let days = days.trim().trim_start_matches('+').parse().map_err(|_| wrong())?;
        let place = place(&plan, step)?;
        plan.shift(place, days)?;
    }
    Ok(plan)
}

/// The step that is meant by its key, its title or a part of it.
fn place(plan: &Plan, asked: &str) -> Result<usize> {
    let key = fold(asked);
    let ways: [&dyn Fn(&crate::onboarding::Planned) -> bool; 2] =
        [&|planned| fold(&planned.step.key) == key || fold(&planned.step.title) == key, &|planned| {
            fold(&planned.step.title).contains(&key)
        }];
    for way in ways {
        let found: Vec<usize> = plan
            .steps
            .iter()
            .enumerate()
            .filter(|(_, planned)| !key.is_empty() && way(planned))
            .map(|(place, _)| place)
            .collect();
        match found.as_slice() {
            [] => {}
            [only] => return Ok(*only),
            several => {
                let keys = several.iter().filter_map(|place| plan.steps.get(*place));
                let keys: Vec<_> = keys.map(|planned| clean(&planned.step.key)).collect();
                return Err(Error::new(
                    Kind::Ambiguous,
                    format!("\"{}\" fits {} steps of the template", clean(asked), several.len()),
                )
                .hint(format!("say which: {}", keys.join(", "))));
            }
        }
    }
    Err(Error::not_found(format!("no step of the template is called \"{}\"", clean(asked)))
        .hint("see them with: mainstay onboarding start ACCOUNT --dry-run"))
}

fn preview(plan: &Plan, format: Format, out: &mut Out) -> Result<()> {
    if format == Format::Json {
        let steps: Vec<_> = plan
            .kept()
            .map(|planned| {
                json!({
                    "key": planned.step.key, "title": planned.step.title, "phase": planned.step.phase,
                    "due_on": iso(planned.due_on), "instead_of": planned.instead_of.map(iso),
                    "owner_role": planned.step.owner.name(), "required": planned.step.required,
                    "milestone": planned.step.milestone,
                })
            })
            .collect();
        return out.json(&json!({
            "template": plan.template, "started_on": iso(plan.start), "days": plan.days, "steps": steps,
        }));
    }
    let mut table = Table::new(COLUMNS).spare(&["instead_of", "phase", "owner"]);
    for planned in plan.kept() {
        let optional = if planned.step.required { "" } else { " (optional)" };
        table.push(vec![
            (planned.due_on - plan.start).to_string(),
            iso(planned.due_on),
            format!("{}{optional}", planned.step.title),
            planned.step.owner.name().to_owned(),
            planned.step.phase.to_string(),
            planned.instead_of.map(iso).unwrap_or_default(),
        ]);
    }
    table.write(format, out)
}

const COLUMNS: [Column; 6] = [
    Column::Number("day"),
    Column::Word("due_on"),
    Column::Text("step"),
    Column::Word("owner"),
    Column::Text("phase"),
    Column::Word("instead_of"),
];
