//! Reports, against cohorts made by hand.

use std::fs;

use serde_json::{Value, json};

use crate::shell::Shell;

/// Seven onboardings; the period begins after day 20454 (2026-01-01) and ends on day 20634 (2026-06-30).
///
/// | account | began | ended | signed | live | outcome | so |
/// |---|---|---|---|---|---|---|
/// | 1 | 20465 (January) | 20500 | 20460 | 20470 | 20490 | 30 days from signature, 20 from go-live, on day 25 |
/// | 2 | 20475 (January) | 20540 | 20470 | 20480 | 20530 | 60, 50, on day 55 |
/// | 3 | 20510 (February) | | 20500 | | 20540 | 40, no go-live, on day 30 |
/// | 4 | 20590 (May) | | | 20600 | | 34 days after go-live, target 30: overdue |
/// | 5 | 20605 (June) | | | 20610 | 20640 | after the period: not reached; 24 days, not overdue |
/// | 6 | 20520 (March) | 20560 | | | 20400 | was reached before: in no figure of first outcomes |
/// | 7 | 20440 (before) | 20470 | | | | ended in the period, did not begin in it |
const COHORT: &str = "
    INSERT INTO segment (id, name) VALUES (1, 'high-touch'), (2, 'mid-touch');
    INSERT INTO team_member (id, name) VALUES (1, 'Ann Lee'), (2, 'Joe Poe');
    INSERT INTO account (id, name, segment_id, csm_id, signed_on, go_live_on, first_outcome_on) VALUES
      (1, 'One', 1, 1, 20460, 20470, 20490), (2, 'Two', 1, 1, 20470, 20480, 20530),
      (3, 'Three', NULL, 2, 20500, NULL, 20540), (4, 'Four', 2, 2, NULL, 20600, NULL),
      (5, 'Five', 2, 2, NULL, 20610, 20640), (6, 'Six', 1, 1, NULL, NULL, 20400), (7, 'Seven', 1, 1, NULL, NULL, NULL);
    INSERT INTO onboarding (id, account_id, template, started_on, ended_on) VALUES
      (1, 1, 'core', 20465, 20500), (2, 2, 'core', 20475, 20540), (3, 3, 'smb', 20510, NULL),
      (4, 4, 'core', 20590, NULL), (5, 5, 'core', 20605, NULL), (6, 6, 'expansion', 20520, 20560),
      (7, 7, 'core', 20440, 20470);
    INSERT INTO step (onboarding_id, title, required, not_applicable, planned_on, due_on, done_on) VALUES
      (1, 'Kickoff', 1, 0, 20470, 20470, 20473), (1, 'Data import', 1, 0, 20475, 20480, 20482),
      (2, 'Kickoff', 1, 0, 20480, 20480, 20481), (2, 'Data import', 1, 1, 20490, 20490, NULL),
      (4, 'Kickoff', 1, 0, NULL, 20600, NULL), (4, 'Webinar', 0, 0, 20605, 20605, 20604),
      (7, 'Kickoff', 1, 0, 20444, 20444, 20454);
    INSERT INTO survey (account_id, kind, score_micro, scale_micro, answered_on) VALUES
      (1, 3, 5000000, NULL, 20500), (1, 3, 8000000, 10000000, 20634), (2, 3, 4000000, 5000000, 20540),
      (3, 3, 3000000, NULL, 20550), (1, 3, 1000000, NULL, 20454), (1, 1, 1000000, NULL, 20500);";

fn group(groups: &Value, name: Value) -> &Value {
    groups.as_array().unwrap().iter().find(|group| group["name"] == name).unwrap()
}

