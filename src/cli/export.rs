//! `export KIND|all`: the book's data in native columns, row by row, whatever its size.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ValueHint;
use clap::builder::PossibleValuesParser;
use csv::QuoteStyle;

use super::args::Format;
use super::context::Context;
use super::json::Native;
use super::out::{Out, escape, unwritable};
use super::table::{Column, Table};
use crate::domain::text::clean;
use crate::domain::{Day, Error, Kind as Of, Result};
use crate::import::kind::{self, Holds};
use crate::import::value;
use crate::store::Reader;
use crate::store::access::write_private;
use crate::store::native::{self, Calling, Cell, KINDS, Kind};
use crate::store::open::create_folder;

/// What to write, and where.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// What: one kind of rows, or all of them; calendar: renewals, tasks and steps as iCalendar, with --me your own
    #[arg(value_name = "KIND|all", value_parser = PossibleValuesParser::new(names()))]
    pub what: String,
    /// The folder to write a file a kind into; without it, one kind goes to standard output
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
}

/// What is no kind of rows.
const CALENDAR: &str = "calendar";

fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.name).chain(["all", CALENDAR])
}

/// `export KIND|all`
pub fn run(args: &Export, context: &Context, out: &mut Out) -> Result<()> {
    if args.what == CALENDAR {
        return calendar(args.output.as_deref(), context, out);
    }
    let format = match context.format {
        Format::Table | Format::Csv => As::Csv,
        Format::Json => As::Json,
        Format::Md => {
            return Err(
                Error::new(Of::Usage, "data is written as CSV or JSON").hint("use --format csv or json")
            );
        }
    };
    let kinds = match args.what.as_str() {
        "all" => KINDS.iter().collect(),
        name => vec![native::kind(name)?],
    };
    let view = context.view()?;
    match (&args.output, kinds.as_slice()) {
        (None, [kind]) => {
            let terminal = out.is_terminal();
            write(kind, view.reader(), context.as_of, format, out, terminal).map(drop)
        }
        (None, _) => Err(Error::new(Of::Usage, "all kinds do not fit into one file")
            .hint("name a folder for them with --output DIR")),
        (Some(folder), kinds) => {
            view.reader().at_once(|on| files(folder, kinds, on, context.as_of, format, out))
        }
    }
}

/// The calendar, to standard output or as a file of the folder.
fn calendar(folder: Option<&Path>, context: &Context, out: &mut Out) -> Result<()> {
    let text = super::calendar::text(context)?;
    let Some(folder) = folder else { return out.text(&text) };
    let refused = |error: std::io::Error| {
        Error::new(Of::Storage, format!("the calendar cannot be written ({error})"))
            .at(folder.display())
            .hint("name a folder that you may write to, on a disk with space")
    };
    if !folder.is_dir() {
        create_folder(folder).map_err(refused)?;
    }
    let path = folder.join("calendar.ics");
    write_private(&path, text.as_bytes()).map_err(refused)?;
    out.text(&format!("Wrote {}\n", clean(&path.display().to_string())))
}

/// How rows are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum As {
    Csv,
    Json,
}

/// A file a kind, readable by its owner only; each is there as a whole or not at all.
fn files(
    folder: &Path,
    kinds: &[&'static Kind],
    on: &Reader,
    day: Option<Day>,
    format: As,
    out: &mut Out,
) -> Result<()> {
    let refused = |error: &dyn std::fmt::Display| {
        Error::new(Of::Storage, format!("the export cannot be written ({error})"))
            .at(folder.display())
            .hint("name a folder that you may write to, on a disk with space")
    };
    if !folder.is_dir() {
        create_folder(folder).map_err(|error| refused(&error))?;
    }
    let mut table = Table::new([Column::Text("file"), Column::Number("rows")]);
    for kind in kinds {
        let name = format!("{}.{}", kind.name, if format == As::Csv { "csv" } else { "json" });
        // Made for its owner only, and put in its place when it is complete.
        let file = tempfile::NamedTempFile::new_in(folder).map_err(|error| refused(&error))?;
        let mut writer = BufWriter::new(file);
        let rows = write(kind, on, day, format, &mut writer, false)?;
        let path = folder.join(name);
        table.push(vec![path.display().to_string(), rows.to_string()]);
        if rows == 0 {
            // There is nothing to import, and what an earlier export wrote is no longer so.
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(refused(&error)),
                _ => continue,
            }
        }
        let file = writer.into_inner().map_err(|error| refused(&error))?;
        file.as_file().sync_all().map_err(|error| refused(&error))?;
        file.persist(&path).map_err(|error| refused(&error))?;
    }
    out.text(&table.aligned(out.width()))
}

/// What import takes a column for.
fn held(kind: &Kind, name: &str) -> Holds {
    let read = kind::ALL.iter().find(|read| read.name == kind.name);
    let column = read.and_then(|read| read.columns.get(read.column(name)?));
    column.map_or(Holds::Text(usize::MAX), |column| column.holds)
}

/// Writes the rows of a kind; says how many.
fn write(
    kind: &'static Kind,
    on: &Reader,
    day: Option<Day>,
    format: As,
    to: &mut dyn Write,
    terminal: bool,
) -> Result<u64> {
    let mut rows = 0_u64;
    match format {
        As::Csv => {
            let broken = |error: csv::Error| unwritable(std::io::Error::other(error));
            // Quotes tell how the cells of a file with one column are parted, where no comma does.
            let quotes = if kind.columns.len() == 1 { QuoteStyle::Always } else { QuoteStyle::Necessary };
            let mut csv = csv::WriterBuilder::new().quote_style(quotes).from_writer(to);
            csv.write_record(kind.names()).map_err(broken)?;
            let holds: Vec<Holds> = kind.names().map(|name| held(kind, name)).collect();
            kind.each_called(on, Calling::Exactly, None, day, |cells| {
                rows += 1;
                for (cell, holds) in cells.iter().zip(&holds) {
                    let text = cell.to_string();
                    // What reaches a terminal is looked at, not imported.
                    let text = match cell {
                        _ if terminal => clean(&text),
                        Cell::Text(_) => value::exact(&text, *holds),
                        _ => std::borrow::Cow::Borrowed(text.as_str()),
                    };
                    csv.write_field(text.as_ref()).map_err(broken)?;
                }
                csv.write_record(None::<&[u8]>).map_err(broken)
            })?;
            csv.flush().map_err(unwritable)?;
        }
        As::Json => {
            to.write_all(b"[").map_err(unwritable)?;
            kind.each_called(on, Calling::Exactly, None, day, |cells| {
                let row = serde_json::to_string(&Native { kind, cells })
                    .map_err(|error| unwritable(std::io::Error::other(error)))?;
                to.write_all(if rows == 0 { b"\n" } else { b",\n" }).map_err(unwritable)?;
                rows += 1;
                to.write_all(escape(&row).as_bytes()).map_err(unwritable)
            })?;
            to.write_all(b"\n]\n").map_err(unwritable)?;
        }
    }
    Ok(rows)
}
