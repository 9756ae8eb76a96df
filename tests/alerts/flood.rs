//! A flood: what fires for much of the book at once is one alert with its cause.

use mainstay::domain::Day;
use mainstay::store::held::set_setting;
use mainstay::store::load::{Value, rows};

use crate::support::{Desk, TODAY, accounts};

/// The causes of the alerts of a rule, each with how many accounts have it.
fn causes(desk: &Desk, rule: &str, day: Day) -> Vec<(Option<String>, usize)> {
    let mut found: Vec<(Option<String>, usize)> = Vec::new();
    for alert in desk.open(day).into_iter().filter(|alert| &*alert.rule == rule) {
        let group = alert.group.map(String::from);
        match found.iter_mut().find(|known| known.0 == group) {
            Some(known) => known.1 += 1,
            None => found.push((group, 1)),
        }
    }
    found.sort();
    found
}

fn signals(from: i64, count: i64, day: Day) -> String {
    format!(
        "WITH RECURSIVE n (i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {from} + {count})
         INSERT INTO signal (account_id, seen_on, kind) SELECT i, {}, 'competitor' FROM n;",
        day.0
    )
}

#[test]
fn more_than_a_tenth_at_once_is_one_thing_and_a_tenth_is_not() {
    let desk = Desk::with(&accounts(100));
    desk.comes(TODAY);
    // The day after the first: ten of a hundred.
    desk.conn.execute_batch(&signals(1, 10, TODAY + 1)).unwrap();
    desk.comes(TODAY + 1);
    assert_eq!(causes(&desk, "competitor", TODAY + 1), [(None, 10)]);
    // Eleven of a hundred.
    desk.conn.execute_batch(&signals(20, 11, TODAY + 2)).unwrap();
    desk.comes(TODAY + 2);
    let [(None, 10), (Some(cause), 11)] = &causes(&desk, "competitor", TODAY + 2)[..] else { panic!() };
    assert_eq!(cause, "11 of 100 accounts at once: nothing else that happened on 2024-10-06 explains it");
    // Each of them is an alert of its own account: it closes by itself and fires no second time.
    desk.conn.execute_batch("UPDATE signal SET closed_on = 20003 WHERE account_id = 20").unwrap();
    desk.comes(TODAY + 3);
    assert_eq!(causes(&desk, "competitor", TODAY + 3)[1].1, 10);
}

#[test]
fn a_small_book_has_no_floods() {
    let desk = Desk::with(&accounts(20));
    desk.comes(TODAY);
    desk.conn.execute_batch(&signals(1, 9, TODAY + 1)).unwrap();
    desk.comes(TODAY + 1);
    assert_eq!(causes(&desk, "competitor", TODAY + 1), [(None, 9)]);
}

#[test]
fn the_first_day_of_a_book_lists_what_holds_unless_it_holds_for_most() {
    let desk = Desk::with(&(accounts(40) + &signals(1, 15, TODAY - 5)));
    desk.comes(TODAY);
    assert_eq!(causes(&desk, "competitor", TODAY), [(None, 15)]);
    // New accounts of a later day are new to the rules as well.
    desk.comes(TODAY + 1);
    desk.conn
        .execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 41 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
             INSERT INTO account (id, name, stage) SELECT i, 'Account ' || i, 2 FROM n;",
        )
        .unwrap();
    desk.conn.execute_batch(&signals(41, 20, TODAY)).unwrap();
    desk.comes(TODAY + 1);
    assert_eq!(causes(&desk, "competitor", TODAY + 1), [(None, 35)]);
}

#[test]
fn usage_that_is_not_imported_any_more_and_changed_rules_are_told_as_the_cause() {
    let weekly = "WITH RECURSIVE w (d) AS (SELECT 19800 UNION ALL SELECT d + 7 FROM w WHERE d + 7 < 20000)
         INSERT INTO usage (account_id, metric_id, used_on, value)
           SELECT a.id, 1, d, CASE WHEN d > 19975 AND a.id <= 20 THEN 2 ELSE 10 END FROM account a CROSS JOIN w;";
    let desk =
        Desk::with(&format!("INSERT INTO metric (id, name) VALUES (1, 'logins'); {}{weekly}", accounts(100)));
    desk.comes(Day(19_976));
    // Nobody looked at the book for a month, nor imported anything.
    desk.comes(TODAY + 12);
    let found = causes(&desk, "usage drop", TODAY + 12);
    assert_eq!(
        found,
        [(Some("20 of 100 accounts at once: no usage was imported since 2024-09-30".to_owned()), 20)]
    );
    // A rule that holds for all of them.
    let rule = "[[trigger]]\nname = \"quiet\"\nseverity = \"low\"\nreason = \"quiet\"\n\
                when = { p1_tickets = 0 }\nuntil = { p1_tickets = { at_least = 1 } }\n";
    desk.writer(TODAY + 13).write("Rules", |tx| set_setting(tx, "playbooks", rule)).unwrap();
    let found = causes(&desk, "quiet", TODAY + 13);
    assert_eq!(
        found,
        [(Some("100 of 100 accounts at once: the rule is new or was changed".to_owned()), 100)]
    );
}

#[test]
fn a_changed_policy_and_an_import_are_told_as_the_cause() {
    let desk = Desk::with(
        &(accounts(30)
            + "INSERT INTO touchpoint (account_id, touched_on, kind, pulse) SELECT id, 19900, 1, 5 FROM account;
               INSERT INTO contract (account_id, start_on, yearly_minor) SELECT id, 19000, 1 FROM account;"),
    );
    // Touched 50 and 51 days ago, where 60 are allowed.
    desk.comes(Day(19_950));
    desk.comes(Day(19_951));
    desk.writer(Day(19_951)).write("Policy", |tx| set_setting(tx, "policy", "cadence_days = 40")).unwrap();
    let found = causes(&desk, "out of touch", Day(19_951));
    assert_eq!(found, [(Some("30 of 30 accounts at once: the health policy was changed".to_owned()), 30)]);
    let kind = Value::Text("competitor".into());
    desk.writer(Day(19_952))
        .write("Import of crm.csv", |tx| {
            for account in 1..=30 {
                let account = Value::Int(account);
                let cells = [("account_id", &account), ("seen_on", &Value::Int(19_951)), ("kind", &kind)];
                rows::insert(tx, "signal", &cells)?;
            }
            Ok(())
        })
        .unwrap();
    let found = causes(&desk, "competitor", Day(19_952));
    assert_eq!(found, [(Some("30 of 30 accounts at once, with: Import of crm.csv".to_owned()), 30)]);
}
