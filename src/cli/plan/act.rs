//! `plan write`, `agree` and `review`.

use super::super::context::Context;
use super::super::edit::{Done, Editor, day_or_today};
use super::super::out::Out;
use super::super::words::count;
use super::{Which, quarter};
use crate::domain::{Quarter, Result};
use crate::edit::day::{Side, parse};
use crate::edit::plan as edit;
use crate::plan::Draft;

/// A plan to be written.
#[derive(Debug, clap::Args)]
pub struct Write {
    /// The account's id, external id, domain or name
    pub account: String,
    /// The quarter, such as 2026-Q3; without it, this one
    #[arg(long, value_name = "QUARTER", value_parser = quarter)]
    pub quarter: Option<Quarter>,
    /// Begin with this template, or a part of its name; without it, with the plan before, carrying over what is open
    #[arg(long, value_name = "NAME", conflicts_with = "empty")]
    pub template: Option<String>,
    /// Begin with nothing
    #[arg(long)]
    pub empty: bool,
    /// Say what would be written and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// A plan that the customer agrees to.
#[derive(Debug, clap::Args)]
pub struct Agree {
    #[command(flatten)]
    pub which: Which,
    /// With whom
    #[arg(long, value_name = "NAME")]
    pub with: String,
    /// When; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub on: Option<String>,
}

/// A plan that was looked at again.
#[derive(Debug, clap::Args)]
pub struct Review {
    #[command(flatten)]
    pub which: Which,
    /// When; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub on: Option<String>,
    /// When it is looked at next; without it, this was the last time
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub next: Option<String>,
}

/// `plan write ACCOUNT`
pub fn write(args: &Write, context: &Context, out: &mut Out) -> Result<()> {
    let today = context.day();
    let from = match (&args.template, args.empty) {
        (Some(name), _) => edit::From::Template(name.as_str().into()),
        (None, true) => edit::From::Nothing,
        (None, false) => edit::From::Last,
    };
    let quarter = args.quarter.unwrap_or_else(|| today.quarter());
    if args.dry_run {
        let view = context.view()?;
        let account = super::super::account::resolve(view.reader(), &args.account)?;
        let act = edit::Write { account, quarter, from };
        let draft = act.draft(view.reader(), today)?;
        let mut lines = told(&draft);
        lines.extend(draft.items.iter().map(|item| format!("{}: {}", item.section, item.title)));
        let text: String =
            lines.iter().map(|line| format!("{}\n", crate::domain::text::clean(line))).collect();
        return out.text(&text);
    }
    let mut editor = Editor::open(context.for_writing()?)?;
    let account = editor.account(&args.account)?;
    let act = edit::Write { account, quarter, from };
    let label = act.label(editor.writer.book())?;
    let draft = act.draft(editor.writer.book(), today)?;
    let id = editor.write(&label, |tx| act.apply(tx, today))?;
    editor.tell(&Done { label, id: Some(id), changed: told(&draft), nothing: false }, out)
}

fn told(draft: &Draft) -> Vec<String> {
    let carried = draft.items.iter().filter(|item| item.carried_from.is_some()).count();
    let mut told = vec![format!("{} planned", count(draft.items.len(), "item", "items"))];
    if carried > 0 {
        told.push(format!("{} carried over", count(carried, "of them is", "of them are")));
    }
    told.push(format!("next review on {}", draft.next_review_on));
    told
}

/// `plan agree ACCOUNT --with NAME`
pub fn agree(args: &Agree, context: &Context, out: &mut Out) -> Result<()> {
    let today = context.day();
    let on = day_or_today(args.on.as_deref(), Side::Behind, context)?;
    let mut editor = Editor::open(context)?;
    let plan = args.which.find(editor.writer.book(), context)?;
    let act = edit::Agree { plan: plan.id, on, with: args.with.clone() };
    let label = act.label(editor.writer.book())?;
    editor.write(&label, |tx| act.apply(tx, today))?;
    editor.tell(&Done { label, id: Some(plan.id), changed: vec![format!("on {on}")], nothing: false }, out)
}

/// `plan review ACCOUNT`
pub fn review(args: &Review, context: &Context, out: &mut Out) -> Result<()> {
    let today = context.day();
    let on = day_or_today(args.on.as_deref(), Side::Behind, context)?;
    let next = args.next.as_deref().map(|text| parse(text, today, Side::Ahead)).transpose()?;
    let mut editor = Editor::open(context)?;
    let plan = args.which.find(editor.writer.book(), context)?;
    let act = edit::Review { plan: plan.id, on, next };
    let label = act.label(editor.writer.book())?;
    editor.write(&label, |tx| act.apply(tx, today))?;
    let mut changed = vec![format!("on {on}")];
    changed.push(next.map_or("no further review".to_owned(), |next| format!("next review on {next}")));
    editor.tell(&Done { label, id: Some(plan.id), changed, nothing: false }, out)
}
