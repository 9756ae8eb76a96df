//! The program in a folder of its own.

#![allow(dead_code)] // each of the tests that share it needs another part

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use mainstay::store::{Book, Location};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::Value;
use tempfile::TempDir;

/// 2026-06-30 is day 20634.
pub const TODAY: &str = "2026-06-30";

/// A shell with a book.
pub struct Shell {
    pub folder: TempDir,
}

/// What the program said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Shell {
    /// A folder with a book made by SQL.
    pub fn with(sql: &str) -> Shell {
        let shell = Shell { folder: tempfile::tempdir().unwrap() };
        drop(Book::open(&Location::at(shell.book())).unwrap());
        let conn = Connection::open(shell.book()).unwrap();
        conn.execute_batch(sql).unwrap();
        shell
    }

    pub fn book(&self) -> PathBuf {
        self.folder.path().join("test.mainstay")
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mainstay"));
        command.env_remove("MAINSTAY_TODAY").env_remove("MAINSTAY_ME").env("MAINSTAY_BOOK", self.book());
        command.args(["--today", TODAY]).args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        let output = self.command(arguments).stdin(Stdio::null()).output().unwrap();
        Said {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Standard output of a command that must go well and complain of nothing.
    pub fn said(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{arguments:?}");
        said.out
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.said(&[arguments, &["--format", "json"]].concat())).unwrap()
    }

    /// The complaint of a command that must fail: one sentence and what to do, nothing on standard output.
    pub fn complaint(&self, code: i32, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!((said.code, said.out.as_str()), (code, ""), "{arguments:?}: {}", said.err);
        assert!(said.err.starts_with("error: "), "{}", said.err);
        assert_eq!(said.err.matches("error:").count(), 1, "{}", said.err);
        said.err
    }

    /// Rows of a query, columns with `|` between, `-` for nothing.
    pub fn rows(&self, sql: &str) -> Vec<String> {
        let conn = Connection::open(self.book()).unwrap();
        let mut statement = conn.prepare(sql).unwrap();
        let width = statement.column_count();
        let rows = statement.query_map([], |row| {
            let cells = (0..width).map(|place| match row.get_ref(place)? {
                ValueRef::Null => Ok("-".into()),
                ValueRef::Integer(number) => Ok(number.to_string()),
                other => Ok(other.as_str().unwrap().to_owned()),
            });
            Ok(cells.collect::<rusqlite::Result<Vec<String>>>()?.join("|"))
        });
        rows.unwrap().map(Result::unwrap).collect()
    }
}

/// The keys of an object, in order.
pub fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}
