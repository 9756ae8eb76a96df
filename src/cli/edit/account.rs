//! `set`, `merge` and `delete`: an account as a whole.

use super::super::context::Context;
use super::super::out::Out;
use super::super::words::count;
use super::{Done, Editor};
use crate::domain::text::clean;
use crate::domain::{Error, Kind, Result};
use crate::edit::entity::ACCOUNT;
use crate::edit::{self, Patch};

/// Fields of an account and what they become.
#[derive(Debug, clap::Args)]
pub struct Set {
    /// The account's id, external id, domain or name
    pub account: String,
    /// Fields and what they become, such as stage=renewal csm="Ann Lee" signed_on=2026-03-01; nothing after = empties
    #[arg(required = true, value_name = "FIELD=VALUE")]
    pub fields: Vec<String>,
}

/// Two accounts that are one customer.
#[derive(Debug, clap::Args)]
pub struct Merge {
    /// The account that stays, with what it says
    pub keep: String,
    /// The account whose records move to the other, and which is deleted
    pub gone: String,
}

/// An account to delete.
#[derive(Debug, clap::Args)]
pub struct Delete {
    /// The account's id, external id, domain or name
    pub account: String,
    /// Do it
    #[arg(long)]
    pub yes: bool,
}

/// `set ACCOUNT field=value...`
pub fn set(args: &Set, context: &Context, out: &mut Out) -> Result<()> {
    let entries = entries(&args.fields)?;
    let mut editor = Editor::open(context)?;
    let id = editor.account(&args.account)?;
    let present = edit::read(editor.writer.book(), &ACCOUNT, id)?;
    let values = editor.typed(&ACCOUNT, Some(id), &present, &entries)?;
    let done = editor.apply(&Patch::row(&ACCOUNT, id, values))?;
    editor.tell(&done, out)
}

/// Arguments such as `stage=renewal`, as fields and what they become.
pub(in crate::cli) fn entries(fields: &[String]) -> Result<Vec<(&str, &str)>> {
    let wrong = |field: &String| {
        Error::new(Kind::Usage, format!("\"{}\" is no field=value", clean(field)))
            .hint("write it as stage=renewal; with spaces in quotes, csm=\"Ann Lee\"")
    };
    fields.iter().map(|field| field.split_once('=').ok_or_else(|| wrong(field))).collect()
}

/// `merge KEEP GONE`
pub fn merge(args: &Merge, context: &Context, out: &mut Out) -> Result<()> {
    let mut editor = Editor::open(context)?;
    let (keep, gone) = (editor.account(&args.keep)?, editor.account(&args.gone)?);
    let label = edit::merge_label(editor.writer.book(), keep, gone)?;
    let merged = editor.write(&label, |tx| edit::merge(tx, keep, gone))?;
    let mut changed = vec![format!("{} moved", count(merged.moved, "record", "records"))];
    if !merged.filled.is_empty() {
        changed.push(format!("taken over where it was empty: {}", merged.filled.join(", ")));
    }
    if merged.usage_left > 0 {
        changed.push(format!(
            "{} of usage stood in both for the same day; those of the account that stays were kept",
            count(usize::try_from(merged.usage_left).unwrap_or(usize::MAX), "value", "values")
        ));
    }
    if let Some(id) = &merged.former_id {
        changed.push(format!(
            "the id {id} is kept as a tag; an import that still names it does not find the account any more"
        ));
    }
    editor.tell(&Done { label, id: Some(keep), changed, nothing: false }, out)
}

/// `delete ACCOUNT --yes`
pub fn delete(args: &Delete, context: &Context, out: &mut Out) -> Result<()> {
    let mut editor = Editor::open(context)?;
    let id = editor.account(&args.account)?;
    let label = edit::delete_label(editor.writer.book(), &ACCOUNT, id)?;
    if !args.yes {
        return Err(Error::new(Kind::Usage, format!("{label} would take along all its records"))
            .hint("add --yes to do it; mainstay undo takes it back"));
    }
    editor.write(&label, |tx| edit::delete(tx, &ACCOUNT, id))?;
    editor.tell(&Done { label, id: Some(id), changed: Vec::new(), nothing: false }, out)
}
