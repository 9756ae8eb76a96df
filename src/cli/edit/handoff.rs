//! `handoff ACCOUNT [field=value...]`: what sales handed over, and what is still to be given.

use serde_json::{Map, json};

use super::super::args::Format;
use super::super::context::Context;
use super::super::out::Out;
use super::super::page::Page;
use super::account::entries;
use super::{Done, Editor};
use crate::domain::Result;
use crate::domain::text::fit;
use crate::edit::entity::HANDOFF;
use crate::edit::onboarding::{handoff_patch, missing};
use crate::edit::{self, Values};
use crate::onboarding::handoff::Missing;
use crate::store::edit::account_name;
use crate::store::{Reads, onboarding as book};

/// What sales hands over.
#[derive(Debug, clap::Args)]
pub struct Handoff {
    /// The account's id, external id, domain or name
    pub account: String,
    /// Fields and what they become: why_bought, promised, stakeholders, success_criteria, risks, dates, handed_by,
    /// accepted_on; without any, the handoff is shown
    #[arg(value_name = "FIELD=VALUE")]
    pub fields: Vec<String>,
}

/// `handoff ACCOUNT [field=value...]`
pub fn run(args: &Handoff, context: &Context, out: &mut Out) -> Result<()> {
    if args.fields.is_empty() {
        return show(&args.account, context, out);
    }
    let entries = entries(&args.fields)?;
    let mut editor = Editor::open(context.for_writing()?)?;
    let account = editor.account(&args.account)?;
    let values = editor.typed(&HANDOFF, Some(account), &Vec::new(), &entries)?;
    let patch = handoff_patch(editor.writer.book(), account, values)?;
    let done = editor.apply(&patch)?;
    let left = missing(editor.writer.book(), account, context.day())?;
    let changed = done.changed.iter().cloned().chain(still(&left)).collect();
    editor.tell(&Done { changed, ..done }, out)
}

/// What is still to be given, as a line.
fn still(left: &[Missing]) -> Option<String> {
    let what: Vec<&str> = left.iter().map(|missing| missing.what).collect();
    (!what.is_empty()).then(|| format!("still to be given: {}", what.join("; ")))
}

fn show(asked: &str, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let on = view.reader();
    let account = super::super::account::resolve(on, asked)?;
    let values = present(on, account)?;
    let left = missing(on, account, context.day())?;
    let names = edit::Context::load(on, HANDOFF.fields(), Some(account), context.day())?;
    let shown = values.iter().map(|(field, value)| (*field, edit::show(field, value, &names)));
    if context.format == Format::Json {
        let mut fields: Map<_, _> = shown
            .map(|(field, text)| (field.name.to_owned(), json!(Some(text).filter(|text| !text.is_empty()))))
            .collect();
        let left: Vec<_> = left.iter().map(|missing| missing.field).collect();
        fields.insert("missing".to_owned(), json!(left));
        return out.json(&fields);
    }
    let name = account_name(on, account)?.unwrap_or_default();
    let mut page = Page::new(format!("Handoff of {}", fit(&name, 60)));
    let facts =
        shown.map(|(field, text)| (field.label, Some(text).filter(|text| !text.is_empty()))).collect();
    page.facts("", facts);
    page.lines("Still to be given", left.iter().map(|missing| missing.what.to_owned()).collect());
    page.write(context.format, out)
}

/// The handoff that counts; where there is none, its empty fields.
fn present(on: &impl Reads, account: i64) -> Result<Values> {
    match book::handoff(on, account)? {
        Some(handoff) => edit::read(on, &HANDOFF, handoff.id),
        None => Ok(HANDOFF.fields().iter().map(|field| (field, field.otherwise.clone())).collect()),
    }
}
