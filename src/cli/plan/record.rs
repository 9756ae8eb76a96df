//! `services` and `advocacy`: what was delivered for money once, and what customers were asked for.

use clap::Subcommand;

use super::super::args::Format;
use super::super::context::Context;
use super::super::edit::{Editor, entries};
use super::super::json;
use super::super::out::Out;
use super::super::table::{Column, Table};
use crate::domain::Result;
use crate::edit::entity::{ASK, ENGAGEMENT, Entity};
use crate::edit::{self, Patch, Values};
use crate::store::native::{self, Cell};

/// Professional services.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Services {
    #[command(subcommand)]
    command: Option<ServiceCommand>,
    /// Only of this account: its id, external id, domain or name
    account: Option<String>,
}

#[derive(Debug, Subcommand)]
enum ServiceCommand {
    /// Add a service: paid once, never part of the ARR
    Add {
        /// The account's id, external id, domain or name
        account: String,
        /// What is delivered
        title: String,
        /// kind, status, start_on, end_on, amount, currency, owner, scope
        #[arg(value_name = "FIELD=VALUE")]
        fields: Vec<String>,
    },
    /// Change a service
    Change {
        /// The account's id, external id, domain or name
        account: String,
        /// Its title, a part of it, or its id
        service: String,
        /// Fields and what they become
        #[arg(required = true, value_name = "FIELD=VALUE")]
        fields: Vec<String>,
    },
}

/// Asks of advocacy.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Advocacy {
    #[command(subcommand)]
    command: Option<AdvocacyCommand>,
    /// Only of this account: its id, external id, domain or name
    account: Option<String>,
}

#[derive(Debug, Subcommand)]
enum AdvocacyCommand {
    /// Note that a customer was asked for a favour; refused where the policy's number a year is reached
    Ask {
        /// The account's id, external id, domain or name
        account: String,
        /// For what: reference, case study, advisory board or review
        kind: String,
        /// asked_on, contact, status, answered_on, note
        #[arg(value_name = "FIELD=VALUE")]
        fields: Vec<String>,
    },
    /// Change an ask, such as status=done answered_on=today
    Change {
        /// The account's id, external id, domain or name
        account: String,
        /// Its kind, or its id
        ask: String,
        /// Fields and what they become
        #[arg(required = true, value_name = "FIELD=VALUE")]
        fields: Vec<String>,
    },
}

/// `services`
pub fn services(args: &Services, context: &Context, out: &mut Out) -> Result<()> {
    match &args.command {
        None => list("engagements", args.account.as_deref(), context, out),
        Some(ServiceCommand::Add { account, title, fields }) => {
            add(&ENGAGEMENT, account, ("title", title), fields, context.for_writing()?, out)
        }
        Some(ServiceCommand::Change { account, service, fields }) => {
            change(&ENGAGEMENT, account, service, fields, context.for_writing()?, out)
        }
    }
}

/// `advocacy`
pub fn advocacy(args: &Advocacy, context: &Context, out: &mut Out) -> Result<()> {
    match &args.command {
        None => list("asks", args.account.as_deref(), context, out),
        Some(AdvocacyCommand::Ask { account, kind, fields }) => {
            add(&ASK, account, ("kind", kind), fields, context.for_writing()?, out)
        }
        Some(AdvocacyCommand::Change { account, ask, fields }) => {
            change(&ASK, account, ask, fields, context.for_writing()?, out)
        }
    }
}

/// The rows of a kind in their native columns.
fn list(kind: &str, account: Option<&str>, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let on = view.reader();
    let kind = native::kind(kind)?;
    let account = account.map(|asked| super::super::account::resolve(on, asked)).transpose()?;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    kind.each(on, account, context.as_of, |cells| {
        rows.push(cells.to_vec());
        Ok(())
    })?;
    if context.format == Format::Json {
        let lines: Vec<_> = rows.iter().map(|cells| json::Native { kind, cells }).collect();
        return out.json(&lines);
    }
    if rows.is_empty() && context.format == Format::Table {
        return out.text("There is none yet.\n");
    }
    // Rows are called by name here: their identity is empty.
    let shown: Vec<&'static str> = kind.names().filter(|name| *name != "uid").collect();
    let columns: Vec<Column> = shown.iter().map(|name| Column::Text(name)).collect();
    let mut table = Table::new(columns).spare(&["external_id", "owner", "scope", "note", "contact"]);
    for cells in rows {
        table.push(cells.iter().take(shown.len()).map(Cell::to_string).collect());
    }
    table.write(context.format, out)
}

fn add(
    entity: &'static Entity,
    account: &str,
    first: (&str, &str),
    fields: &[String],
    context: &Context,
    out: &mut Out,
) -> Result<()> {
    let mut all = vec![first];
    all.extend(entries(fields)?);
    let mut editor = Editor::open(context)?;
    let account = editor.account(account)?;
    let mut values: Values = entity.fresh(context.day());
    for (field, value) in editor.typed(entity, Some(account), &Vec::new(), &all)? {
        if let Some(slot) = values.iter_mut().find(|own| own.0.name == field.name) {
            slot.1 = value;
        }
    }
    let done = editor.apply(&Patch::new(entity, Some(account), values))?;
    editor.tell(&done, out)
}

fn change(
    entity: &'static Entity,
    account: &str,
    asked: &str,
    fields: &[String],
    context: &Context,
    out: &mut Out,
) -> Result<()> {
    let entries = entries(fields)?;
    let mut editor = Editor::open(context)?;
    let account = editor.account(account)?;
    let records = edit::list(editor.writer.book(), entity, Some(account))?;
    let id = editor.pick(entity, &records, asked)?;
    let present = edit::read(editor.writer.book(), entity, id)?;
    let values = editor.typed(entity, Some(account), &present, &entries)?;
    let done = editor.apply(&Patch::row(entity, id, values))?;
    editor.tell(&done, out)
}
