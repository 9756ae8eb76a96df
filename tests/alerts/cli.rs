//! `alerts` and `rules` as scripts run them.

use crate::shell::Shell;
use crate::support::accounts;

/// 2026-06-30 is day 20634.
const FACTS: &str = "
    INSERT INTO team_member (id, name, role) VALUES (1, 'Ann Lee', 'csm');
    UPDATE account SET csm_id = 1 WHERE id = 1;
    UPDATE account SET name = 'Acme' WHERE id = 1;
    INSERT INTO signal (account_id, seen_on, kind) VALUES (1, 20630, 'competitor');
    INSERT INTO contract (account_id, start_on, end_on, yearly_minor) VALUES (2, 20600, 20709, 100);
    INSERT INTO plan (account_id, quarter, written_on) VALUES (2, '2026-Q2', 20600);";

fn shell() -> Shell {
    Shell::with(&(accounts(3) + FACTS))
}

/// The rules of the alerts that are listed.
fn rules(shell: &Shell, arguments: &[&str]) -> Vec<String> {
    let alerts = shell.json(&[&["alerts"], arguments].concat());
    alerts.as_array().unwrap().iter().map(|alert| alert["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn alerts_are_listed_the_most_pressing_first_in_every_format() {
    let shell = shell();
    // A first change judges the book.
    shell.said(&["log", "Acme", "hello"]);
    let alerts = shell.json(&["alerts"]);
    let first = &alerts[0];
    assert_eq!(
        (first["account"].as_str(), first["rule"].as_str(), first["severity"].as_str()),
        (Some("Acme"), Some("competitor"), Some("high"))
    );
    assert_eq!(
        (first["band"].as_str(), first["csm"].as_str(), first["opened_on"].as_str()),
        (Some("red"), Some("Ann Lee"), Some("2026-06-30"))
    );
    assert_eq!(first["reason"], "They look at a competitor, since 2026-06-26");
    assert_eq!((&first["play"], &first["listed"]), (&"competitor".into(), &true.into()));
    assert_eq!(alerts[1]["reason"], "Renewal in 75 days, on 2026-09-13");
    assert_eq!(rules(&shell, &["csm:Ann Lee"]), ["competitor"]);
    assert_eq!(rules(&shell, &["--rule", "Renewal 90"]), ["renewal 90"]);
    let table = shell.said(&["alerts"]);
    assert!(table.contains("high") && table.contains("Acme") && table.contains("■ red"), "{table}");
    let csv = shell.said(&["alerts", "--format", "csv"]);
    assert!(csv.starts_with("account_id,severity,account,band,rule,reason,opened_on,"), "{csv}");
    assert!(shell.said(&["alerts", "--format", "md"]).starts_with('|'));
    assert!(shell.complaint(2, &["alerts", "--rule", "nothing"]).contains("there is no rule \"nothing\""));
}

#[test]
fn a_schedule_hears_by_exit_three_of_what_it_asks_for() {
    let shell = shell();
    shell.said(&["log", "Acme", "hello"]);
    let code = |arguments: &[&str]| shell.run(&[&["alerts"], arguments].concat()).code;
    for (what, expected) in [("red", 3), ("yellow", 3), ("high", 3), ("medium", 3), ("low", 3), ("any", 3)] {
        assert_eq!(code(&["--fail-on", what]), expected, "{what}");
    }
    // The other account has a medium one, and is no red one.
    assert_eq!(code(&["Account 2", "--fail-on", "red"]), 0);
    assert_eq!(code(&["Account 2", "--fail-on", "high"]), 0);
    assert_eq!(code(&["Account 2", "--fail-on", "medium"]), 3);
    assert_eq!(code(&["Account 3", "--fail-on", "any"]), 0);
    let said = shell.run(&["alerts", "--fail-on", "red", "--format", "json"]);
    assert!(said.out.contains("competitor"), "the list comes too: {}", said.out);
    assert!(said.err.starts_with("warning: 1 alert is of that kind"), "{}", said.err);
    // What is put off or dismissed does not count.
    shell.said(&["alerts", "dismiss", "Acme", "compet", "known", "for", "long"]);
    shell.said(&["alerts", "snooze", "Account 2", "renewal 90", "+1w"]);
    assert_eq!(code(&["--fail-on", "any"]), 0);
    assert!(rules(&shell, &[]).is_empty());
    let all = shell.json(&["alerts", "--all"]);
    assert_eq!(all[0]["dismissed_reason"], "known for long");
    assert_eq!(all[1]["snoozed_until"], "2026-07-07");
    shell.said(&["alerts", "wake", "Acme", "competitor"]);
    assert_eq!(rules(&shell, &[]), ["competitor"]);
    shell.said(&["undo"]);
    assert!(rules(&shell, &[]).is_empty());
    let error = shell.complaint(1, &["alerts", "snooze", "Acme", "renew", "+1w"]);
    assert!(error.contains("no open alert \"renew\"") && error.contains("it has: competitor"), "{error}");
}

#[test]
fn rules_are_checked_tried_set_and_taken_away() {
    let shell = shell();
    shell.said(&["log", "Acme", "hello"]);
    let toml = "[[trigger]]\nname = \"competitor\"\nseverity = \"low\"\nreason = \"{competitor}\"\n\
                when = { competitor = true }\nuntil = { competitor = false }\n\n\
                [[trigger]]\nname = \"renewal 90\"\noff = true\n";
    let file = shell.file("mine.toml", toml);
    assert_eq!(shell.said(&["rules", "check", &file]), "The rules are sound: 1 rule of the file.\n");
    let tried = shell.json(&["rules", "dry-run", &file, "--rule", "competitor"]);
    // Since 26 June.
    assert_eq!((&tried[0]["fired"], &tried[0]["open"]), (&1.into(), &1.into()));
    assert_eq!(tried[0]["examples"][0]["opened_on"], "2026-06-26");
    assert_eq!(rules(&shell, &[]), ["competitor", "renewal 90"], "nothing was changed");
    shell.said(&["rules", "set", &file]);
    assert_eq!(rules(&shell, &[]), ["competitor"]);
    assert!(
        shell.said(&["rules", "show"]).starts_with("# The book's own.\n\n[[trigger]]\nname = \"competitor\"")
    );
    let own = shell.json(&["rules", "show"]);
    // It is listed since the first change above.
    let named = |name: &str| own.as_array().unwrap().iter().find(|rule| rule["name"] == name);
    let competitor = named("competitor").unwrap();
    assert_eq!((&competitor["fired_90d"], &competitor["open"]), (&1.into(), &1.into()));
    assert!(named("renewal 90").is_none(), "it is off");
    let own: Vec<_> = own.as_array().unwrap().iter().filter(|rule| rule["own"] == true).collect();
    assert_eq!((own.len(), &own[0]["severity"]), (1, &"low".into()));
    shell.said(&["rules", "reset"]);
    assert_eq!(rules(&shell, &[]), ["competitor", "renewal 90"]);
    let broken = shell.file("broken.toml", toml.replace("competitor = true", "competitors = true"));
    for command in ["check", "set", "dry-run"] {
        let error = shell.complaint(1, &["rules", command, &broken]);
        assert!(error.contains("when.competitors is no word") && error.contains("competitor,"), "{error}");
    }
    let segment = toml.replacen("reason", "segments = [\"no such\"]\nreason", 1);
    let error = shell.complaint(1, &["rules", "check", &shell.file("segment.toml", segment)]);
    assert!(error.contains("segments names \"no such\", which is no segment of the book"), "{error}");
    let play = toml.replacen("reason", "play = \"no such\"\nreason", 1);
    let error = shell.complaint(1, &["rules", "check", &shell.file("play.toml", play)]);
    assert!(error.contains("play names \"no such\", which is no playbook"), "{error}");
    assert!(shell.said(&["rules", "words"]).contains("no_login_days"));
}

#[test]
fn what_rules_show_prints_can_be_set() {
    let shell = shell();
    shell.said(&["log", "Acme", "hello"]);
    let before = rules(&shell, &[]);
    let shown = shell.said(&["rules", "show"]);
    shell.said(&["rules", "set", &shell.file("all.toml", &shown)]);
    assert_eq!(rules(&shell, &[]), before);
    let again = shell.said(&["rules", "show"]);
    shell.said(&["rules", "check", &shell.file("again.toml", again)]);
}
