//! Files that somebody made to do harm are refused, or do none.

use std::time::{Duration, Instant};

use mainstay::domain::Day;
use mainstay::engine::{Clock, Writer};
use mainstay::store::{Book, Location, Reader};
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::shell::Shell;

/// Changes the schema as no SQL statement could.
fn rewrite(shell: &Shell, sql: &str) {
    let conn = Connection::open(shell.book()).unwrap();
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false).unwrap();
    conn.execute_batch("PRAGMA writable_schema = on").unwrap();
    conn.execute_batch(sql).unwrap();
    conn.execute_batch("PRAGMA writable_schema = reset").unwrap();
}

#[test]
fn triggers_and_views_of_others_are_refused_and_can_be_taken_out() {
    for (sql, what) in [
        ("CREATE TRIGGER t AFTER INSERT ON account BEGIN DELETE FROM account; END", "triggers"),
        // The same name, another body.
        (
            "UPDATE sqlite_schema SET sql = 'CREATE TRIGGER task_ai AFTER INSERT ON task BEGIN DELETE FROM account; END'
             WHERE name = 'task_ai'",
            "triggers",
        ),
        ("CREATE VIEW v AS SELECT 1", "views"),
    ] {
        let shell = Shell::with("INSERT INTO account (id, name) VALUES (1, 'Acme')");
        rewrite(&shell, sql);
        let file = shell.file("accounts.csv", "external_id,name\nA-2,Beta\n");
        let complaint = shell.complaint(1, &["import", "accounts", &file]);
        assert!(complaint.contains(&format!("the book has {what} that this program did not make")), "{complaint}");
        assert!(complaint.contains("mainstay doctor --mend"), "{complaint}");
        assert_eq!(shell.run(&["doctor", "--mend", "--yes"]).code, 0, "{sql}");
        assert_eq!(shell.run(&["import", "accounts", &file]).code, 0, "{sql}");
        assert_eq!(shell.json(&["accounts"]).as_array().unwrap().len(), 2, "{sql}");
    }
}

#[test]
fn a_view_in_place_of_a_table_is_never_asked() {
    let shell = Shell::with("");
    // Counts forever.
    rewrite(
        &shell,
        "DROP TABLE alert; CREATE VIEW alert AS
           WITH RECURSIVE forever (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM forever) SELECT n AS id FROM forever",
    );
    let started = Instant::now();
    assert!(shell.complaint(1, &["accounts"]).contains("views that this program did not make"));
    let said = shell.run(&["doctor", "--mend", "--yes"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("the table alert is missing"), "{} {}", said.out, said.err);
    assert!(said.err.contains("mainstay restore"), "{}", said.err);
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn values_of_a_wrong_type_are_a_sentence() {
    let shell = Shell::with("INSERT INTO account (id, name) VALUES (1, 'Acme')");
    rewrite(&shell, "UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = 'account'");
    let conn = Connection::open(shell.book()).unwrap();
    conn.execute_batch(
        "PRAGMA ignore_check_constraints = on; UPDATE account SET signed_on = 'soon' WHERE id = 1",
    )
    .unwrap();
    drop(conn);
    assert_eq!(shell.run(&["show", "Acme"]).code, 1);
    assert!(shell.complaint(1, &["why", "1"]).contains("hint:"));
    let said = shell.run(&["doctor"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("the table account is not as this program makes it"), "{}", said.out);
}

#[test]
fn values_that_would_fill_the_memory_are_a_sentence() {
    let shell = Shell::with("INSERT INTO account (id, name) VALUES (1, 'Acme')");
    let conn = Connection::open(shell.book()).unwrap();
    conn.execute_batch(
        "PRAGMA ignore_check_constraints = on;
         UPDATE account SET name = printf('%.*c', 100000000, 'x') WHERE id = 1",
    )
    .unwrap();
    drop(conn);
    let complaint = shell.complaint(1, &["show", "1"]);
    assert!(complaint.contains("far too large"), "{complaint}");
    assert_eq!(shell.run(&["doctor"]).code, 1);
}

#[test]
fn looking_at_the_triggers_costs_little() {
    let shell = Shell::with("");
    let location = Location::at(shell.book());
    let time = |open: &dyn Fn()| {
        let started = Instant::now();
        open();
        started.elapsed()
    };
    // In turns, so that whatever else the machine does falls on both.
    let (mut read, mut write) = (Duration::MAX, Duration::MAX);
    for _ in 0..20 {
        read = read.min(time(&|| drop(Reader::open(&location).unwrap())));
        write = write.min(time(&|| drop(Book::open(&location).unwrap())));
    }
    // Unoptimised; what both have in common is reading the schema.
    assert!(write < read * 3 + Duration::from_millis(40), "{read:?} to read, {write:?} to write");
    drop(Writer::open(&location, Clock::Fixed(Day(20_634))).unwrap());
}
