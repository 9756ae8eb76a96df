//! The commands, as they are typed at a shell on 2026-06-30 (day 20634), the last day of Q2.

use crate::shell::Shell;

const FACTS: &str = "
    INSERT INTO segment (id, name, cadence_days) VALUES (1, 'high-touch', 30), (2, 'tech-touch', 90);
    INSERT INTO team_member (id, name) VALUES (1, 'Ann Lee'), (2, 'Joe Poe');
    INSERT INTO account (id, external_id, name, segment_id, csm_id, stage, signed_on) VALUES
      (1, 'A-1', 'Acme GmbH', 1, 1, 2, 20100), (2, 'B-1', 'Borealis', 2, 2, 2, 20500), (3, 'C-1', 'Cobalt', 2, 2, 5, 20000);
    INSERT INTO contact (id, account_id, name, role) VALUES (1, 1, 'Dana Kim', 1), (2, 1, 'Lee Roe', 4), (3, 2, 'Max Low', 1);
    INSERT INTO touchpoint (account_id, touched_on, kind) VALUES (1, 20590, 1), (2, 20620, 0);
    INSERT INTO plan (id, account_id, quarter, written_on, status, agreed_on, agreed_with) VALUES
      (1, 1, '2026-Q1', 20460, 'agreed', 20465, 'Dana Kim');
    INSERT INTO plan_item (plan_id, section, title, due_on, done_on) VALUES
      (1, 'milestone', 'Kick it off', 20480, 20481), (1, 'milestone', 'Half the paper', 20500, NULL), (1, 'risk', 'No budget', NULL, NULL);";

