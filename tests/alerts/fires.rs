//! Each default trigger fires on the day it should, not the day before, not twice, and closes by itself.

use mainstay::domain::Day;
use mainstay::trigger::Rules;

use crate::support::{Desk, accounts};

/// The day on which each story turns: 2024-10-04.
const D: i32 = 20_000;

/// A trigger, what happens at account 1, the day on which it fires and the day on which it is over.
struct Story {
    rule: &'static str,
    facts: String,
    fires: i32,
    over: i32,
}

fn story(rule: &'static str, fires: i32, over: i32, facts: impl Into<String>) -> Story {
    Story { rule, facts: facts.into(), fires, over }
}

/// A call with a pulse, from 1 to 5, of which health is made here: touch weighs 8, pulse 3.
fn call(day: i32, pulse: i32) -> String {
    format!("INSERT INTO touchpoint (account_id, touched_on, kind, pulse) VALUES (1, {day}, 1, {pulse});")
}

fn calls(days: impl IntoIterator<Item = i32>, pulse: i32) -> String {
    days.into_iter().map(|day| call(day, pulse)).collect()
}

fn signal(kind: &str, from: i32, to: i32) -> String {
    format!("INSERT INTO signal (account_id, seen_on, kind, closed_on) VALUES (1, {from}, '{kind}', {to});")
}

fn contract(end: i32) -> String {
    format!(
        "INSERT INTO contract (id, account_id, start_on, end_on, yearly_minor) VALUES (1, 1, 19000, {end}, 100);"
    )
}

/// A value of a metric for each day of a list.
fn usage(account: i64, metric: &str, points: impl IntoIterator<Item = (i32, f64)>) -> String {
    let name = format!("INSERT OR IGNORE INTO metric (name) VALUES ('{metric}');");
    let rows = points.into_iter().map(|(day, value)| {
        format!(
            "INSERT INTO usage (account_id, metric_id, used_on, value)
             VALUES ({account}, (SELECT id FROM metric WHERE name = '{metric}'), {day}, {value});"
        )
    });
    std::iter::once(name).chain(rows).collect()
}

fn answer(kind: i32, day: i32, score: i32) -> String {
    format!(
        "INSERT OR IGNORE INTO contact (id, account_id, name, role) VALUES (1, 1, 'Ann', 4);
         INSERT INTO survey (account_id, contact_id, kind, score_micro, answered_on)
           VALUES (1, 1, {kind}, {score}000000, {day});"
    )
}

