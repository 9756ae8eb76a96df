//! The commands that read.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use rusqlite::Connection;
use serde_json::json;

use crate::shell::{Shell, TODAY, keys};

/// Three accounts. Acme and Borealis hold tickets, so that of all measures only severe_age (9) and backlog (6) apply.
///
/// Acme: no open ticket, so both are 100: health 100.
/// Borealis: a P1 opened 3 days ago. severe_age of 3 lies between 2:50 and 7:0, so 50 - 1 x 10 = 40; backlog is 100.
/// (9 x 40 + 6 x 100) / 15 = 64.0, capped by p1_open at 49.
const FACTS: &str = "
    INSERT INTO segment (id, name) VALUES (1, 'high-touch');
    INSERT INTO team_member (id, name) VALUES (1, 'Ann Lee'), (2, 'Joe Poe');
    INSERT INTO account (id, external_id, name, domain, segment_id, csm_id, stage, tags)
      VALUES (1, 'A-1', 'Acme GmbH', 'acme.example', 1, 1, 2, 'pilot'), (2, NULL, 'Borealis', NULL, NULL, 2, 2, NULL),
             (3, 'A-3', 'Acme Labs', NULL, 1, NULL, 5, 'top account');
    INSERT INTO contract (external_id, account_id, start_on, end_on, yearly_minor, currency)
      VALUES ('C-1', 1, 20000, 21000, 1000000, 'USD'), ('C-2', 1, 20100, NULL, 250000, NULL),
             ('C-3', 1, 20000, 20600, 9900000, 'USD');
    INSERT INTO ticket (external_id, account_id, opened_on, resolved_on, priority)
      VALUES ('T-1', 1, 20434, 20435, 3), ('T-2', 2, 20631, NULL, 1);";

#[test]
fn accounts_are_what_the_contract_says() {
    let rows = Shell::with(FACTS).json(&["accounts"]);
    let expected = json!([
        { "id": 2, "external_id": null, "name": "Borealis", "segment": null, "csm": "Joe Poe", "stage": "adoption",
          "arr": { "minor": 0, "currency": "USD" }, "health": 49.0, "band": "red", "coverage": 1.0,
          "trend_28d": -51.0, "renewal_date": null, "top_driver": "severe_age" },
        { "id": 1, "external_id": "A-1", "name": "Acme GmbH", "segment": "high-touch", "csm": "Ann Lee",
          "stage": "adoption", "arr": { "minor": 1_250_000, "currency": "USD" }, "health": 100.0, "band": "green",
          "coverage": 1.0, "trend_28d": 0.0, "renewal_date": "2027-07-01", "top_driver": "severe_age" },
        { "id": 3, "external_id": "A-3", "name": "Acme Labs", "segment": "high-touch", "csm": null,
          "stage": "churned", "arr": { "minor": 0, "currency": "USD" }, "health": 100.0, "band": "green",
          "coverage": 1.0, "trend_28d": 0.0, "renewal_date": null, "top_driver": "severe_age" },
    ]);
    assert_eq!(rows, expected);
}

#[test]
fn a_past_day_knows_nothing_of_what_came_later() {
    let shell = Shell::with(FACTS);
    // The P1 was opened on 2026-06-27.
    let rows = shell.json(&["accounts", "borealis", "--as-of", "2026-06-26"]);
    assert_eq!((&rows[0]["health"], &rows[0]["band"]), (&json!(100.0), &json!("green")));
    assert_eq!(shell.json(&["why", "Borealis", "--as-of", "2026-06-26"])["day"], "2026-06-26");
}

