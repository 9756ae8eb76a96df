//! The commands, as they are typed at a shell.

use crate::support::Desk;

#[test]
fn starting_is_shown_first_then_done_then_listed() {
    let desk = Desk::new();
    let preview = desk.shell.json(&[
        "onboarding",
        "start",
        "A-1",
        "--template",
        "smb",
        "--on",
        "2026-07-01",
        "--dry-run",
    ]);
    assert_eq!(preview["template"], "smb digital 14 days");
    assert_eq!(preview["steps"].as_array().unwrap().len(), 16);
    assert_eq!(preview["steps"][4]["due_on"], "2026-07-06");
    assert_eq!(desk.rows("SELECT count(*) FROM onboarding"), ["0"]);
    let said = desk.shell.said(&[
        "onboarding",
        "start",
        "A-1",
        "--template",
        "smb",
        "--on",
        "2026-07-01",
        "--without",
        "survey",
        "--shift",
        "quick-win=2",
    ]);
    assert!(
        said.starts_with("Started the onboarding \"smb digital 14 days\" of Acme GmbH on 2026-07-01.\n"),
        "{said}"
    );
    assert!(
        said.contains("15 steps planned") && said.contains("the handoff still lacks: why they bought"),
        "{said}"
    );
    let list = desk.shell.json(&["onboarding"]);
    let one = &list[0];
    assert_eq!((&one["account"], &one["state"]), (&"Acme GmbH".into(), &"on track".into()));
    assert_eq!((&one["day"], &one["days"], &one["done"]), (&(-1).into(), &14.into(), &0.into()));
    assert_eq!(one["milestone"]["due_on"], "2026-07-08", "day 5, two later");
    assert_eq!(desk.shell.json(&["onboarding", "--csm", "joe"]), serde_json::json!([]));
    assert_eq!(desk.shell.json(&["onboarding", "--state", "behind"]), serde_json::json!([]));
    assert_eq!(one["training"], "unknown");
    assert_eq!(desk.shell.json(&["onboarding", "--training", "low"]), serde_json::json!([]));
    assert!(
        desk.shell
            .said(&["onboarding", "--format", "csv"])
            .starts_with("account_id,state,account,day,done,reason")
    );
    assert!(desk.shell.said(&["onboarding"]).contains("● on track"));
    let shown = desk.shell.said(&["onboarding", "show", "Acme"]);
    assert!(shown.contains("starts tomorrow") && shown.contains("Handoff: still to be given"), "{shown}");
}

#[test]
fn a_start_that_cannot_be_is_refused() {
    let desk = Desk::new();
    let refused =
        |arguments: &[&str]| desk.shell.complaint(1, &[&["onboarding", "start", "A-1"], arguments].concat());
    assert!(refused(&["--on", "2028-01-01"]).contains("too far for a start"));
    assert!(refused(&["--template", "cows"]).contains("use one of core 30 days"));
    assert!(
        refused(&["--without", "training"]).contains("fits"),
        "a part of several titles; a key says which"
    );
    assert!(refused(&["--without", "cows"]).contains("no step of the template is called"));
    assert!(refused(&["--shift", "setup=-20"]).contains("cannot come before"));
    assert!(
        desk.shell.complaint(2, &["onboarding", "start", "A-1", "--shift", "setup"]).contains("no step=days")
    );
    assert!(
        desk.shell.complaint(2, &["--as-of", "2026-06-01", "onboarding", "start", "A-1"]).contains("is past")
    );
    assert!(desk.shell.said(&["onboarding"]).starts_with("No onboarding runs."));
    assert!(desk.shell.complaint(1, &["onboarding", "show", "A-1"]).contains("has no onboarding"));
}

