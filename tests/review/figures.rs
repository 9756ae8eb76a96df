//! The review of the account of which every figure is known.

use std::fs;

use mainstay::domain::Day;
use mainstay::engine::View;
use mainstay::report::review::{Review, to_review};
use mainstay::store::Location;
use serde_json::json;

use crate::account::{has, shell, text};

#[test]
fn the_quarter_is_told_in_figures_that_are_known() {
    let told = text(&shell(), &["qbr", "A-1"]);
    has(
        &told,
        &[
            "# Business review of Acme GmbH, 2026-Q2",
            "- Period: 2026-04-01 to 2026-06-30",
            "- Plan: Pro",
            "- Your customer success manager: Maren Vogt",
            "- Goals: 3 goals: 1 achieved, 1 on track, 1 not judged",
            // 30,000 and 10,000; the second before the quarter.
            "- Value delivered so far: $40,000.00",
            "- Of that in this quarter: $30,000.00",
            "- Licences: 30 of 50 seats in use on 2026-06-26 (60.0%), 20 unused",
            "- Trend: active users -25.0% in 28 days",
            "- Support: 2 tickets opened, 2 resolved, 1 open",
            "- NPS: 0 (n 2, few answers), 100 the quarter before",
            "- Satisfied answers: 66.7% (2 of 3)",
            "- We met: 2 calls, 1 meeting",
            "| Fewer stops | stops a week | 40 | 36 | 30 | 20 | 2026-09-04 | on track |",
            "| Audit ready |  |  |  |  |  |  | not judged |",
            "1 goal was closed before the quarter.",
            "- How far: 50 % of the way on 2026-05-27, where the line is at 50 %",
            "> The night shift sleeps again",
            "- 2026-05-17 first outcome, confirmed by Bob: Line 3 runs through the night",
            "| active users | 30 | 2026-06-26 | 30 | 40 | -25.0% |",
            "Means are of the last 28 days, and of the 28 days before them.",
            "1 feature in use in 28 days, 1 of the plan not in use.",
            "| Reports | 12 | core |",
            "| Alerts | never |",
            // The median of 10 and 4.
            "- From opening to resolved: median 7 days (n 2)",
            "- Open: 1 P1",
            "- Escalated: 1",
            "| P1 | 2026-06-16 | 14 | T-3 | Line is down |",
            "## What comes next",
            "From the plan of 2026-Q3.",
            "> Fewer stops in hall A",
            "- 2026-05-27 Kick-off held",
            "| Roll out hall A |  |  | 2026-09-24 |  | Maren Vogt |",
        ],
    );
    assert!(!told.contains("Before the quarter\n"), "what was said before is not of the quarter");
    // What we think of them, and what people said who are not content, is for us alone.
    for ours in [
        "Internal",
        "ARR",
        "Health",
        "No budget",
        "More seats",
        "Ask early",
        "Too slow",
        "Ann Hill",
        "budget cut",
        "Our own words",
    ] {
        assert!(!told.contains(ours), "{ours}\n{told}");
    }
    assert!(told.contains("> It just works") && !told.contains("Long ago"), "{told}");
}

#[test]
fn our_own_page_stands_apart_and_only_when_it_is_asked_for() {
    let told = text(&shell(), &["qbr", "A-1", "--internal"]);
    let (theirs, ours) = told.split_once("<!-- page -->").unwrap();
    assert!(ours.trim_start().starts_with("## Internal: not for the customer"), "{ours}");
    has(
        ours,
        &[
            "- ARR: $48,000.00",
            "- Due: 2026-09-04 (in 66 days)",
            "- Forecast: no forecast",
            "> Ask early",
            "- no economic buyer",
            "- 2026-06-06 budget cut: A fifth less",
            "| No budget | high | medium | high | Talk to Ann | Maren Vogt |  |",
            "| Hall B | seats | proposal | $5,000.00 |  |",
            "- More seats: Hall B",
            "2026-06-06 Ann Hill, NPS 6 of 10:",
            "> Too slow for us",
        ],
    );
    assert_eq!(
        theirs.trim_end(),
        text(&shell(), &["qbr", "A-1"]).trim_end(),
        "the customer's pages are the same"
    );
}

#[test]
fn what_only_a_person_can_fill_is_marked_and_listed_by_line() {
    let shell = shell();
    let said = shell.run(&["report", "qbr", "A-1"]);
    let expected = [
        "when we meet, and who takes part on both sides",
        "the one thing to remember of this quarter",
        // Of the first goal a note of the quarter is there.
        "what they say about \"Audit ready\", in their own words",
        "what went well, and is kept",
        "what did not, and what we do differently from now on",
        "who on their side does \"Roll out hall A\"",
        "what is coming in the product that matters to them",
        "when we review again",
    ];
    let listed: Vec<&str> = said.err.lines().collect();
    assert_eq!(listed[0], "8 blanks left to fill:");
    for (words, line) in expected.iter().zip(&listed[1..]) {
        let (place, told) = line.trim().split_once(": ").unwrap();
        assert_eq!(told, *words);
        let number: usize = place.trim_start_matches("line ").parse().unwrap();
        assert_eq!(said.out.lines().nth(number - 1).unwrap(), format!("[to fill: {words}]"));
    }
    let told = shell.json(&["report", "qbr", "A-1"]);
    let words: Vec<&str> =
        told["blanks"].as_array().unwrap().iter().map(|blank| blank["words"].as_str().unwrap()).collect();
    assert_eq!(words, expected);
}

