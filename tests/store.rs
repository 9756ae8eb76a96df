//! The book as a file: what it refuses, what its triggers write, whoever writes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

use mainstay::domain::Day;
use mainstay::store::{Book, Location, Reader, facts, held};
use rusqlite::Connection;
use tempfile::TempDir;

fn new_book() -> (TempDir, Location) {
    let dir = tempfile::tempdir().unwrap();
    let location = Location::at(dir.path().join("book.mainstay"));
    Book::open(&location).unwrap();
    (dir, location)
}

/// Another program: plain SQLite, foreign keys off as in the shell.
fn outsider(location: &Location) -> Connection {
    let conn = Connection::open(location.path()).unwrap();
    conn.pragma_update(None, "foreign_keys", false).unwrap();
    conn
}

fn texts(conn: &Connection, sql: &str) -> Vec<String> {
    let mut statement = conn.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_change_by_another_program_is_journaled_and_marks_the_account() {
    let (_dir, location) = new_book();
    let conn = outsider(&location);
    conn.execute_batch(
        "INSERT INTO account (id, name) VALUES (7, 'Acme');
         DELETE FROM dirty;
         UPDATE account SET name = 'Acme \"Ltd\"', employees = 5 WHERE id = 7;
         UPDATE account SET name = name WHERE id = 7;
         INSERT INTO goal (id, account_id, title) VALUES (3, 7, 'Faster');
         INSERT INTO goal_update (goal_id, updated_on, status) VALUES (3, 20000, 0);",
    )
    .unwrap();
    let journal = texts(
        &conn,
        "SELECT op || ' ' || tbl || ' ' || rid || coalesce(' ' || old, '') || coalesce(' ' || new, '') FROM journal",
    );
    assert_eq!(
        journal,
        [
            "I account 7",
            r#"U account 7 {"name":"Acme","employees":null} {"name":"Acme \"Ltd\"","employees":5}"#,
            "I goal 3",
            "I goal_update 1",
        ]
    );
    assert_eq!(texts(&conn, "SELECT account_id || '' FROM dirty"), ["7"]);
}

#[test]
fn deleting_an_account_takes_everything_of_it_along_whoever_deletes() {
    let (_dir, location) = new_book();
    let conn = outsider(&location);
    conn.execute_batch(
        "INSERT INTO account (id, name) VALUES (1, 'Acme'), (2, 'Beta');
         UPDATE account SET parent_id = 1 WHERE id = 2;
         INSERT INTO contract (id, account_id, start_on, yearly_minor) VALUES (5, 1, 20000, 100);
         INSERT INTO metric (id, name) VALUES (1, 'logins');
         INSERT INTO usage (account_id, metric_id, used_on, contract_id, value) VALUES (1, 1, 20001, 5, 3), (2, 1, 20001, 0, 4);
         INSERT INTO touchpoint (id, account_id, touched_on, kind) VALUES (1, 1, 20000, 1);
         INSERT INTO contact (id, account_id, name) VALUES (1, 1, 'Ann');
         INSERT INTO touchpoint_attendee (touchpoint_id, contact_id) VALUES (1, 1);
         DELETE FROM account WHERE id = 1;",
    )
    .unwrap();
    for table in ["contract", "touchpoint", "touchpoint_attendee", "contact"] {
        assert_eq!(texts(&conn, &format!("SELECT count(*) || '' FROM {table}")), ["0"], "{table}");
    }
    assert_eq!(texts(&conn, "SELECT account_id || '' FROM usage"), ["2"]);
    assert_eq!(texts(&conn, "SELECT row_count || '' FROM usage_day"), ["1"]);
    assert_eq!(texts(&conn, "SELECT coalesce(parent_id, 'none') || '' FROM account"), ["none"]);
    assert!(texts(&conn, "PRAGMA foreign_key_check").is_empty());
    // What the account's usage was is in the journal, since nothing else has it.
    assert_eq!(
        texts(&conn, "SELECT old FROM journal WHERE tbl = 'usage' AND op = 'D'"),
        [r#"{"account_id":1,"metric_id":1,"used_on":20001,"contract_id":5,"value":3.0}"#]
    );
}

#[test]
fn usage_days_are_counted_as_rows_come_move_and_go() {
    let (_dir, location) = new_book();
    let conn = outsider(&location);
    conn.execute_batch(
        "INSERT INTO account (id, name) VALUES (1, 'Acme'), (2, 'Beta');
         INSERT INTO metric (id, name) VALUES (1, 'logins');
         INSERT INTO usage (account_id, metric_id, used_on, value) VALUES (1, 1, 100, 1), (2, 1, 100, 1), (2, 1, 90, 0);
         UPDATE usage SET used_on = 110 WHERE account_id = 1;
         DELETE FROM usage WHERE used_on = 90;",
    )
    .unwrap();
    let days = texts(&conn, "SELECT used_on || ':' || row_count FROM usage_day ORDER BY used_on");
    assert_eq!(days, ["100:1", "110:1"]);
    let held = held::facts(&Reader::open(&location).unwrap()).unwrap();
    assert_eq!(held.usage_days, [Day(100), Day(110)]);
    assert_eq!(held.metrics[0].first_on, Some(Day(100)));
}

#[test]
fn every_row_has_a_uuid_of_version_seven() {
    let (_dir, location) = new_book();
    let conn = outsider(&location);
    conn.execute_batch("INSERT INTO account (name) VALUES ('a'), ('b'), ('c')").unwrap();
    for uid in texts(&conn, "SELECT uid FROM account") {
        let shape: String = uid.chars().map(|c| if c == '-' { '-' } else { 'x' }).collect();
        assert_eq!(shape, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "{uid}");
        assert_eq!(&uid[14..15], "7", "{uid}");
        assert!("89ab".contains(&uid[19..20]), "{uid}");
        let millis = i64::from_str_radix(&uid[..13].replace('-', ""), 16).unwrap();
        assert!((1_700_000_000_000..4_000_000_000_000).contains(&millis), "{uid}");
    }
}

#[test]
fn the_domain_is_held_by_the_file_itself() {
    let (_dir, location) = new_book();
    let conn = outsider(&location);
    conn.execute_batch("INSERT INTO account (id, name) VALUES (1, 'Acme')").unwrap();
    for refused in [
        "INSERT INTO account (name) VALUES ('  ')",
        "INSERT INTO account (name, stage) VALUES ('x', 9)",
        "UPDATE account SET parent_id = id",
        "UPDATE account SET id = 2",
        "INSERT INTO contract (account_id, start_on, end_on, yearly_minor) VALUES (1, 20000, 19999, 0)",
        "INSERT INTO contract (account_id, start_on, yearly_minor) VALUES (1, 20000, -1)",
        "INSERT INTO contract (account_id, start_on, yearly_minor, currency) VALUES (1, 20000, 1, 'usd')",
        "INSERT INTO contract (account_id, start_on, yearly_minor) VALUES (1, '2026-01-01', 1)",
        "INSERT INTO survey (account_id, kind, score_micro, answered_on) VALUES (1, 0, 11000000, 20000)",
        "INSERT INTO touchpoint (account_id, touched_on, kind, pulse) VALUES (1, 20000, 1, 6)",
        "INSERT INTO plan (account_id, quarter, written_on) VALUES (1, '2026-Q5', 20000)",
        "INSERT INTO health_override (account_id, band, reason, set_on, expires_on) VALUES (1, 2, 'x', 5, 5)",
    ] {
        assert!(conn.execute_batch(refused).is_err(), "accepted: {refused}");
    }
}

#[test]
fn what_is_no_book_is_refused_with_a_sentence_and_left_untouched() {
    let dir = tempfile::tempdir().unwrap();
    let refuse = |name: &str, says: &str| {
        let location = Location::at(dir.path().join(name));
        let before = std::fs::read(location.path()).ok();
        let error = Book::open(&location).err().unwrap_or_else(|| panic!("{name} was opened"));
        assert!(error.to_string().contains(says), "{name}: {error}");
        assert!(error.hint.is_some(), "{name}: {error}");
        assert_eq!(std::fs::read(location.path()).ok(), before, "{name} was changed");
    };
    refuse(".", "is a folder");
    std::fs::write(dir.path().join("text"), "id,name\n1,Acme\n").unwrap();
    refuse("text", "is not a Mainstay book");
    let foreign = Connection::open(dir.path().join("foreign")).unwrap();
    foreign.execute_batch("CREATE TABLE t (x)").unwrap();
    drop(foreign);
    refuse("foreign", "database of another program");
    Book::open(&Location::at(dir.path().join("newer"))).unwrap();
    let newer = Connection::open(dir.path().join("newer")).unwrap();
    newer.execute_batch("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(newer);
    refuse("newer", "newer Mainstay (its schema is 99, this program knows");
    std::fs::write(dir.path().join("torn"), [b"SQLite format 3\0".as_slice(), &[7; 4000]].concat()).unwrap();
    refuse("torn", "book");
    let missing = Reader::open(&Location::at(dir.path().join("missing"))).err().unwrap();
    assert!(missing.to_string().contains("there is no book"), "{missing}");
}

#[cfg(unix)]
#[test]
fn a_book_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let location = Location::at(dir.path().join("deep/er/book.mainstay"));
    let mut book = Book::open(&location).unwrap();
    book.transact(|_| Ok(())).unwrap();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(location.path()), 0o600);
    assert_eq!(mode(location.path().parent().unwrap()), 0o700);
    assert_eq!(mode(&dir.path().join("deep/er/book.mainstay-wal")), 0o600);
}

#[test]
fn facts_of_one_account_are_those_of_the_stream() {
    let (_dir, location) = new_book();
    let conn = outsider(&location);
    conn.execute_batch(
        "INSERT INTO metric (id, name) VALUES (1, 'logins'), (2, 'seats');
         INSERT INTO feature (id, name) VALUES (1, 'f');
         INSERT INTO account (id, external_id, name, stage) VALUES (1, 'A1', 'Acme', 2), (5, NULL, 'Beta', 1), (9, 'C', 'Cees', 5);
         INSERT INTO contract (id, account_id, start_on, yearly_minor, seats) VALUES (1, 5, 100, 12, 3), (2, 5, 50, 24, NULL);
         INSERT INTO usage (account_id, metric_id, used_on, contract_id, value)
           VALUES (5, 2, 110, 1, 2.5), (5, 2, 110, 2, 1), (5, 2, 103, 0, 4), (9, 1, 1, 0, 1), (4, 1, 1, 0, 1);
         INSERT INTO feature_use (account_id, feature_id, used_on, uses) VALUES (5, 1, 110, 0);
         INSERT INTO contact (id, account_id, name, role) VALUES (1, 5, 'Ann', 1), (2, 5, 'Bo', 4);
         INSERT INTO touchpoint (id, account_id, touched_on, kind) VALUES (1, 5, 60, 0), (2, 5, 60, 0);
         INSERT INTO touchpoint_attendee (touchpoint_id, contact_id) VALUES (2, 1), (2, 2);
         INSERT INTO goal (id, account_id, title, started_on) VALUES (1, 5, 'a', 10), (2, 5, 'b', 20);
         INSERT INTO goal_update (goal_id, updated_on, status) VALUES (1, 30, 3), (1, NULL, 0);
         INSERT INTO onboarding (id, account_id, started_on) VALUES (1, 5, 40), (2, 5, 50);
         INSERT INTO step (onboarding_id, title, due_on) VALUES (2, 'x', 55), (2, 'y', 56);",
    )
    .unwrap();
    let reader = Reader::open(&location).unwrap();
    let mut all = Vec::new();
    facts::each(&reader, i64::MIN..=i64::MAX, None, |record| {
        all.push(record);
        Ok(std::ops::ControlFlow::Continue(()))
    })
    .unwrap();
    assert_eq!(all.iter().map(|record| record.facts.id).collect::<Vec<_>>(), [1, 5, 9]);
    for record in &all {
        assert_eq!(facts::one(&reader, record.facts.id, None).unwrap().as_ref(), Some(record));
    }
    let beta = &all[1].facts;
    assert_eq!(beta.usage[0].points, [(Day(103), 4.0), (Day(110), 3.5)]);
    assert_eq!(
        beta.touchpoints.iter().map(|t| (t.is_bare_note(), t.attendees.len())).collect::<Vec<_>>(),
        [(true, 0), (false, 2)]
    );
    assert_eq!(beta.goals[0].updates.iter().map(|u| u.1).collect::<Vec<_>>(), [Day(10), Day(30)]);
    assert_eq!(beta.onboardings.iter().map(|o| o.steps.len()).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(all[1].amounts.iter().map(|a| a.yearly_minor).sum::<i64>(), 36);
}

/// What `.cargo/config.toml` says of SQLite.
#[test]
fn connections_share_neither_a_pool_of_pages_nor_a_lock_around_memory() {
    let used = "SELECT sqlite_compileoption_used('ENABLE_MEMORY_MANAGEMENT'),
        sqlite_compileoption_used('DEFAULT_MEMSTATUS=0')";
    let conn = Connection::open_in_memory().unwrap();
    let (shared, uncounted): (bool, bool) =
        conn.query_row(used, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert!(!shared && uncounted);
}
