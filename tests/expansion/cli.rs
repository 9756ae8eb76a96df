//! The commands, as they are typed at a shell. It is 2026-06-30.

use serde_json::{Value, json};

use crate::support::Desk;

#[test]
fn expansion_lists_candidates_what_stands_against_others_and_the_pipeline() {
    let desk = Desk::with(
        "INSERT INTO signal (account_id, seen_on, kind) VALUES (2, {2026-06-20}, 'new department'),
           (2, {2026-06-25}, 'invoice overdue');",
    );
    let told = desk.shell.json(&["expansion"]);
    let acme = &told["candidates"][0];
    assert_eq!((&acme["account"], &acme["open_opportunities"]), (&"Acme GmbH".into(), &1.into()));
    assert_eq!(acme["reasons"], json!([{"name": "seats", "words": "95 of 100 seats used"}]));
    let borealis = &told["suppressed"][0];
    assert_eq!(borealis["reasons"][0]["words"], "new department since 2026-06-20");
    assert_eq!(borealis["blocks"], json!([{"name": "unpaid", "words": "invoice overdue since 2026-06-25"}]));
    assert_eq!(told["open"]["weighted"], json!({"minor": 1_560_000, "currency": "USD"}));
    assert_eq!(told["proposals_won"], json!({"part": 0, "of": 1, "ratio": 0.0}));
    let page = desk.shell.said(&["expansion"]);
    for words in
        ["Candidates", "Not now", "95 of 100 seats used", "invoice overdue", "Forty seats", "proposals won"]
    {
        assert!(page.contains(words), "{words} is not in\n{page}");
    }
    let csv = desk.shell.said(&["expansion", "--pipeline", "--format", "csv"]);
    assert!(csv.contains("1,business case,Acme GmbH,Forty seats,seats,24000.00,USD,40,2026-07-31,"), "{csv}");
    let names = |arguments: &[&str]| -> Vec<Value> {
        let found = desk.shell.json(&[&["expansion"], arguments].concat());
        let all = ["candidates", "suppressed"].map(|part| found[part].as_array().unwrap().clone()).concat();
        all.iter().map(|one| one["account"].clone()).collect()
    };
    assert_eq!(names(&["Borealis"]), ["Borealis"]);
    assert!(desk.shell.said(&["expansion", "--format", "md"]).starts_with("# Expansion on 2026-06-30"));
}

#[test]
fn an_opportunity_is_opened_driven_approved_and_won_at_the_shell_and_undo_takes_it_back() {
    let desk = Desk::new();
    let said = desk.shell.said(&["opportunity", "add", "Acme"]);
    assert!(said.starts_with("New opportunity \"More seats\" for Acme GmbH."), "{said}");
    // 95 users are 80 % of 118.75: 119 seats, 19 more.
    let row = "SELECT title, kind, seats, problem, opened_on FROM opportunity WHERE id = 3";
    assert_eq!(desk.rows(row), ["More seats|seats|19|95 of 100 seats used|20634"]);
    desk.shell.said(&["opportunity", "add", "Acme", "Sixty", "seats", "amount=30k", "close_on=2026-11-30"]);
    assert_eq!(
        desk.rows("SELECT title, amount_minor FROM opportunity WHERE id = 4"),
        ["Sixty seats|3000000"]
    );
    let said = desk.shell.said(&["opportunity", "stage", "sixty", "presented"]);
    assert_eq!(said, "Stage presented of \"Sixty seats\" of Acme GmbH.\nTake it back with: mainstay undo\n");
    desk.shell.said(&["opportunity", "approve", "sixty", "--by", "ines"]);
    let said = desk.shell.said(&["opportunity", "won", "sixty", "--from", "2026-07-01", "signed", "today"]);
    assert!(said.contains("2026-07-01 to 2026-12-01, 30000.00 a year"), "{said}");
    let moved = desk.metrics("2026-06-30", "2026-07-31").total.movements;
    assert_eq!(moved.expansion, 250_000); // $30,000 a year are $2,500 a month
    let told = desk.shell.json(&["opportunity", "show", "Acme"]);
    let sixty = told["opportunities"].as_array().unwrap().iter().find(|one| one["id"] == 4).unwrap();
    assert_eq!((&sixty["approved_by"], &sixty["outcome"]), (&"Ines Duarte".into(), &"signed today".into()));
    desk.shell.said(&["undo"]);
    assert_eq!(desk.rows("SELECT stage, contract_id FROM opportunity WHERE id = 4"), ["approved|-"]);
    desk.shell.said(&["opportunity", "lost", "sixty", "--reason", "price"]);
    let said = desk.shell.complaint(1, &["opportunity", "won", "sixty"]);
    assert!(said.contains("is lost already"), "{said}");
}

#[test]
fn what_is_typed_wrong_is_named_with_what_there_is() {
    let desk = Desk::new();
    let said = |code, arguments: &[&str]| desk.shell.complaint(code, arguments);
    assert!(
        said(2, &["opportunity", "stage", "Forty", "halfway"]).contains("identified, proposal, presented")
    );
    assert!(said(1, &["opportunity", "stage", "Forty", "won"]).contains("close it as won"));
    assert!(
        said(1, &["opportunity", "approve", "Forty", "--by", "tom"]).contains("no contact of the account")
    );
    assert!(said(2, &["opportunity", "lost", "Forty", "--reason", "luck"]).contains("product fit"));
    assert!(said(1, &["opportunity", "won", "nothing"]).contains("no opportunity is called"));
    assert!(said(2, &["opportunity", "add", "Borealis"]).contains("no reason is found"));
    assert!(
        said(2, &["--as-of", "2026-06-01", "opportunity", "add", "Acme"]).contains("can only be looked at")
    );
}

#[test]
fn return_and_whitespace_are_told_of_an_account() {
    let desk = Desk::with(
        "INSERT INTO feature (id, name, in_catalog, core, advanced, plans) VALUES (1, 'Alerts', 1, 0, 1, 'Max');
         UPDATE opportunity SET unit_value_minor = 6000, unit = 'hours', units_micro = 700000000 WHERE id = 1;",
    );
    let page = desk.shell.said(&["opportunity", "show", "Acme"]);
    // 700 hours x $60 = $42,000; less $24,000, by $24,000: 75 %.
    assert!(page.contains("gain: 700 hours x $60.00 = $42,000.00 in 12 months"), "{page}");
    assert!(page.contains("return: ($42,000.00 - $24,000.00) / $24,000.00 = 75%"), "{page}");
    assert!(page.contains("too few customers like it to tell"), "{page}");
    let told = desk.shell.json(&["opportunity", "show", "Acme"]);
    assert_eq!(told["opportunities"][0]["returns"]["roi"], 0.75);
    assert_eq!(told["whitespace"][0]["name"], "More seats");
}
