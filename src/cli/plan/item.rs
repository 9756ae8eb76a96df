//! `plan set`, `add`, `change`, `done`, `reopen` and `remove`.

use super::super::context::Context;
use super::super::edit::{self as shell, Editor, day_or_today, entries};
use super::super::out::Out;
use super::Which;
use crate::domain::text::{clean, fold};
use crate::domain::{Error, Kind, PlanSection, Result};
use crate::edit::day::Side;
use crate::edit::entity::PLAN;
use crate::edit::plan::{AddItem, ItemDone, entity_of};
use crate::edit::{self, Patch};
use crate::plan::{Item, Plan};

/// Fields of a plan and what they become.
#[derive(Debug, clap::Args)]
pub struct Set {
    #[command(flatten)]
    pub which: Which,
    /// Fields and what they become, such as goals="fewer stops" next_review_on=2026-09-15; nothing after = empties
    #[arg(required = true, value_name = "FIELD=VALUE")]
    pub fields: Vec<String>,
}

/// An item that a plan gets.
#[derive(Debug, clap::Args)]
pub struct Add {
    #[command(flatten)]
    pub which: Which,
    /// The part: milestone, adoption, expansion or risk
    #[arg(value_name = "PART")]
    pub section: String,
    /// What it is: of adoption the feature or the metric, by its name in the book
    pub title: String,
    /// Other fields: detail, due_on, owner, customer_owner; of adoption target; of a risk probability, impact
    #[arg(value_name = "FIELD=VALUE")]
    pub fields: Vec<String>,
}

/// An item of a plan.
#[derive(Debug, clap::Args)]
pub struct Named {
    #[command(flatten)]
    pub which: Which,
    /// Its title, a part of it, or its id
    pub item: String,
}

/// Fields of an item and what they become.
#[derive(Debug, clap::Args)]
pub struct Change {
    #[command(flatten)]
    pub named: Named,
    /// Fields and what they become; item is the title
    #[arg(required = true, value_name = "FIELD=VALUE")]
    pub fields: Vec<String>,
}

/// An item that is done.
#[derive(Debug, clap::Args)]
pub struct Done {
    #[command(flatten)]
    pub named: Named,
    /// When; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub on: Option<String>,
}

impl Named {
    /// The plan and the item that are meant.
    fn find(&self, editor: &Editor<'_>) -> Result<(Plan, Item)> {
        let plan = self.which.find(editor.writer.book(), editor.context)?;
        let id = self.item.strip_prefix("id:").unwrap_or(&self.item).parse::<i64>().ok();
        let key = fold(&self.item);
        let ways: [&dyn Fn(&Item) -> bool; 3] =
            [&|item| Some(item.id) == id, &|item| fold(&item.title) == key, &|item| {
                !key.is_empty() && fold(&item.title).contains(&key)
            }];
        for way in ways {
            let found: Vec<&Item> = plan.items.iter().filter(|item| way(item)).collect();
            match found.as_slice() {
                [] => {}
                [only] => return Ok((plan.clone(), (*only).clone())),
                several => return Err(self.error(&plan, several, Kind::Ambiguous)),
            }
        }
        Err(self.error(&plan, &plan.items.iter().collect::<Vec<_>>(), Kind::NotFound))
    }

    fn error(&self, plan: &Plan, items: &[&Item], kind: Kind) -> Error {
        let asked = clean(&self.item);
        let what = match kind {
            Kind::Ambiguous => format!("\"{asked}\" fits {} items of the plan {}", items.len(), plan.quarter),
            _ => format!("no item of the plan {} is called \"{asked}\"", plan.quarter),
        };
        let lines: Vec<String> = items
            .iter()
            .take(10)
            .map(|item| format!("id:{}  {}: {}", item.id, item.section, clean(&item.title)))
            .collect();
        let error = Error::new(kind, what);
        if lines.is_empty() {
            error
        } else {
            error.hint(format!("say which by its id\n{}", lines.join("\n")))
        }
    }
}

/// `plan set ACCOUNT field=value...`
pub fn set(args: &Set, context: &Context, out: &mut Out) -> Result<()> {
    let entries = entries(&args.fields)?;
    let mut editor = Editor::open(context)?;
    let plan = args.which.find(editor.writer.book(), context)?;
    let present = edit::read(editor.writer.book(), &PLAN, plan.id)?;
    let values = editor.typed(&PLAN, Some(plan.account), &present, &entries)?;
    let done = editor.apply(&Patch::row(&PLAN, plan.id, values))?;
    editor.tell(&done, out)
}

/// `plan add ACCOUNT PART TITLE field=value...`
pub fn add(args: &Add, context: &Context, out: &mut Out) -> Result<()> {
    let section = PlanSection::parse(&args.section)?;
    let mut all = vec![("item", args.title.as_str())];
    all.extend(entries(&args.fields)?);
    let mut editor = Editor::open(context)?;
    let plan = args.which.find(editor.writer.book(), context)?;
    let set = editor.typed(entity_of(section), Some(plan.account), &Vec::new(), &all)?;
    let act = AddItem { plan: plan.id, section, set };
    let label = act.label(editor.writer.book())?;
    let id = editor.write(&label, |tx| act.apply(tx))?;
    let changed = vec![format!("in the plan {}", plan.quarter)];
    editor.tell(&shell::Done { label, id: Some(id), changed, nothing: false }, out)
}

/// `plan change ACCOUNT ITEM field=value...`
pub fn change(args: &Change, context: &Context, out: &mut Out) -> Result<()> {
    let entries = entries(&args.fields)?;
    let mut editor = Editor::open(context)?;
    let (plan, item) = args.named.find(&editor)?;
    let entity = entity_of(item.section);
    let present = edit::read(editor.writer.book(), entity, item.id)?;
    let values = editor.typed(entity, Some(plan.account), &present, &entries)?;
    let done = editor.apply(&Patch::row(entity, item.id, values))?;
    editor.tell(&done, out)
}

/// `plan done ACCOUNT ITEM`
pub fn done(args: &Done, context: &Context, out: &mut Out) -> Result<()> {
    let on = day_or_today(args.on.as_deref(), Side::Behind, context)?;
    settle(&args.named, Some(on), context, out)
}

/// `plan reopen ACCOUNT ITEM`
pub fn reopen(args: &Named, context: &Context, out: &mut Out) -> Result<()> {
    settle(args, None, context, out)
}

fn settle(named: &Named, on: Option<crate::domain::Day>, context: &Context, out: &mut Out) -> Result<()> {
    let today = context.day();
    let mut editor = Editor::open(context)?;
    let (_, item) = named.find(&editor)?;
    let act = ItemDone { item: item.id, on };
    let label = act.label(editor.writer.book())?;
    editor.write(&label, |tx| act.apply(tx, today))?;
    let nothing = item.done_on == on;
    editor.tell(&shell::Done { label, id: Some(item.id), changed: Vec::new(), nothing }, out)
}

/// `plan remove ACCOUNT ITEM`
pub fn remove(args: &Named, context: &Context, out: &mut Out) -> Result<()> {
    let mut editor = Editor::open(context)?;
    let (_, item) = args.find(&editor)?;
    let entity = entity_of(item.section);
    let label = edit::delete_label(editor.writer.book(), entity, item.id)?;
    editor.write(&label, |tx| edit::delete(tx, entity, item.id))?;
    editor.tell(&shell::Done { label, id: Some(item.id), changed: Vec::new(), nothing: false }, out)
}
