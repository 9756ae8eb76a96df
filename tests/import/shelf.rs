//! A book to import into, and how to look at it.

use std::ops::ControlFlow;
use std::path::Path;

use mainstay::domain::Error;
use mainstay::import::kind::Kind;
use mainstay::import::{self, Report, Request};
use mainstay::store::{Book, Location};
use rusqlite::Connection;
use tempfile::TempDir;

/// A new book and its folder.
pub struct Shelf {
    _dir: TempDir,
    pub book: Book,
    /// Another connection, to look and to meddle.
    pub sql: Connection,
}

impl Shelf {
    pub fn new() -> Shelf {
        let dir = tempfile::tempdir().unwrap();
        let location = Location::at(dir.path().join("book.mainstay"));
        let book = Book::open(&location).unwrap();
        let sql = Connection::open(location.path()).unwrap();
        Shelf { _dir: dir, book, sql }
    }

    pub fn import(&mut self, kind: &str, text: &str) -> Report {
        self.run(&Request::new(Kind::named(kind).unwrap(), "file.csv", text.as_bytes().to_vec())).unwrap()
    }

    pub fn run(&mut self, request: &Request) -> Result<Report, Error> {
        self.book.transact(|tx| import::run(tx, request, &mut |_| ControlFlow::Continue(())))
    }

    pub fn file(&mut self, kind: &str, path: &Path) -> Report {
        let bytes = std::fs::read(path).unwrap();
        let name = path.display().to_string();
        self.run(&Request::new(Kind::named(kind).unwrap(), name, bytes)).unwrap()
    }

    /// Every value of every row, a line each.
    pub fn rows(&self, sql: &str) -> Vec<String> {
        let mut statement = self.sql.prepare(sql).unwrap();
        let width = statement.column_count();
        let rows = statement.query_map([], |row| {
            let cells = (0..width).map(|place| {
                Ok(match row.get_ref(place)? {
                    rusqlite::types::ValueRef::Null => "-".to_owned(),
                    rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                    rusqlite::types::ValueRef::Real(number) => number.to_string(),
                    rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                    rusqlite::types::ValueRef::Blob(_) => "blob".to_owned(),
                })
            });
            Ok(cells.collect::<rusqlite::Result<Vec<_>>>()?.join("|"))
        });
        rows.unwrap().map(Result::unwrap).collect()
    }

    pub fn one(&self, sql: &str) -> String {
        self.rows(sql).join("\n")
    }
}

/// Counts of a report: read, created, updated, unchanged, rejected.
pub fn counts(report: &Report) -> [u64; 5] {
    [report.read, report.created, report.updated, report.unchanged, report.rejected]
}

pub fn warned(report: &Report, rule: &str) -> u64 {
    report.warning_counts.iter().filter(|(what, _)| what.contains(rule)).map(|(_, count)| *count).sum()
}

/// A request without wishes.
pub fn request(kind: &str, text: &str) -> Request {
    Request::new(Kind::named(kind).unwrap(), "file.csv", text.as_bytes().to_vec())
}

/// The refused records: line, column, message.
pub fn rejects(report: &Report) -> Vec<(u64, &str, &str)> {
    report
        .rejects
        .iter()
        .map(|reject| (reject.line, reject.column.as_str(), reject.message.as_str()))
        .collect()
}
