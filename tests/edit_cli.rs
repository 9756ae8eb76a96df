//! The everyday edits as they are typed at a shell: what they write, what they say, what they refuse.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test from end to end

use serde_json::{Value, json};
use shell::Shell;

#[path = "cli/shell.rs"]
mod shell;

const FACTS: &str = "
    INSERT INTO segment (id, name) VALUES (1, 'high-touch');
    INSERT INTO team_member (id, name) VALUES (1, 'Ann Lee'), (2, 'Joe Poe');
    INSERT INTO account (id, external_id, name, segment_id, csm_id, stage) VALUES
      (1, 'A-1', 'Acme GmbH', 1, 1, 2), (2, 'B-1', 'Borealis', NULL, 2, 2), (3, NULL, 'Acme Labs', 1, NULL, 5);
    INSERT INTO contact (id, account_id, name, role) VALUES (1, 1, 'Dana Kim', 1), (2, 1, 'Zoe Quist', 0), (3, 2, 'Bo', 0);
    INSERT INTO onboarding (id, account_id, started_on) VALUES (1, 1, 20600);
    INSERT INTO step (id, onboarding_id, title, due_on) VALUES (1, 1, 'Kickoff', 20602), (2, 1, 'Admin training', 20606),
      (3, 1, 'User training', 20612);
    INSERT INTO task (id, account_id, title) VALUES (1, 1, 'Send quote'), (2, 2, 'Send contract');";

fn last_label(shell: &Shell) -> String {
    shell.rows("SELECT label FROM txn WHERE derived = 0 ORDER BY id DESC LIMIT 1").remove(0)
}

#[test]
fn set_changes_fields_says_from_what_to_what_and_how_to_take_it_back() {
    let shell = Shell::with(FACTS);
    let said =
        shell.said(&["set", "A-1", "stage=renewal", "csm=joe poe", "signed_on=1 mar 2024", "tags=VIP;eu"]);
    assert_eq!(
        said,
        "Changed 4 fields of Acme GmbH.\n  Stage: adoption -> renewal\n  CSM: Ann Lee -> Joe Poe\n  \
         Signed on: empty -> 2024-03-01\n  Tags: empty -> vip; eu\nTake it back with: mainstay undo\n"
    );
    // 2024-03-01 is day 19783.
    assert_eq!(
        shell.rows("SELECT stage, csm_id, signed_on, tags FROM account WHERE id = 1"),
        ["4|2|19783|vip;eu"]
    );
    assert_eq!(last_label(&shell), "Changed 4 fields of Acme GmbH");
    assert!(shell.said(&["set", "A-1", "stage=renewal"]).contains("so already"));
    assert_eq!(shell.said(&["set", "A-1", "csm="]).lines().nth(1), Some("  CSM: Joe Poe -> empty"));
}

#[test]
fn set_refuses_what_cannot_be_and_changes_nothing() {
    let shell = Shell::with(FACTS);
    assert!(shell.complaint(2, &["set", "A-1", "stage"]).contains("no field=value"));
    for (field, says) in [
        ("cows=1", "has no field \"cows\""),
        ("stage=limbo", "is none of acquisition"),
        ("csm=bob", "no member of the team is called \"bob\""),
        ("name=", "cannot be left empty"),
        ("external_id=B-1", "another account has the id elsewhere \"B-1\""),
        ("signed_on=soon", "is not a date"),
    ] {
        let err = shell.complaint(1, &["set", "A-1", "industry=Steel", field]);
        assert!(err.contains(says) && err.contains("error:"), "{err}");
    }
    assert_eq!(shell.rows("SELECT industry, name FROM account WHERE id = 1"), ["-|Acme GmbH"]);
    assert!(
        shell.complaint(2, &["--as-of", "2026-06-01", "set", "A-1", "stage=renewal"]).contains("is past")
    );
    assert!(shell.complaint(1, &["set", "Acme", "stage=renewal"]).contains("fits 2 accounts"));
}

#[test]
fn log_writes_a_note_or_what_kind_says_with_who_was_there() {
    let shell = Shell::with(FACTS);
    shell.said(&["log", "A-1", "renewal", "ok > fri send quote"]);
    let said = shell.said(&[
        "log",
        "A-1",
        "wants SSO",
        "--kind",
        "call",
        "--with",
        "dana",
        "--with",
        "Zoe",
        "--pulse",
        "4",
        "--on",
        "fri",
    ]);
    assert!(
        said.starts_with(
            "Logged a call with Acme GmbH.\n  on 2026-06-26\n  with 2 contacts\n  pulse 4\n  by Ann Lee\n"
        ),
        "{said}"
    );
    // Days 20634 and 20630.
    assert_eq!(
        shell.rows("SELECT touched_on, kind, text, pulse FROM touchpoint ORDER BY id"),
        ["20634|0|renewal ok > fri send quote|-", "20630|1|wants SSO|4"]
    );
    assert_eq!(shell.rows("SELECT contact_id FROM touchpoint_attendee ORDER BY id"), ["1", "2"]);
    let err = shell.complaint(1, &["log", "A-1", "x", "--with", "Bo"]);
    assert!(err.contains("no contact is called \"Bo\"") && err.contains("Dana Kim"), "{err}");
    assert!(shell.complaint(1, &["log", "A-1", "x", "--kind", "fax"]).contains("use one of note, call"));
    assert_eq!(shell.complaint(2, &["log", "A-1", "x", "--pulse", "6"]).matches("error:").count(), 1);
}

