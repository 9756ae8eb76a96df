//! `doctor`: what it finds and what it mends.

use mainstay::store::{Location, backup};
use rusqlite::Connection;
use serde_json::Value;

use crate::shell::{Said, Shell, keys};

const BOOK: &str = "
    INSERT INTO metric (id, name) VALUES (1, 'logins');
    INSERT INTO account (id, name) VALUES (1, 'Acme'), (2, 'Beta');
    INSERT INTO contract (id, account_id, start_on, yearly_minor) VALUES (5, 1, 20000, 100);
    INSERT INTO usage (account_id, metric_id, used_on, contract_id, value) VALUES (1, 1, 20600, 5, 3), (2, 1, 20600, 0, 4);
    INSERT INTO contact (id, account_id, name) VALUES (1, 1, 'Ann'), (2, 2, 'Bo');";

fn shell() -> Shell {
    let shell = Shell::with(BOOK);
    // Scored by a command that writes.
    let file = shell.file("catalog.csv", "name\nReports\n");
    assert_eq!(shell.run(&["import", "catalog", &file]).code, 0);
    shell
}

fn doctor(shell: &Shell, more: &[&str]) -> (Said, Value) {
    let said = shell.run(&[&["doctor", "--format", "json"], more].concat());
    let json = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{} {}", said.out, said.err));
    (said, json)
}

fn findings(json: &Value) -> Vec<String> {
    let line = |found: &Value| {
        format!("{}: {}", found["severity"].as_str().unwrap(), found["what"].as_str().unwrap())
    };
    json["findings"].as_array().unwrap().iter().map(line).collect()
}

/// Another program with everything switched off that would hold it back.
fn vandal(shell: &Shell, sql: &str) {
    let conn = Connection::open(shell.book()).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = off; PRAGMA recursive_triggers = off").unwrap();
    conn.execute_batch(sql).unwrap();
}

