//! The commands, as they are typed at a shell. It is 2026-06-30; Acme's $120,000 are due on 2026-09-01, in 63 days.

use serde_json::{Value, json};

use crate::support::Desk;

const TWO: &str =
    "INSERT INTO contract (id, external_id, account_id, start_on, end_on, yearly_minor, currency, plan)
    VALUES (2, 'C-2', 2, {2026-01-01}, {2027-01-01}, 2400000, 'USD', 'Sensors');";

fn minor(value: &Value) -> i64 {
    value["minor"].as_i64().unwrap()
}

#[test]
fn renewals_are_listed_by_day_filtered_and_told_with_what_the_rules_say() {
    let desk = Desk::with(TWO);
    let all = desk.shell.json(&["renewals"]);
    let days: Vec<_> = all.as_array().unwrap().iter().map(|one| one["due_on"].clone()).collect();
    assert_eq!(days, ["2026-09-01", "2027-01-01"]);
    let acme = &all[0];
    assert_eq!((&acme["account"], &acme["days_left"]), (&"Acme GmbH".into(), &63.into()));
    assert_eq!((&acme["quote_by"], &acme["notice_by"]), (&"2026-07-03".into(), &"2026-07-03".into()));
    assert_eq!(acme["arr_due"], json!({"minor": 12_000_000, "currency": "USD"}));
    assert_eq!((&acme["stage"], &acme["forecast"]), (&"not started".into(), &Value::Null));
    // 63 days before the end there is no plan, and nobody said commit or at risk.
    assert_eq!(acme["flags"], json!(["undecided", "no_plan"]));
    let names = |arguments: &[&str]| -> Vec<Value> {
        let found = desk.shell.json(&[&["renewals"], arguments].concat());
        found.as_array().unwrap().iter().map(|one| one["account"].clone()).collect()
    };
    assert_eq!(names(&["--within", "63"]), ["Acme GmbH"]);
    assert_eq!(names(&["--within", "62"]), [] as [&str; 0]);
    assert_eq!(names(&["csm:joe"]), ["Borealis"]);
    assert_eq!(names(&["--forecast", "commit"]), [] as [&str; 0]);
    assert_eq!(names(&["--forecast", "none"]).len(), 2);
    let csv = desk.shell.said(&["renewals", "--format", "csv"]);
    assert!(
        csv.contains("1,2026-09-01,63,Acme GmbH,C-1 Pro,120000.00,120000.00,USD,not started,none,"),
        "{csv}"
    );
    assert!(desk.shell.said(&["renewals", "--format", "md"]).starts_with("| account_id | due_on |"));
    assert!(desk.shell.said(&["renewals", "--within", "1"]).starts_with("No renewal is due in that time."));
    assert!(
        desk.shell.complaint(2, &["renewals", "--risk", "some"]).contains("use one of low, medium, high")
    );
    assert!(desk.shell.complaint(2, &["renewals", "--forecast", "sure"]).contains("use one of commit"));
}

#[test]
fn a_week_of_a_csm_at_the_shell_moves_the_forecast_and_undo_takes_it_back() {
    let desk = Desk::with(TWO);
    let said = desk.shell.said(&["renewal", "forecast", "Acme", "at risk", "sponsor", "left"]);
    assert_eq!(
        said,
        "Forecast at risk for the renewal of Acme GmbH on 2026-09-01.\n  was: none\n  because: sponsor left\n\
         Take it back with: mainstay undo\n"
    );
    desk.shell.said(&["renewal", "quote", "Acme", "--uplift", "3.5"]);
    // 120,000 x 1.035.
    assert_eq!(minor(&desk.shell.json(&["renewals"])[0]["expected"]), 12_420_000);
    desk.shell.said(&["renewal", "stage", "Acme", "verbal"]);
    let said = desk.shell.said(&["renewal", "won", "Acme", "--amount", "126k", "--months", "36"]);
    assert!(said.contains("up, new term: 2026-09-01 to 2029-09-01"), "{said}");
    assert!(said.contains("a year costs $126,000.00, before $120,000.00"), "{said}");
    let said =
        desk.shell.said(&["renewal", "lost", "Borealis", "--reason", "price", "--competitor", "Rival"]);
    assert!(said.starts_with("Lost the renewal of Borealis on 2027-01-01 to Rival: price/budget."), "{said}");
    assert!(said.contains("$24,000.00 a year end on 2027-01-01"), "{said}");
    let past = desk.shell.said(&["renewal", "show", "Acme"]);
    assert!(past.contains("2026-09-01  won    2026-06-30  C-1 Pro   $120.0k  $126.0k"), "{past}");
    (0..5).for_each(|_| drop(desk.shell.said(&["undo"])));
    assert_eq!(desk.rows("SELECT (SELECT count(*) FROM renewal), (SELECT count(*) FROM contract)"), ["0|2"]);
}