fn stories() -> Vec<Story> {
    // An account whose use never stops: the book's usage is not old.
    let always = || usage(2, "logins", (-200..200).step_by(1).map(|ago| (D + ago, 3.0)));
    // Weekly values of 10, from a day on of 5.
    let halved = |from: i32| {
        let weeks = (-20..20).map(move |week| D + week * 7);
        usage(1, "logins", weeks.map(move |day| (day, if day < from { 10.0 } else { 5.0 })))
    };
    let onboarding = format!(
        "INSERT INTO onboarding (id, account_id, started_on) VALUES (1, 1, {});
         INSERT INTO step (onboarding_id, title, due_on, done_on) VALUES (1, 'Kickoff', {}, {}), (1, 'Data', {}, {});",
        D - 10,
        D - 3,
        D - 2,
        D - 1,
        D + 8
    );
    let advocate = [
        calls((0..6).map(|month| D - 91 + month * 40), 5),
        answer(0, D - 91, 9),
        answer(0, D + 5, 8),
        format!(
            "INSERT INTO goal (id, account_id, title, started_on) VALUES (1, 1, 'Fewer stops', {0});
             INSERT INTO goal_update (goal_id, updated_on, status) VALUES (1, {0}, 3);",
            D - 91
        ),
    ]
    .concat();
    let grown = [
        contract(D + 900),
        calls([D - 60, D - 20, D + 10], 5),
        usage(1, "capacity_used", [(D - 30, 0.7), (D, 0.8), (D + 12, 0.74)]),
        format!(
            "UPDATE account SET first_outcome_on = {};
             INSERT INTO feature (id, name, in_catalog, advanced, core) VALUES (1, 'Forecasts', 1, 1, 1);
             INSERT INTO feature_use (account_id, feature_id, used_on, uses) VALUES (1, 1, {}, 4), (1, 1, {}, 4);",
            D - 100,
            D - 5,
            D + 5
        ),
    ]
    .concat();
    let renewed = format!(
        "{} INSERT INTO renewal (account_id, contract_id, due_on, stage, closed_on) VALUES (1, 1, {D}, 'won', {});",
        contract(D),
        D + 9
    );
    vec![
        // 100 falls to (8 x 100 + 3 x 0) / 11 = 72.7: by 27 %. A month later that is where it was.
        story("health drop", D, D + 28, calls([D - 30, D - 10], 5) + &calls([D, D + 27], 1)),
        story("band worse", D, D + 40, calls([D - 30, D - 10], 5) + &call(D, 1) + &call(D + 40, 5)),
        story("no login warning", D + 14, D + 30, always() + &usage(1, "logins", [(D - 50, 2.0), (D, 1.0)])),
        story("no login", D + 30, D + 33, always() + &usage(1, "logins", [(D, 1.0), (D + 33, 1.0)])),
        // Four values a window: with the third 5 the mean is 6.25, a fall of 37.5 %; before it 7.5, 25 %. With the
        // eighth both windows are all 5.
        story("usage drop", D + 14, D + 49, halved(D)),
        story("sponsor left", D, D + 10, signal("sponsor left", D, D + 10)),
        story(
            "p1 ticket",
            D,
            D + 3,
            format!("INSERT INTO ticket (account_id, opened_on, resolved_on, priority) VALUES (1, {D}, {}, 1);", D + 3),
        ),
        // Older than 5 days.
        story(
            "p2 ticket",
            D + 6,
            D + 9,
            format!("INSERT INTO ticket (account_id, opened_on, resolved_on, priority) VALUES (1, {D}, {}, 2);", D + 9),
        ),
        story("low nps", D, D + 12, answer(0, D - 90, 9) + &answer(0, D, 6) + &answer(0, D + 12, 7)),
        // News for 30 days.
        story("low csat", D, D + 30, answer(1, D, 2)),
        story("competitor", D, D + 20, signal("competitor evaluation", D, D + 20)),
        story("churn notice", D, D + 20, signal("churn notice", D, D + 20)),
        story(
            "goal off track",
            D,
            D + 20,
            format!(
                "INSERT INTO goal (id, account_id, title, started_on) VALUES (1, 1, 'Fewer stops', {0});
                 INSERT INTO goal_update (goal_id, updated_on, status) VALUES (1, {0}, 0), (1, {D}, 2), (1, {1}, 0);",
                D - 50,
                D + 20
            ),
        ),
        // Due the day before, and something done two days before: seven days after that it is stuck.
        story("onboarding behind", D, D + 5, onboarding.clone()),
        story("onboarding stuck", D + 5, D + 8, onboarding),
        // The cadence of an account without a segment is 60 days.
        story("out of touch", D + 61, D + 70, contract(D + 900) + &call(D, 4) + &call(D + 70, 4)),
        // Older than a quarter: 92 days.
        story(
            "plan missing",
            19_000 + 93,
            19_200,
            contract(D + 900) + "INSERT INTO plan (account_id, quarter, written_on) VALUES (1, '2022-Q3', 19200);",
        ),
        story("renewal 120", D - 120, D - 90, contract(D)),
        story("renewal 90", D - 90, D - 60, contract(D)),
        story("renewal 60", D - 60, D - 30, contract(D)),
        story("renewal 30", D - 30, D, contract(D)),
        // The quote is out 60 days before the end, notice can be given up to 30 days before it.
        story("quote late", D - 59, D, contract(D)),
        story("notice passed", D - 29, D, contract(D)),
        story("contract overdue", D, D + 9, renewed),
        story("expansion", D, D + 12, grown),
        // Thirteen weeks of green: 91 days.
        story("advocacy", D, D + 5, advocate),
    ]
}