#[test]
fn filters_narrow_the_list() {
    let shell = Shell::with(FACTS);
    let found = |terms: &[&str]| -> Vec<i64> {
        let rows = shell.json(&[&["accounts"], terms].concat());
        let mut ids: Vec<_> =
            rows.as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(found(&["band:red"]), [2]);
    assert_eq!(found(&["csm:Ann Lee"]), [1]);
    assert_eq!(found(&["csm:joe,none", "!stage:churned"]), [2]);
    assert_eq!(found(&["arr>=12.5k"]), [1]);
    assert_eq!(found(&["acm", "tag:pilot"]), [1]);
    assert_eq!(found(&["health<50 segment:none"]), [2]);
    // Several terms in one argument are read as the dashboard reads a line, in either order.
    assert_eq!(found(&["tag:pilot acm"]), [1]);
    assert_eq!(found(&["!tag:pilot acm"]), [3]);
    assert_eq!(found(&["csm:ann gmbh"]), [1]);
    assert_eq!(found(&["csm:ann labs"]), [0; 0]);
    assert_eq!(found(&["health<50 bor"]), [2]);
    assert_eq!(found(&["tag:top account"]), [3]);
    assert_eq!(found(&["!tag:top account", "acm"]), [1]);
    assert_eq!(found(&["arr>=\"12.5k\""]), [1]);
    let complaint = shell.complaint(2, &["accounts", "health<\"41 acme\""]);
    assert!(complaint.contains(": \"41 acme\" is not a number"), "{complaint}");
    let complaint = shell.complaint(2, &["accounts", "band:purple"]);
    assert!(complaint.contains("band:purple") && complaint.contains("red, yellow, green"), "{complaint}");
}

#[test]
fn why_is_what_the_contract_says() {
    let why = Shell::with(FACTS).json(&["why", "borealis", "--since", "2026-06-02"]);
    let top =
        ["account", "band", "caps", "coverage", "day", "health", "measures", "moved", "to_green", "uncapped"];
    assert_eq!(keys(&why), top);
    assert_eq!((&why["account"], &why["day"]), (&json!("Borealis"), &json!(TODAY)));
    assert_eq!((&why["health"], &why["uncapped"], &why["band"]), (&json!(49.0), &json!(64.0), &json!("red")));
    let measures = why["measures"].as_array().unwrap();
    assert_eq!(measures.len(), 14);
    for measure in measures {
        let all = [
            "freshness",
            "group",
            "measure",
            "points",
            "points_lost",
            "score",
            "state",
            "value",
            "value_on",
            "weight",
        ];
        assert_eq!(keys(measure), all);
        if measure["state"] != "present" {
            let nulls = ["value", "value_on", "score", "points", "points_lost"];
            assert!(nulls.iter().all(|key| measure[key].is_null()), "{measure}");
            assert_eq!(measure["freshness"], 0.0);
        }
    }
    let severe = measures.iter().find(|measure| measure["measure"] == "severe_age").unwrap();
    // Of 15 points of weight: 9 x 40 / 15 = 24 made, 9 x 60 / 15 = 36 lost.
    let expected = json!({ "group": "support", "measure": "severe_age", "state": "present", "value": 3.0,
        "value_on": null, "freshness": 1.0, "weight": 9.0, "score": 40.0, "points": 24.0, "points_lost": 36.0 });
    assert_eq!(severe, &expected);
    let cap = &why["caps"][0];
    assert_eq!(keys(cap), ["at_most", "binds", "name", "reason"]);
    assert_eq!(
        (&cap["name"], &cap["at_most"], &cap["binds"]),
        (&json!("p1_open"), &json!(49.0), &json!(true))
    );
    let moved = &why["moved"];
    assert_eq!(keys(moved), ["from", "parts", "since", "to"]);
    assert_eq!(
        (&moved["since"], &moved["from"], &moved["to"]),
        (&json!("2026-06-02"), &json!(100.0), &json!(49.0))
    );
    let parts = moved["parts"].as_array().unwrap();
    assert!(parts.iter().all(|part| keys(part) == ["name", "points"]));
    let sum: f64 = parts.iter().map(|part| part["points"].as_f64().unwrap()).sum();
    assert!((sum - -51.0).abs() < 1e-9, "{parts:?}");
    let green = &why["to_green"];
    assert_eq!(keys(green), ["reachable", "steps"]);
    assert_eq!(green["reachable"], true);
    for step in green["steps"].as_array().unwrap() {
        assert_eq!(keys(step), ["action", "gain", "measure_or_cap"]);
    }
}

#[test]
fn an_account_is_found_by_id_external_id_domain_or_name() {
    let shell = Shell::with(FACTS);
    for asked in ["1", "id:1", "A-1", "external_id:A-1", "acme.example", "Acme GmbH", "acme gmbh", "gmbh"] {
        assert_eq!(shell.json(&["show", asked])["account"]["id"], 1, "{asked}");
    }
    let complaint = shell.complaint(1, &["why", "acme"]);
    for candidate in ["fits 2 accounts", "id:1", "Acme GmbH", "A-1", "id:3", "Acme Labs"] {
        assert!(complaint.contains(candidate), "{complaint}");
    }
    let complaint = shell.complaint(1, &["show", "brls"]);
    assert!(complaint.contains("no account is called") && complaint.contains("Borealis"), "{complaint}");
    shell.complaint(1, &["show", "id:99"]);
}

#[test]
fn an_id_that_is_another_accounts_external_id_is_asked_back() {
    let shell =
        Shell::with("INSERT INTO account (id, external_id, name) VALUES (1, '2', 'One'), (2, '1', 'Two')");
    assert!(shell.complaint(1, &["show", "1"]).contains("fits 2 accounts"));
    assert_eq!(shell.json(&["show", "id:1"])["account"]["name"], "One");
    assert_eq!(shell.json(&["show", "external_id:1"])["account"]["name"], "Two");
}

#[test]
fn hostile_names_break_no_line_and_survive_in_json() {
    let shell = Shell::with("");
    let conn = rusqlite::Connection::open(shell.book()).unwrap();
    let names = [
        "\u{1b}[31mred\u{1b}[0m",
        "two\nlines",
        "\u{202e}backwards",
        "=1+1",
        "a|b",
        "Ω≈ç√∫",
        "田中さん",
        "\u{9b}2J",
    ];
    for name in names {
        conn.execute("INSERT INTO account (name) VALUES (?1)", [name]).unwrap();
    }
    for format in ["table", "md"] {
        let said = shell.run(&["accounts", "--format", format]);
        let control = said.out.chars().find(|c| *c != '\n' && (c.is_control() || *c == '\u{202e}'));
        assert_eq!((said.code, control), (0, None), "{}", said.out);
        let head = if format == "md" { 2 } else { 1 };
        assert_eq!(said.out.lines().count(), names.len() + head, "{}", said.out);
    }
    let rows = shell.json(&["accounts"]);
    for name in names {
        assert!(rows.as_array().unwrap().iter().any(|row| row["name"] == name), "{name:?}");
    }
    let csv = shell.run(&["accounts", "--format", "csv"]).out;
    assert!(csv.contains(",'=1+1,"), "{csv}");
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_error() {
    let many: String = (0..3_000)
        .map(|n| format!("INSERT INTO account (name) VALUES ('A rather long name, number {n}');"))
        .collect();
    let shell = Shell::with(&format!("BEGIN; {many} COMMIT;"));
    let mut child = shell
        .command(&["accounts", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(0), String::new()));
}

#[test]
fn a_book_that_is_none_is_refused_in_one_sentence_and_left_alone() {
    let shell = Shell::with(FACTS);
    let text = shell.file("notes.txt", "this is no database at all, it is a text");
    let foreign = shell.folder.path().join("foreign.db");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    let newer = shell.folder.path().join("newer.mainstay");
    fs::copy(shell.book(), &newer).unwrap();
    rusqlite::Connection::open(&newer).unwrap().execute_batch("PRAGMA user_version = 9999").unwrap();
    let missing = shell.folder.path().join("missing.mainstay");
    let cases = [
        (missing.to_str().unwrap(), "there is no book"),
        (shell.folder.path().to_str().unwrap(), "folder"),
        (&text, "not a Mainstay book"),
        (foreign.to_str().unwrap(), "another program"),
        (newer.to_str().unwrap(), "newer"),
    ];
    for (path, expected) in cases {
        let before = fs::read(path).ok();
        let complaint = shell.complaint(1, &["--book", path, "accounts"]);
        assert!(complaint.contains(expected) && complaint.contains("hint: "), "{path}: {complaint}");
        assert_eq!(fs::read(path).ok(), before, "{path}");
    }
    assert!(!missing.exists(), "reading makes no book");
}

#[test]
fn wrong_usage_is_two() {
    let shell = Shell::with(FACTS);
    let cases: [&[&str]; 8] = [
        &["frobnicate"],
        &["why"],
        &["accounts", "--format", "xml"],
        &["accounts", "--today", "soon"],
        &["import", "invoices", "file.csv"],
        &["import", "accounts", "file.csv", "--as-of", "2026-01-01"],
        &["accounts", "--as-of", "2026-07-01"],
        &["why", "Borealis", "--since", TODAY],
    ];
    for case in cases {
        shell.complaint(2, case);
    }
}

#[test]
fn policies_are_shown_and_checked() {
    let shell = Shell::with(FACTS);
    let shown = shell.run(&["policy", "show"]);
    assert_eq!(shown.code, 0);
    let whole = shell.file("whole.toml", &shown.out);
    assert_eq!(shell.run(&["policy", "check", &whole]).out, "the policy is sound\n");
    let cases = [
        ("unknown.toml", "[usage.licence_utilisation]\nwieght = 3\n", "wieght"),
        ("negative.toml", "[support.backlog]\nweight = -1\n", "support.backlog.weight"),
        ("broken.toml", "weight = = 3\n", "broken.toml"),
    ];
    for (name, text, expected) in cases {
        let file = shell.file(name, text);
        let complaint = shell.complaint(1, &["policy", "check", &file]);
        assert!(complaint.contains(expected) && complaint.contains(name), "{complaint}");
    }
    // Sound by itself, but not with what a segment of the book adds.
    let file = shell.file("low.toml", "[bands]\nyellow_from = 10\n");
    assert_eq!(shell.run(&["policy", "check", &file]).out, "the policy is sound\n");
    let conn = Connection::open(shell.book()).unwrap();
    conn.execute("INSERT INTO segment (name, policy) VALUES ('Gold', '[bands]\ngreen_from = 55')", [])
        .unwrap();
    assert_eq!(shell.run(&["policy", "check", &file]).out, "the policy is sound\n");
    let file = shell.file("high.toml", "[bands]\nyellow_from = 60\n");
    let complaint = shell.complaint(1, &["policy", "check", &file]);
    assert!(complaint.contains("the policy of segment \"Gold\": bands.yellow_from is 60"), "{complaint}");

    let binary = shell.file("binary.toml", [0xff, 0xfe, 0x00]);
    for (path, expected) in [(binary.as_str(), "UTF-8"), (shell.folder.path().to_str().unwrap(), "folder")] {
        assert!(shell.complaint(1, &["policy", "check", path]).contains(expected), "{path}");
    }
}

#[test]
fn a_policy_that_another_program_broke_is_named_and_a_sound_one_can_be_brought_in() {
    let shell = Shell::with(FACTS);
    let broken = "INSERT INTO setting (name, value) VALUES ('policy', 'nonsense = 1')";
    Connection::open(shell.book()).unwrap().execute(broken, []).unwrap();
    let shown = shell.run(&["policy", "show"]);
    assert_eq!(shown.code, 0);
    assert!(
        shown.out.contains("[sentiment.nps]") && shown.out.contains("cadence_days = 60"),
        "{}",
        shown.out
    );
    for part in ["nonsense is not a key of the policy", "mainstay import settings FILE"] {
        assert!(shown.err.contains(part), "{part}\n{}", shown.err);
    }
    let sound = shell.file("settings.csv", "name,value\npolicy,cadence_days = 45\n");
    let said = shell.run(&["import", "settings", &sound]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let shown = shell.run(&["policy", "show"]);
    assert!(shown.err.is_empty() && shown.out.contains("cadence_days = 45"), "{}{}", shown.out, shown.err);
}

#[test]
fn the_same_definition_makes_help_completions_and_the_manual() {
    let shell = Shell::with("");
    for made in [&["help"][..], &["man"], &["completions", "bash"], &["completions", "powershell"]] {
        let said = shell.run(made);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{made:?}");
        for name in ["import", "accounts", "policy", "book"] {
            assert!(said.out.contains(name), "{made:?} lacks {name}");
        }
    }
}

#[test]
fn everything_about_an_account_is_shown_in_every_format() {
    let shell = Shell::with(FACTS);
    let all = shell.json(&["show", "A-1"]);
    assert_eq!(all["account"]["name"], "Acme GmbH");
    assert_eq!(all["contracts"].as_array().unwrap().len(), 3);
    assert_eq!(all["contracts"][0]["arr"], json!({ "minor": 1_000_000, "currency": "USD" }));
    assert_eq!(all["tickets"][0]["opened_on"], "2025-12-12");
    for (format, expected) in
        [("table", "renewal       2027-07-01 (in 366 days)"), ("md", "# Acme GmbH"), ("csv", "field,value")]
    {
        let said = shell.run(&["show", "A-1", "--format", format]);
        assert!(said.code == 0 && said.out.contains(expected), "{format}: {}", said.out);
    }
    let why = shell.run(&["why", "Borealis"]).out;
    for line in
        ["Borealis: ■ red 49.0 (64.0 before caps), 2026-06-30", "severe_age", "p1_open", "What moved it"]
    {
        assert!(why.contains(line), "{line}\n{why}");
    }
}

#[test]
fn the_dashboard_says_that_it_needs_a_terminal() {
    let complaint = Shell::with(FACTS).complaint(1, &[]);
    assert!(complaint.contains("terminal") && complaint.contains("accounts"), "{complaint}");
}

#[test]
fn what_is_no_book_is_told_and_not_touched() {
    let shell = Shell::with("");
    // Two pages without a pattern: an encrypted book looks like it, and so does anybody's file.
    let noise: Vec<u8> = (0..8192_u32).map(|at| at.wrapping_mul(2_654_435_761).to_le_bytes()[2]).collect();
    let file = shell.file("photo.raw", &noise);
    let passphrase = shell.file("passphrase", "tiger\n");
    let given: [&[&str]; 2] = [&[], &["--passphrase-file", &passphrase]];
    for given in given {
        let complaint = shell.complaint(1, &[&["--book", &file, "accounts"], given].concat());
        let told = ["photo.raw: is an encrypted book", "or no book at all", "the file was not touched"];
        if cfg!(not(feature = "encryption")) {
            assert!(told.iter().all(|part| complaint.contains(part)), "{complaint}");
        }
    }
    assert_eq!(fs::read(file).unwrap(), noise);
}

#[cfg(unix)]
#[test]
fn a_device_is_no_book() {
    for command in [&["accounts"][..], &["set", "A-1", "stage=adoption"]] {
        let complaint = Shell::with("").complaint(1, &[&["--book", "/dev/null"], command].concat());
        assert!(complaint.starts_with("error: /dev/null: is a device or a pipe, not a book"), "{complaint}");
    }
}