#[test]
fn of_several_renewals_one_is_to_be_named_and_acts_that_cannot_be_are_refused() {
    let desk = Desk::with(
        "INSERT INTO contract (id, external_id, account_id, start_on, end_on, yearly_minor, currency, plan)
           VALUES (2, 'C-2', 1, {2026-01-01}, {2027-01-01}, 2400000, 'USD', 'Sensors');",
    );
    let refused = |arguments: &[&str]| desk.shell.complaint(1, &[&["renewal"], arguments].concat());
    let several = refused(&["won", "Acme"]);
    assert!(
        several.contains("2 renewals of Acme GmbH are open") && several.contains("C-2 Sensors"),
        "{several}"
    );
    let said = desk.shell.said(&["renewal", "won", "Acme", "--contract", "C-1", "--co-term"]);
    assert!(said.contains("same, new term: 2026-09-01 to 2027-01-01"), "{said}");
    assert!(refused(&["won", "Acme", "--contract", "C-9"]).contains("no such renewal of Acme GmbH is open"));
    assert!(
        refused(&["forecast", "Acme", "--due", "2027-01-01", "--contract", "C-2", "commit"])
            .contains("why the forecast")
    );
    assert!(refused(&["show", "Borealis"]).contains("Borealis has no renewal"));
    let usage = |arguments: &[&str]| desk.shell.complaint(2, &[&["renewal"], arguments].concat());
    assert!(usage(&["lost", "Acme", "--reason", "bad luck"]).contains("product fit"));
    assert!(usage(&["quote", "Acme", "--contract", "C-2", "--uplift", "much"]).contains("is no percentage"));
    assert!(
        desk.shell.complaint(2, &["--as-of", "2026-06-01", "renewal", "won", "Acme"]).contains("is past")
    );
}

#[test]
fn sums_add_up_by_month_quarter_csm_and_segment() {
    // Acme 120,000 at risk; Borealis 24,000 without a forecast.
    let desk = Desk::with(TWO);
    desk.shell.said(&["renewal", "forecast", "Acme", "at risk", "x"]);
    let told = desk.shell.json(&["renewals", "--by", "csm"]);
    let total = &told["total"];
    assert_eq!(
        (minor(&total["arr_due"]), minor(&total["at_risk"]), minor(&total["no_call"])),
        (14_400_000, 12_000_000, 2_400_000)
    );
    // 120,000 x 25% + 24,000 x 70%.
    assert_eq!(minor(&total["weighted"]), 3_000_000 + 1_680_000);
    assert_eq!(
        (minor(&total["best"]), minor(&total["likely"]), minor(&total["worst"])),
        (14_400_000, 2_400_000, 0)
    );
    let groups = |by: &str| -> Vec<(String, i64)> {
        let told = desk.shell.json(&["renewals", "--by", by]);
        let groups = told["groups"].as_array().unwrap().iter();
        groups.map(|group| (group["group"].as_str().unwrap().to_owned(), minor(&group["arr_due"]))).collect()
    };
    let pairs = |names: [&str; 2]| {
        names.map(str::to_owned).into_iter().zip([12_000_000, 2_400_000]).collect::<Vec<_>>()
    };
    assert_eq!(groups("csm"), pairs(["Ann Lee", "Joe Poe"]));
    assert_eq!(groups("quarter"), pairs(["2026-Q3", "2027-Q1"]));
    assert_eq!(groups("month"), pairs(["2026-09", "2027-01"]));
    let mut segments = groups("segment");
    segments.sort();
    assert_eq!(segments, pairs(["high-touch", "no segment"]));
    // Of 25% and of 70% independently: nothing in 22.5% of the draws, so P10 is 0; both in 17.5%, so P90 is all.
    assert_eq!(minor(&told["simulation"]["p10"]), 0);
    assert_eq!(minor(&told["simulation"]["p90"]), 14_400_000);
    // A week ago nobody had said anything: 70% of 144,000.
    assert_eq!(minor(&told["week_ago"]["weighted"]), 10_080_000);
    let page = desk.shell.said(&["renewals", "--by", "quarter"]);
    assert!(page.contains("likely against a week ago   $24.0k, was $144.0k (-$120.0k)"), "{page}");
    assert!(page.contains("none") || page.contains("no forecast -> at risk"), "{page}");
}

#[test]
fn overdue_is_a_bucket_of_its_own() {
    let desk = Desk::with("UPDATE contract SET end_on = {2026-06-20};");
    let told = desk.shell.json(&["renewals", "--by", "month"]);
    assert_eq!(told["groups"][0]["group"], "overdue");
    assert_eq!(minor(&told["total"]["overdue"]), 12_000_000);
    assert!(desk.shell.said(&["renewals"]).contains("overdue by 10 days"));
    let desk = Desk::with("UPDATE contract SET end_on = {2026-06-29};");
    assert!(desk.shell.said(&["renewals"]).contains("overdue by 1 day;"));
}

