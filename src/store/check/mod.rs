//! A check of the book, and mending what can be mended: the file, its schema, its history, what is derived, who may
//! read it, its backups. Looking changes nothing.

mod content;
mod files;
mod overlaps;
mod schema;

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::access::{files as files_of, make_private};
use super::{Book, Location, Reader, Reads, Tx, backup, leftover, migrate, score, trigger};
use crate::domain::{Day, Result};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is wrong; it is good to know.
    Note,
    /// Something should be done, though the book is sound.
    Warning,
    /// The book is not as it must be.
    Error,
}

impl Severity {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What can be mended, in the order in which it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mend {
    /// Makes triggers and indexes as this program has them, and removes views.
    Schema,
    /// Removes rows that belong to what is no longer there.
    Orphans,
    /// Counts the days with usage anew.
    UsageDays,
    /// Forgets the cached scores and computes them anew.
    Scores,
    /// Closes the files of the book to other users.
    Access,
    /// Folds the log of recent changes into the book.
    Log,
    /// Removes copies that were never finished.
    Leftovers,
    /// Makes a backup.
    Backup,
}

impl Mend {
    /// What it does, as a question without its mark.
    pub fn words(self) -> &'static str {
        match self {
            Mend::Schema => "make the triggers and indexes anew, and remove views",
            Mend::Orphans => "remove rows whose account, contract or other owner is gone",
            Mend::UsageDays => "count the days with usage anew",
            Mend::Scores => "compute every score anew",
            Mend::Access => "close the files to other users of this machine",
            Mend::Log => "fold the log of recent changes into the book",
            Mend::Leftovers => "remove copies of the book that were never finished",
            Mend::Backup => "make a backup now",
        }
    }
}

/// Something that a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// One sentence without a full stop. It can hold text of the file: to be cleaned before it reaches a terminal.
    pub what: String,
    /// What would mend it; None: this program cannot.
    pub mend: Option<Mend>,
}

impl Finding {
    fn new(severity: Severity, what: impl Into<String>, mend: Option<Mend>) -> Finding {
        Finding { severity, what: what.into(), mend }
    }

    /// What makes the book not what it must be.
    pub fn error(what: impl Into<String>, mend: Option<Mend>) -> Finding {
        Finding::new(Severity::Error, what, mend)
    }

    fn warning(what: impl Into<String>, mend: Option<Mend>) -> Finding {
        Finding::new(Severity::Warning, what, mend)
    }

    fn note(what: impl Into<String>, mend: Option<Mend>) -> Finding {
        Finding::new(Severity::Note, what, mend)
    }
}

/// What a check found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkup {
    /// The schema of the book.
    pub schema: i64,
    /// What SQLite says of the file: `ok`, or what is wrong.
    pub integrity: String,
    /// Rows that refer to what is not there.
    pub foreign_keys: usize,
    /// Rows a table.
    pub rows: BTreeMap<String, i64>,
    /// Size of the book with its log.
    pub bytes: u64,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Whether rows could be looked at; if not, the file or its tables are damaged or of an older version.
    pub readable: bool,
}

impl Checkup {
    /// Whether the book is what it must be.
    pub fn is_ok(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }
}

/// What is wrong with a database of the current schema as a file and in its tables; None: nothing.
pub(in crate::store) fn damage(conn: &Connection) -> Result<Option<String>> {
    let wrong = integrity(conn)?;
    if wrong != "ok" {
        return Ok(Some(wrong));
    }
    let lost = |finding: &Finding| finding.severity == Severity::Error && finding.mend.is_none();
    Ok(schema::findings(conn)?.into_iter().find(lost).map(|finding| finding.what))
}

fn integrity(conn: &Connection) -> Result<String> {
    let mut statement = conn.prepare("PRAGMA integrity_check(20)")?;
    let lines = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(lines.join("; "))
}

