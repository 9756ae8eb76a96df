//! An import taken back: all of it, but for what was edited since.

use std::ops::ControlFlow;

use mainstay::engine::Writer;
use mainstay::import::Request;
use mainstay::import::kind::Kind;

use crate::support::{Desk, int, text};

/// Imports a file of a kind; gives the run.
pub fn import(writer: &mut Writer, kind: &str, csv: &str) -> mainstay::domain::Result<i64> {
    let request = Request::new(Kind::named(kind)?, format!("{kind}.csv"), csv.as_bytes().to_vec());
    Ok(writer.import(&request, false, &mut |_| ControlFlow::Continue(()))?.run)
}

const ACCOUNTS: &str = "external_id,name,csm,segment\nA-1,Acme,Ann,big\nA-2,Beta,Joe,small\n";

#[test]
fn rows_edited_since_are_kept_and_listed() {
    let mut desk = Desk::empty();
    let empty = desk.snapshot();
    let run = import(&mut desk.writer, "accounts", ACCOUNTS).unwrap();
    let imported = desk.snapshot();
    desk.update("Stage of Acme", "account", 1, &[("stage", int(3))]);
    let edited = desk.snapshot();
    let (undone, _) = desk.writer.undo_import(run).unwrap();
    // Acme was edited; its manager and segment are needed by it.
    let kept: Vec<_> = undone.kept.iter().map(|kept| kept.what.as_str()).collect();
    assert_eq!(kept, ["account Acme", "team member Ann", "segment big"]);
    assert!(undone.kept[0].why.contains("stage is now \"expansion\", not \"adoption\""), "{undone:?}");
    assert!(undone.kept[1].why.contains("account Acme refers to it"), "{undone:?}");
    assert_eq!(desk.scalar("SELECT group_concat(name) FROM account"), "Acme");
    assert_ne!(desk.scalar("SELECT undone_at FROM import_run"), "null");
    let twice = desk.writer.undo_import(run).unwrap_err();
    assert!(twice.what.starts_with("import 1 is taken back already"), "{twice}");
    // Undo of that is redo.
    desk.writer.undo().unwrap();
    assert_eq!(desk.snapshot(), edited);
    assert_eq!(desk.scalar("SELECT undone_at FROM import_run"), "null");
    desk.writer.undo().unwrap();
    assert_eq!(desk.snapshot(), imported);
    desk.writer.undo().unwrap();
    assert_eq!(desk.snapshot(), empty);
    assert_ne!(desk.scalar("SELECT undone_at FROM import_run"), "null");
    desk.assert_fresh();
}

#[test]
fn usage_that_a_run_made_and_overwrote_is_as_before() {
    let mut desk = Desk::empty();
    import(&mut desk.writer, "accounts", ACCOUNTS).unwrap();
    import(
        &mut desk.writer,
        "usage",
        "account,date,metric,value\nA-1,2024-09-01,logins,1\nA-1,2024-09-02,logins,2\n",
    )
    .unwrap();
    let before = desk.snapshot();
    let run = import(
        &mut desk.writer,
        "usage",
        "account,date,metric,value\nA-1,2024-09-02,logins,7\nA-1,2024-09-03,logins,0.1\nA-2,2024-09-03,seats,9\n",
    )
    .unwrap();
    let after = desk.snapshot();
    let (undone, _) = desk.writer.undo_import(run).unwrap();
    assert_eq!((undone.rows, undone.kept.len()), (2 + 1 + 1, 0), "two made, one overwrote, one metric");
    assert_eq!(desk.snapshot(), before);
    desk.assert_fresh();
    desk.writer.redo().unwrap();
    assert_eq!(desk.snapshot(), after);
    desk.assert_fresh();
    desk.writer.undo_import(run).unwrap();
    assert_eq!(desk.snapshot(), before);
}

#[test]
fn a_day_whose_value_is_no_longer_the_runs_is_kept_and_listed() {
    let usage = "account,date,metric,value\nA-1,2024-09-01,logins,1\nA-1,2024-09-02,logins,2\n\
                 A-1,2024-09-03,logins,3\nA-2,2024-09-01,logins,4\n";
    let mut desk = Desk::empty();
    import(&mut desk.writer, "accounts", ACCOUNTS).unwrap();
    let run = import(&mut desk.writer, "usage", usage).unwrap();
    // A later run, another program, and one that is put back by hand.
    import(&mut desk.writer, "usage", "account,date,metric,value\nA-1,2024-09-01,logins,10\n").unwrap();
    desk.outside("UPDATE usage SET value = 20 WHERE used_on = 19968");
    desk.outside("UPDATE usage SET value = 30 WHERE used_on = 19969");
    desk.outside("UPDATE usage SET value = 3 WHERE used_on = 19969");
    let before = desk.snapshot();
    let (undone, _) = desk.writer.undo_import(run).unwrap();
    assert_eq!(
        desk.scalar("SELECT group_concat(used_on || '=' || value) FROM usage"),
        "19967=10.0,19968=20.0"
    );
    assert_eq!(desk.scalar("SELECT group_concat(row_count) FROM usage_day"), "1,1");
    let kept: Vec<_> = undone.kept.iter().map(|kept| kept.what.as_str()).collect();
    assert_eq!(
        kept,
        ["metric logins of account Acme on 2 days from 2024-09-01 to 2024-09-02", "metric logins"]
    );
    desk.assert_fresh();
    desk.writer.undo().unwrap();
    assert_eq!(desk.snapshot(), before);
}

