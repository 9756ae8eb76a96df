//! What cannot be made, and accounts of which nothing is known.

use crate::account::{has, shell, text};

#[test]
fn an_account_of_which_nothing_is_known_has_a_document_with_its_blanks() {
    let shell = shell();
    let said = shell.run(&["report", "qbr", "Borealis", "--internal"]);
    assert_eq!(said.code, 0, "{}", said.err);
    has(
        &said.out,
        &[
            "# Business review of Borealis, 2026-Q2",
            "[to fill: what the customer wants to reach: measured by what, from where to where, by when]",
            "[to fill: what is different for them now: before and after, in money or hours]",
            "No usage is recorded.",
            "- NPS: nobody answered in this quarter",
            "[to fill: what we want to reach next: what, by when, who does it on either side]",
            "No contract has an end.",
        ],
    );
    assert!(!said.out.contains("NaN") && !said.out.contains("inf"), "{}", said.out);
    assert_eq!(
        shell.json(&["report", "qbr", "Borealis"])["sentiment"]["nps"]["score"],
        serde_json::Value::Null
    );
    let file = shell.file("b.html", "");
    text(&shell, &["qbr", "Borealis", "--internal", "--output", &file]);
}

#[test]
fn what_cannot_be_made_is_refused_with_a_sentence() {
    let shell = shell();
    let refused = |code: i32, arguments: &[&str], says: &str| {
        let complaint = shell.complaint(code, &[&["report"], arguments].concat());
        assert!(complaint.contains(says), "{arguments:?}: {complaint}");
    };
    refused(1, &["qbr", "Cobalt"], "no account");
    refused(2, &["qbr", "A-1", "--quarter", "2026-Q3"], "2026-Q3 is still to come");
    refused(2, &["qbr", "A-1", "--quarter", "spring"], "is not a quarter");
    refused(2, &["qbr", "A-1", "--format", "csv"], "Markdown, HTML or JSON");
    refused(2, &["qbr", "A-1", "--from", "x.md"], "--output");
    refused(1, &["qbr", "A-1", "--from", "/nowhere/x.md", "--output", "y.html"], "the text cannot be read");
    refused(1, &["qbr", "A-1", "--output", "/nowhere/x.md"], "the report cannot be written");
}

#[test]
fn a_past_day_is_told_as_it_was_then() {
    let told = shell().json(&["--as-of", "2026-05-30", "report", "qbr", "A-1"]);
    // Day 20603: the P1 of 20620 is not there yet, Ann had answered 9 alone.
    assert_eq!(told["support"]["open"], serde_json::json!([]));
    assert_eq!(told["sentiment"]["nps"]["score"], 100.0);
    assert_eq!(told["to"], "2026-05-30");
}
