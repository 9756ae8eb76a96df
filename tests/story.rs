//! Goals, people, timeline and usage at a shell: what they print, write and refuse.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

use serde_json::json;
use shell::Shell;

#[path = "cli/shell.rs"]
mod shell;

/// On 2026-06-30 (day 20634). The goal goes from 40 down to 20 in 100 days of which 34 are over.
const FACTS: &str = "
    INSERT INTO team_member (id, name) VALUES (1, 'Ann Lee');
    INSERT INTO account (id, external_id, name, csm_id, stage) VALUES (1, 'A-1', 'Acme GmbH', 1, 2), (2, 'B-1', 'Borealis', 1, 2);
    INSERT INTO contract (account_id, start_on, yearly_minor, seats) VALUES (1, 20000, 4800000, 50);
    INSERT INTO contact (id, account_id, name, role, reports_to, left_on) VALUES
      (1, 1, 'Dana Kim', 1, NULL, NULL), (2, 1, 'Zoe Quist', 4, 'Dana Kim', NULL), (3, 1, 'Max Orr', 0, 'zoe quist', NULL),
      (4, 2, 'Bo', 0, NULL, NULL), (5, 1, 'Old Hand', 0, NULL, 20000);
    INSERT INTO goal (id, account_id, title, baseline_micro, target_micro, started_on, due_on) VALUES (1, 1, 'Fewer stops', 40000000, 20000000, 20600, 20700);
    INSERT INTO touchpoint (id, account_id, touched_on, kind, text) VALUES (1, 1, 20600, 1, 'Asked for <b>SSO</b>'), (2, 1, 20300, 2, 'Half-year review');
    INSERT INTO touchpoint_attendee (touchpoint_id, contact_id) VALUES (1, 2);
    INSERT INTO metric (id, name) VALUES (1, 'active_users');
    INSERT INTO usage (account_id, metric_id, used_on, value) VALUES (1, 1, 20630, 30), (1, 1, 20600, 40);";

#[test]
fn a_goal_is_updated_listed_and_taken_back() {
    let shell = Shell::with(FACTS);
    let said = shell.said(&[
        "goal",
        "update",
        "A-1",
        "stops",
        "--current",
        "33",
        "--value",
        "30k",
        "--currency",
        "EUR",
    ]);
    assert_eq!(
        said,
        "Updated goal Fewer stops of Acme GmbH: 33.\n  on track: 35 % of the way on 2026-06-30, where the line is at 34 %\n\
         Take it back with: mainstay undo\n"
    );
    let list = shell.json(&["goal", "list", "Acme"]);
    let goal = &list["goals"][0];
    assert_eq!(goal["by_values"]["status"], "on track");
    assert_eq!((&goal["by_values"]["done"], &goal["direction"]), (&json!(0.35), &json!("down")));
    assert_eq!(goal["by_csm"], json!({"status": "on track", "since": "2026-06-30"}));
    assert_eq!(list["value_delivered"], json!([{"minor": 3_000_000, "currency": "EUR"}]));
    assert!(shell.said(&["goal", "list", "A-1"]).contains("Fewer stops"));
    shell.said(&["undo"]);
    assert_eq!(shell.rows("SELECT count(*) FROM goal_update"), ["0"]);
}

#[test]
fn a_goal_update_that_cannot_be_is_refused() {
    let shell = Shell::with(FACTS);
    for (arguments, says) in [
        (vec!["goal", "update", "A-1", "stops"], "the update says nothing about the goal"),
        (vec!["goal", "update", "A-1", "stops", "--current", "x"], "not a number"),
        (vec!["goal", "update", "A-1", "stops", "--current", "3", "--on", "2026-07-02"], "is still to come"),
        (vec!["goal", "update", "A-1", "cows", "--current", "3"], "no goal is called \"cows\""),
        (vec!["goal", "update", "A-1", "stops", "--status", "fine"], "is none of"),
    ] {
        let err = shell.complaint(1, &arguments);
        assert!(err.contains(says), "{arguments:?}: {err}");
    }
    assert_eq!(shell.rows("SELECT count(*) FROM goal_update"), ["0"]);
}

#[test]
fn people_are_shown_with_what_is_missing() {
    let shell = Shell::with(FACTS);
    let people = shell.json(&["people", "show", "A-1"]);
    let names: Vec<_> =
        people["warnings"].as_array().unwrap().iter().map(|warning| &warning["name"]).collect();
    // Dana was never met; Zoe alone was met within 90 days.
    assert_eq!(names, ["sponsor_silent", "no_economic_buyer", "single_threaded"]);
    assert_eq!(people["people"][1]["reports_to_id"], 1);
    assert_eq!(people["people"][1]["due_on"], "2026-06-26", "a champion is met every 30 days");
    let tree = shell.said(&["people", "show", "A-1", "--tree"]);
    assert!(tree.contains("  Zoe Quist") && tree.contains("    Max Orr"), "{tree}");
}

