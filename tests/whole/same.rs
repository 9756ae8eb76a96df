//! Books written to files and read again, and what stands in their tables.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use mainstay::domain::Day;
use mainstay::engine::{Clock, Writer};
use mainstay::import::{Request, kind::Kind};
use mainstay::store::Location;
use mainstay::store::native::KINDS;
use rusqlite::Connection;
use rusqlite::types::Value;

/// 2026-06-30 is day 20634.
pub const TODAY: &str = "2026-06-30";

/// What is no part of the book's facts: its history, its imports, and what the program makes again at any time.
const NOT_FACTS: [&str; 9] = [
    "txn",
    "journal",
    "import_run",
    "import_overwrote",
    "import_made",
    "usage_day",
    "dirty",
    "score",
    "scored",
];

/// Files by name.
pub type Folder = BTreeMap<String, Vec<u8>>;

pub fn empty_book(book: &Path) -> Writer {
    Writer::open(&Location::at(book), Clock::Fixed(Day::parse(TODAY).unwrap())).unwrap()
}

/// What `export all` writes.
pub fn exported(book: &Path, folder: &Path, format: &str) -> Folder {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mainstay"));
    command
        .env_remove("MAINSTAY_TODAY")
        .env("MAINSTAY_BOOK", book)
        .args(["--today", TODAY, "--format", format]);
    let output = command.args(["export", "all", "--output"]).arg(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap())).collect()
}

/// What `accounts --format json` prints on a day.
pub fn listed(book: &Path, day: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mainstay"));
    command.env_remove("MAINSTAY_TODAY").env("MAINSTAY_BOOK", book);
    let output = command.args(["--today", day, "--format", "json", "accounts"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Brings an export into a book, file by file in the order of the kinds.
pub fn brought(files: &Folder, book: &Path) {
    let mut writer = empty_book(book);
    for kind in KINDS {
        let Some(bytes) = files.get(&format!("{}.csv", kind.name)) else { continue };
        let request = Request::new(Kind::named(kind.name).unwrap(), kind.name, bytes.clone());
        let report = writer.import(&request, false, &mut |_| ControlFlow::Continue(())).unwrap();
        assert!(report.rejects.is_empty(), "{}: {:?}", kind.name, report.rejects.first());
    }
    writer.refresh().unwrap();
}

/// The tables that an export must hold: all but those listed.
pub fn tables(conn: &Connection) -> Vec<String> {
    let mut statement = conn
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
        )
        .unwrap();
    let names = statement.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap);
    names.filter(|name| !NOT_FACTS.contains(&name.as_str())).collect()
}

pub fn columns(conn: &Connection, table: &str) -> Vec<String> {
    let mut statement = conn.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
    statement.query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Columns of a table that name rows of others: (column, table).
pub fn references(conn: &Connection, table: &str) -> Vec<(String, String)> {
    let mut statement = conn.prepare("SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1)").unwrap();
    let pairs = statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let mut pairs: Vec<(String, String)> = pairs.map(Result::unwrap).collect();
    // Without a foreign key, since 0 stands for none.
    if table == "usage" || table == "feature_use" {
        pairs.push(("contract_id".into(), "contract".into()));
    }
    pairs
}

/// What rows of a table are across books: their identity, else their name.
fn keys(conn: &Connection, table: &str) -> HashMap<i64, String> {
    let key = if columns(conn, table).iter().any(|column| column == "uid") { "uid" } else { "name" };
    let mut statement = conn.prepare(&format!("SELECT id, {key} FROM {table}")).unwrap();
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
}

/// The rows of a table, sorted: every value but the row id, what refers to other rows by their identity.
pub fn contents(conn: &Connection, table: &str) -> Vec<String> {
    let columns = columns(conn, table);
    let references: HashMap<String, HashMap<i64, String>> =
        references(conn, table).into_iter().map(|(column, to)| (column, keys(conn, &to))).collect();
    let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let rows = statement.query_map([], |row| {
        let mut cells = Vec::new();
        for (place, column) in columns.iter().enumerate() {
            let value: Value = row.get(place)?;
            match (references.get(column), &value) {
                _ if column == "id" => {}
                (Some(keys), Value::Integer(id)) => cells.push(format!("{column}={:?}", keys.get(id))),
                // To the last bit.
                (_, Value::Real(number)) => cells.push(format!("{column}={:x}", number.to_bits())),
                _ => cells.push(format!("{column}={value:?}")),
            }
        }
        Ok(cells.join(" "))
    });
    let mut rows: Vec<String> = rows.unwrap().map(Result::unwrap).collect();
    rows.sort();
    rows
}