#[test]
fn a_sound_book_is_told_to_be() {
    let shell = shell();
    let (said, json) = doctor(&shell, &[]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert_eq!(
        keys(&json),
        ["bytes", "findings", "foreign_keys", "integrity", "ok", "rows", "schema_version"]
    );
    assert_eq!(json["ok"], true);
    assert_eq!(json["integrity"], "ok");
    assert_eq!(json["foreign_keys"], 0);
    assert_eq!(json["rows"]["account"], 2);
    assert_eq!(json["rows"]["usage"], 2);
    assert!(json["bytes"].as_u64().unwrap() > 100_000);
    assert_eq!(findings(&json), [""; 0]);
    let text = shell.run(&["doctor"]).out;
    assert!(text.starts_with("The book is sound\n"), "{text}");
}

/// (what the other program did, what is found, what is found after mending)
const DAMAGE: &[(&str, &str, &[&str])] = &[
    ("DROP TRIGGER account_ai", "error: the trigger account_ai is missing", &[]),
    (
        "DROP TRIGGER task_au; CREATE TRIGGER task_au AFTER UPDATE ON task BEGIN DELETE FROM account; END",
        "error: the trigger task_au is not as this program makes it",
        &[],
    ),
    (
        "CREATE TRIGGER \"odd \"\" name\" AFTER INSERT ON account BEGIN DELETE FROM journal; END",
        "error: the trigger odd \" name is not of this program",
        &[],
    ),
    ("CREATE VIEW looks AS SELECT * FROM account", "error: the view looks is not of this program", &[]),
    ("DROP INDEX task_owner", "error: the index task_owner is missing", &[]),
    ("UPDATE usage_day SET row_count = 7", "error: the counts of usage are wrong for 1 days", &[]),
    ("DELETE FROM usage_day", "error: the counts of usage are wrong for 1 days", &[]),
    (
        "DROP TRIGGER contract_bd; DELETE FROM contract",
        "error: 1 rows of usage are of a contract that is no longer there",
        &[],
    ),
    (
        "DROP TRIGGER account_bd; DELETE FROM account WHERE id = 2",
        "error: rows belong to what is no longer there: 1 of contact, 1 of usage",
        &[],
    ),
    (
        "UPDATE score SET health = 999 WHERE account_id = 1; UPDATE score SET band = 0, health = 1 WHERE account_id = 2",
        "error: the cached scores of 2 accounts are not those that the facts give",
        &[],
    ),
    (
        "DELETE FROM journal WHERE seq = 2",
        "error: 1 rows of the history are missing",
        &[
            "error: 1 rows of the history are missing",
            "error: the history contradicts which rows there are: 1 of account",
        ],
    ),
    (
        "INSERT INTO journal (tbl, rid, op) VALUES ('account', 1, 'D')",
        "error: the history contradicts which rows there are: 1 of account",
        &["error: the history contradicts which rows there are: 1 of account"],
    ),
    (
        "UPDATE txn SET first_seq = first_seq - 1 WHERE id = 1",
        "error: 1 changes in the history do not follow the one before them",
        &["error: 1 changes in the history do not follow the one before them"],
    ),
];

#[test]
fn damage_is_found_and_what_can_be_mended_is() {
    for (damage, found, left) in DAMAGE {
        let shell = shell();
        vandal(&shell, damage);
        let (said, json) = doctor(&shell, &[]);
        assert_eq!(said.code, 1, "{damage}");
        assert_eq!(json["ok"], false, "{damage}");
        assert!(findings(&json).iter().any(|line| line == found), "{damage}: {:?}", findings(&json));
        assert!(said.err.contains("the book is not as it must be"), "{}", said.err);
        let (said, json) = doctor(&shell, &["--mend", "--yes"]);
        let errors: Vec<_> = findings(&json).into_iter().filter(|line| line.starts_with("error")).collect();
        assert_eq!(errors, *left, "{damage}: {}", said.err);
        assert_eq!(said.code, i32::from(!left.is_empty()), "{damage}");
    }
}

#[test]
fn what_was_mended_in_rows_is_in_the_history_and_can_be_undone() {
    let shell = shell();
    vandal(&shell, "DROP TRIGGER account_bd; DELETE FROM account WHERE id = 2");
    doctor(&shell, &["--mend", "--yes"]);
    let conn = Connection::open(shell.book()).unwrap();
    let label: String = conn
        .query_row("SELECT label FROM txn WHERE derived = 0 ORDER BY id DESC", [], |row| row.get(0))
        .unwrap();
    assert_eq!(label, "Mended by doctor");
    let gone: String = conn
        .query_row("SELECT old FROM journal WHERE tbl = 'contact' AND op = 'D'", [], |row| row.get(0))
        .unwrap();
    assert!(gone.contains("\"name\":\"Bo\""), "{gone}");
}

#[test]
fn nothing_is_mended_without_consent() {
    let shell = shell();
    vandal(&shell, "DROP INDEX task_owner");
    let complaint = shell.complaint(2, &["doctor", "--mend"]);
    assert!(complaint.contains("nobody to ask") && complaint.contains("--yes"), "{complaint}");
    assert_eq!(doctor(&shell, &[]).1["ok"], false);
}

#[cfg(unix)]
#[test]
fn a_book_that_others_can_read_is_warned_about_and_closed() {
    use std::fs::{metadata, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let shell = shell();
    let mut open = metadata(shell.book()).unwrap().permissions();
    open.set_mode(0o644);
    set_permissions(shell.book(), open).unwrap();
    let said = shell.run(&["accounts"]);
    assert_eq!(said.code, 0);
    assert!(said.err.contains("other users of this machine can read the book"), "{}", said.err);
    assert_eq!(said.err.matches("warning:").count(), 1);
    let (said, json) = doctor(&shell, &[]);
    assert_eq!(said.code, 0, "the book itself is sound");
    assert!(findings(&json)[0].starts_with("warning: other users of this machine can read"));
    let (_, json) = doctor(&shell, &["--mend", "--yes"]);
    assert_eq!(findings(&json), [""; 0]);
    assert_eq!(metadata(shell.book()).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(shell.run(&["accounts"]).err, "");
}

#[test]
fn a_book_without_backup_gets_one() {
    let shell = Shell::with(BOOK);
    let (said, json) = doctor(&shell, &[]);
    assert_eq!(said.code, 0);
    assert!(findings(&json).contains(&"note: there is no backup yet".to_owned()), "{json}");
    let (_, json) = doctor(&shell, &["--mend", "--yes"]);
    assert!(!findings(&json).contains(&"note: there is no backup yet".to_owned()), "{json}");
}

#[test]
fn an_old_backup_is_told_of_and_a_new_one_made() {
    let shell = Shell::with(BOOK);
    // The age of a copy is told by the machine's clock.
    let days = backup::folder_of(&Location::at(shell.book()));
    std::fs::create_dir(&days).unwrap();
    std::fs::copy(shell.book(), days.join("2020-02-03.mainstay")).unwrap();
    let (said, json) = doctor(&shell, &[]);
    assert_eq!(said.code, 0);
    let old = "note: the last backup is of 2020-02-03, ";
    assert!(findings(&json).iter().any(|line| line.starts_with(old)), "{json}");
    let (_, json) = doctor(&shell, &["--mend", "--yes"]);
    assert!(!findings(&json).iter().any(|line| line.starts_with(old)), "{json}");
}

#[test]
fn a_log_that_was_never_folded_in_is_found_and_folded_in() {
    let shell = shell();
    let log = shell.book().with_extension("mainstay-wal");
    // Three hundred megabytes, of which no disk holds a byte.
    std::fs::File::create(&log).unwrap().set_len(300_000_000).unwrap();
    let (said, json) = doctor(&shell, &[]);
    assert_eq!(said.code, 0);
    let long = "warning: the log of recent changes has 300 MB".to_owned();
    assert!(findings(&json).contains(&long), "{json}");
    let (_, json) = doctor(&shell, &["--mend", "--yes"]);
    assert_eq!(findings(&json), [""; 0]);
    assert_eq!(shell.run(&["accounts"]).code, 0);
}

#[test]
fn what_a_stopped_program_left_is_found_and_removed_and_nothing_else_is() {
    let shell = shell();
    let place = |name: &str| {
        let mut file = shell.book().into_os_string();
        file.push(name);
        std::path::PathBuf::from(file)
    };
    let left = place(".unready-Ab12Cd");
    std::fs::create_dir(&left).unwrap();
    for file in ["copy", "copy-journal", "lock"] {
        std::fs::write(left.join(file), if file == "lock" { "" } else { "half a book" }).unwrap();
    }
    let (mine, thesis) = (place(".unready-thesis"), place(".unready-thesis").join("copy"));
    std::fs::create_dir(&mine).unwrap();
    std::fs::write(&thesis, "mine").unwrap();
    let (said, json) = doctor(&shell, &[]);
    assert_eq!(said.code, 0, "the book itself is sound");
    let told = format!(
        "warning: a program that was stopped left an unfinished copy of the book: {}",
        left.display()
    );
    assert_eq!(findings(&json), [told]);
    assert!(left.exists(), "looking changes nothing");
    let (_, json) = doctor(&shell, &["--mend", "--yes"]);
    assert_eq!(findings(&json), [""; 0]);
    assert!(!left.exists() && thesis.exists());
}