#[test]
fn a_plan_is_written_agreed_worked_on_and_reviewed() {
    let shell = Shell::with(FACTS);
    let preview = shell.said(&["plan", "write", "A-1", "--dry-run"]);
    assert!(
        preview.contains("2 items planned\n2 of them are carried over\n")
            && preview.contains("risk: No budget"),
        "{preview}"
    );
    assert_eq!(shell.rows("SELECT count(*) FROM plan"), ["1"]);
    let said = shell.said(&["plan", "write", "A-1"]);
    assert!(said.starts_with("New plan 2026-Q2 for Acme GmbH, from the one before it.\n"), "{said}");
    let twice = shell.complaint(1, &["plan", "write", "A-1"]);
    assert!(twice.contains("Acme GmbH has a plan for 2026-Q2 already"), "{twice}");
    shell.said(&["plan", "set", "A-1", "goals=Less paper", "next_review_on=2026-07-20"]);
    shell.said(&[
        "plan",
        "add",
        "A-1",
        "adoption",
        "Mobile app",
        "target=40",
        "detail=Phones for the crews",
        "due_on=2026-08-01",
    ]);
    shell.said(&["plan", "change", "A-1", "budget", "probability=high", "impact=high", "owner=Ann Lee"]);
    shell.said(&["plan", "done", "A-1", "half the", "--on", "yesterday"]);
    shell.said(&["plan", "agree", "A-1", "--with", "Dana Kim", "--on", "2026-06-30"]);
    let shown = shell.json(&["plan", "show", "A-1"]);
    assert_eq!(
        (&shown["quarter"], &shown["status"], &shown["goals"]),
        (&"2026-Q2".into(), &"agreed".into(), &"Less paper".into())
    );
    let items = shown["items"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    assert_eq!((&items[0]["carried_from"], &items[0]["done_on"]), (&"2026-Q1".into(), &"2026-06-29".into()));
    assert_eq!((&items[1]["section"], &items[1]["current"]), (&"adoption".into(), &serde_json::Value::Null));
    assert_eq!((&items[2]["risk"], &items[2]["owner"]), (&"high".into(), &"Ann Lee".into()));
    assert!(shell.said(&["plan", "show", "A-1"]).contains("Success plan\n"));
    assert!(
        shell
            .said(&["plan", "show", "A-1", "--quarter", "2026-Q1", "--format", "md"])
            .starts_with("# Plan 2026-Q1 of Acme GmbH\n")
    );
    shell.said(&["plan", "reopen", "A-1", "half the"]);
    shell.said(&["plan", "remove", "A-1", "budget"]);
    shell.said(&["plan", "review", "A-1", "--next", "2026-08-15"]);
    assert_eq!(
        shell.rows("SELECT status, reviewed_on, next_review_on FROM plan WHERE id = 2"),
        ["reviewed|20634|20680"]
    );
    for _ in 0..3 {
        shell.said(&["undo"]);
    }
    assert_eq!(
        shell
            .rows("SELECT status, (SELECT count(*) FROM plan_item WHERE plan_id = 2) FROM plan WHERE id = 2"),
        ["agreed|3"]
    );
    assert_eq!(
        shell.rows("SELECT done_on FROM plan_item WHERE plan_id = 2 AND section = 'milestone'"),
        ["20633"]
    );
}

#[test]
fn what_cannot_be_is_refused_in_a_sentence() {
    let shell = Shell::with(FACTS);
    let refused = |arguments: &[&str]| shell.complaint(1, &[&["plan"], arguments].concat());
    for (arguments, says) in [
        (&["write", "A-1", "--quarter", "2026-Q1"][..], "Acme GmbH has a plan for 2026-Q1 already"),
        (&["write", "A-1", "--quarter", "2025-Q4"], "2025-Q4 is over, today is in 2026-Q2"),
        (&["write", "A-1", "--quarter", "2027-Q2"], "2027-Q2 is too far ahead"),
        (&["write", "B-1"], "there is no plan before 2026-Q2 to begin with"),
        (&["write", "B-1", "--template", "cows"], "no template is called \"cows\""),
        (&["show", "B-1"], "there is no plan of \"B-1\""),
        (&["show", "A-1", "--quarter", "2026-Q3"], "there is no plan for 2026-Q3"),
        (&["agree", "A-1", "--with", " "], "a plan is agreed with somebody"),
        (&["agree", "A-1", "--with", "Dana", "--on", "2026-07-01"], "still to come"),
        (
            &["agree", "A-1", "--with", "Dana", "--on", "2026-01-01"],
            "before the plan was written, 2026-01-07",
        ),
        (&["review", "A-1", "--on", "2026-01-08"], "before the plan was agreed, 2026-01-12"),
        (&["review", "A-1", "--next", "2026-06-30"], "is not after this one"),
        (&["add", "A-1", "wish", "More"], "\"wish\" is not a part of a plan"),
        (&["add", "A-1", "risk", "More", "target=3"], "a risk has no field \"target\""),
        (&["change", "A-1", "cows", "owner=x"], "no item of the plan 2026-Q1 is called \"cows\""),
        (&["done", "A-1", "half", "--on", "2026-07-04"], "still to come"),
        (&["set", "A-1", "quarter=soon"], "quarter"),
    ] {
        let said = refused(arguments);
        assert!(said.to_lowercase().contains(&says.to_lowercase()), "{arguments:?}: {said}");
    }
    assert!(shell.complaint(2, &["plan", "show", "A-1", "--quarter", "cows"]).contains("not a quarter"));
    assert!(shell.complaint(2, &["--as-of", "2026-06-01", "plan", "write", "A-1"]).contains("is past"));
    // The same quarter by hand, over another one's.
    shell.said(&["plan", "write", "A-1"]);
    let said = refused(&["set", "A-1", "quarter=2026-Q1"]);
    assert!(said.contains("another plan has the quarter \"2026-Q1\" already"), "{said}");
    // A draft is agreed before it is reviewed.
    assert!(refused(&["review", "A-1"]).contains("is a draft still"));
}

#[test]
fn plans_are_listed_counted_and_chosen() {
    let shell = Shell::with(FACTS);
    let all = shell.json(&["plans"]);
    assert_eq!(all.as_array().unwrap().len(), 2, "the churned one is left out");
    assert_eq!((&all[0]["account"], &all[0]["state"]), (&"Borealis".into(), &"no plan".into()));
    assert_eq!(
        (&all[1]["state"], &all[1]["plan"]["open"], &all[1]["plan"]["late"]),
        (&"to write".into(), &2.into(), &1.into())
    );
    // Touched on 20590, every 30 days: due on 20620, 14 days ago.
    assert_eq!(
        (&all[1]["check_in"]["due_on"], &all[1]["check_in"]["days_late"]),
        (&"2026-06-16".into(), &14.into())
    );
    assert_eq!(shell.json(&["plans", "--state", "to-write"]).as_array().unwrap().len(), 1);
    assert_eq!(shell.json(&["plans", "--csm", "joe", "--segment", "tech"]).as_array().unwrap().len(), 1);
    assert_eq!(shell.json(&["plans", "--off-track"]), serde_json::json!([]));
    shell.said(&["plan", "write", "A-1"]);
    let by = shell.json(&["plans", "--by", "csm"]);
    assert_eq!(
        (&by[0]["group"], &by[0]["covered"]["part"], &by[0]["states"]["draft"]),
        (&"Ann Lee".into(), &1.into(), &1.into())
    );
    assert_eq!((&by[1]["covered"]["ratio"], &by[0]["check_ins_late"]), (&0.0.into(), &1.into()));
    assert!(
        shell
            .said(&["plans", "--by", "segment", "--format", "csv"])
            .starts_with("group,accounts,covered,coverage,no plan")
    );
    assert!(shell.said(&["plans", "--format", "csv"]).starts_with("account_id,state,account,quarter,reason"));
    // On a past day what was written later is not known.
    assert_eq!(shell.json(&["--as-of", "2026-01-06", "plans"])[0]["state"], "no plan");
}

#[test]
fn check_ins_are_listed_and_planned_once() {
    let shell = Shell::with(FACTS);
    let all = shell.json(&["checkins"]);
    // A bare note is no touch: Borealis is due 90 days after it signed, on 20590.
    assert_eq!(
        (&all[0]["account"], &all[0]["due_on"], &all[0]["days_late"]),
        (&"Borealis".into(), &"2026-05-17".into(), &44.into())
    );
    assert_eq!(shell.json(&["checkins", "--late", "--csm", "ann"]).as_array().unwrap().len(), 1);
    let said = shell.said(&["checkins", "plan", "A-1", "--on", "2026-07-03"]);
    assert!(said.starts_with("Check-in with Acme GmbH planned for 2026-07-03.\n"), "{said}");
    assert_eq!(shell.rows("SELECT title, owner_id, due_on, source FROM task"), ["Check-in|1|20637|check-in"]);
    assert!(shell.complaint(1, &["checkins", "plan", "A-1"]).contains("is planned already for 2026-07-03"));
    assert!(shell.complaint(1, &["checkins", "plan", "B-1", "--on", "2026-06-29"]).contains("has passed"));
    assert_eq!(shell.json(&["checkins", "--unplanned"]).as_array().unwrap().len(), 1);
    shell.said(&["undo"]);
    assert_eq!(shell.rows("SELECT count(*) FROM task"), ["0"]);
}

#[test]
fn services_are_kept_apart_from_recurring_revenue() {
    let shell = Shell::with(&format!(
        "{FACTS} INSERT INTO contract (account_id, start_on, yearly_minor) VALUES (1, 20000, 1200000);"
    ));
    let before = shell.json(&["accounts"])[0]["arr"].clone();
    let metrics = shell.said(&["metrics", "--format", "json"]);
    shell.said(&[
        "services",
        "add",
        "A-1",
        "Data migration",
        "kind=implementation",
        "status=running",
        "amount=18k",
        "start_on=2026-06-01",
    ]);
    assert_eq!(shell.json(&["accounts"])[0]["arr"], before);
    assert_eq!(shell.said(&["metrics", "--format", "json"]), metrics);
    let list = shell.json(&["services", "A-1"]);
    assert_eq!(
        (&list[0]["title"], &list[0]["amount"]["minor"]),
        (&"Data migration".into(), &1_800_000.into())
    );
    let err = shell.complaint(1, &["services", "change", "A-1", "data", "end_on=2026-05-01"]);
    assert!(err.contains("is before Start"), "{err}");
    shell.said(&["services", "change", "A-1", "data", "status=done", "end_on=2026-06-30"]);
    assert!(shell.said(&["services"]).contains("Data migration"));
    assert!(shell.said(&["services", "B-1"]).contains("There is none yet."));
    // What goes out comes in again, and changes nothing.
    let file = shell.file("e.csv", shell.said(&["export", "engagements"]));
    assert!(shell.said(&["import", "engagements", &file]).contains("1 unchanged"));
}

#[test]
fn asks_are_capped_by_the_policy_and_can_be_answered() {
    let shell = Shell::with(FACTS);
    shell.said(&["advocacy", "ask", "A-1", "reference", "contact=Dana Kim", "asked_on=2026-01-10"]);
    shell.said(&["advocacy", "ask", "A-1", "case study"]);
    let err = shell.complaint(1, &["advocacy", "ask", "A-1", "review"]);
    assert!(err.contains("was asked 2 times within a year") && err.contains("2027-01-10"), "{err}");
    shell.said(&["advocacy", "change", "A-1", "reference", "status=done", "answered_on=2026-01-20"]);
    let err = shell.complaint(1, &["advocacy", "change", "A-1", "reference", "answered_on=2026-01-02"]);
    assert!(err.contains("is before Asked on"), "{err}");
    let policy = shell.file("p.csv", "name,value\npolicy,\"[advocacy]\nasks_a_year = 3\"\n");
    shell.said(&["import", "settings", &policy]);
    shell.said(&["advocacy", "ask", "A-1", "review"]);
    assert!(
        shell.complaint(1, &["advocacy", "ask", "A-1", "advisory board"]).contains("the policy allows 3")
    );
    shell.said(&["set", "B-1", "advocacy=never"]);
    assert!(shell.complaint(1, &["advocacy", "ask", "B-1", "review"]).contains("does not want to be asked"));
    assert!(shell.complaint(1, &["advocacy", "ask", "A-1", "cows"]).contains("is none of"));
    let wrong = shell.file("w.toml", "[advocacy]\nasks_a_year = -1\n");
    assert!(shell.complaint(1, &["policy", "check", &wrong]).contains("advocacy.asks_a_year is -1"));
    assert_eq!(shell.json(&["advocacy"]).as_array().unwrap().len(), 3);
}

#[test]
fn templates_are_listed_shown_checked_set_and_deleted() {
    let shell = Shell::with(FACTS);
    let text = shell.said(&["plan", "template", "standard"]);
    let mine = shell.file("mine.toml", text.replace("name = \"standard\"", "name = \"ours\""));
    assert_eq!(shell.said(&["plan", "template", "check", &mine]), "the template is sound\n");
    shell.said(&["plan", "template", "set", &mine]);
    let all = shell.json(&["plan", "templates"]);
    assert_eq!((&all[4]["name"], &all[4]["origin"]), (&"ours".into(), &"of the book".into()));
    shell.said(&["plan", "write", "B-1", "--template", "ours"]);
    assert_eq!(
        shell.rows("SELECT owner, customer_owner FROM plan_item WHERE plan_id = 2 AND section = 'milestone' ORDER BY position LIMIT 2"),
        ["Joe Poe|Max Low", "Joe Poe|champion"]
    );
    shell.said(&["plan", "template", "delete", "ours"]);
    assert!(shell.complaint(1, &["plan", "template", "delete", "standard"]).contains("is built in"));
    let broken = shell.file("broken.toml", "name = \"x\"\n");
    assert!(shell.complaint(1, &["plan", "template", "set", &broken]).contains("missing field `about`"));
}

#[test]
fn a_plan_with_hostile_text_comes_through_and_reaches_no_terminal() {
    let shell = Shell::with(FACTS);
    shell.said(&["plan", "set", "A-1", "goals=\u{1b}[31m<b>red</b>\u{202e}"]);
    shell.said(&["plan", "add", "A-1", "risk", "=1+1\u{1b}]0;x\u{7}"]);
    let shown = shell.said(&["plan", "show", "A-1"]);
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown:?}");
}
