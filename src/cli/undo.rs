//! `undo`, `redo`, `imports undo`: says what was taken back, and which rows were kept.

use serde::Serialize;

use super::args::Format;
use super::context::Context;
use super::out::Out;
use super::page::Page;
use super::table::{Column, Table};
use super::words::count;
use crate::domain::Result;
use crate::engine::{Undone, Writer, Written};

/// The last change, or one older change.
pub fn undo(txn: Option<i64>, context: &Context, out: &mut Out) -> Result<()> {
    run(context, out, |writer| match txn {
        Some(txn) => writer.undo_txn(txn),
        None => writer.undo(),
    })
}

/// What the last undo took back.
pub fn redo(context: &Context, out: &mut Out) -> Result<()> {
    run(context, out, Writer::redo)
}

/// An import.
pub fn import(run: i64, context: &Context, out: &mut Out) -> Result<()> {
    self::run(context, out, |writer| writer.undo_import(run))
}

/// What came of it, for scripts.
#[derive(Serialize)]
struct Told<'a> {
    /// The transaction that it is.
    change: Option<i64>,
    /// The transaction that it takes back.
    undoes: i64,
    label: &'a str,
    redone: bool,
    rows: u64,
    kept: Vec<Kept<'a>>,
}

#[derive(Serialize)]
struct Kept<'a> {
    row: &'a str,
    reason: &'a str,
}

fn run(
    context: &Context,
    out: &mut Out,
    step: impl FnOnce(&mut Writer) -> Result<(Undone, Written)>,
) -> Result<()> {
    let mut writer = context.writer()?;
    let (undone, written) = step(&mut writer)?;
    if written.stale {
        writer.refresh()?;
    }
    if context.format == Format::Json {
        return out.json(&Told {
            change: written.txn,
            undoes: undone.of,
            label: &undone.label,
            redone: undone.again,
            rows: undone.rows,
            kept: undone.kept.iter().map(|kept| Kept { row: &kept.what, reason: &kept.why }).collect(),
        });
    }
    let mut page = Page::new(undone.sentence());
    let rows = usize::try_from(undone.rows).unwrap_or(usize::MAX);
    page.lines("", vec![format!("{} put back as before", count(rows, "row", "rows"))]);
    let mut table = Table::new([Column::Text("row"), Column::Text("reason")]);
    for kept in undone.kept {
        table.push(vec![kept.what, kept.why]);
    }
    page.table("Kept, since it was edited or is needed", table);
    page.write(context.format, out)
}