#[test]
fn steps_are_worked_on() {
    let desk = Desk::new();
    desk.shell.said(&["onboarding", "start", "A-1", "--template", "core", "--working-days"]);
    let err = desk.shell.complaint(1, &["step", "A-1", "admin", "done"]);
    assert!(err.contains("needs \"Technical setup") && err.contains("--anyway"), "{err}");
    desk.shell.said(&["step", "A-1", "admin", "done", "--anyway", "--on", "today", "--by", "Tess"]);
    let said = desk.shell.said(&["step", "A-1", "kickoff with", "shift", "3"]);
    // Thursday 2 July, three working days on: Tuesday 7 July.
    assert!(said.contains("3 working days later") && said.contains("2026-07-02 -> 2026-07-07"), "{said}");
    desk.shell.said(&["step", "A-1", "kickoff with", "shift", "-3"]);
    assert_eq!(desk.rows("SELECT count(*) FROM step WHERE due_on <> planned_on"), ["0"]);
    desk.shell.said(&["step", "A-1", "data migrated", "assign", "joe"]);
    desk.shell.said(&["step", "A-1", "user training", "assign", "customer"]);
    assert!(
        desk.shell.complaint(1, &["step", "A-1", "data migrated", "assign", "bob"]).contains("or use a role")
    );
    desk.shell.said(&["step", "A-1", "data migrated", "note", "waits", "for", "the", "firewall"]);
    assert_eq!(
        desk.rows("SELECT note, owner_id, owner_role FROM step WHERE title LIKE 'Data%' OR title LIKE 'User%' ORDER BY id"),
        ["waits for the firewall|2|technical success engineer", "-|-|customer"]
    );
    desk.shell.said(&[
        "step",
        "A-1",
        "Second site",
        "add",
        "--due",
        "2026-07-20",
        "--needs",
        "kickoff with",
        "--optional",
    ]);
    assert!(
        desk.shell
            .complaint(1, &["step", "A-1", "Too early", "add", "--due", "today", "--needs", "kickoff with"])
            .contains("before")
    );
    assert!(desk.shell.complaint(2, &["step", "A-1", "No day", "add"]).contains("add --due"));
    desk.shell.said(&["step", "A-1", "second site", "remove"]);
    assert!(
        desk.shell
            .complaint(2, &["step", "A-1", "kickoff with", "shift", "soon"])
            .contains("no number of days")
    );
    assert!(desk.shell.complaint(1, &["step", "B-1", "x", "done"]).contains("Borealis has no onboarding"));
    desk.shell.said(&["undo"]);
    assert_eq!(desk.rows("SELECT count(*) FROM step WHERE title = 'Second site'"), ["1"]);
}

#[test]
fn finishing_taking_up_again_and_the_first_outcome() {
    let desk = Desk::new();
    desk.shell.said(&["onboarding", "start", "A-1"]);
    assert!(desk.shell.complaint(1, &["onboarding", "finish", "A-1"]).contains("required steps are open"));
    let said = desk.shell.said(&["onboarding", "finish", "A-1", "--anyway", "--stage", "adoption"]);
    assert!(
        said.starts_with("Finished the onboarding \"core 30 days\" of Acme GmbH, stage adoption."),
        "{said}"
    );
    assert_eq!(desk.rows("SELECT stage FROM account WHERE id = 1"), ["2"]);
    assert!(
        desk.shell
            .complaint(1, &["onboarding", "finish", "A-1"])
            .contains("no such onboarding of Acme GmbH runs")
    );
    desk.shell.said(&["onboarding", "resume", "A-1"]);
    assert_eq!(desk.shell.json(&["onboarding"])[0]["ended_on"], serde_json::Value::Null);
    desk.shell.said(&[
        "onboarding",
        "outcome",
        "A-1",
        "--on",
        "yesterday",
        "--evidence",
        "20% fewer",
        "--by",
        "Dana",
    ]);
    assert_eq!(desk.shell.json(&["onboarding"])[0]["first_outcome_on"], "2026-06-29");
    assert!(
        desk.shell
            .complaint(1, &["onboarding", "outcome", "A-1", "--evidence", " ", "--by", "x"])
            .contains("evidence")
    );
    let show = desk.shell.json(&["onboarding", "show", "A-1"]);
    assert_eq!(
        (&show[0]["steps"][0]["state"], show[0]["steps"].as_array().unwrap().len()),
        (&"open".into(), 25)
    );
}

#[test]
fn templates_are_listed_shown_checked_set_and_deleted() {
    let desk = Desk::new();
    let text = desk.shell.said(&["onboarding", "template", "show", "expansion"]);
    assert_eq!(desk.shell.said(&["onboarding", "template", "expansion"]), text);
    let mine = desk.shell.file("mine.toml", text.replace("expansion 30 days", "new site"));
    let mine = mine.as_str();
    assert_eq!(desk.shell.said(&["onboarding", "template", "check", mine]), "the template is sound\n");
    desk.shell.said(&["onboarding", "template", "set", mine]);
    let all = desk.shell.json(&["onboarding", "templates"]);
    assert_eq!((&all[5]["name"], &all[5]["origin"]), (&"new site".into(), &"of the book".into()));
    desk.shell.said(&["onboarding", "start", "A-1", "--template", "new site"]);
    let err = desk.shell.complaint(1, &["onboarding", "template", "delete", "new site"]);
    assert!(err.contains("running onboardings: Acme GmbH") && err.contains("--anyway"), "{err}");
    desk.shell.said(&["onboarding", "template", "delete", "new site", "--anyway"]);
    assert!(desk.shell.complaint(1, &["onboarding", "template", "delete", "core"]).contains("is built in"));
    let broken =
        desk.shell.file("broken.toml", text.replacen("needs = [\"handoff\"]", "needs = [\"hanoff\"]", 1));
    let err = desk.shell.complaint(1, &["onboarding", "template", "set", &broken]);
    assert!(
        err.contains("broken.toml: step \"goals\": needs names \"hanoff\"") && err.contains("\"handoff\"?"),
        "{err}"
    );
}