#[test]
fn a_touchpoint_is_by_the_user_else_by_the_csm_of_the_account() {
    let shell = Shell::with(FACTS);
    // Acme's CSM is Ann Lee, the Labs have none.
    assert!(shell.said(&["log", "A-1", "one"]).contains("by Ann Lee"));
    assert!(!shell.said(&["log", "Acme Labs", "two"]).contains("by "));
    assert!(shell.said(&["--me", "joe", "log", "A-1", "three"]).contains("by Joe Poe"));
    assert!(shell.said(&["--me", "joe", "log", "A-1", "four", "--by", "Ann Lee"]).contains("by Ann Lee"));
    assert_eq!(shell.rows("SELECT by_id FROM touchpoint ORDER BY id"), ["1", "-", "2", "1"]);
    let err = shell.complaint(1, &["log", "A-1", "five", "--by", "Zaphod"]);
    assert!(err.contains("no member of the team is called \"Zaphod\"") && err.contains("--by"), "{err}");
}

#[test]
fn tasks_are_added_put_off_given_away_done_and_listed() {
    let shell = Shell::with(FACTS);
    assert!(
        shell
            .said(&["task", "add", "A-1", "Call", "back", "--due", "+1w"])
            .contains("New task \"Call back\" for Acme GmbH")
    );
    let list = |arguments: &[&str]| -> Value {
        serde_json::from_str(&shell.said(&[&["task", "list", "--format", "json"], arguments].concat()))
            .unwrap()
    };
    let call = json!({ "id": 3, "account": "Acme GmbH", "title": "Call back", "owner": "Ann Lee", "due_on": "2026-07-07",
        "snoozed_until": null, "done_on": null, "source": null });
    assert_eq!(list(&["--owner", "ann"]), json!([call]));
    shell.said(&["task", "snooze", "call", "mon"]);
    shell.said(&["task", "assign", "3", "joe"]);
    shell.said(&["task", "done", "call back"]);
    // 2026-07-06 is day 20640, today 20634.
    assert_eq!(
        shell.rows("SELECT owner_id, snoozed_until, done_on FROM task WHERE id = 3"),
        ["2|20640|20634"]
    );
    assert_eq!(list(&["A-1"]).as_array().unwrap().len(), 1);
    assert_eq!(list(&["--all"]).as_array().unwrap().len(), 3);
    let err = shell.complaint(1, &["task", "done", "send"]);
    assert!(err.contains("fits 2 tasks") && err.contains("id:1  Send quote"), "{err}");
    assert!(shell.complaint(1, &["task", "done", "call back"]).contains("no task is called"));
}

#[test]
fn signals_are_noted_and_closed() {
    let shell = Shell::with(FACTS);
    shell.said(&["signal", "add", "A-1", "Competitor", "they", "look around", "--on", "-3d"]);
    assert_eq!(
        shell.rows("SELECT kind, seen_on, text, closed_on FROM signal"),
        ["competitor evaluation|20631|they look around|-"]
    );
    assert!(shell.complaint(1, &["signal", "close", "competitor", "--on", "2026-06-01"]).contains("before"));
    shell.said(&["signal", "close", "competitor"]);
    assert_eq!(shell.rows("SELECT closed_on FROM signal"), ["20634"]);
    assert_eq!(shell.said(&["signal", "list", "--format", "json"]), "[]\n");
    assert!(shell.said(&["signal", "list", "--all"]).contains("they look around"));
}

#[test]
fn steps_are_done_skipped_and_opened_again() {
    let shell = Shell::with(FACTS);
    shell.said(&["step", "A-1", "kickoff", "done", "--on", "yesterday", "--by", "Ann"]);
    shell.said(&["step", "A-1", "2", "skip"]);
    assert_eq!(
        shell.rows("SELECT done_on, done_by, not_applicable FROM step ORDER BY id"),
        ["20633|Ann|0", "-|-|1", "-|-|0"]
    );
    assert_eq!(last_label(&shell), "Not applicable: \"Admin training\" of Acme GmbH");
    shell.said(&["step", "A-1", "Kickoff", "reopen"]);
    assert_eq!(shell.rows("SELECT done_on FROM step WHERE id = 1"), ["-"]);
    assert!(shell.complaint(1, &["step", "A-1", "training", "done"]).contains("fits 2 steps"));
    assert!(shell.complaint(1, &["step", "B-1", "kickoff", "done"]).contains("Borealis has no onboarding"));
}

#[test]
fn accounts_are_merged_and_deleted_only_when_one_means_it() {
    let shell = Shell::with(FACTS);
    let said = shell.said(&["merge", "A-1", "B-1"]);
    // A contact and a task.
    assert!(said.starts_with("Merged Borealis into Acme GmbH.\n  2 records moved\n"), "{said}");
    assert!(said.contains("the id B-1 is kept as a tag"), "{said}");
    assert_eq!(shell.rows("SELECT id, tags FROM account ORDER BY id"), ["1|formerly:b-1", "3|-"]);
    assert!(shell.complaint(2, &["delete", "A-1"]).contains("add --yes"));
    shell.said(&["delete", "A-1", "--yes"]);
    assert_eq!(shell.rows("SELECT id FROM account"), ["3"]);
    assert_eq!(shell.rows("SELECT count(*) FROM contact"), ["0"]);
    assert_eq!(last_label(&shell), "Deleted Acme GmbH");
}
