//! What cannot be taken back is refused with the reason, and nothing is changed.

use crate::support::{Desk, int, text};

/// What is done first, the label of the change to be taken back, what the refusal says.
type Case = (&'static str, fn(&mut Desk), &'static [&'static str]);

const CASES: &[Case] = &[
    (
        "a field that was changed since says what it is now and who did it",
        |desk| {
            let id = desk.insert("New", "account", &[("name", text("Acme"))]);
            desk.update("It", "account", id, &[("stage", int(3))]);
            desk.update("Later", "account", id, &[("stage", int(4))]);
        },
        &["account Acme", "stage is now \"renewal\", not \"expansion\"", "\"Later\"", "undo 3"],
    ),
    (
        "a row that was edited since is not deleted",
        |desk| {
            let id = desk.insert("It", "account", &[("name", text("Acme"))]);
            desk.update("Later", "account", id, &[("name", text("Acme AG"))]);
        },
        &["account Acme AG", "name is now \"Acme AG\", not \"Acme\"", "\"Later\""],
    ),
    (
        "a row to which another was added since is not deleted",
        |desk| {
            let id = desk.insert("It", "account", &[("name", text("Acme"))]);
            desk.insert("Later", "contact", &[("account_id", int(id)), ("name", text("Ann"))]);
        },
        &["account Acme", "contact Ann of Acme refers to it", "\"Later\""],
    ),
    (
        "a row that is gone is named as it was",
        |desk| {
            let id = desk.insert("New", "account", &[("name", text("Acme"))]);
            desk.update("It", "account", id, &[("stage", int(3))]);
            desk.delete("Later", "account", id);
        },
        &["account Acme is no longer there", "\"Later\""],
    ),
    (
        "a row is not brought back without what it belongs to",
        |desk| {
            let id = desk.insert("New", "account", &[("name", text("Acme"))]);
            let contact = desk.insert("Ann", "contact", &[("account_id", int(id)), ("name", text("Ann"))]);
            desk.delete("It", "contact", contact);
            desk.delete("Later", "account", id);
        },
        &["contact Ann of Acme", "account Acme, to which it belongs, is no longer there", "\"Later\""],
    ),
    (
        "an id that another row has now is named",
        |desk| {
            let id = desk.insert("New", "account", &[("name", text("Acme")), ("external_id", text("A-1"))]);
            desk.update("It", "account", id, &[("external_id", text("A-2"))]);
            desk.insert("Later", "account", &[("name", text("Beta")), ("external_id", text("A-1"))]);
        },
        &["account Acme", "another row has its external id now"],
    ),
    (
        "a metric of which there are values stays",
        |desk| {
            desk.insert("It", "metric", &[("name", text("logins"))]);
            desk.outside(
                "INSERT INTO account (id, name) VALUES (7, 'Acme');
                 INSERT INTO usage (account_id, metric_id, used_on, value) VALUES (7, 1, 19990, 3);",
            );
        },
        &["metric logins", "there are values of it"],
    ),
    (
        "a value of usage that was changed since",
        |desk| {
            desk.outside(
                "INSERT INTO account (id, name) VALUES (7, 'Acme');
                 INSERT INTO metric (id, name) VALUES (1, 'logins');
                 INSERT INTO usage (account_id, metric_id, used_on, value) VALUES (7, 1, 19990, 3);",
            );
            desk.outside("UPDATE usage SET value = 4");
            desk.conn.execute_batch("UPDATE txn SET label = 'It' WHERE id = 2").unwrap();
            desk.outside("UPDATE usage SET value = 5");
        },
        &["usage logins on 2024-09-24 of Acme", "changed or deleted since"],
    ),
];

#[test]
fn what_the_world_has_moved_on_from_is_refused_with_the_reason() {
    for (name, prepare, said) in CASES {
        let mut desk = Desk::empty();
        prepare(&mut desk);
        let before = (desk.snapshot(), desk.scalar("SELECT count(*) FROM journal"));
        let txn = desk.scalar("SELECT id FROM txn WHERE label = 'It'").parse().unwrap();
        let error = desk.writer.undo_txn(txn).expect_err(name).to_string();
        for part in said.iter().chain(&["cannot be taken back"]) {
            assert!(error.contains(part), "{name}: {error}");
        }
        assert_eq!((desk.snapshot(), desk.scalar("SELECT count(*) FROM journal")), before, "{name}");
        desk.assert_fresh();
    }
}

#[test]
fn a_row_that_another_program_replaced_is_not_guessed_at() {
    let mut desk = Desk::empty();
    let id = desk.insert("New", "account", &[("name", text("Acme")), ("external_id", text("A-1"))]);
    desk.outside(&format!(
        "INSERT OR REPLACE INTO account (id, external_id, name) VALUES ({id}, 'A-1', 'New')"
    ));
    let error = desk.writer.undo().unwrap_err().to_string();
    assert!(error.contains("account New: another program replaced it as a whole"), "{error}");
    assert_eq!(desk.scalar("SELECT name FROM account"), "New");
}

#[test]
fn a_change_that_is_not_there_or_empty_says_so() {
    let mut desk = Desk::empty();
    assert_eq!(desk.writer.undo_txn(9).unwrap_err().what, "there is no change 9");
    assert_eq!(desk.writer.undo_import(9).unwrap_err().what, "there is no import 9");
    assert_eq!(desk.writer.redo().unwrap_err().what, "there is nothing to redo");
}

#[test]
fn a_journal_that_names_foreign_tables_or_columns_runs_nothing() {
    let mut desk = Desk::empty();
    desk.insert("New", "account", &[("name", text("Acme"))]);
    for row in [
        "('sqlite_schema', 1, 'D', '{\"name\":\"x\"}', NULL)",
        "('account', 1, 'U', '{\"name=name;--\":1}', '{\"name\":\"Acme\"}')",
        "('account', 1, 'D', 'no json', NULL)",
    ] {
        desk.conn
            .execute_batch(&format!(
                "DELETE FROM journal WHERE seq > 1; DELETE FROM txn WHERE id > 1;
                 INSERT INTO journal (tbl, rid, op, old, new) VALUES {row};"
            ))
            .unwrap();
        let error = desk.writer.undo().unwrap_err();
        assert!(!error.what.is_empty());
        assert_eq!(desk.scalar("SELECT name FROM account"), "Acme");
    }
}
