//! `imports`: what was imported, newest first.

use serde::Serialize;

use super::args::Format;
use super::context::Context;
use super::out::Out;
use super::table::{Column, Table};
use crate::domain::Result;
use crate::store::runs::{self, Run};

#[derive(Serialize)]
struct Line<'a> {
    run: i64,
    at: &'a str,
    kind: &'a str,
    file: &'a str,
    source: Option<&'a str>,
    read: i64,
    created: i64,
    updated: i64,
    unchanged: i64,
    rejected: i64,
    warnings: i64,
    undone_at: Option<&'a str>,
}

pub fn list(context: &Context, out: &mut Out) -> Result<()> {
    let runs = runs::list(context.view()?.reader(), context.as_of)?;
    if context.format == Format::Json {
        return out.json(&runs.iter().map(line).collect::<Vec<_>>());
    }
    let mut table = Table::new([
        Column::Number("run"),
        Column::Word("at"),
        Column::Word("kind"),
        Column::Text("file"),
        Column::Text("source"),
        Column::Number("read"),
        Column::Number("created"),
        Column::Number("updated"),
        Column::Number("unchanged"),
        Column::Number("rejected"),
        Column::Number("warnings"),
        Column::Word("undone"),
    ]);
    for run in runs {
        table.push(vec![
            run.id.to_string(),
            run.at,
            run.kind,
            run.file,
            run.source.unwrap_or_default(),
            run.read.to_string(),
            run.created.to_string(),
            run.updated.to_string(),
            run.unchanged.to_string(),
            run.rejected.to_string(),
            run.warned.to_string(),
            run.undone_at.unwrap_or_default(),
        ]);
    }
    table.write(context.format, out)
}

fn line(run: &Run) -> Line<'_> {
    Line {
        run: run.id,
        at: &run.at,
        kind: &run.kind,
        file: &run.file,
        source: run.source.as_deref(),
        read: run.read,
        created: run.created,
        updated: run.updated,
        unchanged: run.unchanged,
        rejected: run.rejected,
        warnings: run.warned,
        undone_at: run.undone_at.as_deref(),
    }
}
