//! `import` as a schedule runs it: counts, rejects, warnings, and files that are none.

use std::fs;
use std::process::Stdio;

use mainstay::domain::Day;
use mainstay::health::facts::BookFacts;
use mainstay::health::{PolicySet, to_import};
use mainstay::import::kind::Kind;
use serde_json::{Value, json};

use crate::shell::{Shell, keys};

const ACCOUNTS: &str = "external_id,name,segment,csm,stage\nA-1,Acme,high-touch,Ann Lee,adoption\n\
                        A-2,Borealis,,Joe Poe,onboarding\n";

fn counts(report: &Value) -> [i64; 5] {
    ["read", "created", "updated", "unchanged", "rejected"].map(|key| report[key].as_i64().unwrap())
}

#[test]
fn a_file_is_imported_once_and_then_changes_nothing() {
    let shell = Shell::with("");
    let file = shell.file("accounts.csv", ACCOUNTS);
    let first = shell.json(&["import", "accounts", &file]);
    assert_eq!(counts(&first), [2, 2, 0, 0, 0]);
    assert_eq!(counts(&shell.json(&["import", "accounts", &file])), [2, 0, 0, 2, 0]);
    let changed = shell.file("changed.csv", ACCOUNTS.replace("Joe Poe", "Ann Lee"));
    assert_eq!(counts(&shell.json(&["import", "accounts", &changed])), [2, 0, 1, 1, 0]);
    let accounts = shell.json(&["accounts", "csm:ann", "stage:onboarding"]);
    assert_eq!(accounts[0]["name"], "Borealis");
    let runs = shell.json(&["imports"]);
    assert_eq!(runs.as_array().unwrap().len(), 3);
    assert_eq!((&runs[0]["kind"], &runs[0]["updated"]), (&json!("accounts"), &json!(1)));
}

#[test]
fn the_report_is_what_the_contract_says() {
    let shell = Shell::with("");
    let accounts = shell.file("accounts.csv", ACCOUNTS);
    shell.json(&["import", "accounts", &accounts]);
    // Line 3 names an account that is not there, line 4 has no date that could be one.
    let file = shell.file(
        "tickets.csv",
        "external_id,account,opened_on,priority\nT-1,A-1,2026-06-01,P1\nT-2,A-9,2026-06-01,P2\n\
         T-3,A-2,2026-06-01,sometimes\nT-4,A-2,soon,P2\n",
    );
    let report = shell.json(&["import", "tickets", &file]);
    let all = ["created", "kind", "read", "rejected", "rejects", "run", "unchanged", "updated", "warnings"];
    assert_eq!(keys(&report), all);
    assert_eq!((&report["run"], &report["kind"]), (&json!(2), &json!("tickets")));
    assert_eq!(counts(&report), [4, 2, 0, 0, 2]);
    let rejects = report["rejects"].as_array().unwrap();
    assert!(rejects.iter().all(|reject| keys(reject) == ["column", "line", "message", "value"]));
    assert_eq!(
        (&rejects[0]["line"], &rejects[0]["column"], &rejects[0]["value"]),
        (&json!(3), &json!("account"), &json!("A-9"))
    );
    assert_eq!((&rejects[1]["line"], &rejects[1]["value"]), (&json!(5), &json!("soon")));
    let warning = &report["warnings"][0];
    assert_eq!(keys(warning), ["column", "line", "message"]);
    assert_eq!(warning["line"], 4);
}