#[test]
fn an_import_over_rows_of_the_book_puts_them_back() {
    let mut desk = Desk::empty();
    import(&mut desk.writer, "accounts", ACCOUNTS).unwrap();
    desk.insert(
        "Ann",
        "contact",
        &[("account_id", int(1)), ("name", text("Ann")), ("email", text("a@x.example"))],
    );
    let before = desk.snapshot();
    let run = import(&mut desk.writer, "accounts", "external_id,name,csm\nA-1,Acme AG,Joe\nA-3,Cees,Zoe\n")
        .unwrap();
    desk.update("Later", "account", 2, &[("stage", int(5))]);
    desk.writer.undo_import(run).unwrap();
    desk.update("Back", "account", 2, &[("stage", int(2))]);
    assert_eq!(desk.snapshot(), before);
}

/// Values of logins and seats of an account for 700 days.
fn many(account: &str, value: usize) -> String {
    let line = |day: usize, metric: &str| {
        let on = crate::support::TODAY - i32::try_from(day).unwrap();
        format!("{account},{on},{metric},{}.1\n", day % 9 + value)
    };
    (0..700).flat_map(|day| [line(day, "logins"), line(day, "seats")]).collect()
}

/// A run that overwrote 1,400 values and made as many, and the book before and after it.
fn a_large_run(desk: &mut Desk) -> (i64, crate::support::Snapshot, crate::support::Snapshot) {
    let head = "account,date,metric,value\n";
    import(&mut desk.writer, "accounts", ACCOUNTS).unwrap();
    import(&mut desk.writer, "usage", &format!("{head}{}", many("A-1", 1))).unwrap();
    let before = desk.snapshot();
    let run =
        import(&mut desk.writer, "usage", &format!("{head}{}{}", many("A-1", 50), many("A-2", 7))).unwrap();
    let after = desk.snapshot();
    (run, before, after)
}

#[test]
fn a_large_import_goes_back_and_forth_in_large_pieces_to_the_last_value() {
    let mut desk = Desk::empty();
    let (run, before, after) = a_large_run(&mut desk);
    let (undone, _) = desk.writer.undo_import(run).unwrap();
    assert_eq!(undone.rows, 1_400 + 1_400);
    assert_eq!(desk.snapshot(), before);
    for _ in 0..2 {
        assert_eq!(desk.writer.redo().unwrap().0.rows, 1_400 + 1_400);
        assert_eq!(desk.snapshot(), after);
        desk.assert_fresh();
        assert_eq!(desk.writer.undo().unwrap().0.rows, 1_400 + 1_400);
        assert_eq!(desk.snapshot(), before);
        desk.assert_fresh();
    }
}

#[test]
fn a_large_piece_in_which_one_value_has_changed_is_refused_in_words_and_left_as_it_is() {
    let triggers = "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'";
    let mut desk = Desk::empty();
    let (run, ..) = a_large_run(&mut desk);
    let there = desk.scalar(triggers);
    desk.writer.undo_import(run).unwrap();
    desk.outside("INSERT INTO usage VALUES (2, (SELECT id FROM metric WHERE name = 'seats'), 19990, 0, 3)");
    let before = desk.snapshot();
    let refused = desk.writer.redo().unwrap_err();
    assert!(refused.what.contains("another row has its"), "{refused}");
    assert_eq!((desk.snapshot(), desk.scalar(triggers)), (before, there));
}

#[test]
fn a_large_piece_that_came_back_is_kept_where_one_of_its_values_was_changed_since() {
    let mut desk = Desk::empty();
    let (run, ..) = a_large_run(&mut desk);
    desk.writer.undo_import(run).unwrap();
    let redone = desk.writer.redo().unwrap().1.txn.unwrap();
    for account in [1, 2] {
        desk.outside(&format!(
            "UPDATE usage SET value = 99 WHERE account_id = {account} AND used_on = 19500"
        ));
        let before = desk.snapshot();
        let refused = desk.writer.undo_txn(redone).unwrap_err();
        assert!(refused.what.contains("its value was changed or deleted since"), "{refused}");
        assert_eq!(desk.snapshot(), before);
        desk.writer.undo().unwrap();
    }
    desk.assert_fresh();
}
