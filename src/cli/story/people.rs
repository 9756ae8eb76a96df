//! `people show|replace`: who is who at an account, who is missing, and who takes over.

use clap::Subcommand;
use serde_json::json;

use crate::book::detail::Person;
use crate::book::people::People as Known;
use crate::cli::account::resolve;
use crate::cli::args::Format;
use crate::cli::context::Context;
use crate::cli::edit::{Done, Editor, Side, day_or_today};
use crate::cli::json::iso;
use crate::cli::out::Out;
use crate::cli::page::Page;
use crate::cli::table::{Column, Table};
use crate::domain::Result;
use crate::domain::reporting::tree;
use crate::edit;
use crate::edit::entity::CONTACT;
use crate::edit::successor::{Replace, Successor};

/// The people at an account.
#[derive(Debug, Subcommand)]
pub enum People {
    /// Show who is who, who was met when, and who is missing
    Show {
        /// The account's id, external id, domain or name
        account: String,
        /// Everybody below the one they report to
        #[arg(long)]
        tree: bool,
    },
    /// Somebody takes over from somebody who leaves: role, reporting lines and open duties; records stay
    Replace {
        /// The account's id, external id, domain or name
        account: String,
        /// Who leaves or has left: an id, or a part of the name
        leaver: String,
        /// Who takes over: an id, or a part of the name
        successor: String,
        /// The successor is new: this is their whole name
        #[arg(long)]
        new: bool,
        /// The first day without the leaver; without it, today
        #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
        on: Option<String>,
    },
}

/// `people ...`
pub fn run(command: &People, context: &Context, out: &mut Out) -> Result<()> {
    match command {
        People::Show { account, tree } => show(account, *tree, context, out),
        People::Replace { account, leaver, successor, new, on } => {
            let mut editor = Editor::open(context.for_writing()?)?;
            let account = editor.account(account)?;
            let contacts = edit::list(editor.writer.book(), &CONTACT, Some(account))?;
            let leaver = editor.pick(&CONTACT, &contacts, leaver)?;
            let by = if *new {
                Successor::New(editor.typed(&CONTACT, Some(account), &Vec::new(), &[("name", successor)])?)
            } else {
                Successor::Contact(editor.pick(&CONTACT, &contacts, successor)?)
            };
            let replace = Replace { leaver, on: day_or_today(on.as_deref(), Side::Behind, context)?, by };
            let label = replace.label(editor.writer.book())?;
            let id = editor.write(&label, |tx| replace.apply(tx))?;
            let done = Done { label, id: Some(id), changed: Vec::new(), nothing: false };
            editor.tell(&done, out)
        }
    }
}

fn show(asked: &str, as_tree: bool, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let id = resolve(view.reader(), asked)?;
    let people = view.people(&view.judge()?, id)?;
    if context.format == Format::Json {
        return out.json(&as_json(&people));
    }
    let table = table(&people, as_tree);
    if context.format == Format::Csv {
        return table.write(context.format, out);
    }
    let mut page = Page::new("People");
    page.lines("Warnings", people.warnings().iter().map(|warning| warning.words()).collect());
    page.table("Who is who", table);
    page.write(context.format, out)
}

fn table(people: &Known, as_tree: bool) -> Table {
    let mut table = Table::new([
        Column::Number("id"),
        Column::Text("name"),
        Column::Word("role"),
        Column::Word("influence"),
        Column::Word("sentiment"),
        Column::Word("contact"),
        Column::Word("last met"),
        Column::Number("every"),
        Column::Text("reports to"),
    ])
    .spare(&["every", "influence"]);
    let some = |text: &Option<Box<str>>| text.as_deref().unwrap_or_default().to_owned();
    let mut push = |person: &Person, depth: usize| {
        table.push(vec![
            person.id.to_string(),
            format!("{}{}", "  ".repeat(depth), person.name),
            person.role.to_string(),
            some(&person.influence),
            some(&person.sentiment),
            people.touch(person).name().to_owned(),
            person.last_touch.map(iso).unwrap_or_default(),
            people.cadence(person).to_string(),
            some(&person.reports_to),
        ]);
    };
    if as_tree {
        for branch in tree(&people.above()) {
            if let Some(person) = people.list.get(branch.place) {
                push(person, branch.more.len());
            }
        }
    } else {
        people.list.iter().for_each(|person| push(person, 0));
    }
    table
}

/// The people of an account as scripts read them.
pub fn as_json(people: &Known) -> serde_json::Value {
    let above = people.above();
    let person = |(place, person): (usize, &Person)| {
        let boss = above.get(place).copied().flatten().and_then(|place| people.list.get(place));
        json!({
            "id": person.id, "name": person.name, "email": person.email, "title": person.title,
            "role": person.role.name(), "influence": person.influence, "sentiment": person.sentiment,
            "reports_to": person.reports_to, "reports_to_id": boss.map(|boss| boss.id),
            "left_on": person.left_on.map(iso), "last_met": person.last_touch.map(iso),
            "contact": people.touch(person).name(), "cadence_days": people.cadence(person),
            "due_on": people.due_on(person).map(iso),
        })
    };
    let warning =
        |warning: &crate::book::people::Warning| json!({"name": warning.name(), "text": warning.words()});
    json!({
        "people": people.list.iter().enumerate().map(person).collect::<Vec<_>>(),
        "live": people.live(),
        "warnings": people.warnings().iter().map(warning).collect::<Vec<_>>(),
    })
}