/// Looks into a book, on a day (for the age of its backups).
///
/// # Errors
/// It is none, of a newer version, or it cannot be read at all.
pub fn examine(location: &Location, today: Day) -> Result<Checkup> {
    let reader = Reader::open_to_check(location)?;
    // One moment of the book, whatever is written meanwhile.
    let moment = reader.conn().unchecked_transaction()?;
    let conn: &Connection = &moment;
    let mut findings = Vec::new();
    let integrity = integrity(conn)?;
    if integrity != "ok" {
        findings.push(Finding::error(
            format!("the file is damaged: {integrity}; bring back a backup with: mainstay restore FILE"),
            None,
        ));
    }
    let broken = content::broken_references(conn).unwrap_or_else(|error| {
        // A view stands where a table should, for one.
        findings.push(Finding::error(format!("what belongs to what cannot be told: {}", error.what), None));
        BTreeMap::new()
    });
    if !broken.is_empty() {
        let list: Vec<String> = broken.iter().map(|(table, rows)| format!("{rows} of {table}")).collect();
        findings.push(Finding::error(
            format!("rows belong to what is no longer there: {}", list.join(", ")),
            Some(Mend::Orphans),
        ));
    }
    let schema = reader.schema()?;
    if schema < migrate::CURRENT {
        findings.push(Finding::note(
            format!(
                "the book is of schema {schema}; opening it for writing brings it to {}",
                migrate::CURRENT
            ),
            None,
        ));
    } else {
        findings.extend(schema::findings(conn)?);
    }
    let readable = schema == migrate::CURRENT
        && integrity == "ok"
        && !findings.iter().any(|finding| finding.severity == Severity::Error && finding.mend.is_none());
    let mut rows = BTreeMap::new();
    if readable {
        rows = content::rows(conn)?;
        findings.extend(content::findings(conn)?);
        findings.extend(overlaps::note(&reader)?);
    }
    let (bytes, mut more) = files::findings(location, today)?;
    if !readable {
        // Whatever needs the book opened as usual is of no use.
        more.iter_mut()
            .filter(|found| !matches!(found.mend, Some(Mend::Access | Mend::Leftovers)))
            .for_each(|found| found.mend = None);
    }
    findings.extend(more);
    let foreign_keys = broken.values().sum();
    Ok(Checkup { schema, integrity, foreign_keys, rows, bytes, findings, readable })
}

/// Makes what is generated in the schema anew, before the book can be opened as usual.
///
/// # Errors
/// The book cannot be written.
pub fn mend_schema(location: &Location) -> Result<()> {
    let mut book = Book::open_to_mend(location)?;
    book.transact(|tx| {
        schema::mend(tx.conn())?;
        Ok(trigger::create_all(tx.conn())?)
    })
}

/// Mends rows in a transaction. What else there is to mend is not of rows, and left alone.
///
/// # Errors
/// The book cannot be written.
pub fn mend_rows(tx: &Tx<'_>, mend: Mend) -> Result<()> {
    match mend {
        Mend::Orphans => content::remove_orphans(tx.conn()),
        Mend::UsageDays => content::count_usage_days(tx.conn()),
        Mend::Scores => score::forget(tx),
        Mend::Schema | Mend::Access | Mend::Log | Mend::Leftovers | Mend::Backup => Ok(()),
    }
}

/// Mends the files of a book.
///
/// # Errors
/// The files belong to somebody else, or another program holds the book.
pub fn mend_files(location: &Location, mend: Mend, today: Day) -> Result<()> {
    match mend {
        Mend::Access => {
            let folder = Some(backup::folder_of(location)).filter(|folder| folder.exists());
            files_of(location.path())
                .iter()
                .chain(&files::backups(location)?)
                .chain(&folder)
                .try_for_each(|file| make_private(file))
        }
        Mend::Log => {
            let book = Book::open(location)?;
            // (was busy, pages in the log, pages folded in)
            let busy: i64 = book.conn().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            if busy == 0 { Ok(()) } else { Err(files::held()) }
        }
        Mend::Leftovers => leftover::remove(location),
        Mend::Backup => backup::daily(location, today).map(drop),
        Mend::Schema | Mend::Orphans | Mend::UsageDays | Mend::Scores => Ok(()),
    }
}
