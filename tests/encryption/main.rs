//! A book with a passphrase. Only in a build that has encryption: `cargo test --features encryption --test encryption`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests from end to end

mod asked;
mod keeping;
mod killed;
mod passphrase;
#[path = "../cli/shell.rs"]
mod shell;
#[path = "../tui/window.rs"]
mod window;

use std::fs;
use std::path::Path;

use mainstay::store::head::{Form, form};
use rusqlite::Connection;
use shell::{Said, Shell};

const PASSPHRASE: &str = "correct horse battery";
const BOOK: &str = "INSERT INTO account (id, name) VALUES (1, 'Acme'), (2, 'Beta');
    INSERT INTO contact (account_id, name) VALUES (1, 'Ann');
    INSERT INTO task (account_id, title) VALUES (2, 'call back')";

/// A shell with an encrypted book, and files with the passphrase and a wrong one.
fn encrypted() -> Shell {
    let shell = Shell::with(BOOK);
    keys(&shell);
    assert_eq!(unlocked(&shell, &["encrypt"]).code, 0);
    assert_eq!(form(&shell.book()).unwrap(), Form::Sealed);
    shell
}

fn keys(shell: &Shell) {
    shell.file("right", format!("{PASSPHRASE}\n"));
    shell.file("wrong", "incorrect horse\n");
}

fn path(shell: &Shell, name: &str) -> String {
    shell.folder.path().join(name).to_str().unwrap().to_owned()
}

/// A command with the passphrase.
fn unlocked(shell: &Shell, arguments: &[&str]) -> Said {
    shell.run(&[arguments, &["--passphrase-file", &path(shell, "right")]].concat())
}

/// The same, which must be done.
fn done(shell: &Shell, arguments: &[&str]) -> String {
    let said = unlocked(shell, arguments);
    assert_eq!(said.code, 0, "{arguments:?}: {}", said.err);
    said.out
}

/// Every row of every table, as another program that knows the format of SQLCipher reads it; None: without key.
fn rows(book: &Path, passphrase: Option<&str>) -> Vec<String> {
    let conn = Connection::open(book).unwrap();
    if let Some(passphrase) = passphrase {
        conn.pragma_update(None, "key", passphrase).unwrap();
    }
    let list = |sql: &str| -> Vec<String> {
        let mut statement = conn.prepare(sql).unwrap();
        let columns = statement.column_count();
        let row = |row: &rusqlite::Row<'_>| {
            let values: Vec<_> = (0..columns).map(|at| format!("{:?}", row.get_ref_unwrap(at))).collect();
            Ok(values.join("|"))
        };
        statement.query_map([], row).unwrap().map(Result::unwrap).collect()
    };
    let names = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    let mut names = conn.prepare(names).unwrap();
    let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut all = list("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name");
    for pragma in ["application_id", "user_version"] {
        all.extend(list(&format!("PRAGMA {pragma}")));
    }
    for name in names {
        let mut rows = list(&format!("SELECT '{name}', * FROM \"{name}\""));
        rows.sort();
        all.append(&mut rows);
    }
    all
}

fn holds(file: &Path, text: &str) -> bool {
    fs::read(file).unwrap().windows(text.len()).any(|bytes| bytes == text.as_bytes())
}
