//! Every figure of a review is the one that the pages and the other commands tell, on the sample book.

use std::ops::ControlFlow;

use mainstay::domain::Day;
use mainstay::engine::{Clock, Writer};
use mainstay::import::Request;
use mainstay::import::kind::Kind;
use mainstay::sample;
use mainstay::store::Location;
use serde_json::Value;

use crate::shell::{Shell, TODAY};

fn sample() -> Shell {
    let shell = Shell::with("");
    let today = Day::parse(TODAY).unwrap();
    let mut writer = Writer::open(&Location::at(shell.book()), Clock::Fixed(today)).unwrap();
    for (kind, csv) in sample::FILES {
        let bytes = sample::dated(csv, today).unwrap().into_bytes();
        let request = Request::new(Kind::named(kind).unwrap(), format!("{kind}.csv"), bytes);
        writer.import(&request, false, &mut |_| ControlFlow::Continue(())).unwrap();
    }
    writer.refresh().unwrap();
    shell
}

fn count<'a>(rows: &'a Value, is_meant: impl Fn(&'a Value) -> bool) -> usize {
    rows.as_array().unwrap().iter().filter(|row| is_meant(row)).count()
}

#[test]
fn the_review_tells_what_the_pages_tell() {
    let shell = sample();
    // Of every sort: well, at risk, new, small.
    for account in ["acc-001", "acc-003", "acc-012", "acc-029", "acc-034"] {
        let told = shell.json(&["report", "qbr", account, "--internal"]);
        assert_eq!(told["to"], TODAY, "as of today, as everything else");
        assert_eq!(told["outcomes"], shell.json(&["goal", "list", account]), "{account}");
        assert_eq!(told["usage"], shell.json(&["usage", account]), "{account}");
        let ours = &told["internal"];
        assert_eq!(ours["people"], shell.json(&["people", "show", account]), "{account}");
        let why = shell.json(&["why", account, "--since", "2026-03-31"]);
        assert_eq!((&ours["account"]["health"], &ours["account"]["band"]), (&why["health"], &why["band"]));
        assert_eq!(ours["moved"], why["moved"], "{account}");
        let show = shell.json(&["show", account]);
        assert_eq!(ours["account"], show["account"], "{account}");
        assert_eq!(ours["arr"], show["account"]["arr"], "{account}");
        // Of the rows themselves.
        let in_quarter = |day: &Value| day.as_str().is_some_and(|day| ("2026-04-01"..=TODAY).contains(&day));
        let tickets = &show["tickets"];
        let support = &told["support"];
        assert_eq!(support["opened"], count(tickets, |ticket| in_quarter(&ticket["opened_on"])), "{account}");
        assert_eq!(
            support["resolved"],
            count(tickets, |ticket| in_quarter(&ticket["resolved_on"])),
            "{account}"
        );
        let open = count(tickets, |ticket| ticket["resolved_on"].is_null());
        assert_eq!(support["open"].as_array().unwrap().len(), open, "{account}");
        let said = count(&show["surveys"], |survey| {
            in_quarter(&survey["date"])
                && survey["comment"].as_str().is_some_and(|text| !text.trim().is_empty())
        });
        assert_eq!(told["sentiment"]["said"].as_array().unwrap().len(), said, "{account}");
        let calls =
            count(&show["touchpoints"], |touch| in_quarter(&touch["date"]) && touch["kind"] == "call");
        assert_eq!(told["touches"]["call"].as_u64().unwrap_or(0), calls as u64, "{account}");
        if let Some(quarter) = told["plan"]["quarter"].as_str() {
            assert_eq!(
                told["plan"],
                shell.json(&["plan", "show", account, "--quarter", quarter]),
                "{account}"
            );
        }
        let all = shell.json(&["renewals", "--within", "36500"]);
        let own: Vec<&Value> =
            all.as_array().unwrap().iter().filter(|one| one["account_id"] == told["account"]["id"]).collect();
        for renewal in ours["renewals"].as_array().unwrap() {
            assert!(own.contains(&renewal), "{account}: {renewal}");
        }
        // What the text says is made of the same.
        let text = shell.run(&["report", "qbr", account, "--internal"]).out;
        assert!(text.contains(&format!("- Tickets opened: {}\n", support["opened"])), "{text}");
    }
}

/// The figures in a text, in their order: what begins with a digit, with the signs within.
fn figures(text: &str) -> Vec<String> {
    let words = text.split(|sign: char| !(sign.is_ascii_digit() || ".,%-".contains(sign)));
    let figure = |word: &str| word.trim_matches(|sign: char| !sign.is_ascii_digit()).to_owned();
    words.map(figure).filter(|figure| !figure.is_empty()).collect()
}

/// What an HTML file says outside of its charts and marks.
fn said(html: &str) -> String {
    let body = html.split_once("<body").unwrap().1.split_once('>').unwrap().1;
    let (mut text, mut rest) = (String::new(), body);
    while let Some((before, mark)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let end = if mark.starts_with("figure") { "</figure>" } else { ">" };
        rest = mark.split_once(end).unwrap().1;
    }
    text + rest
}

#[test]
fn the_html_file_tells_the_figures_of_the_text_and_no_others() {
    let shell = sample();
    for account in ["acc-001", "acc-003", "acc-012", "acc-029", "acc-034"] {
        let html = shell.file("review.html", "");
        let text = shell.run(&["report", "qbr", account, "--internal"]).out;
        let said_by = shell.run(&["report", "qbr", account, "--internal", "--output", &html]);
        assert_eq!(said_by.code, 0, "{}", said_by.err);
        let file = std::fs::read_to_string(&html).unwrap();
        // The places of charts have numbers of their own.
        let text: Vec<&str> = text.lines().filter(|line| !line.starts_with("<!--")).collect();
        let (of_text, of_file) = (figures(&text.join("\n")), figures(&said(&file)));
        assert!(of_text.len() > 50, "{account}: {of_text:?}");
        assert_eq!(of_file, of_text, "{account}");
    }
}
