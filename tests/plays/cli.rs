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
