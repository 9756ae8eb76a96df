//! `play` and `intervention` at a shell.

use crate::support::Desk;

#[test]
fn a_play_is_started_listed_and_finished() {
    let desk = Desk::new();
    let said = desk.shell.said(&["play", "start", "Acme", "usage drop", "--alert", "1"]);
    assert!(said.starts_with("Started the play \"Usage drop\" for Acme GmbH.\n"), "{said}");
    assert!(said.contains("2026-07-21  Still flat: escalate to the lead"), "{said}");
    let said = desk.shell.said(&["play", "list"]);
    assert!(said.contains("0 of 5") && said.contains("Check the data and look for an outage"), "{said}");
    let json = desk.shell.json(&["play", "list"]);
    assert_eq!(json[0]["play"], "usage drop");
    assert_eq!(json[0]["next_due"], "2026-06-30");
    let twice = desk.shell.complaint(1, &["play", "start", "Acme", "usage drop"]);
    assert!(twice.contains("runs for Acme GmbH since 2026-06-30 already"), "{twice}");
    let why = desk.shell.complaint(1, &["play", "finish", "Acme", "cancelled"]);
    assert!(why.contains("it is not said why it was cancelled"), "{why}");
    let wrong = desk.shell.complaint(2, &["play", "finish", "Acme", "perhaps"]);
    assert!(wrong.contains("worked, did not work, cancelled"), "{wrong}");
    let said = desk.shell.said(&["play", "finish", "Acme", "worked", "--why", "they are back"]);
    assert!(said.contains("5 open steps taken away"), "{said}");
    let json = desk.shell.json(&["play", "list", "--figures"]);
    assert_eq!(json[0]["worked"]["ratio"], 1.0);
    assert_eq!(json[0]["median_days"], 0.0);
    let none = desk.shell.complaint(1, &["play", "finish", "Acme", "worked"]);
    assert!(none.contains("no play runs for \"Acme\""), "{none}");
    let said = desk.shell.said(&["undo"]);
    assert!(said.contains("Finished the play"), "{said}");
}

#[test]
fn playbooks_and_messages_are_shown() {
    let desk = Desk::new();
    let said = desk.shell.said(&["play", "books"]);
    assert!(said.contains("renewal 120") && said.contains("built-in"), "{said}");
    let said = desk.shell.said(&["play", "books", "save"]);
    assert!(said.contains("Over when the account is yellow or green again."), "{said}");
    assert!(said.contains("day 28"), "{said}");
    let json = desk.shell.json(&["play", "books", "renewal 30"]);
    assert_eq!(json["steps"][1]["when"], "T-14");
    let said = desk.shell.run(&["play", "message", "Acme", "thanks", "--chat"]);
    assert!(said.out.contains("[? the first name of whom it goes to]"), "{}", said.out);
    assert!(said.err.contains("not known: the first name of whom it goes to"), "{}", said.err);
    let json = desk.shell.json(&["play", "message", "Acme", "thanks"]);
    assert!(json["mailto"].as_str().unwrap().starts_with("mailto:?subject=Acme%20GmbH"), "{json}");
}

#[test]
fn an_intervention_goes_from_its_start_to_its_end() {
    let desk = Desk::with(
        "INSERT INTO signal (account_id, kind, seen_on) VALUES (1, 'competitor evaluation', 20604);
         INSERT INTO touchpoint (account_id, touched_on, kind) VALUES (1, 20610, 1);",
    );
    let run = |arguments: &[&str]| desk.shell.said(arguments);
    assert!(run(&["intervention", "show", "Acme"]).contains("the account is red since 2026-05-31"));
    assert!(run(&["intervention", "start", "Acme"]).contains("red since 2026-05-31"));
    let said = run(&["intervention", "step", "Acme"]);
    assert!(said.contains("reached out") && said.contains("on 2026-06-06"), "{said}");
    run(&["intervention", "criteria", "Acme", "60 people a week", "--health", "75", "--by", "2026-08-01"]);
    run(&["intervention", "review", "Acme", "two teams are back"]);
    let json = desk.shell.json(&["intervention", "show", "Acme"]);
    assert_eq!(json["target_health"], 75);
    assert_eq!(json["review_due"], "2026-07-07");
    assert_eq!(json["steps"][1]["on"], "2026-06-06");
    assert_eq!(json["reviews"][0]["note"], "two teams are back");
    run(&["intervention", "close", "Acme", "saved", "--why", "they stay"]);
    assert_eq!(desk.rows("SELECT outcome FROM intervention"), ["saved"]);
    assert_eq!(desk.rows("SELECT outcome FROM play"), ["worked"]);
    let none = desk.shell.complaint(1, &["intervention", "review", "Acme", "x"]);
    assert!(none.contains("no intervention is open for \"Acme\""), "{none}");
}

#[test]
fn plays_and_save_plans_stand_in_the_timeline() {
    // Day 20600 is 2026-05-27; the play ends 20 days after its start, the save plan a week before today.
    let desk = Desk::with(
        "INSERT INTO play (id, account_id, playbook, owner_id, started_on, ended_on, outcome, note) VALUES
           (1, 1, 'no login', 1, 20600, 20620, 'worked', 'the night shift was trained'),
           (2, 1, 'usage drop', NULL, 20630, NULL, NULL, NULL), (3, 1, 'late', 1, 20700, NULL, NULL, NULL);
         INSERT INTO intervention (id, account_id, owner_id, started_on, exit_criteria, closed_on, outcome, reason) VALUES
           (1, 1, 2, 20600, 'two weeks without a stop', 20627, 'saved', 'they signed');
         INSERT INTO intervention_entry (id, intervention_id, kind, entered_on, owner_id, note) VALUES
           (1, 1, 'diagnosed', 20603, 2, 'nobody was trained'), (2, 1, 'review', 20610, NULL, NULL);",
    );
    let told = |kind: &str| -> Vec<String> {
        let found = desk.shell.json(&["timeline", "A-1", kind]);
        let line = |own: &serde_json::Value| {
            let said = ["date", "kind", "title", "text"].map(|key| own[key].as_str().unwrap().to_owned());
            said.join(" | ")
        };
        found.as_array().unwrap().iter().map(line).collect()
    };
    assert_eq!(
        told("kind:play"),
        [
            "2026-06-26 | play | usage drop begun | ",
            "2026-06-16 | play | no login: worked after 20 d | the night shift was trained",
            "2026-05-27 | play | no login begun · by Ann Lee | ",
        ]
    );
    assert_eq!(
        told("kind:save"),
        [
            "2026-06-23 | save plan | saved | they signed",
            "2026-06-06 | save plan | review | ",
            "2026-05-30 | save plan | diagnosed · by Joe Poe | nobody was trained",
            "2026-05-27 | save plan | begun · by Joe Poe | two weeks without a stop",
        ]
    );
    let record = desk.shell.json(&["timeline", "A-1", "kind:play"])[1]["record"].clone();
    assert_eq!(record, serde_json::json!({"table": "play", "id": 1}));
}
