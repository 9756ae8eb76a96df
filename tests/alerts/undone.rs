//! Undo in the presence of alerts: never refused because of one, and after it alerts are what the facts say.

use mainstay::edit::alert::{Dismiss, Snooze};
use mainstay::engine::WATCH;
use mainstay::store::load::{Value, rows};

use crate::support::{Desk, TODAY, accounts};

const COMPETITOR: [(&str, Value); 3] =
    [("account_id", Value::Int(1)), ("seen_on", Value::Int(19_990)), ("kind", Value::Null)];

/// A user notes that account 1 looks at a competitor.
fn note_signal(desk: &Desk) {
    let kind = Value::Text("competitor".into());
    let cells: Vec<_> = COMPETITOR
        .iter()
        .map(|(column, value)| (*column, if *column == "kind" { &kind } else { value }))
        .collect();
    desk.writer(TODAY).write("Signal", |tx| rows::insert(tx, "signal", &cells)).unwrap();
}

fn desk() -> Desk {
    let desk = Desk::with(&accounts(2));
    desk.comes(TODAY);
    desk
}

#[test]
fn an_alert_opens_in_the_transaction_of_its_change_and_has_a_step_of_its_own() {
    let desk = desk();
    note_signal(&desk);
    assert_eq!(desk.names(TODAY), [(1, "competitor".to_owned())]);
    let last = |column: &str| desk.text(&format!("SELECT {column} FROM txn ORDER BY id DESC LIMIT 1"));
    assert_eq!((last("label"), last("actor")), ("Alerts: 1 opened".to_owned(), WATCH.to_owned()));
    // It is nobody's change.
    let error = desk.writer(TODAY).undo_txn(desk.scalar("SELECT max(id) FROM txn")).unwrap_err();
    assert_eq!(error.what, "\"Alerts: 1 opened\" follows from the facts");
}

#[test]
fn undo_and_redo_take_the_alert_along_and_leave_nothing_behind() {
    let desk = desk();
    note_signal(&desk);
    for _ in 0..2 {
        assert_eq!(desk.writer(TODAY).undo().unwrap().0.label, "Signal");
        assert_eq!(desk.scalar("SELECT count(*) FROM alert"), 0);
        assert_eq!(desk.writer(TODAY).redo().unwrap().0.label, "Signal");
        assert_eq!(desk.names(TODAY), [(1, "competitor".to_owned())]);
    }
    assert_eq!(desk.scalar("SELECT count(*) FROM alert"), 1);
}

#[test]
fn an_alert_of_before_that_a_change_closed_is_open_again_after_undo() {
    let desk = desk();
    note_signal(&desk);
    desk.comes(TODAY + 5);
    let id = desk.alert("competitor", TODAY + 5).id;
    let close =
        |tx: &mainstay::store::Tx<'_>| rows::update(tx, "signal", 1, &[("closed_on", &Value::Int(20_005))]);
    desk.writer(TODAY + 5).write("Closed", close).unwrap();
    assert!(desk.open(TODAY + 5).is_empty());
    desk.writer(TODAY + 5).undo().unwrap();
    let again = desk.alert("competitor", TODAY + 5);
    assert_eq!((again.id, again.opened_on), (id, TODAY));
    desk.writer(TODAY + 5).redo().unwrap();
    assert!(desk.open(TODAY + 5).is_empty());
    assert_eq!(desk.scalar("SELECT closed_on FROM alert"), 20_005);
}

#[test]
fn a_new_account_can_be_taken_back_although_an_alert_refers_to_it() {
    let desk = desk();
    let cells = [("name", Value::Text("New".into())), ("stage", Value::Int(2))];
    let cells: Vec<_> = cells.iter().map(|(column, value)| (*column, value)).collect();
    let account = desk.writer(TODAY).write("New", |tx| rows::insert(tx, "account", &cells)).unwrap().0;
    // The fact is another program's, and does not stand in the way either: it goes with the signal.
    let kind = Value::Text("competitor".into());
    let id = Value::Int(account);
    let cells = [("account_id", &id), ("seen_on", &Value::Int(19_999)), ("kind", &kind)];
    desk.writer(TODAY).write("Signal", |tx| rows::insert(tx, "signal", &cells)).unwrap();
    assert_eq!(desk.names(TODAY), [(account, "competitor".to_owned())]);
    desk.writer(TODAY).undo().unwrap();
    desk.writer(TODAY).undo().unwrap();
    assert_eq!(desk.scalar("SELECT count(*) FROM account"), 2);
    desk.writer(TODAY).redo().unwrap();
    desk.writer(TODAY).redo().unwrap();
    assert_eq!(desk.names(TODAY), [(account, "competitor".to_owned())]);
}

#[test]
fn a_deleted_account_comes_back_with_its_alerts_and_what_was_done_with_them() {
    let desk = desk();
    note_signal(&desk);
    let alerts = vec![desk.alert("competitor", TODAY).id];
    desk.writer(TODAY).write("Off", |tx| Snooze { alerts, until: TODAY + 9 }.apply(tx, TODAY)).unwrap();
    desk.writer(TODAY).write("Gone", |tx| mainstay::store::edit::delete(tx, "account", 1)).unwrap();
    // Another alert is written meanwhile: no id is used twice.
    desk.conn
        .execute_batch(
            "INSERT INTO signal (id, account_id, seen_on, kind) VALUES (50, 2, 19990, 'churn notice')",
        )
        .unwrap();
    desk.comes(TODAY);
    let gone = desk.scalar("SELECT id FROM txn WHERE label = 'Gone'");
    desk.writer(TODAY).undo_txn(gone).unwrap();
    assert_eq!(desk.names(TODAY), [(1, "competitor".to_owned()), (2, "churn notice".to_owned())]);
    assert_eq!(desk.alert("competitor", TODAY).snoozed_until, Some(TODAY + 9));
}

#[test]
fn what_was_done_with_an_alert_of_today_is_kept_when_its_cause_goes_and_comes() {
    let desk = desk();
    note_signal(&desk);
    let id = desk.alert("competitor", TODAY).id;
    let dismiss = Dismiss { alerts: vec![id], reason: "known".into() };
    desk.writer(TODAY).write("Dismissed", |tx| dismiss.apply(tx)).unwrap();
    let signal = desk.scalar("SELECT id FROM txn WHERE label = 'Signal'");
    desk.writer(TODAY).undo_txn(signal).unwrap();
    assert!(desk.open(TODAY).is_empty());
    desk.writer(TODAY).undo().unwrap();
    let again = desk.alert("competitor", TODAY);
    assert_eq!((again.id, again.dismissed.as_deref()), (id, Some("known")));
    desk.writer(TODAY).undo().unwrap();
    assert_eq!(desk.alert("competitor", TODAY).dismissed, None);
}

#[test]
fn two_accounts_that_become_one_keep_one_alert_of_a_rule_and_part_again() {
    let desk = Desk::with(
        &(accounts(2)
            + "INSERT INTO signal (account_id, seen_on, kind)
                 VALUES (1, 19990, 'competitor'), (2, 19991, 'competitor'), (2, 19991, 'churn notice');"),
    );
    desk.comes(TODAY);
    let before = desk.names(TODAY);
    desk.comes(TODAY + 1);
    desk.writer(TODAY + 1).write("Merged", |tx| mainstay::edit::merge(tx, 1, 2)).unwrap();
    assert_eq!(desk.names(TODAY + 1), [(1, "churn notice".to_owned()), (1, "competitor".to_owned())]);
    desk.writer(TODAY + 1).undo().unwrap();
    assert_eq!(desk.names(TODAY + 1), before);
}