#[test]
fn scripts_read_the_same_figures() {
    let told = shell().json(&["report", "qbr", "A-1", "--internal"]);
    assert_eq!(
        (&told["quarter"], &told["from"], &told["to"]),
        (&json!("2026-Q2"), &json!("2026-04-01"), &json!("2026-06-30"))
    );
    let usd = |minor: i64| json!({"minor": minor, "currency": "USD"});
    assert_eq!(told["outcomes"]["value_delivered"], json!([usd(4_000_000)]));
    assert_eq!(told["value_in_quarter"], json!([usd(3_000_000)]));
    let support = &told["support"];
    assert_eq!(
        (&support["opened"], &support["resolved"], &support["escalated"]),
        (&json!(2), &json!(2), &json!(1))
    );
    assert_eq!(support["days_to_resolve"], json!({"median": 7.0, "n": 2}));
    assert_eq!(support["open"][0]["id"], "T-3");
    let nps = &told["sentiment"]["nps"];
    assert_eq!(
        (&nps["score"], &nps["promoters"], &nps["detractors"], &nps["n"]),
        (&json!(0.0), &json!(1), &json!(1), &json!(2))
    );
    assert_eq!(told["sentiment"]["nps_before"]["score"], 100.0);
    assert_eq!(told["sentiment"]["csat"], json!({"part": 2, "of": 3, "ratio": 2.0 / 3.0}));
    assert_eq!(told["touches"], json!({"call": 2, "meeting": 1}));
    assert_eq!(told["plan"]["quarter"], "2026-Q3");
    assert_eq!(told["internal"]["expansions"][0]["amount"], usd(500_000));
    assert_eq!(told["internal"]["renewals"][0]["due_on"], "2026-09-04");
    assert_eq!(shell().json(&["report", "qbr", "A-1"])["internal"], json!(null));
}

#[test]
fn a_quarter_that_is_over_is_told_as_of_its_last_day() {
    let shell = shell();
    // 2026-Q1 ended on day 20543: the goal stood at 36, the P1 was not there yet.
    let told = shell.json(&["report", "qbr", "A-1", "--quarter", "2026-Q1"]);
    assert_eq!(
        (&told["from"], &told["to"], &told["made_on"]),
        (&json!("2026-01-01"), &json!("2026-03-31"), &json!("2026-06-30"))
    );
    assert_eq!(told["outcomes"]["goals"].as_array().unwrap().len(), 2, "the third began later");
    assert_eq!(told["outcomes"]["goals"][0]["current"], 36.0);
    // T-2 was opened on 20540, T-4 on 20500; T-4 was resolved after 43 days.
    let support = &told["support"];
    assert_eq!(
        (&support["opened"], &support["resolved"], &support["days_to_resolve"]["median"]),
        (&json!(2), &json!(1), &json!(43.0))
    );
    assert_eq!(support["open"][0]["id"], "T-2");
    // In July the second quarter is still the one to review, and told as of its end.
    let july = Day::parse("2026-07-10").unwrap();
    let view = View::open(&Location::at(shell.book()), july).unwrap();
    let review = Review::read(&view, 1, to_review(july), true).unwrap();
    assert_eq!(
        (review.quarter.to_string(), review.period.to(), review.made_on),
        ("2026-Q2".into(), Day(20_634), july)
    );
    // 30 users on day 20630, four days before the end of the quarter.
    assert_eq!(review.usage.licences.unwrap().users, 30.0);
    assert_eq!(review.internal.unwrap().why.day, Day(20_634));
}

#[test]
fn the_text_that_a_person_completed_is_in_the_html() {
    let shell = shell();
    let (md, html) = (shell.file("review.md", ""), shell.file("review.html", ""));
    let said = shell.run(&["report", "qbr", "A-1", "--output", &md]);
    assert_eq!((said.code, said.out.trim()), (0, format!("Wrote {md}").as_str()));
    let text = fs::read_to_string(&md).unwrap();
    let completed =
        text.replace("[to fill: the one thing to remember of this quarter]", "The **night shift** is quiet.");
    fs::write(&md, completed.replace("<!-- chart: usage-1 -->", "").replace('\n', "\r\n")).unwrap();
    let said = shell.run(&["report", "qbr", "A-1", "--from", &md, "--output", &html]);
    assert!(said.err.starts_with("7 blanks left to fill:"), "{}", said.err);
    let file = fs::read_to_string(&html).unwrap();
    assert!(file.contains("<p>The <strong>night shift</strong> is quiet.</p>"), "{file}");
    assert_eq!(
        (file.matches("<mark>").count(), file.matches("<svg").count()),
        (7, 0),
        "the chart was taken out"
    );
    let whole = shell.run(&["report", "qbr", "A-1", "--output", &html]);
    assert_eq!(whole.code, 0);
    let file = fs::read_to_string(&html).unwrap();
    assert_eq!((file.matches("<mark>").count(), file.matches("<svg").count()), (8, 1));
    assert!(file.contains("active users") && file.contains("dashed: seats"), "{file}");
}
