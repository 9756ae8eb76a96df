//! The schema and its numbered migrations.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use super::trigger;
use crate::domain::{Day, Error, Kind, Result};

/// The schema that this program writes: the number of the last migration.
pub const CURRENT: i64 = 6;

const FILES: [&str; 6] = [
    include_str!("../../assets/schema/0001_book.sql"),
    include_str!("../../assets/schema/0002_undo.sql"),
    include_str!("../../assets/schema/0003_onboarding.sql"),
    include_str!("../../assets/schema/0004_next.sql"),
    include_str!("../../assets/schema/0005_next.sql"),
    include_str!("../../assets/schema/0006_later.sql"),
];

/// A UUIDv7 from built-in functions only, so that every program that writes the file gives its rows one.
///
/// Short, because every opening of a book parses it once a table: its 48 bits of milliseconds are written as 32 and 16,
/// and 86,400,000 / 2^16 = 1,318.359375 of the first are in a day.
const UID: &str = "lower(printf('%08x-%04x-7%.3s-8%.3s-%s', (julianday('now') - 2440587.5) * 1318.359375, \
    (julianday('now') - 2440587.5) * 86400000 & 65535, hex(randomblob(2)), hex(randomblob(2)), hex(randomblob(6))))";

/// The schema that a file has; 0: none yet.
///
/// # Errors
/// The file cannot be read.
pub fn version(conn: &Connection) -> Result<i64> {
    Ok(conn.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Brings a book to the current schema, in one transaction, and makes its triggers anew.
///
/// # Errors
/// A migration failed: the book is as it was.
pub fn to_current(conn: &mut Connection) -> Result<()> {
    let day = format!("BETWEEN {} AND {}", Day::MIN.0, Day::MAX.0);
    let files = FILES.map(|sql| sql.replace("{uid}", UID).replace("{day}", &day));
    let last = files.len() - 1;
    let steps = files
        .iter()
        .enumerate()
        .map(|(place, sql)| {
            if place == last {
                M::up_with_hook(sql, |tx: &rusqlite::Transaction<'_>| Ok(trigger::create_all(tx)?))
            } else {
                M::up(sql)
            }
        })
        .collect();
    Migrations::new(steps).to_latest(conn).map_err(|error| {
        Error::new(Kind::Storage, format!("the book could not be brought up to date ({error})"))
            .hint("it is as it was; a copy from before lies beside it")
    })
}