#[test]
fn each_fires_on_its_day_once_and_closes() {
    let rules = Rules::builtin().unwrap();
    let stories = stories();
    let told: Vec<&str> = stories.iter().map(|story| story.rule).collect();
    for rule in rules.iter() {
        assert!(told.contains(&&*rule.name), "{} has no story", rule.name);
    }
    for Story { rule, facts, fires, over } in &stories {
        let desk = Desk::with(&format!("{}{facts}", accounts(2)));
        let days = [fires - 1, *fires, fires + 1, over - 1, *over, over + 1];
        let mut seen: Vec<i32> = days.to_vec();
        seen.sort_unstable();
        seen.dedup();
        for day in seen {
            desk.comes(Day(day));
            let own = desk.names(Day(day));
            let is_there = own.contains(&(1, (*rule).to_owned()));
            assert_eq!(is_there, (*fires..*over).contains(&day), "{rule} on {}: {own:?}", Day(day));
            assert!(
                !own.contains(&(2, (*rule).to_owned())) || *rule == "plan missing",
                "{rule} of the other"
            );
        }
        let dates = format!(
            "SELECT group_concat(opened_on || '-' || closed_on) FROM alert WHERE account_id = 1 AND rule = '{rule}'"
        );
        assert_eq!(desk.text(&dates), format!("{fires}-{over}"), "{rule}: once");
    }
}

#[test]
fn a_champion_who_left_is_told_until_somebody_has_the_role() {
    let left = format!(
        "INSERT INTO contact (id, account_id, name, role, left_on) VALUES (1, 1, 'Ann', 4, {D}), (2, 1, 'Bob', 0, NULL);"
    );
    let desk = Desk::with(&(accounts(1) + &left));
    desk.comes(Day(D - 1));
    assert!(desk.names(Day(D - 1)).is_empty());
    desk.comes(Day(D));
    assert_eq!(
        &*desk.alert("sponsor left", Day(D)).reason,
        "Sponsor or champion left: champion since 2024-10-04"
    );
    desk.conn.execute_batch("UPDATE contact SET role = 4 WHERE id = 2").unwrap();
    desk.comes(Day(D));
    assert!(desk.names(Day(D)).is_empty());
}

#[test]
fn nothing_fires_without_a_baseline() {
    // A new customer of whom little is known, beside one of whom much is.
    let other = usage(2, "active_users", (0..100).map(|ago| (D - ago, 9.0)));
    let facts = [
        "UPDATE account SET signed_on = 19990 WHERE id = 1;".to_owned(),
        other,
        call(D, 1),
        usage(1, "active_users", [(D, 1.0)]),
    ];
    let desk = Desk::with(&(accounts(2) + &facts.concat()));
    for day in D - 1..D + 7 {
        desk.comes(Day(day));
        let own = desk.names(Day(day));
        assert!(!own.iter().any(|(account, _)| *account == 1), "{day}: {own:?}");
    }
}

#[test]
fn an_alert_fires_again_only_after_its_exit() {
    // 35 days without use: over below 14 days, so that 20 days of silence later are no news of the same alert.
    let facts =
        usage(2, "logins", (-60..60).map(|ago| (D + ago, 3.0))) + &usage(1, "logins", [(D - 35, 1.0)]);
    let desk = Desk::with(&(accounts(2) + &facts));
    desk.comes(Day(D));
    let first = desk.alert("no login", Day(D)).id;
    // Somebody logged in 20 days ago, as is heard late: neither the condition nor the exit holds.
    desk.conn.execute_batch(&usage(1, "logins", [(D - 20, 1.0)])).unwrap();
    desk.comes(Day(D + 1));
    assert_eq!(desk.alert("no login", Day(D + 1)).id, first);
    desk.conn.execute_batch(&usage(1, "logins", [(D + 1, 1.0)])).unwrap();
    desk.comes(Day(D + 2));
    assert!(desk.names(Day(D + 2)).iter().all(|(account, _)| *account != 1));
    desk.comes(Day(D + 31));
    assert_ne!(desk.alert("no login", Day(D + 31)).id, first);
}

#[test]
fn a_churned_account_has_no_alerts() {
    let desk = Desk::with(&(accounts(1) + &signal("competitor", D - 5, D + 50)));
    desk.comes(Day(D));
    assert_eq!(desk.names(Day(D)), [(1, "competitor".to_owned())]);
    desk.conn.execute_batch("UPDATE account SET stage = 5").unwrap();
    desk.comes(Day(D + 1));
    assert!(desk.names(Day(D + 1)).is_empty());
}
