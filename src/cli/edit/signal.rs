//! `signal add|close|list`.

use clap::Subcommand;

use super::super::args::Format;
use super::super::context::Context;
use super::super::out::Out;
use super::super::table::{Column, Table};
use super::{Editor, Side, day_or_today, on_day, one, where_null};
use crate::domain::Result;
use crate::edit::entity::SIGNAL;
use crate::edit::{self, Patch};
use crate::store::edit::account_name;

/// Dated facts that are no numbers.
#[derive(Debug, Subcommand)]
pub enum Signal {
    /// Note a signal
    Add {
        /// The account's id, external id, domain or name
        account: String,
        /// What it is: competitor evaluation, churn notice, sponsor left, change of use conditions, technical issue,
        /// budget cut, growth plan, or your own word
        kind: String,
        /// What was seen
        text: Vec<String>,
        /// The day, such as 2026-03-01, yesterday, fri; without it, today
        #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
        on: Option<String>,
    },
    /// Note that a signal is over
    Close {
        /// Its id, or a part of its kind and day that no other open signal has
        signal: String,
        /// When; without it, today
        #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
        on: Option<String>,
    },
    /// List signals, the latest first
    List {
        /// Those of one account
        account: Option<String>,
        /// Also those that are over
        #[arg(long)]
        all: bool,
    },
}

/// `signal ...`
pub fn run(command: &Signal, context: &Context, out: &mut Out) -> Result<()> {
    match command {
        Signal::Add { account, kind, text, on } => {
            let mut editor = Editor::open(context.for_writing()?)?;
            let account = editor.account(account)?;
            let day = day_or_today(on.as_deref(), Side::Behind, context)?.to_string();
            let text = text.join(" ");
            let entries = [("kind", kind.as_str()), ("date", &day), ("text", &text)];
            let values = editor.typed(&SIGNAL, Some(account), &Vec::new(), &entries)?;
            let done = editor.apply(&Patch::new(&SIGNAL, Some(account), values))?;
            editor.tell(&done, out)
        }
        Signal::Close { signal, on } => {
            let day = day_or_today(on.as_deref(), Side::Behind, context)?;
            let mut editor = Editor::open(context.for_writing()?)?;
            let open = where_null(editor.writer.book(), &SIGNAL, None, "closed_on")?;
            let id = editor.pick(&SIGNAL, &open, signal)?;
            let done = editor.apply(&Patch::row(&SIGNAL, id, one(&SIGNAL, "closed_on", on_day(day))?))?;
            editor.tell(&done, out)
        }
        Signal::List { account, all } => list(account.as_deref(), *all, context, out),
    }
}

fn list(account: Option<&str>, all: bool, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let on = view.reader();
    let account = account.map(|asked| super::super::account::resolve(on, asked)).transpose()?;
    let names = edit::Context::load(on, [], None, context.day())?;
    let records =
        if all { edit::list(on, &SIGNAL, account)? } else { where_null(on, &SIGNAL, account, "closed_on")? };
    let mut lines = Vec::new();
    for (id, values) in records {
        let account = match edit::account_of(on, &SIGNAL, id)? {
            Some(account) => account_name(on, account)?.unwrap_or_default(),
            None => String::new(),
        };
        let shown = |name: &str| {
            let found = values.iter().find(|(field, _)| field.name == name);
            found.map(|(field, value)| edit::show(field, value, &names)).unwrap_or_default()
        };
        lines.push((id, [shown("date"), shown("kind"), account, shown("text"), shown("closed_on")]));
    }
    if context.format == Format::Json {
        let lines: Vec<_> = lines
            .iter()
            .map(|(id, [date, kind, account, text, closed])| {
                let some = |text: &'_ String| Some(text.clone()).filter(|text| !text.is_empty());
                serde_json::json!({
                    "id": id, "date": date, "kind": kind, "account": account, "text": some(text),
                    "closed_on": some(closed),
                })
            })
            .collect();
        return out.json(&lines);
    }
    let mut table = Table::new(COLUMNS).spare(&["closed_on"]);
    for (id, cells) in lines {
        table.push([vec![id.to_string()], cells.to_vec()].concat());
    }
    table.write(context.format, out)
}

const COLUMNS: [Column; 6] = [
    Column::Number("id"),
    Column::Word("date"),
    Column::Text("kind"),
    Column::Text("account"),
    Column::Text("text"),
    Column::Word("closed_on"),
];