#[test]
fn somebody_takes_over_and_one_undo_takes_it_back() {
    let shell = Shell::with(FACTS);
    let said = shell.said(&["people", "replace", "A-1", "zoe", "max"]);
    assert!(
        said.starts_with("Max Orr takes over from Zoe Quist at Acme GmbH: champion, 1 report.\n"),
        "{said}"
    );
    assert_eq!(
        shell.rows("SELECT name, role, reports_to, left_on FROM contact WHERE id IN (2, 3)"),
        ["Zoe Quist|4|Dana Kim|20634", "Max Orr|4|Dana Kim|-"]
    );
    shell.said(&["undo"]);
    assert_eq!(
        shell.rows("SELECT name, role, reports_to, left_on FROM contact WHERE id IN (2, 3)"),
        ["Zoe Quist|4|Dana Kim|-", "Max Orr|0|zoe quist|-"]
    );
    let said = shell.said(&["people", "replace", "A-1", "zoe", "Uma Reyes", "--new", "--on", "2026-06-01"]);
    assert!(said.contains("Uma Reyes takes over"), "{said}");
    assert_eq!(shell.rows("SELECT role, reports_to FROM contact WHERE name = 'Uma Reyes'"), ["4|Dana Kim"]);
    for (by, says) in [("zoe", "cannot take over from themselves"), ("old", "Old Hand has left, too")] {
        let err = shell.complaint(1, &["people", "replace", "A-1", "zoe", by]);
        assert!(err.contains(says), "{err}");
    }
}

#[test]
fn the_timeline_is_searched_and_read_by_scripts() {
    let shell = Shell::with(FACTS);
    let found = shell.json(&["timeline", "A-1", "kind:call,meeting"]);
    assert_eq!(found[0]["text"], "Asked for <b>SSO</b>");
    assert_eq!((&found[0]["who"], &found[1]["kind"]), (&json!("Zoe Quist"), &json!("meeting")));
    assert_eq!(
        shell
            .json(&["timeline", "A-1", "with:zoe", "sso", "--since", "2026-01-01"])
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert!(shell.said(&["timeline", "A-1"]).contains("contract begins"));
    assert!(shell.complaint(1, &["timeline", "A-1", "kind:cow"]).contains("\"cow\" is no kind of entry"));
    // As of a day before the call.
    let before = shell.json(&["--as-of", "2026-05-01", "timeline", "A-1", "kind:call"]);
    assert_eq!(before, json!([]));
}

#[test]
fn usage_is_told_and_its_series_written() {
    let shell = Shell::with(FACTS);
    let usage = shell.json(&["usage", "A-1"]);
    assert_eq!(usage["licences"], json!({"users": 30.0, "on": "2026-06-26", "seats": 50, "unused": 20.0}));
    // 30 in the last 28 days, 40 in the 28 before: a quarter less.
    assert_eq!(usage["metrics"][0]["change"], json!(-0.25));
    assert_eq!(
        shell.said(&["usage", "A-1", "--format", "csv"]),
        "date,metric,value\n2026-05-27,active_users,40\n2026-06-26,active_users,30\n"
    );
    let late = shell.json(&["usage", "A-1", "--from", "2026-06-01", "--metric", "Active Users"]);
    assert_eq!(late, json!([{"date": "2026-06-26", "metric": "active_users", "value": 30.0}]));
    assert!(shell.said(&["usage", "A-1"]).contains("30 of 50 seats in use"));
}

#[test]
fn what_goals_and_touchpoints_hold_comes_out_and_in_again() {
    let shell = Shell::with(FACTS);
    let goals = shell.file(
        "goals.csv",
        "account,title,direction,baseline,target,status_on,current,value,currency\n\
        A-1,Calls,up,1,9,2026-06-01,3,1200.50,EUR\n",
    );
    shell.said(&["import", "goals", &goals]);
    let touches = shell
        .file("touches.csv", "account,date,kind,text,links\nA-1,2026-06-02,call,Hi,https://x.example/1\n");
    shell.said(&["import", "touchpoints", &touches]);
    assert_eq!(
        shell.rows(
            "SELECT g.direction, u.value_minor, u.currency FROM goal g JOIN goal_update u ON u.goal_id = g.id"
        ),
        ["up|120050|EUR"]
    );
    let out = shell.said(&["export", "goals", "--format", "csv"]);
    assert!(out.contains("direction,value,currency") && out.contains("up,1200.50,EUR"), "{out}");
    assert_eq!(shell.json(&["timeline", "A-1", "kind:call hi"])[0]["links"], json!(["https://x.example/1"]));
}

#[test]
fn the_sample_shows_every_warning_about_people_and_what_goals_are_worth() {
    let shell = Shell::with("");
    let today = mainstay::domain::Day(20_634);
    for (kind, csv) in mainstay::sample::FILES {
        if ["accounts", "contacts", "touchpoints", "goals"].contains(kind) {
            let file = shell.file(&format!("{kind}.csv"), mainstay::sample::dated(csv, today).unwrap());
            shell.said(&["import", kind, &file]);
        }
    }
    let mut found = std::collections::BTreeSet::new();
    for account in shell.rows("SELECT id FROM account WHERE stage <> 5") {
        let people = shell.json(&["people", "show", &account]);
        let warnings = people["warnings"].as_array().unwrap();
        found.extend(warnings.iter().map(|warning| warning["name"].as_str().unwrap().to_owned()));
    }
    let all = ["lost_role", "no_economic_buyer", "no_sponsor", "nobody", "single_threaded", "sponsor_silent"];
    assert_eq!(found.into_iter().collect::<Vec<_>>(), all);
    assert_eq!(shell.rows("SELECT count(*) FROM goal_update WHERE value_minor > 0 AND status = 3"), ["4"]);
}
