//! Undo and redo step by step, as a person meets them.

use crate::support::{Desk, int, text};

#[test]
fn steps_go_back_and_forth_in_order() {
    let mut desk = Desk::empty();
    let empty = desk.snapshot();
    let id = desk.insert("New account Acme", "account", &[("name", text("Acme"))]);
    desk.update("Stage of Acme", "account", id, &[("stage", int(3))]);
    desk.update("Name of Acme", "account", id, &[("name", text("Acme 🚀 \"x\" {\"a\":1}"))]);
    let full = desk.snapshot();
    let (undone, written) = desk.writer.undo().unwrap();
    assert_eq!((undone.sentence().as_str(), undone.rows), ("Took back: Name of Acme", 1));
    assert!(written.txn.is_some());
    assert_eq!(desk.writer.undo().unwrap().0.label, "Stage of Acme");
    assert_eq!(desk.scalar("SELECT stage || name FROM account"), "2Acme");
    assert_eq!(desk.writer.redo().unwrap().0.sentence(), "Done again: Stage of Acme");
    assert_eq!(desk.writer.undo().unwrap().0.title(), "Undo: Stage of Acme");
    assert_eq!(desk.writer.undo().unwrap().0.label, "New account Acme");
    assert_eq!(desk.writer.undo().unwrap_err().what, "there is nothing to undo");
    assert_eq!(desk.snapshot(), empty);
    assert_eq!(desk.redo_all(), 3);
    assert_eq!(desk.snapshot(), full);
    desk.assert_fresh();
}

#[test]
fn a_new_change_ends_what_could_be_redone() {
    let mut desk = Desk::empty();
    let id = desk.insert("Acme", "account", &[("name", text("Acme"))]);
    desk.update("One", "account", id, &[("stage", int(3))]);
    desk.writer.undo().unwrap();
    desk.update("Two", "account", id, &[("stage", int(4))]);
    assert!(desk.writer.redo().unwrap_err().what.starts_with("there is nothing to redo"));
    assert_eq!(desk.writer.undo().unwrap().0.label, "Two");
    assert_eq!(desk.writer.undo().unwrap().0.label, "Acme");
}

#[test]
fn a_deleted_account_comes_back_with_everything_that_was_its() {
    let mut desk = Desk::empty();
    desk.outside(
        "INSERT INTO metric (id, name) VALUES (1, 'logins');
         INSERT INTO account (id, name) VALUES (1, 'Acme'), (2, 'Child');
         UPDATE account SET parent_id = 1 WHERE id = 2;
         INSERT INTO contract (id, account_id, start_on, yearly_minor) VALUES (1, 1, 19000, 5);
         INSERT INTO contact (id, account_id, name) VALUES (1, 1, 'Ann');
         INSERT INTO touchpoint (id, account_id, touched_on, kind) VALUES (1, 1, 19990, 1);
         INSERT INTO touchpoint_attendee (touchpoint_id, contact_id) VALUES (1, 1);
         INSERT INTO survey (account_id, contact_id, kind, score_micro, answered_on) VALUES (1, 1, 0, 9000000, 19990);
         INSERT INTO usage (account_id, metric_id, used_on, contract_id, value)
           VALUES (1, 1, 19990, 1, 0.1), (1, 1, 19990, 0, 3), (2, 1, 19990, 0, 4);",
    );
    let full = desk.snapshot();
    desk.delete("Delete Acme", "account", 1);
    let without = desk.snapshot();
    for _ in 0..2 {
        desk.writer.undo().unwrap();
        assert_eq!(desk.snapshot(), full);
        desk.assert_fresh();
        desk.writer.redo().unwrap();
        assert_eq!(desk.snapshot(), without);
        desk.assert_fresh();
    }
}

#[test]
fn usage_follows_its_contract_there_and_back() {
    let mut desk = Desk::empty();
    desk.outside(
        "INSERT INTO metric (id, name) VALUES (1, 'logins');
         INSERT INTO account (id, name) VALUES (1, 'Acme'), (2, 'Beta');
         INSERT INTO contract (id, account_id, start_on, yearly_minor) VALUES (7, 1, 19000, 5);
         INSERT INTO usage (account_id, metric_id, used_on, contract_id, value) VALUES (1, 1, 19990, 7, 2.5);",
    );
    let before = desk.snapshot();
    desk.update("Move", "contract", 7, &[("account_id", int(2))]);
    assert_eq!(desk.scalar("SELECT account_id FROM usage"), "2");
    let after = desk.snapshot();
    for _ in 0..2 {
        desk.writer.undo().unwrap();
        assert_eq!(desk.snapshot(), before);
        desk.writer.redo().unwrap();
        assert_eq!(desk.snapshot(), after);
    }
}

