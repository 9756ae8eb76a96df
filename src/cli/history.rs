//! `history [ACCOUNT]`: who changed what from what to what, newest first.

use serde::Serialize;

use super::account;
use super::args::{self, Format};
use super::context::Context;
use super::out::Out;
use super::table::{Column, Table};
use crate::domain::Result;
use crate::engine::View;
use crate::health::facts::AccountId;
use crate::store::history::{self, Change, Entry, Filter, What};

/// Columns that give way on a narrow terminal.
const SPARE: &[&str] = &["label", "who"];

pub fn run(args: args::History, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let account = args.account.as_deref().map(|asked| meant(&view, asked)).transpose()?;
    let filter = Filter {
        account,
        field: args.field,
        actor: args.by,
        from: args.since,
        to: args.until.into_iter().chain(context.as_of).min(),
        table: None,
    };
    let entries = history::history(view.reader(), &filter, args.limit, None)?;
    if context.format == Format::Json {
        return out.json(&entries.iter().map(Told::new).collect::<Vec<_>>());
    }
    let mut table = Table::new([
        Column::Number("change"),
        Column::Word("at"),
        Column::Word("who"),
        Column::Text("row"),
        Column::Text("field"),
        Column::Text("from"),
        Column::Text("to"),
        Column::Text("label"),
    ])
    .spare(SPARE);
    for entry in entries {
        lines(entry, &mut table);
    }
    table.write(context.format, out)
}

/// An account that is there, or by `id:7` one that was.
fn meant(view: &View, asked: &str) -> Result<AccountId> {
    match (account::resolve(view.reader(), asked), asked.trim().strip_prefix("id:").map(str::parse)) {
        (Err(_), Some(Ok(id))) => Ok(id),
        (found, _) => found,
    }
}

/// A line for every change of a row; one for a transaction that has none, such as an import of usage.
fn lines(entry: Entry, table: &mut Table) {
    let label = if entry.undone { format!("{} (taken back)", entry.label) } else { entry.label.clone() };
    let mut line = |row: String, field: String, from: String, to: String| {
        let (at, who) = (entry.at.clone(), entry.actor.clone());
        table.push(vec![entry.txn.to_string(), at, who, row, field, from, to, label.clone()]);
    };
    if entry.changes.is_empty() {
        line(String::new(), String::new(), String::new(), String::new());
    }
    for Change { row, what, .. } in entry.changes {
        match what {
            What::Made => line(row, "made".into(), String::new(), String::new()),
            What::Deleted => line(row, "deleted".into(), String::new(), String::new()),
            What::Changed { field, from, to } => line(row, field, from, to),
        }
    }
    if entry.more {
        line("and more".into(), String::new(), String::new(), String::new());
    }
}

/// A transaction, for scripts.
#[derive(Serialize)]
struct Told<'a> {
    change: i64,
    at: &'a str,
    who: &'a str,
    host: &'a str,
    label: &'a str,
    undoes: Option<i64>,
    undone: bool,
    rows: Vec<Line<'a>>,
    /// Whether there are more rows than are listed.
    more: bool,
}

#[derive(Serialize)]
struct Line<'a> {
    row: &'a str,
    account: Option<AccountId>,
    did: &'static str,
    field: Option<&'a str>,
    from: Option<&'a str>,
    to: Option<&'a str>,
}

impl<'a> Told<'a> {
    fn new(entry: &'a Entry) -> Told<'a> {
        Told {
            change: entry.txn,
            at: &entry.at,
            who: &entry.actor,
            host: &entry.host,
            label: &entry.label,
            undoes: entry.undoes,
            undone: entry.undone,
            rows: entry.changes.iter().map(Line::new).collect(),
            more: entry.more,
        }
    }
}

impl<'a> Line<'a> {
    fn new(change: &'a Change) -> Line<'a> {
        let (did, field, from, to) = match &change.what {
            What::Made => ("made", None, None, None),
            What::Deleted => ("deleted", None, None, None),
            What::Changed { field, from, to } => {
                let filled = |said: &'a String| Some(said.as_str()).filter(|said| !said.is_empty());
                ("changed", Some(field.as_str()), filled(from), filled(to))
            }
        };
        Line { row: &change.row, account: change.account, did, field, from, to }
    }
}
