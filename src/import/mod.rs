//! Import: bytes to a table, its columns to those of a kind, its records to rows of the book.
//!
//! [`run`] works inside a transaction of the caller: it fails as a whole or the caller commits it as a whole. A file is
//! walked over twice, first to learn how its columns are written ([`learn`]), then to take its records. Kinds are data
//! ([`kind`]), systems that files come from are data (`assets/sources`), and what a record may not say is in [`rules`].

mod commit;
mod directory;
mod file;
pub mod kind;
mod learn;
mod mapping;
mod needs;
mod progress;
pub mod read;
mod records;
mod report;
mod reporting;
mod row;
mod rules;
mod source;
mod uses;
pub mod value;
mod write;

use std::ops::ControlFlow;

use crate::domain::text::clean;
use crate::domain::{Error, Kind as Of, Result};
use crate::store::load::{names, run as runs};
use crate::store::{Tx, held};

pub use file::read_file;
use kind::{Kind, Shape};
use mapping::{Mapping, Said};
use progress::Watch;
pub use progress::{Progress, Step};
use read::Table;
pub use report::{REASON, Reject, Report, Warning};
pub use value::day::DateOrder;

/// What to import, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// The kind of its rows.
    pub kind: &'static Kind,
    /// What the file is called, for messages and the list of imports.
    pub origin: String,
    /// The whole file.
    pub bytes: Vec<u8>,
    /// The system it comes from; None: told by its headers.
    pub source: Option<String>,
    /// (column of the kind, column of the file): wins over everything else.
    pub map: Vec<(String, String)>,
    /// The sheet of a workbook; None: the first one with anything in it.
    pub sheet: Option<String>,
    /// Which of day and month comes first; None: told by the columns.
    pub dates: Option<DateOrder>,
    /// Usage with a column a metric.
    pub wide: bool,
    /// Whether accounts that the book does not know are made.
    pub create_accounts: bool,
}

impl Request {
    /// A request without any wishes.
    pub fn new(kind: &'static Kind, origin: impl Into<String>, bytes: Vec<u8>) -> Request {
        Request {
            kind,
            origin: origin.into(),
            bytes,
            source: None,
            map: Vec::new(),
            sheet: None,
            dates: None,
            wide: false,
            create_accounts: false,
        }
    }
}

/// Imports a file into the book. For a dry run the caller rolls back.
///
/// # Errors
/// The file is no table of this kind, or a wish does not fit it (the message begins with the name of the file);
/// cancelled through `progress`; or the book cannot be read or written. The caller must roll back.
pub fn run(
    tx: &Tx<'_>,
    request: &Request,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Report> {
    let place = |error: Error| match error.kind {
        Of::Invalid | Of::NotFound => error.at(clean(&request.origin)),
        _ => error,
    };
    run_unplaced(tx, request, progress).map_err(place)
}

fn run_unplaced(
    tx: &Tx<'_>,
    request: &Request,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Report> {
    let kind = request.kind;
    if request.wide && !matches!(kind.shape, Shape::Usage) {
        return Err(Error::new(Of::Usage, format!("--wide is for usage, and {} have no metrics", kind.name))
            .hint("leave --wide away"));
    }
    let mut watch = Watch::new(progress);
    watch.begin(Step::Reading, 0)?;
    let table = Table::read(&request.bytes, request.sheet.as_deref())?;
    let said = Said { source: request.source.as_deref(), map: &request.map, wide: request.wide };
    let mapping = Mapping::find(&table, kind, said).map_err(|error| name_sheets(error, &table))?;
    let learnt = learn::learn(&table, kind, &mapping, request.dates, held::rates(tx)?.book)?;
    let mut report = Report {
        run: runs::begin(tx, kind.name, &request.origin, mapping.source.as_deref())?,
        kind: kind.name,
        source: mapping.source.clone(),
        headers: mapping.headers.clone(),
        ..Report::default()
    };
    note_file(&table, &mapping, &learnt, &mut report);
    match &kind.shape {
        Shape::Records(records) => {
            let job = records::Job {
                tx,
                kind,
                records,
                table: &table,
                mapping: &mapping,
                learnt: &learnt,
                create_accounts: request.create_accounts,
            };
            records::run(&job, &mut report, &mut watch)?;
        }
        Shape::Usage | Shape::Features => {
            let job = uses::Job {
                tx,
                kind,
                run: report.run,
                table: &table,
                mapping: &mapping,
                learnt: &learnt,
                create_accounts: request.create_accounts,
            };
            uses::run(&job, &mut report, &mut watch)?;
        }
    }
    if matches!(kind.name, "accounts" | "signals") {
        note_churn(tx, &mut report)?;
    }
    report.complete();
    runs::finish(tx, report.run, &report.counts())?;
    Ok(report)
}

/// What does not fit a sheet that nobody chose may fit another one.
fn name_sheets(error: Error, table: &Table<'_>) -> Error {
    if error.kind != Of::Invalid || table.other_sheets.is_empty() {
        return error;
    }
    let hint = error.hint.as_ref().map(|hint| format!("{hint}; or ")).unwrap_or_default();
    let sheets = format!("{hint}choose another sheet with --sheet: {}", table.other_sheets);
    error.hint(sheets)
}

/// What the file as a whole gives to say.
fn note_file(table: &Table<'_>, mapping: &Mapping, learnt: &learn::Learnt, report: &mut Report) {
    for (line, note) in &table.notes {
        report.warn(*line, "", "sheets that were not read", note.clone());
    }
    for header in mapping.duplicates() {
        let message = format!("two columns are called \"{}\"; the first one counts", clean(header));
        report.warn(mapping.header_line, header, "columns of the same name", message);
    }
    let is_metric = |place: usize| learnt.metrics.iter().any(|metric| metric.0 == place);
    let unused = mapping.unused().into_iter().filter(|(place, _)| !is_metric(*place));
    report.unmapped = unused.map(|(_, header)| header.to_owned()).collect();
}

/// Accounts of which the source says one thing about churn and its churn events another.
fn note_churn(tx: &Tx<'_>, report: &mut Report) -> Result<()> {
    for (_, name, reported) in names::churn_contradictions(tx)? {
        let says = if reported {
            "is reported as churned, but has no churn event"
        } else {
            "has a churn event, but is not reported as churned"
        };
        let rule = "accounts whose churn flag contradicts the churn events";
        report.warn(0, "", rule, format!("the account {} {says}", clean(&name)));
    }
    Ok(())
}