#[test]
fn the_results_of_a_period_are_those_of_the_hand_made_cohort() {
    let shell = Shell::with(COHORT);
    let told = shell.json(&["report", "onboarding", "--from", "2026-01-01"]);
    assert_eq!((&told["from"], &told["to"]), (&json!("2026-01-01"), &json!("2026-06-30")));
    let total = &told["total"];
    // Began: 1 to 6. Ended: 1, 2, 6, 7.
    assert_eq!((&total["started"], &total["completed"]), (&json!(6), &json!(4)));
    // Ahead of 1 to 5; reached by 1, 2, 3.
    let outcome = json!({ "reached": 3, "of": 5, "overdue": 1, "ratio": 0.6 });
    assert_eq!(total["first_outcome"], outcome);
    // The middle of 30, 40, 60; of 20 and 50.
    assert_eq!(total["days_from_signature"], json!({ "median": 40.0, "n": 3 }));
    assert_eq!(total["days_from_go_live"], json!({ "median": 35.0, "n": 2 }));
    // Of 1: both. Of 2: the kickoff, its import is not applicable. Of 4: not the kickoff, and the webinar is optional.
    assert_eq!(total["required_steps"], json!({ "part": 3, "of": 4, "ratio": 0.75 }));
    // 5 of 5, 8 of 10 and 4 of 5 are good, 3 of 5 is not; one was before the period, one of another kind.
    assert_eq!(total["csat"], json!({ "part": 3, "of": 4, "ratio": 0.75 }));
    assert_eq!(
        told["delays"],
        json!([
            // Planned for 20475, shifted to 20480, done on 20482.
            { "step": "Data import", "days_late": { "median": 7.0, "n": 1 }, "open_late": 0 },
            // 3 and 1 days; that of account 7 was done before the period.
            { "step": "Kickoff", "days_late": { "median": 2.0, "n": 2 }, "open_late": 1 },
            { "step": "Webinar", "days_late": { "median": -1.0, "n": 1 }, "open_late": 0 },
        ])
    );
}

#[test]
fn groups_are_the_accounts_own_and_cohorts_count_only_what_is_old_enough() {
    let shell = Shell::with(COHORT);
    let told = shell.json(&["report", "onboarding", "--from", "2026-01-01"]);
    let core = group(&told["by_template"], json!("core"));
    assert_eq!((&core["started"], &core["completed"]), (&json!(4), &json!(3)));
    assert_eq!(core["first_outcome"], json!({ "reached": 2, "of": 4, "overdue": 1, "ratio": 0.5 }));
    let smb = group(&told["by_template"], json!("smb"));
    assert_eq!(smb["csat"], json!({ "part": 0, "of": 1, "ratio": 0.0 }));
    let ann = group(&told["by_csm"], json!("Ann Lee"));
    // 30 and 60 from the signature.
    assert_eq!(ann["days_from_signature"], json!({ "median": 45.0, "n": 2 }));
    let nobody = group(&told["by_segment"], Value::Null);
    assert_eq!(nobody["first_outcome"]["reached"], 1);
    let marks = |line: &Value| -> Vec<(u64, u64)> {
        let marks = line["reached_by"].as_array().unwrap().iter();
        marks.map(|mark| (mark["part"].as_u64().unwrap(), mark["of"].as_u64().unwrap())).collect()
    };
    let cohorts: Vec<_> = told["cohorts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["month"].as_str().unwrap(), line["started"].as_u64().unwrap(), marks(line)))
        .collect();
    assert_eq!(
        cohorts,
        [
            ("2026-01", 2, vec![(1, 2), (2, 2), (2, 2)]),
            ("2026-02", 1, vec![(1, 1), (1, 1), (1, 1)]),
            ("2026-03", 1, vec![(0, 0), (0, 0), (0, 0)]),
            // 44 days old.
            ("2026-05", 1, vec![(0, 1), (0, 0), (0, 0)]),
            // 29 days old.
            ("2026-06", 1, vec![(0, 0), (0, 0), (0, 0)]),
        ]
    );
}

#[test]
fn a_report_is_a_document_in_a_file_of_its_own() {
    let shell = Shell::with(COHORT);
    let file = shell.file("onboarding.md", "what was there before");
    let said =
        shell.run(&["report", "onboarding", "--from", "2026-01-01", "--by", "template", "--output", &file]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let text = fs::read_to_string(&file).unwrap();
    for line in [
        "# Onboarding, 2026-01-02 to 2026-06-30",
        "- first outcome: 3 of 5 reached (60.0%), 1 overdue",
        "- from signature to first outcome: median 40 days (n 3)",
        "| core | 4 | 3 | 50.0% (2 of 4) | 1 | 45 (n 2) | 35 (n 2) | 75.0% (3 of 4) | 100.0% (3 of 3) |",
        "| 2026-05 | 1 | 0 | 0.0% (0 of 1) | n/a | n/a |",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("By CSM"), "{text}");
    let rows = shell.run(&["report", "onboarding", "--from", "2026-01-01", "--format", "csv"]).out;
    assert!(rows.contains("\nall,,6,4,3,5,1,40,3,35,2,3,4,0.75,4\n"), "{rows}");
    // Of an empty book there is nothing to say, and no figure is 0 or infinite.
    let empty = Shell::with("").run(&["report", "onboarding"]).out;
    assert!(empty.contains("- onboarding CSAT: n/a") && !empty.contains("NaN"), "{empty}");
    let complaint = shell.complaint(2, &["report", "onboarding", "--from", "2026-07-01"]);
    assert!(complaint.contains("no day in it"), "{complaint}");
}