#[test]
fn an_edit_of_another_program_can_be_taken_back() {
    let mut desk = Desk::empty();
    let id = desk.insert("Acme", "account", &[("name", text("Acme"))]);
    desk.outside(&format!("UPDATE account SET name = 'Ácme' WHERE id = {id}"));
    assert_eq!(desk.writer.undo().unwrap().0.label, "Edited by another program");
    assert_eq!(desk.scalar("SELECT name FROM account"), "Acme");
}

#[test]
fn an_older_change_is_taken_back_out_of_order_and_that_can_be_undone() {
    let mut desk = Desk::empty();
    let id = desk.insert("Acme", "account", &[("name", text("Acme"))]);
    desk.update("Stage", "account", id, &[("stage", int(3))]);
    desk.update("Domain", "account", id, &[("domain", text("acme.example"))]);
    let stage = desk.scalar("SELECT id FROM txn WHERE label = 'Stage'").parse().unwrap();
    let all = desk.snapshot();
    desk.writer.undo_txn(stage).unwrap();
    assert_eq!(desk.scalar("SELECT stage || domain FROM account"), "2acme.example");
    let twice = desk.writer.undo_txn(stage).unwrap_err();
    assert!(twice.what.contains("is taken back already"), "{twice}");
    assert_eq!(desk.writer.undo().unwrap().0.sentence(), "Done again: Stage");
    assert_eq!(desk.snapshot(), all);
    // Then on in order.
    assert_eq!(desk.writer.undo().unwrap().0.label, "Domain");
    assert_eq!(desk.writer.undo().unwrap().0.label, "Stage");
    // Stage, Domain, and that Stage was taken back.
    assert_eq!(desk.redo_all(), 3);
    assert_eq!(desk.scalar("SELECT stage || domain FROM account"), "2acme.example");
}

#[test]
fn a_step_costs_the_same_after_thousands() {
    // The plans tell: whatever a step asks of the history, it asks of an index.
    let desk = Desk::empty();
    for sql in [
        "SELECT DISTINCT tbl FROM journal NOT INDEXED WHERE seq > 5",
        "SELECT rid FROM journal NOT INDEXED WHERE seq > 5 AND tbl = 'account' AND op = 'D'",
        "SELECT undo_next, redo_next FROM txn ORDER BY id DESC LIMIT 1",
        "SELECT coalesce(max(last_seq), 0) FROM txn",
        "SELECT coalesce(max(id), 0) + 1 FROM txn",
        "SELECT id FROM txn t WHERE t.last_seq >= 5 ORDER BY t.last_seq, t.id LIMIT 1",
        "SELECT id FROM txn t WHERE t.root = 5 ORDER BY t.id DESC LIMIT 1",
        "SELECT seq FROM journal WHERE seq BETWEEN 1 AND 5 ORDER BY seq DESC",
        "SELECT op FROM journal WHERE tbl = 'account' AND rid = 5 AND seq < 9 ORDER BY seq DESC LIMIT 1",
        "UPDATE import_run SET undone_at = NULL WHERE txn_id = 5",
    ] {
        let mut statement = desk.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let plan: Vec<String> =
            statement.query_map([], |row| row.get(3)).unwrap().map(Result::unwrap).collect();
        // The newest row of a table without a condition is found from its end.
        let from_the_end = sql.contains("ORDER BY id DESC LIMIT 1");
        let scans = plan.iter().any(|step| step.starts_with("SCAN") && !from_the_end);
        assert!(!scans, "{sql}: {plan:?}");
        let sorts = plan.iter().any(|step| step.contains("TEMP B-TREE") && !step.contains("DISTINCT"));
        assert!(!sorts, "{sql}: {plan:?}");
    }
}

#[test]
fn what_was_deleted_is_found_without_reading_what_was_changed() {
    let desk = Desk::empty();
    let sql = "EXPLAIN QUERY PLAN SELECT rid, json_extract(old, '$.account_id') FROM journal WHERE tbl = ?1 AND op = 'D'";
    let plan: String = desk.conn.query_row(sql, ["contact"], |row| row.get(3)).unwrap();
    assert!(plan.contains("journal_gone"), "{plan}");
}
