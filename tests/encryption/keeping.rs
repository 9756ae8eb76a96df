//! What an encrypted book holds, and its copies.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use mainstay::domain::Day;
use mainstay::engine::{Clock, Writer};
use mainstay::store::head::{Form, form};
use mainstay::store::key::Key;
use mainstay::store::load::{Value, rows as loaded};
use mainstay::store::{Book, Location, backup};
use rusqlite::Connection;

use crate::shell::Shell;
use crate::{BOOK, PASSPHRASE, done, encrypted, holds, keys, path, rows, unlocked};

#[test]
fn an_encrypted_book_holds_the_same_and_shows_nothing() {
    let shell = Shell::with(BOOK);
    keys(&shell);
    let before = rows(&shell.book(), None);
    assert!(holds(&shell.book(), "call back"));
    assert!(done(&shell, &["encrypt"]).contains("whoever loses the passphrase loses the book"));
    assert!(!holds(&shell.book(), "call back") && !holds(&shell.book(), "SQLite format 3"));
    // Any program that knows the format opens it with the passphrase.
    assert_eq!(rows(&shell.book(), Some(PASSPHRASE)), before);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(shell.book()).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(done(&shell, &["decrypt"]).contains("not encrypted any more"));
    assert_eq!(rows(&shell.book(), None), before);
    assert_eq!(shell.run(&["doctor"]).code, 0);
    let left = fs::read_dir(shell.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(!left.into_iter().any(|name| name.to_string_lossy().contains(".unready-")));
}

#[test]
fn every_command_works_on_an_encrypted_book() {
    let shell = encrypted();
    let file = shell.file("accounts.csv", "external_id,name\nC-3,Gamma\n");
    done(&shell, &["import", "accounts", &file]);
    done(&shell, &["set", "Gamma", "stage=renewal"]);
    done(&shell, &["undo"]);
    done(&shell, &["redo"]);
    assert!(done(&shell, &["history", "Gamma"]).contains("stage"));
    assert!(done(&shell, &["show", "Gamma"]).contains("renewal"));
    assert!(done(&shell, &["doctor", "--mend", "--yes"]).contains("The book is sound"));
    let folder = path(&shell, "out");
    done(&shell, &["export", "all", "--output", &folder]);
    assert!(holds(&shell.folder.path().join("out/accounts.csv"), "Gamma"));
    // Nothing of it is left in files beside the book, nor in them while it is open.
    let location = Location::at(shell.book());
    let key = Key::new(PASSPHRASE.to_owned().into()).unwrap();
    let mut writer = Writer::open(&location.with_key(key), Clock::Fixed(Day(20_634))).unwrap();
    writer
        .write("a secret", |tx| {
            let name = Value::Text("hidden words".into());
            loaded::insert(tx, "account", &[("name", &name)])
        })
        .unwrap();
    let log = shell.folder.path().join("test.mainstay-wal");
    assert!(fs::metadata(&log).unwrap().len() > 0);
    assert!(!holds(&log, "hidden words"));
    // Another program writes at the same time.
    done(&shell, &["set", "Gamma", "stage=adoption"]);
}

#[test]
fn standard_input_can_hold_the_passphrase_and_then_the_rows() {
    let shell = encrypted();
    let mut child = shell
        .command(&["import", "accounts", "-", "--passphrase-file", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let text = format!("{PASSPHRASE}\nexternal_id,name\nC-3,Gamma\n");
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(done(&shell, &["accounts"]).contains("Gamma"));
}

#[test]
fn backups_have_the_passphrase_of_the_book_and_older_ones_are_named() {
    let shell = Shell::with(BOOK);
    keys(&shell);
    let location = Location::at(shell.book());
    let plain = backup::daily(&location, Day(20_600)).unwrap().unwrap();
    let name = plain.to_str().unwrap();
    let said = done(&shell, &["encrypt", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["former_copies"], serde_json::json!([name]));
    assert_eq!(said["encrypted"], true);
    assert!(
        done(&shell, &["doctor"])
            .contains("1 copy of this encrypted book can be read without its passphrase")
    );
    fs::remove_file(&plain).unwrap();
    assert!(!done(&shell, &["doctor"]).contains("without its passphrase"));
    // A command that writes makes the backup of the day first.
    let file = shell.file("accounts.csv", "external_id,name\nC-3,Gamma\n");
    done(&shell, &["import", "accounts", &file]);
    let days = backup::days(&location).unwrap();
    let today = backup::of_day(&location, *days.last().unwrap());
    assert_eq!(form(&today).unwrap(), Form::Sealed);
    let accounts = |book: &Path| {
        let conn = Connection::open(book).unwrap();
        conn.pragma_update(None, "key", PASSPHRASE).unwrap();
        conn.query_row("SELECT count(*) FROM account", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!(accounts(&today), 2);
    let copy = path(&shell, "copy");
    done(&shell, &["backup", &copy]);
    assert_eq!(accounts(Path::new(&copy)), 3);
}

#[test]
fn a_book_that_was_encrypted_stays_so_whichever_backup_comes_back() {
    let shell = Shell::with(BOOK);
    keys(&shell);
    let (plain, sealed) = (path(&shell, "plain"), path(&shell, "sealed"));
    assert_eq!(shell.run(&["backup", &plain]).code, 0);
    done(&shell, &["encrypt"]);
    done(&shell, &["backup", &sealed]);
    let expected = rows(plain.as_ref(), None);
    for backup in [&plain, &sealed] {
        done(&shell, &["restore", backup]);
        assert_eq!(form(&shell.book()).unwrap(), Form::Sealed, "{backup}");
        assert_eq!(rows(&shell.book(), Some(PASSPHRASE)), expected, "{backup}");
    }
    // Nor does an encrypted one become readable.
    done(&shell, &["decrypt"]);
    done(&shell, &["restore", &sealed]);
    assert_eq!(form(&shell.book()).unwrap(), Form::Sealed);
    fs::remove_file(shell.book()).unwrap();
    done(&shell, &["restore", &sealed]);
    assert_eq!(rows(&shell.book(), Some(PASSPHRASE)), expected);
    let said = shell.complaint(1, &["restore", &sealed, "--passphrase-file", &path(&shell, "wrong")]);
    assert!(said.contains("the passphrase does not open the book"), "{said}");
}

#[test]
fn a_book_that_is_open_elsewhere_is_left_as_it_is() {
    let shell = Shell::with(BOOK);
    keys(&shell);
    let open = Book::open(&Location::at(shell.book())).unwrap();
    let said = unlocked(&shell, &["encrypt"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("is open in another program") && said.err.contains("close"), "{}", said.err);
    assert_eq!(form(&shell.book()).unwrap(), Form::Plain);
    drop(open);
    done(&shell, &["encrypt"]);
}

#[test]
fn a_new_book_with_a_passphrase_is_encrypted_from_the_beginning() {
    let shell = Shell::with("");
    keys(&shell);
    fs::remove_file(shell.book()).unwrap();
    let file = shell.file("accounts.csv", "external_id,name\nC-3,Gamma\n");
    done(&shell, &["import", "accounts", &file]);
    assert_eq!(form(&shell.book()).unwrap(), Form::Sealed);
    assert!(done(&shell, &["accounts"]).contains("Gamma"));
}
