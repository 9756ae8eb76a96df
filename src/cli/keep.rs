//! `backup`, `restore`, `doctor`: keeping a book.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::Path;

use serde::Serialize;

use super::args::Format;
use super::context::Context;
use super::out::{Out, note};
use super::page::Page;
use super::table::{Column, Table};
use super::words::count;
use crate::domain::text::clean;
use crate::domain::{Error, Kind, Result};
use crate::engine::keep;
use crate::store::backup::{self, Existing};
use crate::store::check::{Checkup, Mend};

/// A consistent copy.
pub fn backup(file: &Path, overwrite: bool, context: &Context, out: &mut Out) -> Result<()> {
    #[derive(Serialize)]
    struct Made<'a> {
        file: &'a str,
        bytes: u64,
    }
    let existing = if overwrite { Existing::Replace } else { Existing::Refuse };
    let bytes = backup::copy(context.view()?.reader(), file, existing)?;
    let name = file.display().to_string();
    match context.format {
        Format::Json => out.json(&Made { file: &name, bytes }),
        _ => out.text(&format!("Copied the book to {} ({}), checked\n", clean(&name), size(bytes))),
    }
}

/// A backup back.
pub fn restore(file: &Path, context: &Context, out: &mut Out) -> Result<()> {
    #[derive(Serialize)]
    struct Restored<'a> {
        book: &'a str,
        from: &'a str,
        kept: Option<&'a str>,
    }
    let kept = keep::bring_back(&context.location, file, context.clock)?;
    let name = |path: &Path| path.display().to_string();
    let (book, from, kept) = (name(context.location.path()), name(file), kept.as_deref().map(name));
    if context.format == Format::Json {
        return out.json(&Restored { book: &book, from: &from, kept: kept.as_deref() });
    }
    out.text(&format!("The book is now what {} holds\n", clean(&from)))?;
    match kept {
        Some(kept) => out.text(&format!("The book from before is kept as {}\n", clean(&kept))),
        None => Ok(()),
    }
}

/// What a check found, for scripts.
#[derive(Serialize)]
struct Told<'a> {
    ok: bool,
    schema_version: i64,
    integrity: &'a str,
    foreign_keys: usize,
    rows: &'a BTreeMap<String, i64>,
    bytes: u64,
    findings: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Found<'a> {
    severity: &'static str,
    what: &'a str,
    /// What would mend it.
    mend: Option<&'static str>,
}

/// A check of everything; with `mend` what can be mended is, once it was agreed to.
pub fn doctor(mend: bool, yes: bool, context: &Context, out: &mut Out) -> Result<()> {
    if mend {
        context.for_writing()?;
    }
    let mut found = keep::examine(&context.location, context.clock)?;
    if mend {
        // One repair can bring another to light: triggers first, then what they would have kept in order.
        let mut refused = Vec::new();
        loop {
            let agreed = agreed(&found, yes, &mut refused)?;
            if agreed.is_empty() {
                break;
            }
            // What does not go away is not mended over and over.
            refused.extend(&agreed);
            keep::mend(&context.location, context.clock, agreed)?;
            found = keep::examine(&context.location, context.clock)?;
        }
    }
    tell(&found, context, out)?;
    if found.is_ok() {
        return Ok(());
    }
    // Before the complaint.
    out.finish()?;
    let can = found.findings.iter().any(|finding| finding.mend.is_some());
    Err(Error::new(Kind::Storage, "the book is not as it must be").hint(if can && !mend {
        "have it mended with: mainstay doctor --mend"
    } else {
        "bring back a backup with: mainstay restore FILE"
    }))
}

/// The repairs that the user wants, of those that were not decided on yet.
fn agreed(found: &Checkup, yes: bool, decided: &mut Vec<Mend>) -> Result<Vec<Mend>> {
    let mut mends: Vec<Mend> = found.findings.iter().filter_map(|finding| finding.mend).collect();
    mends.sort_unstable();
    mends.dedup();
    mends.retain(|mend| !decided.contains(mend));
    if yes || mends.is_empty() {
        return Ok(mends);
    }
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(Error::new(Kind::Usage, "there is nobody to ask before each repair")
            .hint("add --yes to have all of them done"));
    }
    let mut agreed = Vec::new();
    for mend in mends {
        for finding in found.findings.iter().filter(|finding| finding.mend == Some(mend)) {
            note(&format!("{}: {}\n", finding.severity.name(), clean(&finding.what)));
        }
        note(&format!("Shall I {}? [y/N] ", mend.words()));
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        if answer.trim().eq_ignore_ascii_case("y") || answer.trim().eq_ignore_ascii_case("yes") {
            agreed.push(mend);
        } else {
            decided.push(mend);
        }
    }
    Ok(agreed)
}

fn tell(found: &Checkup, context: &Context, out: &mut Out) -> Result<()> {
    if context.format == Format::Json {
        let findings = found
            .findings
            .iter()
            .map(|finding| Found {
                severity: finding.severity.name(),
                what: &finding.what,
                mend: finding.mend.map(Mend::words),
            })
            .collect();
        return out.json(&Told {
            ok: found.is_ok(),
            schema_version: found.schema,
            integrity: &found.integrity,
            foreign_keys: found.foreign_keys,
            rows: &found.rows,
            bytes: found.bytes,
            findings,
        });
    }
    let mut table = Table::new([Column::Word("severity"), Column::Text("found"), Column::Text("mend")]);
    for finding in &found.findings {
        let mend = finding.mend.map(Mend::words).unwrap_or_default();
        table.push(vec![finding.severity.name().into(), finding.what.clone(), mend.into()]);
    }
    if context.format == Format::Csv {
        return table.write(context.format, out);
    }
    let rows: i64 = found.rows.values().sum();
    let rows = usize::try_from(rows).unwrap_or_default();
    let verdict = if found.is_ok() { "The book is sound" } else { "The book is not as it must be" };
    let mut page = Page::new(verdict);
    page.facts(
        "",
        vec![
            ("book", Some(context.location.path().display().to_string())),
            ("schema", Some(found.schema.to_string())),
            ("integrity", Some(found.integrity.clone())),
            ("broken links", Some(found.foreign_keys.to_string())),
            ("rows", found.readable.then(|| count(rows, "row", "rows"))),
            ("size", Some(size(found.bytes))),
        ],
    );
    page.table("Findings", table);
    page.write(context.format, out)
}

/// `1.2 MB`.
fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = bytes.saturating_mul(10).div_ceil(unit);
    format!("{}.{} {name}", tenths / 10, tenths % 10)
}
