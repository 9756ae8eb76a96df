//! `task add|done|snooze|list`.

use clap::Subcommand;
use serde::Serialize;

use super::super::args::Format;
use super::super::context::Context;
use super::super::out::Out;
use super::super::table::{Column, Table};
use super::{Editor, Side, day_or_today, on_day, one, where_null};
use crate::domain::Result;
use crate::edit::entity::{ACCOUNT, TASK};
use crate::edit::{self, Patch, Value};
use crate::store::edit::account_name;

/// Tasks.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Add a task
    Add {
        /// The account's id, external id, domain or name
        account: String,
        /// What is to be done
        #[arg(required = true)]
        title: Vec<String>,
        /// By when, such as 2026-03-01, +2w, fri
        #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
        due: Option<String>,
        /// Who does it; without it, the account's CSM
        #[arg(long, value_name = "NAME")]
        owner: Option<String>,
    },
    /// Note that a task is done
    Done {
        /// Its id, or a part of its title that no other open task has
        task: String,
        /// When; without it, today
        #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
        on: Option<String>,
    },
    /// Put a task off
    Snooze {
        /// Its id, or a part of its title that no other open task has
        task: String,
        /// Until when, such as +1w, mon
        #[arg(allow_hyphen_values = true)]
        until: String,
    },
    /// Give a task to somebody else
    Assign {
        /// Its id, or a part of its title that no other open task has
        task: String,
        /// Who does it
        owner: String,
    },
    /// List tasks, the most urgent first
    List {
        /// Those of one account
        account: Option<String>,
        /// Those of one team member
        #[arg(long, value_name = "NAME")]
        owner: Option<String>,
        /// Also those that are done
        #[arg(long)]
        all: bool,
    },
}

/// `task ...`
pub fn run(command: &Task, context: &Context, out: &mut Out) -> Result<()> {
    match command {
        Task::Add { account, title, due, owner } => {
            let context = context.for_writing()?;
            let mut editor = Editor::open(context)?;
            let account = editor.account(account)?;
            let title = title.join(" ");
            let mut entries = vec![("title", title.as_str())];
            entries.extend(due.as_deref().map(|due| ("due_on", due)));
            entries.extend(owner.as_deref().map(|owner| ("owner", owner)));
            let mut values = editor.typed(&TASK, Some(account), &Vec::new(), &entries)?;
            if owner.is_none() {
                let of = edit::read(editor.writer.book(), &ACCOUNT, account)?;
                let csm = of.into_iter().find(|(field, _)| field.name == "csm").map(|(_, csm)| csm);
                values.extend(one(&TASK, "owner", csm.unwrap_or(Value::Null))?);
            }
            let done = editor.apply(&Patch::new(&TASK, Some(account), values))?;
            editor.tell(&done, out)
        }
        Task::Done { task, on } => {
            let day = day_or_today(on.as_deref(), Side::Behind, context)?;
            change(task, ("done_on", on_day(day)), context, out)
        }
        Task::Snooze { task, until } => {
            let day = day_or_today(Some(until), Side::Ahead, context)?;
            change(task, ("snoozed_until", on_day(day)), context, out)
        }
        Task::Assign { task, owner } => {
            let editor = Editor::open(context.for_writing()?)?;
            let values = editor.typed(&TASK, None, &Vec::new(), &[("owner", owner)])?;
            let to = values.into_iter().next().map_or(Value::Null, |(_, to)| to);
            drop(editor);
            change(task, ("owner", to), context, out)
        }
        Task::List { account, owner, all } => list(account.as_deref(), owner.as_deref(), *all, context, out),
    }
}

/// Changes one field of an open task.
fn change(task: &str, (field, value): (&str, Value), context: &Context, out: &mut Out) -> Result<()> {
    let mut editor = Editor::open(context.for_writing()?)?;
    let open = where_null(editor.writer.book(), &TASK, None, "done_on")?;
    let id = editor.pick(&TASK, &open, task)?;
    let done = editor.apply(&Patch::row(&TASK, id, one(&TASK, field, value)?))?;
    editor.tell(&done, out)
}

#[derive(Serialize)]
struct Line {
    id: i64,
    account: Option<String>,
    title: String,
    owner: Option<String>,
    due_on: Option<String>,
    snoozed_until: Option<String>,
    done_on: Option<String>,
    source: Option<String>,
}

fn list(
    account: Option<&str>,
    owner: Option<&str>,
    all: bool,
    context: &Context,
    out: &mut Out,
) -> Result<()> {
    let view = context.view()?;
    let on = view.reader();
    let account = account.map(|asked| super::super::account::resolve(on, asked)).transpose()?;
    let names = edit::Context::load(on, TASK.fields(), None, context.day())?;
    let owner = owner.map(|owner| edit::parse(TASK.field("owner")?, owner, &names)).transpose()?;
    let records =
        if all { edit::list(on, &TASK, account)? } else { where_null(on, &TASK, account, "done_on")? };
    let mut lines = Vec::new();
    for (id, values) in records {
        let of = |name: &str| values.iter().find(|(field, _)| field.name == name);
        if let Some(wanted) = &owner
            && of("owner").is_none_or(|(_, value)| value != wanted)
        {
            continue;
        }
        let shown = |name: &str| {
            let text = of(name).map(|(field, value)| edit::show(field, value, &names))?;
            Some(text).filter(|text| !text.is_empty())
        };
        let account = match edit::account_of(on, &TASK, id)? {
            Some(account) => account_name(on, account)?,
            None => None,
        };
        lines.push(Line {
            id,
            account,
            title: shown("title").unwrap_or_default(),
            owner: shown("owner"),
            due_on: shown("due_on"),
            snoozed_until: shown("snoozed_until"),
            done_on: shown("done_on"),
            source: shown("source"),
        });
    }
    if context.format == Format::Json {
        return out.json(&lines);
    }
    let mut table = Table::new(COLUMNS).spare(&["source", "snoozed_until", "owner"]);
    for line in lines {
        let text = |text: Option<String>| text.unwrap_or_default();
        table.push(vec![
            line.id.to_string(),
            text(line.due_on),
            line.title,
            text(line.account),
            text(line.owner),
            text(line.snoozed_until),
            text(line.done_on),
            text(line.source),
        ]);
    }
    table.write(context.format, out)
}

const COLUMNS: [Column; 8] = [
    Column::Number("id"),
    Column::Word("due_on"),
    Column::Text("title"),
    Column::Text("account"),
    Column::Text("owner"),
    Column::Word("snoozed_until"),
    Column::Word("done_on"),
    Column::Text("source"),
];
