//! The kinds that are read row by row: records to drafts of rows, rows of one thing put together.

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::directory::{Directory, Trouble};
use super::kind::{Identity, Kind, Records};
use super::learn::Learnt;
use super::mapping::Mapping;
use super::progress::{Step, Watch};
use super::read::{Record, Table};
use super::report::{Reject, Report, to_u64};
use super::row::{Cell, Row};
use super::value::{self, Datum};
use super::write;
use crate::domain::Result;
use crate::domain::text::fold;
use crate::store::Tx;
use crate::store::load::Value;
use crate::store::load::rows::Attendee;

/// A row of the book to be: what the file says of it.
#[derive(Debug)]
pub struct Draft {
    /// First line of the (last) record that says it.
    pub line: u64,
    /// Columns of its table.
    pub own: Vec<(&'static str, Value)>,
    /// The account above it, if the file has such a column.
    pub parent: Option<Option<String>>,
    /// Who attended, if the file has such a column.
    pub attendees: Option<Vec<Attendee>>,
    /// What the file calls the contacts in it, folded: a row that was imported before them has these names.
    pub called: Vec<(String, i64)>,
    /// The steps that must be done before it, if the file has such a column.
    pub needs: Option<Vec<String>>,
    /// Its parts, and the record of each.
    pub parts: Vec<Part>,
    /// The records that say it.
    pub records: Vec<usize>,
}

/// A part to be.
#[derive(Debug)]
pub struct Part {
    /// Columns of the table of parts.
    pub cells: Vec<(&'static str, Value)>,
    /// The record that says it.
    pub record: usize,
}

/// What an import of records needs at hand.
pub struct Job<'a, 't> {
    /// The open transaction.
    pub tx: &'t Tx<'t>,
    /// The kind.
    pub kind: &'static Kind,
    /// How its rows get into the book.
    pub records: &'static Records,
    /// The file.
    pub table: &'a Table<'a>,
    /// What its columns mean.
    pub mapping: &'a Mapping,
    /// How they are written.
    pub learnt: &'a Learnt,
    /// Whether unknown accounts are made.
    pub create_accounts: bool,
}

/// Imports the records of a file.
///
/// # Errors
/// Cancelled, or the book cannot be read or written.
pub fn run(job: &Job<'_, '_>, report: &mut Report, watch: &mut Watch<'_>) -> Result<()> {
    let mut directory = Directory::new(job.tx, job.learnt);
    let drafts = drafts(job, &mut directory, report, watch)?;
    watch.begin(Step::Writing, to_u64(drafts.len()))?;
    write::all(job, drafts, &mut directory, report, watch)
}

fn drafts(
    job: &Job<'_, '_>,
    directory: &mut Directory<'_>,
    report: &mut Report,
    watch: &mut Watch<'_>,
) -> Result<Vec<Draft>> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut places: HashMap<Vec<Value>, usize> = HashMap::new();
    let mut accepted = 0;
    watch.begin(Step::Reading, job.learnt.records)?;
    job.table.each(job.mapping.skip, &mut |record| {
        watch.step()?;
        report.read += 1;
        if extra_cells(record, job.mapping) {
            let message = "the record has more cells than there are columns; the extra ones were left out";
            report.warn(record.line, "", "records with more cells than columns", message.to_owned());
        }
        match draft(job, record, accepted, directory, report) {
            Ok(draft) => {
                accepted += 1;
                let key = identity(&draft.own, job.records.identity);
                match key.and_then(|key| {
                    let place = *places.entry(key).or_insert(drafts.len());
                    drafts.get_mut(place)
                }) {
                    Some(earlier) => join(earlier, draft, job, report),
                    None => drafts.push(draft),
                }
            }
            Err(Trouble::Row(column, message)) => {
                report.rejects.push(reject(job, record, column, message));
            }
            Err(Trouble::All(error)) => return Err(error),
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(drafts)
}

/// Whether a record has filled cells to the right of the headers.
pub fn extra_cells(record: &Record<'_>, mapping: &Mapping) -> bool {
    (mapping.headers.len()..record.len()).any(|column| !record.cell(column).is_empty())
}

/// A refused record.
fn reject(job: &Job<'_, '_>, record: &Record<'_>, column: &'static str, message: String) -> Reject {
    let place = job.kind.column(column);
    Reject {
        line: record.line,
        column: place.map(|place| job.mapping.header(job.kind, place)).unwrap_or_default(),
        value: place.map(|place| job.mapping.text(record, place).into_owned()).unwrap_or_default(),
        message,
        record: record.to_vec(),
    }
}

fn draft(
    job: &Job<'_, '_>,
    record: &Record<'_>,
    number: usize,
    directory: &mut Directory<'_>,
    report: &mut Report,
) -> Result<Draft, Trouble> {
    if let Some(fault) = record.fault {
        return Err(Trouble::Row("", fault.to_owned()));
    }
    let styles = &job.learnt.styles;
    let mut row = Row::read(job.kind, job.mapping, record, styles, directory, job.create_accounts)?;
    (job.records.check)(&mut row, directory, report)?;
    // Only a row that will be kept makes names.
    row.make_names(directory)?;
    let parent = match row.cell("parent") {
        Cell::Is(Datum::Text(text)) => Some(Some(text.clone())),
        Cell::Empty => Some(None),
        _ => None,
    };
    let parts = match &job.records.parts {
        Some(parts) if parts.when.iter().any(|column| row.is(column)) => {
            vec![Part { cells: row.stored(true), record: number }]
        }
        _ => Vec::new(),
    };
    let mut called: Vec<_> = row
        .text("contact")
        .zip(row.int("contact row"))
        .map(|(who, id)| (fold(who), id))
        .into_iter()
        .collect();
    Ok(Draft {
        line: row.line,
        own: row.stored(false),
        parent,
        attendees: attendees(&row, directory, &mut called)?,
        called,
        needs: row.has("needs").then(|| value::names(row.text("needs").unwrap_or_default())),
        parts,
        records: vec![number],
    })
}

/// Who attended: contacts of the account, noted with what they are called, else people of that name.
fn attendees(
    row: &Row<'_>,
    directory: &mut Directory<'_>,
    called: &mut Vec<(String, i64)>,
) -> Result<Option<Vec<Attendee>>> {
    if !row.has("attendees") {
        return Ok(None);
    }
    let Some(account) = row.int("account") else { return Ok(None) };
    let mut attendees = Vec::new();
    for said in value::names(row.text("attendees").unwrap_or_default()) {
        // Word for word, and as often as it stands there.
        if let Some(name) = said.strip_prefix(value::NAME) {
            attendees.push(Attendee::Name(name.to_owned()));
            continue;
        }
        let contact = directory.contact(account, &said)?;
        called.extend(contact.map(|id| (fold(&said), id)));
        let attendee = contact.map_or(Attendee::Name(said), Attendee::Contact);
        if !attendees.contains(&attendee) {
            attendees.push(attendee);
        }
    }
    Ok(Some(attendees))
}

/// What tells a row from the others of its file. None: nothing does.
fn identity(own: &[(&'static str, Value)], identity: Identity) -> Option<Vec<Value>> {
    let value = |column: &str| own.iter().find(|cell| cell.0 == column).map(|cell| cell.1.clone());
    let by_id = value("external_id").filter(|id| *id != Value::Null).or_else(|| value("uid"));
    let by_key = |columns: &[&str]| columns.iter().map(|column| value(column).map(lower)).collect();
    match identity {
        Identity::ExternalId | Identity::ExternalIdOrCells => by_id.map(|id| vec![id]),
        // The lone id cannot be mistaken for a key, which has several values.
        Identity::ExternalIdOrKey(columns) => by_id.map(|id| vec![id]).or_else(|| by_key(columns)),
        Identity::ExternalIdOrUnique(columns) | Identity::Unique(columns) => by_key(columns),
        Identity::NthOf(_) | Identity::OneOpen(..) => None,
    }
}

/// The book compares names without the case of ASCII letters.
fn lower(value: Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(text.to_ascii_lowercase()),
        other => other,
    }
}

/// Puts a later row of the same thing on top of an earlier one.
fn join(earlier: &mut Draft, later: Draft, job: &Job<'_, '_>, report: &mut Report) {
    earlier.records.extend(later.records);
    if job.records.parts.is_some() {
        // The rows of a goal or a plan each repeat it, some of them with gaps.
        for (column, value) in later.own {
            match earlier.own.iter_mut().find(|cell| cell.0 == column) {
                Some(cell) if value != Value::Null => cell.1 = value,
                Some(_) => {}
                None => earlier.own.push((column, value)),
            }
        }
        earlier.parts.extend(later.parts);
        return;
    }
    let header = job.kind.column("external_id").map(|place| job.mapping.header(job.kind, place));
    let message = format!("the same id stands in line {} already; the later record counts", earlier.line);
    report.warn(later.line, &header.unwrap_or_default(), "ids that stand twice in the file", message);
    earlier.line = later.line;
    earlier.own = later.own;
    earlier.parent = later.parent;
    earlier.attendees = later.attendees;
    earlier.needs = later.needs;
}