#[test]
fn the_handoff_is_shown_and_filled() {
    let desk = Desk::new();
    assert_eq!(desk.shell.json(&["handoff", "A-1"])["missing"].as_array().unwrap().len(), 6);
    let said =
        desk.shell.said(&["handoff", "A-1", "why_bought=too many breakdowns", "accepted_on=yesterday"]);
    assert!(said.contains("still to be given: what was promised; a contact who is economic buyer"), "{said}");
    desk.shell.said(&["handoff", "A-1", "promised=SSO by May"]);
    let shown = desk.shell.json(&["handoff", "A-1"]);
    assert_eq!(
        (&shown["why_bought"], &shown["accepted_on"]),
        (&"too many breakdowns".into(), &"2026-06-29".into())
    );
    assert_eq!(desk.rows("SELECT count(*) FROM handoff"), ["1"]);
    assert!(desk.shell.complaint(1, &["handoff", "A-1", "cows=1"]).contains("has no field \"cows\""));
    desk.shell.said(&["undo"]);
    assert_eq!(desk.shell.json(&["handoff", "A-1"])["promised"], serde_json::Value::Null);
}

#[test]
fn holidays_are_added_listed_and_removed() {
    let desk = Desk::new();
    desk.shell.said(&["onboarding", "holiday", "add", "2026-07-01", "Company", "day"]);
    assert_eq!(
        desk.shell.json(&["onboarding", "holiday"]),
        serde_json::json!([{ "date": "2026-07-01", "name": "Company day" }])
    );
    let preview = desk.shell.json(&["onboarding", "start", "A-1", "--working-days", "--dry-run"]);
    let welcome = preview["steps"].as_array().unwrap().iter().find(|step| step["key"] == "welcome").unwrap();
    assert_eq!((&welcome["due_on"], &welcome["instead_of"]), (&"2026-07-02".into(), &"2026-07-01".into()));
    desk.shell.said(&["onboarding", "holiday", "remove", "2026-07-01"]);
    assert!(desk.shell.said(&["onboarding", "holiday", "remove", "2026-07-01"]).contains("so already"));
}

#[test]
fn a_circle_of_needs_is_told_by_import_and_hangs_nothing_where_another_program_wrote_it() {
    let desk = Desk::new();
    let runs = desk.shell.file("o.csv", "external_id,account,template,started_on\nO-1,A-1,core,2026-06-20\n");
    let steps = desk.shell.file(
        "s.csv",
        "onboarding,account,title,due_on,needs\nO-1,A-1,One,2026-07-01,Three\nO-1,A-1,Two,2026-07-02,One\n\
         O-1,A-1,Three,2026-07-03,Two\n",
    );
    desk.shell.said(&["import", "onboardings", &runs]);
    desk.shell.said(&["import", "steps", &steps]);
    assert_eq!(desk.rows("SELECT count(*) FROM step_dependency"), ["2"]);
    let closing = "INSERT INTO step_dependency (step_id, needs_id)
                   SELECT a.id, b.id FROM step a, step b WHERE a.title = 'Three' AND b.title = 'Two'";
    desk.conn.execute_batch(closing).unwrap();
    let due = "SELECT due_on FROM step ORDER BY id";
    let before = desk.rows(due);
    // All three move, each once: 20635, 20636, 20637 and three days more.
    let moved = desk.shell.said(&["step", "A-1", "One", "shift", "3"]);
    assert!(moved.contains("2026-07-01 -> 2026-07-04"), "{moved}");
    assert_eq!(desk.rows(due), ["20638", "20639", "20640"]);
    desk.shell.said(&["undo"]);
    assert_eq!(desk.rows(due), before);
    // Nobody's turn comes by itself, and one can say so.
    let refused = desk.shell.complaint(1, &["step", "A-1", "One", "done"]);
    assert!(refused.contains("\"One\" needs \"Three\" to be done first"), "{refused}");
    desk.shell.said(&["step", "A-1", "One", "done", "--anyway"]);
    desk.shell.said(&["onboarding", "show", "A-1"]);
}
