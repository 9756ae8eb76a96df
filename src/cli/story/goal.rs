//! `goal list|update`: what the customer wants, and how far it is.

use clap::Subcommand;
use serde_json::json;

use crate::book::goals::{Goal as Known, delivered};
use crate::cli::account::resolve;
use crate::cli::args::Format;
use crate::cli::context::Context;
use crate::cli::edit::{Done, Editor, Side, day_or_today};
use crate::cli::json::iso;
use crate::cli::out::Out;
use crate::cli::table::{Column, Table};
use crate::domain::{Day, GoalStatus, Micro, Result};
use crate::edit::entity::{GOAL, GOAL_UPDATE};
use crate::edit::outcome::UpdateGoal;
use crate::edit::{self};
use crate::store::goals;

/// What customers want.
#[derive(Debug, Subcommand)]
pub enum Goal {
    /// List the goals of an account: what the values say, and what the CSM says
    List {
        /// The account's id, external id, domain or name
        account: String,
    },
    /// Say how a goal stands; of one day the last word counts
    Update {
        /// The account's id, external id, domain or name
        account: String,
        /// Its id, or a part of its title that no other goal of the account has
        goal: String,
        /// The value now
        #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
        current: Option<String>,
        /// Your judgement: on track, at risk, off track, achieved, missed; without it, what the value says
        #[arg(long, value_name = "STATUS")]
        status: Option<String>,
        /// What the customer has of it so far, such as 120k
        #[arg(long, value_name = "AMOUNT")]
        value: Option<String>,
        /// The currency of that; without it, the book's
        #[arg(long, value_name = "CODE", requires = "value")]
        currency: Option<String>,
        /// A note
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        /// The day of the value; without it, today
        #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
        on: Option<String>,
    },
}

/// `goal ...`
pub fn run(command: &Goal, context: &Context, out: &mut Out) -> Result<()> {
    match command {
        Goal::List { account } => list(account, context, out),
        Goal::Update { account, goal, current, status, value, currency, note, on } => {
            let mut editor = Editor::open(context.for_writing()?)?;
            let account = editor.account(account)?;
            let goals = edit::list(editor.writer.book(), &GOAL, Some(account))?;
            let goal = editor.pick(&GOAL, &goals, goal)?;
            let day = day_or_today(on.as_deref(), Side::Behind, context)?.to_string();
            let given = [
                ("current", current),
                ("status", status),
                ("value", value),
                ("currency", currency),
                ("note", note),
            ];
            let given = given.into_iter().filter_map(|(name, text)| Some((name, text.as_deref()?)));
            let entries: Vec<(&str, &str)> = given.chain([("status_on", day.as_str())]).collect();
            let set = editor.typed(&GOAL_UPDATE, Some(account), &Vec::new(), &entries)?;
            let update = UpdateGoal { goal, set };
            let label = update.label(editor.writer.book())?;
            let today = context.day();
            let id = editor.write(&label, |tx| update.apply(tx, today))?;
            let stands = goals::of_account(editor.writer.book(), account, today)?;
            let changed = stands.iter().find(|own| own.id == goal).map(|own| vec![told(own, today)]);
            let done = Done { label, id: Some(id), changed: changed.unwrap_or_default(), nothing: false };
            editor.tell(&done, out)
        }
    }
}

/// `on track: 40 % of the way on 2026-03-01, where the line is at 40 %`.
fn told(goal: &Known, today: Day) -> String {
    let standing = goal.standing(today);
    format!("{}: {}", standing.words(), standing.by_values.reason)
}

fn list(asked: &str, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let account = resolve(view.reader(), asked)?;
    let goals = goals::of_account(view.reader(), account, view.day())?;
    if context.format == Format::Json {
        return out.json(&as_json(&goals, view.day()));
    }
    let number = |value: Option<Micro>| value.map(|value| value.to_string()).unwrap_or_default();
    let word = |status: Option<GoalStatus>| status.map(|status| status.to_string()).unwrap_or_default();
    let mut table = Table::new([
        Column::Number("id"),
        Column::Text("goal"),
        Column::Word("kind"),
        Column::Text("metric"),
        Column::Number("baseline"),
        Column::Number("current"),
        Column::Number("target"),
        Column::Word("due"),
        Column::Word("values say"),
        Column::Word("csm says"),
        Column::Number("value"),
    ])
    .spare(&["kind", "metric", "value"]);
    for goal in &goals {
        let standing = goal.standing(view.day());
        table.push(vec![
            goal.id.to_string(),
            goal.title.to_string(),
            goal.kind.as_deref().unwrap_or_default().to_owned(),
            goal.metric.as_deref().unwrap_or_default().to_owned(),
            number(goal.baseline),
            number(goal.values().next_back().map(|value| value.1)),
            number(goal.target),
            goal.due.map(iso).unwrap_or_default(),
            word(standing.by_values.status),
            word(standing.said.map(|said| said.0)),
            goal.value().map(|value| value.to_string()).unwrap_or_default(),
        ]);
    }
    table.write(context.format, out)
}

/// The goals of an account as scripts read them.
pub fn as_json(goals: &[Known], today: Day) -> serde_json::Value {
    let number = |value: Option<Micro>| value.map(Micro::value);
    let money =
        |money: crate::domain::Money| json!({"minor": money.minor, "currency": money.currency.code()});
    let goal = |goal: &Known| {
        let standing = goal.standing(today);
        let verdict = &standing.by_values;
        let updates: Vec<_> = goal
            .updates
            .iter()
            .map(|update| {
                json!({
                    "on": update.on.map(iso), "status": update.status.map(GoalStatus::name),
                    "current": number(update.current), "value": update.value.map(money), "note": update.note,
                })
            })
            .collect();
        json!({
            "id": goal.id, "title": goal.title, "kind": goal.kind, "metric": goal.metric,
            "baseline": number(goal.baseline), "target": number(goal.target),
            "current": number(goal.values().next_back().map(|value| value.1)),
            "direction": goal.path().is_down().map(|down| if down { "down" } else { "up" }),
            "started_on": goal.started_on.map(iso), "due": goal.due.map(iso), "our_role": goal.our_role,
            "status": standing.status().map(GoalStatus::name),
            "by_values": {
                "status": verdict.status.map(GoalStatus::name), "done": verdict.done, "wanted": verdict.wanted,
                "reason": verdict.reason,
            },
            "by_csm": standing.said.map(|judged| json!({"status": judged.0.name(), "since": judged.1.map(iso)})),
            "value": goal.value().map(money),
            "updates": updates,
        })
    };
    let delivered: Vec<_> = delivered(goals).into_iter().map(money).collect();
    json!({"goals": goals.iter().map(goal).collect::<Vec<_>>(), "value_delivered": delivered})
}
