//! The command, as it is typed at a shell on 2026-06-30 (day 20634).

use serde_json::json;

use crate::shell::Shell;

/// Without scores to tell them apart (no band, no ARR) a rank is 1.5 x weight x 0.25 x urgency.
const FACTS: &str = "
    INSERT INTO team_member (id, name) VALUES (1, 'Ann Lee'), (2, 'Joe Poe');
    INSERT INTO account (id, name, csm_id, stage) VALUES (1, 'Acme', 1, 2), (2, 'Borealis', 2, 2), (3, 'Cobalt', 2, 5);
    INSERT INTO task (id, account_id, title, owner_id, due_on) VALUES (1, 1, 'Send the quote', 1, 20634), (2, 1, 'Call back', 2, 20627),
      (3, 2, 'Visit', NULL, 20604), (4, 3, 'Gone', NULL, 20600), (5, NULL, 'File the report', 1, 20634);
    INSERT INTO alert (id, account_id, rule, severity, reason, opened_on, play) VALUES
      (7, 1, 'usage drop', 'high', 'users fell by 34%', 20634, 'usage drop');";

#[test]
fn customers_stand_by_rank_with_their_reasons_and_the_factors() {
    let shell = Shell::with(FACTS);
    let told = shell.json(&["today"]);
    let names: Vec<_> = told.as_array().unwrap().iter().map(|line| line["account"].clone()).collect();
    // Acme: the alert 1.5 x 3 x 0.25 x 1.3 = 1.4625; half of the late task 1.5 x 1.5 x 0.25 x 1.6 = 0.9; a quarter of the
    // other 0.73125: 2.0953125. Borealis: 1.5 x 1.5 x 0.25 x 2 = 1.125. Who churned is not listed.
    assert_eq!(names, [json!("Acme"), json!("Borealis"), json!(null)]);
    let acme = &told[0];
    assert!((acme["rank"].as_f64().unwrap() - 2.095_312_5).abs() < 1e-9, "{acme}");
    let first = &acme["matters"][0];
    assert_eq!(
        (&first["kind"], &first["id"], &first["reason"], &first["rule"], &first["severity"], &first["play"]),
        (
            &json!("alert"),
            &json!(7),
            &json!("users fell by 34%"),
            &json!("usage drop"),
            &json!("high"),
            &json!("usage drop")
        )
    );
    assert_eq!(
        first["factors"],
        json!({"health": 1.5, "weight": 3.0, "arr": 0.25, "due": 1.3, "renewal": 1.0})
    );
    assert_eq!(first["explained"][5], json!("1.5 x 3 x 0.25 x 1.3 x 1 = 1.46"));
    let second = &acme["matters"][1];
    assert_eq!(
        (&second["reason"], &second["days_late"], &second["owner"]),
        (&json!("Call back"), &json!(7), &json!("Joe Poe"))
    );
}

#[test]
fn the_list_is_narrowed_by_account_by_person_and_by_number() {
    let shell = Shell::with(FACTS);
    let reasons = |arguments: &[&str]| -> Vec<String> {
        let told = shell.json(arguments);
        let all =
            told.as_array().unwrap().iter().flat_map(|line| line["matters"].as_array().unwrap().clone());
        all.map(|reason| reason["reason"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(reasons(&["today", "borealis"]), ["Visit"]);
    assert_eq!(reasons(&["today", "csm:joe"]), ["Visit"]);
    // What is of Joe: his task at Ann's account, and what his own account wants.
    assert_eq!(reasons(&["today", "--csm", "joe"]), ["Visit", "Call back"]);
    assert_eq!(reasons(&["today", "--limit", "1"]).len(), 3);
    let wrong = shell.complaint(2, &["today", "cow:red"]);
    assert!(wrong.contains("cow"), "{wrong}");
}

#[test]
fn it_comes_as_table_csv_and_markdown_and_says_when_all_is_done() {
    let shell = Shell::with(FACTS);
    let table = shell.said(&["today"]);
    assert!(table.contains("users fell by 34%") && table.contains("Send the quote"), "{table}");
    let csv = shell.said(&["today", "--format", "csv"]);
    assert!(
        csv.starts_with("position,account_id,account,band,what,reason,due_on,days_late,arr,owner,risk"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), 6, "a line a matter: {csv}");
    assert!(shell.said(&["today", "--format", "md"]).starts_with("| position "));
    let idle = Shell::with(
        "INSERT INTO account (id, name) VALUES (1, 'Acme');
         INSERT INTO task (account_id, title, due_on) VALUES (1, 'Visit', 20640);",
    );
    assert_eq!(idle.said(&["today"]), "All done for today. Next, on 2026-07-06: Visit · Acme\n");
    assert_eq!(idle.json(&["today"]), json!([]));
}

#[test]
fn a_weight_of_zero_takes_a_kind_off_the_list() {
    let off = "INSERT INTO setting (name, value) VALUES ('policy', '[today.weight]\ntask = 0');";
    let shell = Shell::with(&format!("{FACTS}{off}"));
    let told = shell.json(&["today"]);
    assert_eq!(told.as_array().unwrap().len(), 1);
    assert_eq!(told[0]["matters"].as_array().unwrap().len(), 1);
    let wrong = shell.file("wrong.toml", "[today]\ndue = [[0, 1], [7, 2]]\n");
    let said = shell.complaint(1, &["policy", "check", &wrong]);
    assert!(said.contains("today.due is") && said.contains("whose points only fall"), "{said}");
}
