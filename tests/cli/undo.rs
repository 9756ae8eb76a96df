//! `undo`, `redo`, `history`, `imports undo` as scripts run them.

use crate::shell::{Shell, keys};

const ACCOUNTS: &str = "external_id,name,stage\nA-1,Acme GmbH,adoption\nA-2,Borealis,renewal\n";

fn shell() -> Shell {
    let shell = Shell::with("");
    let file = shell.file("accounts.csv", ACCOUNTS);
    shell.run(&["import", "accounts", &file]);
    shell
}

#[test]
fn an_import_goes_back_and_forth() {
    let shell = shell();
    let undone = shell.json(&["undo"]);
    assert_eq!(keys(&undone), ["change", "kept", "label", "redone", "rows", "undoes"]);
    assert_eq!((&undone["rows"], &undone["redone"]), (&2.into(), &false.into()));
    assert_eq!(shell.json(&["accounts"]).as_array().unwrap().len(), 0);
    assert!(!shell.json(&["imports"])[0]["undone_at"].is_null());
    let redone = shell.run(&["redo"]);
    assert!(redone.out.starts_with("Done again: Import of accounts from "), "{}", redone.out);
    assert!(redone.out.contains("2 rows put back as before"), "{}", redone.out);
    assert_eq!(shell.json(&["accounts"]).as_array().unwrap().len(), 2);
    assert!(shell.json(&["imports"])[0]["undone_at"].is_null());
    assert!(shell.complaint(1, &["redo"]).contains("there is nothing to redo"));
}

#[test]
fn rows_edited_since_the_import_are_listed() {
    let shell = shell();
    let conn = rusqlite::Connection::open(shell.book()).unwrap();
    conn.execute_batch("UPDATE account SET stage = 5 WHERE external_id = 'A-1'").unwrap();
    let said = shell.run(&["imports", "undo", "1"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("1 row put back as before"), "{}", said.out);
    assert!(said.out.contains("account Acme GmbH"), "{}", said.out);
    assert!(said.out.contains("stage is now \"churned\", not \"adoption\""), "{}", said.out);
    assert!(shell.complaint(1, &["imports", "undo", "1"]).contains("is taken back already"));
    assert!(shell.complaint(1, &["imports", "undo", "9"]).contains("there is no import 9"));
}

#[test]
fn history_says_who_changed_what_and_an_older_change_can_be_taken_back() {
    let shell = shell();
    let conn = rusqlite::Connection::open(shell.book()).unwrap();
    conn.execute_batch("UPDATE account SET stage = 5 WHERE external_id = 'A-1'").unwrap();
    // A command that writes adopts what the other program did.
    shell.run(&["imports", "undo", "9"]);
    let file = shell.file("more.csv", "external_id,name,stage\nA-3,Cees,adoption\n");
    shell.run(&["import", "accounts", &file]);
    let all = shell.json(&["history"]);
    assert_eq!(keys(&all[0]), ["at", "change", "host", "label", "more", "rows", "undoes", "undone", "who"]);
    assert_eq!(all.as_array().unwrap().len(), 3);
    let acme = shell.json(&["history", "A-1", "--field", "stage", "--by", "external"]);
    assert_eq!(acme.as_array().unwrap().len(), 1);
    let row = &acme[0]["rows"][0];
    assert_eq!(keys(row), ["account", "did", "field", "from", "row", "to"]);
    assert_eq!((&row["from"], &row["to"]), (&"adoption".into(), &"churned".into()));
    let change = acme[0]["change"].to_string();
    assert_eq!(shell.json(&["undo", &change])["rows"], 1);
    assert!(shell.complaint(1, &["undo", &change]).contains("is taken back already"));
    let table = shell.run(&["history", "A-1", "--limit", "1"]);
    assert!(
        table.out.contains("churned") && table.out.contains("Undo: Edited by another program"),
        "{}",
        table.out
    );
    assert!(
        shell
            .run(&["history", "--since", "2199-01-01", "--format", "csv"])
            .out
            .starts_with("change,at,who,row")
    );
    assert!(shell.complaint(2, &["undo", "--as-of", "2026-01-01"]).contains("can only be looked at"));
}
