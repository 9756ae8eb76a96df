//! What people do with alerts: put off, dismiss, list again; what undo does with it.

use mainstay::domain::{Day, Result};
use mainstay::edit::alert::{Dismiss, Snooze, Wake};
use mainstay::store::Tx;

use crate::support::{Desk, TODAY, accounts};

const SIGNAL: &str = "INSERT INTO signal (id, account_id, seen_on, kind) VALUES (1, 1, 19990, 'competitor');";

fn desk() -> Desk {
    let desk = Desk::with(&(accounts(1) + SIGNAL));
    desk.comes(TODAY);
    desk
}

fn listed(desk: &Desk, day: Day) -> usize {
    desk.open(day).iter().filter(|alert| alert.is_listed(day)).count()
}

fn write(desk: &Desk, day: Day, label: &str, change: impl FnOnce(&Tx<'_>) -> Result<()>) -> Result<()> {
    desk.writer(day).write(label, change).map(drop)
}

#[test]
fn a_snoozed_alert_is_there_again_on_its_day() {
    let desk = desk();
    let snooze = Snooze { alerts: vec![desk.alert("competitor", TODAY).id], until: TODAY + 3 };
    let label = snooze.label(desk.view(TODAY).reader()).unwrap();
    assert_eq!(label, "Alert competitor of Account 1 put off until 2024-10-07");
    write(&desk, TODAY, &label, |tx| snooze.apply(tx, TODAY)).unwrap();
    let days: Vec<usize> = (0..5).map(|ahead| listed(&desk, TODAY + ahead)).collect();
    assert_eq!(days, [0, 0, 0, 1, 1]);
    desk.writer(TODAY).undo().unwrap();
    assert_eq!(listed(&desk, TODAY), 1);
    let past = Snooze { until: TODAY, ..snooze };
    let error = write(&desk, TODAY, "late", |tx| past.apply(tx, TODAY)).unwrap_err();
    assert_eq!(error.what, "2024-10-04 is not ahead");
}

#[test]
fn a_dismissed_alert_is_silent_until_what_it_is_about_is_over_and_comes_again() {
    let desk = desk();
    let id = desk.alert("competitor", TODAY).id;
    let dismiss = Dismiss { alerts: vec![id], reason: " a rumour ".into() };
    assert_eq!(
        dismiss.label(desk.view(TODAY).reader()).unwrap(),
        "Alert competitor of Account 1 dismissed: a rumour"
    );
    write(&desk, TODAY, "Dismissed", |tx| dismiss.apply(tx)).unwrap();
    for ahead in 0..40 {
        desk.comes(TODAY + ahead);
        assert_eq!(listed(&desk, TODAY + ahead), 0);
        assert_eq!(desk.alert("competitor", TODAY + ahead).dismissed.as_deref(), Some("a rumour"));
    }
    // Over, and a new one.
    desk.conn
        .execute_batch(
            "UPDATE signal SET closed_on = 20040;
             INSERT INTO signal (account_id, seen_on, kind) VALUES (1, 20050, 'competitor');",
        )
        .unwrap();
    desk.comes(TODAY + 45);
    assert!(desk.open(TODAY + 45).is_empty());
    desk.comes(TODAY + 50);
    assert_ne!(desk.alert("competitor", TODAY + 50).id, id);
    assert_eq!(listed(&desk, TODAY + 50), 1);
    // What was done with the closed one can still be taken back.
    desk.writer(TODAY + 50).undo_txn(dismissal(&desk)).unwrap();
    assert_eq!(desk.scalar(&format!("SELECT dismissed_reason IS NULL FROM alert WHERE id = {id}")), 1);
}

fn dismissal(desk: &Desk) -> i64 {
    desk.scalar("SELECT id FROM txn WHERE label = 'Dismissed'")
}

#[test]
fn an_alert_can_be_listed_again() {
    let desk = desk();
    let alerts = vec![desk.alert("competitor", TODAY).id];
    write(&desk, TODAY, "Off", |tx| Snooze { alerts: alerts.clone(), until: TODAY + 3 }.apply(tx, TODAY))
        .unwrap();
    write(&desk, TODAY, "No", |tx| Dismiss { alerts: alerts.clone(), reason: "x".into() }.apply(tx)).unwrap();
    assert_eq!(listed(&desk, TODAY), 0);
    write(&desk, TODAY, "Again", |tx| Wake { alerts: alerts.clone() }.apply(tx)).unwrap();
    assert_eq!(listed(&desk, TODAY), 1);
}

#[test]
fn what_cannot_be_done_is_said() {
    let desk = desk();
    let id = desk.alert("competitor", TODAY).id;
    let error = |act: Result<()>| act.unwrap_err().what;
    let nothing = Dismiss { alerts: vec![id], reason: "  ".into() };
    assert_eq!(error(write(&desk, TODAY, "x", |tx| nothing.apply(tx))), "no reason is given");
    let gone = Dismiss { alerts: vec![99], reason: "x".into() };
    assert_eq!(error(write(&desk, TODAY, "x", |tx| gone.apply(tx))), "the alert is not in the book any more");
    desk.conn.execute_batch("UPDATE signal SET closed_on = 20001").unwrap();
    desk.comes(TODAY + 1);
    let over = Wake { alerts: vec![id] };
    assert_eq!(
        error(write(&desk, TODAY + 1, "x", |tx| over.apply(tx))),
        "the alert competitor was closed on 2024-10-05"
    );
}