#[test]
fn people_read_the_counts_the_warnings_by_rule_and_the_first_rejects() {
    let shell = Shell::with("");
    let rows: String = (1..=30).map(|n| format!("B-{n},\n")).collect();
    let file = shell.file("accounts.csv", format!("external_id,name,shoe size\nA-1,Acme,44\n{rows}"));
    let rejects = shell.folder.path().join("rejects.csv");
    let said = shell.run(&["import", "accounts", &file]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    for part in [
        "31 read: 1 created, 0 updated, 0 unchanged, 30 rejected",
        "columns left out: shoe size",
        "30 rows rejected:",
        "line 3: name",
        "and 10 more",
    ] {
        assert!(said.out.contains(part), "{part}\n{}", said.out);
    }
    let said = shell.run(&["import", "accounts", &file, "--rejects", rejects.to_str().unwrap()]);
    assert!(said.out.contains("all of them are in"), "{}", said.out);
    let written = fs::read_to_string(rejects).unwrap();
    assert!(written.starts_with("external_id,name,shoe size,reason\nB-1,,"), "{written}");
    assert_eq!(written.lines().count(), 31);
}

#[test]
fn rejected_rows_replace_nothing_but_those_of_an_earlier_import() {
    let shell = Shell::with("");
    let file = shell.file("accounts.csv", format!("{ACCOUNTS}A-3,\n"));
    let path = |name: &str| shell.folder.path().join(name).to_str().unwrap().to_owned();
    let notes = shell.file("notes.csv", "day,note\n2026-06-30,call Ann\n");
    let wal = format!("{}-wal", path("test.mainstay"));
    let here = shell.folder.path().to_str().unwrap().to_owned();
    let roundabout =
        format!("{here}/../{}/test.mainstay", shell.folder.path().file_name().unwrap().display());
    let refused = [
        (path("test.mainstay"), "is the book"),
        (roundabout, "is the book"),
        (wal, "is the book"),
        (file.clone(), "is the file to import"),
        (notes.clone(), "notes.csv: is there already"),
        (here, "is a folder"),
        (path("none/rejects.csv"), "there is no folder"),
    ];
    for (rejects, expected) in refused {
        let complaint = shell.complaint(1, &["import", "accounts", &file, "--rejects", &rejects]);
        assert!(complaint.contains(expected) && complaint.contains("hint: "), "{rejects}: {complaint}");
    }
    assert_eq!(shell.json(&["imports"]), json!([]));
    assert_eq!(fs::read_to_string(notes).unwrap(), "day,note\n2026-06-30,call Ann\n");
    // A book that is still to be made is one, too.
    let new = path("new.mainstay");
    shell.complaint(1, &["--book", &new, "import", "accounts", &file, "--rejects", &new]);
    // A schedule names the same file each time; an empty one holds a place for it.
    let rejects = shell.file("rejects.csv", "");
    let again = ["import", "accounts", &file, "--rejects", &rejects];
    assert_eq!(counts(&shell.json(&again)), [3, 2, 0, 0, 1]);
    assert_eq!(fs::read_to_string(&rejects).unwrap().lines().count(), 2);
    assert_eq!(counts(&shell.json(&again)), [3, 0, 0, 2, 1]);
    let sound = shell.file("sound.csv", ACCOUNTS);
    assert_eq!(counts(&shell.json(&["import", "accounts", &sound, "--rejects", &rejects])), [2, 0, 0, 2, 0]);
    assert_eq!(fs::read_to_string(&rejects).unwrap(), "external_id,name,segment,csm,stage,reason\n");
}

#[cfg(target_os = "linux")]
#[test]
fn what_was_imported_is_told_although_its_rejects_cannot_be_written() {
    let shell = Shell::with("");
    let file = shell.file("accounts.csv", format!("{ACCOUNTS}A-3,\n"));
    // A device on which there is never any space.
    let said = shell.run(&["import", "accounts", &file, "--rejects", "/dev/full"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("3 read: 2 created, 0 updated, 0 unchanged, 1 rejected"), "{}", said.out);
    assert!(!said.out.contains("all of them are in"), "{}", said.out);
    assert!(said.err.starts_with("error: /dev/full: the rejected rows cannot be written"), "{}", said.err);
    assert!(said.err.contains("mainstay imports undo 1"), "{}", said.err);
    // Where no file can be made nothing is imported at all.
    let complaint = shell.complaint(1, &["import", "accounts", &file, "--rejects", "/proc/rejects.csv"]);
    assert!(complaint.contains("/proc/rejects.csv: the rejected rows cannot be written"), "{complaint}");
    assert!(!complaint.contains("tmp"), "{complaint}");
    assert_eq!(shell.json(&["imports"]).as_array().unwrap().len(), 1);
}

#[test]
fn people_read_how_much_can_be_judged_and_what_to_import_next() {
    let shell = Shell::with("");
    let file = shell.file("accounts.csv", ACCOUNTS);
    let said = shell.run(&["import", "accounts", &file]).out;
    let next = "0 % of the policy has data; next: import usage, contracts with seats, features\n";
    assert!(said.ends_with(next), "{said}");
    // Each begins with the name of a kind.
    let (nothing, policies) = (BookFacts::default(), PolicySet::builtin().unwrap());
    for wanted in to_import(&nothing, policies.of(None), Day(20_000)) {
        Kind::named(wanted.split(' ').next().unwrap()).unwrap();
    }
}

#[test]
fn a_dry_run_changes_nothing() {
    let shell = Shell::with("");
    let file = shell.file("accounts.csv", ACCOUNTS);
    let said = shell.run(&["import", "accounts", &file, "--dry-run"]);
    assert!(said.code == 0 && said.out.starts_with("Would import accounts"), "{}", said.out);
    assert_eq!(shell.json(&["accounts"]), json!([]));
    assert_eq!(shell.json(&["imports"]), json!([]));
}

#[test]
fn the_first_import_makes_the_book() {
    let shell = Shell::with("");
    let file = shell.file("accounts.csv", ACCOUNTS);
    let book = shell.folder.path().join("new folder").join("mine.mainstay");
    let book = book.to_str().unwrap();
    assert_eq!(shell.json(&["--book", book, "import", "accounts", &file])["created"], 2);
    assert_eq!(shell.json(&["--book", book, "accounts"]).as_array().unwrap().len(), 2);
}

#[test]
fn columns_can_be_named_and_standard_input_read() {
    let shell = Shell::with("");
    let file = shell.file("odd.csv", "Ref;Firma\nA-1;Acme\n");
    let arguments = ["import", "accounts", "-", "--map", "external_id=Ref", "--map", "name=Firma"];
    let output = shell.command(&arguments).stdin(fs::File::open(file).unwrap()).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(shell.json(&["accounts"])[0]["name"], "Acme");
    shell.complaint(2, &["import", "accounts", "-", "--map", "nonsense"]);
}

#[test]
fn a_file_that_is_none_is_refused_in_one_sentence_and_the_book_is_as_it_was() {
    let shell = Shell::with("");
    let good = shell.file("accounts.csv", ACCOUNTS);
    shell.json(&["import", "accounts", &good]);
    let before = shell.json(&["accounts"]);
    let cases = [
        (shell.folder.path().join("missing.csv").to_str().unwrap().to_owned(), "missing.csv"),
        (shell.folder.path().to_str().unwrap().to_owned(), "folder"),
        (shell.file("empty.csv", ""), "empty"),
        (shell.file("binary.csv", [0x89, b'P', b'N', b'G', 0, 1, 2, 3, 0, 0, 0, 255]), "binary.csv"),
        (shell.file("headers.csv", "external_id,name\n"), "headers.csv"),
        (shell.file("headless.csv", "1,2,3\n4,5,6\n"), "headless.csv"),
        (shell.file("broken.xlsx", "PK\u{3}\u{4} this is no workbook"), "broken.xlsx"),
        (shell.file("line.csv", "x".repeat(10_000_000)), "line.csv"),
    ];
    for (path, expected) in cases {
        let complaint = shell.complaint(1, &["import", "accounts", &path]);
        assert!(complaint.contains(expected) && complaint.contains("hint: "), "{path}: {complaint}");
        assert!(complaint.lines().count() <= 4, "{complaint}");
    }
    assert_eq!(shell.json(&["accounts"]), before);
    assert_eq!(shell.json(&["imports"]).as_array().unwrap().len(), 1);
}

#[test]
fn wishes_that_do_not_fit_the_file_are_refused() {
    let shell = Shell::with("");
    let file = shell.file("accounts.csv", ACCOUNTS);
    let cases: [(&[&str], &str); 3] = [
        (&["--sheet", "Accounts"], "a text file has no sheets"),
        (&["--wide"], "--wide is for usage, and accounts have no metrics"),
        (&["--map", "name=csm", "--map", "name=stage"], "cannot be taken from \"csm\" and from \"stage\""),
    ];
    for (wish, expected) in cases {
        let complaint = shell.complaint(2, &[&["import", "accounts", &file], wish].concat());
        assert!(complaint.contains(expected) && complaint.contains("hint: "), "{complaint}");
    }
    assert_eq!(shell.json(&["imports"]), json!([]));
}

#[test]
fn a_book_that_another_program_holds_is_named() {
    let shell = Shell::with("");
    let file = shell.file("accounts.csv", ACCOUNTS);
    let holder = rusqlite::Connection::open(shell.book()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let child = shell
        .command(&["import", "accounts", &file])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Reading is not held up.
    assert_eq!(shell.json(&["accounts"]), json!([]));
    let output = child.wait_with_output().unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{complaint}");
    assert!(
        complaint.contains("another program") && !complaint.contains("database is locked"),
        "{complaint}"
    );
    assert_eq!(complaint.matches("test.mainstay: ").count(), 1, "{complaint}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_the_book_as_it_was() {
    let shell = Shell::with("");
    let file = shell.file("accounts.csv", ACCOUNTS);
    // While the book is held the import waits, so that the key is sure to come before its first row.
    let holder = rusqlite::Connection::open(shell.book()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let child = shell
        .command(&["import", "accounts", &file])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_secs(1));
    let pressed =
        std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(pressed.success());
    std::thread::sleep(std::time::Duration::from_millis(200));
    holder.execute_batch("ROLLBACK").unwrap();
    let output = child.wait_with_output().unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{complaint}");
    assert!(complaint.contains("nothing was imported"), "{complaint}");
    assert_eq!(shell.json(&["accounts"]), json!([]));
    assert_eq!(shell.json(&["imports"]), json!([]));
}