#[test]
fn the_calendar_keeps_its_identities_so_that_events_move_instead_of_doubling() {
    let desk = Desk::with(
        "INSERT INTO task (account_id, title, due_on, owner_id) VALUES (1, 'Call; ask, then
           \u{1b}write', {2026-07-04}, 2), (NULL, 'done', {2026-07-04}, NULL);
         UPDATE task SET done_on = {2026-06-01} WHERE title = 'done';
         INSERT INTO onboarding (id, account_id, started_on) VALUES (1, 1, {2026-06-20});
         INSERT INTO step (onboarding_id, title, due_on) VALUES (1, 'Training', {2026-07-10});",
    );
    let events = |arguments: &[&str]| -> Vec<(String, String, String)> {
        let text = desk.shell.said(&[&["export", "calendar"], arguments].concat());
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Mainstay//EN\r\n"), "{text}");
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "folded");
        let unfolded = text.replace("\r\n ", "");
        unfolded
            .split("BEGIN:VEVENT")
            .skip(1)
            .map(|event| {
                let value = |name: &str| {
                    let line = event.lines().find(|line| line.starts_with(name)).unwrap();
                    line.rsplit_once(if name == "SUMMARY" { "SUMMARY:" } else { ":" }).unwrap().1.to_owned()
                };
                (value("UID"), value("DTSTART"), value("SUMMARY"))
            })
            .collect()
    };
    let before = events(&[]);
    let told: Vec<_> = before.iter().map(|event| (event.1.as_str(), event.2.as_str())).collect();
    assert_eq!(
        told,
        [
            ("20260901", "Renewal: Acme GmbH"),
            ("20260703", "Last day of notice: Acme GmbH"),
            ("20260703", "Quote out: Acme GmbH"),
            ("20260704", "Task: Call\\; ask\\, then            ␛write (Acme GmbH)"),
            ("20260710", "Step: Training (Acme GmbH)"),
        ]
    );
    desk.shell.said(&["renewal", "forecast", "Acme", "commit", "yes"]);
    let conn = rusqlite::Connection::open(desk.shell.book()).unwrap();
    conn.execute_batch("UPDATE contract SET end_on = end_on + 30").unwrap();
    let after = events(&[]);
    let uids =
        |events: &[(String, String, String)]| events.iter().map(|event| event.0.clone()).collect::<Vec<_>>();
    assert_eq!(uids(&after), uids(&before));
    assert_eq!(after[0].1, "20261001");
    // Ann is the CSM of Acme, the task is Joe's.
    assert_eq!(events(&["--me", "joe"]).len(), 1);
    assert_eq!(events(&["--me", "ann"]).len(), 4);
    let folder = desk.shell.folder.path().join("out");
    let said = desk.shell.said(&["export", "calendar", "--output", folder.to_str().unwrap()]);
    assert!(said.starts_with("Wrote ") && folder.join("calendar.ics").is_file(), "{said}");
}

#[test]
fn the_report_is_markdown_or_one_html_file_with_the_timeline() {
    let desk = Desk::with(&format!("{TWO} UPDATE account SET name = '<b>Acme' WHERE id = 1;"));
    desk.shell.said(&["renewal", "forecast", "A-1", "at risk", "sponsor", "left"]);
    let told = desk.shell.said(&["report", "renewals"]);
    assert!(told.starts_with("# Renewals, 2026-06-30 to 2027-06-30\n"), "{told}");
    for part in [
        "## By quarter",
        "| 2026-Q3 | 1 | $120.0k |",
        "## Changed since last week",
        "no forecast -> at risk",
        "sponsor left",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let file = desk.shell.folder.path().join("r.html");
    desk.shell.said(&["report", "renewals", "--output", file.to_str().unwrap()]);
    let html = std::fs::read_to_string(file).unwrap();
    assert!(html.starts_with("<!DOCTYPE html>") && html.ends_with("</html>\n"));
    assert!(!html.contains("<b>") && html.contains("&lt;b&gt;Acme"), "{html}");
    // Two lanes, each with the day it is due; 850 units are 2026-06-01 to 2027-06-01, 365 days: 92 of them to
    // 2026-09-01 are 214 units, behind 250 of names.
    assert_eq!(html.matches("<circle").count(), 2);
    assert!(html.contains("<circle cx=\"464\""), "{html}");
    let from_elsewhere = ["http://", "https://", "src="].iter().any(|mark| html.contains(mark));
    assert!(!from_elsewhere, "it needs nothing from elsewhere");
    assert!(
        desk.shell
            .complaint(2, &["report", "renewals", "--format", "csv"])
            .contains("written as Markdown or HTML")
    );
}
