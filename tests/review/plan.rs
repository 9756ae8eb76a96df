//! The account plan as a document.

use serde_json::json;

use crate::account::{has, shell, text};

#[test]
fn the_plan_is_a_document_to_agree_on() {
    let told = text(&shell(), &["plan", "A-1"]);
    has(
        &told,
        &[
            // That of the quarter.
            "# Account plan of Acme GmbH, 2026-Q2",
            "- Status: draft",
            "| within 30 days | Kick-off held | 2026-04-17 |  |  | done 2026-05-27 |",
            "| Fewer stops |  | stops a week | 40 | 30 | 20 | 2026-09-04 | on track |",
            "| Ann Hill | COO | executive sponsor |",
            "| 2026-09-04 | goal due | Fewer stops |",
            "[to fill: who agrees to it at the customer, and when]",
            "[to fill: who talks to whom, how often]",
        ],
    );
    for ours in ["Internal", "critic", "Gone Long", "ARR", "Done with", "Faster start"] {
        assert!(!told.contains(ours), "{ours}\n{told}");
    }
    let next = text(&shell(), &["plan", "A-1", "--quarter", "2026-Q3", "--internal"]);
    has(
        &next,
        &[
            "> A call a week",
            "| Alerts |  | 20 |  | Train them | 2026-10-04 | Bob Ray | Maren Vogt | open |",
            "[to fill: who on their side does \"Roll out hall A\"]",
            "- ARR: $48,000.00",
            "- C-1 ends 2026-09-04 (in 66 days)",
            "> Ask early",
            "| Ann Hill | executive sponsor | high | critic | active | 2026-05-27 |  |",
            "| No budget | high | medium | high | Talk to Ann | Maren Vogt |  |",
            "- Hall B (proposal, $5,000.00)",
            "- More seats: Hall B",
        ],
    );
    let theirs = next.split("<!-- page -->").next().unwrap();
    assert!(!theirs.contains("No budget") && !theirs.contains("More seats"), "{theirs}");
}

#[test]
fn scripts_read_the_plan_as_plan_show_tells_it() {
    let shell = shell();
    let told = shell.json(&["report", "plan", "A-1", "--quarter", "2026-Q3"]);
    assert_eq!(told["plan"], shell.json(&["plan", "show", "A-1", "--quarter", "2026-Q3"]));
    assert_eq!(told["outcomes"], shell.json(&["goal", "list", "A-1"]));
    assert_eq!(told["internal"], json!(null));
    let ours = shell.json(&["report", "plan", "A-1", "--internal"]);
    assert_eq!(ours["internal"]["people"], shell.json(&["people", "show", "A-1"]));
}

#[test]
fn an_account_without_a_plan_says_how_to_write_one() {
    let shell = shell();
    let complaint = shell.complaint(1, &["report", "plan", "Borealis"]);
    assert!(complaint.contains("Borealis has no plan") && complaint.contains("plan write"), "{complaint}");
    let complaint = shell.complaint(1, &["report", "plan", "A-1", "--quarter", "2027-Q1"]);
    assert!(complaint.contains("has no plan for 2027-Q1"), "{complaint}");
}
