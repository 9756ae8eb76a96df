//! `metrics`: the figures of a period, key by key.

use serde_json::{Value, json};

use crate::shell::{Shell, keys};

/// Compared are 2025-12-31 (day 20453) and 2026-06-30 (day 20634).
///
/// | account | csm | MRR at the start | what happens | MRR at the end |
/// |---|---|---|---|---|
/// | 1 | Ann | 1,000.00 | 1,200.00 from 2026-03-01 (20513) | 1,200.00 |
/// | 2 | Ann | 500.00 | 300.00 from 2026-03-01 | 300.00 |
/// | 3 | Joe | 400.00 | ends on 2026-05-15 (20588): competitor | 0 |
/// | 4 | none | 0 | 166.67 from 2026-04-01 (20544): four contracts of 500.00 a year | 166.67 |
/// | 5 | Joe | | in francs, for which there is no rate | |
const BOOK: &str = "
    INSERT INTO team_member (id, name) VALUES (1, 'Ann Lee'), (2, 'Joe Poe');
    INSERT INTO account (id, name, csm_id) VALUES (1, 'One', 1), (2, 'Two', 1), (3, 'Three', 2), (4, 'Four', NULL),
      (5, 'Five', 2);
    INSERT INTO contract (account_id, start_on, end_on, yearly_minor, currency) VALUES
      (4, 20544, 20909, 50000, 'USD'), (1, 20000, 20513, 1200000, 'USD'), (2, 20000, 20513, 600000, 'USD'),
      (4, 20544, 20909, 50000, 'USD'), (1, 20513, NULL, 1440000, 'USD'), (2, 20513, NULL, 360000, NULL),
      (4, 20544, 20909, 50000, 'USD'), (3, 20000, 20588, 480000, 'USD'), (4, 20544, 20909, 50000, 'USD'),
      (5, 20000, NULL, 120000, 'CHF');
    INSERT INTO renewal (account_id, due_on, stage, churn_reason) VALUES (3, 20588, 'lost', 'competitor');
    INSERT INTO contact (id, account_id, name) VALUES (1, 1, 'Kim');
    INSERT INTO survey (account_id, contact_id, respondent, kind, score_micro, scale_micro, answered_on) VALUES
      (1, 1, NULL, 0, 2000000, NULL, 20500), (1, 1, NULL, 0, 10000000, NULL, 20600), (1, NULL, 'Bo', 0, 9000000, NULL, 20600),
      (2, NULL, 'Bo', 0, 7000000, NULL, 20600), (2, NULL, NULL, 0, 3000000, NULL, 20600), (2, NULL, NULL, 0, 0, NULL, 20453),
      (1, 1, NULL, 1, 5000000, 5000000, 20600), (1, 1, NULL, 1, 7000000, 10000000, 20600);
    INSERT INTO ticket (account_id, opened_on, resolved_on, satisfaction_micro) VALUES (1, 20400, 20600, 4000000),
      (1, 20600, 20640, 5000000);
    INSERT INTO opportunity (account_id, title, stage, opened_on) VALUES (1, 'A', 'won', 20500), (1, 'B', 'lost', 20500),
      (1, 'C', 'proposal', 20500), (1, 'D', 'identified', 20500), (1, 'E', 'won', 20400);
    UPDATE contract SET seats = 40 WHERE account_id < 4 AND end_on IS NULL OR account_id = 3;
    INSERT INTO metric (id, name) VALUES (1, 'active_users');
    INSERT INTO usage (account_id, metric_id, used_on, contract_id, value) VALUES (1, 1, 20600, 0, 99),
      (1, 1, 20620, 0, 25), (1, 1, 20620, 7, 23), (2, 1, 20578, 0, 20), (3, 1, 20620, 0, 30);";

const WINDOW: [&str; 3] = ["metrics", "--from", "2025-12-31"];

fn usd(minor: i64) -> Value {
    json!({ "minor": minor, "currency": "USD" })
}

fn near(value: &Value, expected: f64) {
    let value = value.as_f64().unwrap();
    assert!((value - expected).abs() < 1e-12, "{value}, not {expected}");
}

#[test]
fn metrics_are_what_the_contract_says() {
    let told = Shell::with(BOOK).json(&WINDOW);
    assert_eq!((&told["from"], &told["to"]), (&json!("2025-12-31"), &json!("2026-06-30")));
    assert_eq!((&told["currency"], &told["accounts_excluded"]), (&json!("USD"), &json!(1)));
    // 1,000 + 500 + 400; 1,200 + 300 + 166.67.
    assert_eq!((&told["start_mrr"], &told["end_mrr"]), (&usd(190_000), &usd(166_667)));
    // 14,400 + 3,600 + 4 x 500.
    assert_eq!(told["end_arr"], usd(2_000_000));
    near(&told["nrr"], 1_500.0 / 1_900.0);
    // Of 1 no more than it had: 1,000 + 300.
    near(&told["grr"], 1_300.0 / 1_900.0);
    assert_eq!(told["grr_method"], "endpoint");
    near(&told["logo_retention"], 2.0 / 3.0);
    assert_eq!((&told["accounts_at_start"], &told["accounts_at_end"]), (&json!(3), &json!(3)));
    near(&told["expansion_rate"], 1.0 / 3.0);
    near(&told["expansion_mrr_rate"], 200.0 / 1_900.0);

    let months = told["movements"].as_array().unwrap();
    let shown: Vec<&str> = months.iter().map(|month| month["month"].as_str().unwrap()).collect();
    assert_eq!(shown, ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]);
    let all = ["churn", "contraction", "end", "expansion", "month", "new", "reactivation", "start"];
    for month in months {
        assert_eq!(keys(month), all);
        let minor = |key: &str| month[key]["minor"].as_i64().unwrap();
        let sum: i64 = ["new", "expansion", "contraction", "churn", "reactivation"].map(minor).iter().sum();
        assert_eq!(minor("end") - minor("start"), sum, "{month}");
    }
    assert_eq!((&months[2]["expansion"], &months[2]["contraction"]), (&usd(20_000), &usd(-20_000)));
    assert_eq!((&months[3]["new"], &months[4]["churn"]), (&usd(16_667), &usd(-40_000)));

    let reasons = json!([
        { "reason": "competitor", "churns": 1, "churn": usd(-40_000), "contractions": 0, "contraction": usd(0) },
        { "reason": null, "churns": 0, "churn": usd(0), "contractions": 1, "contraction": usd(-20_000) },
    ]);
    assert_eq!(told["churn_reasons"], reasons);
    let cohorts = json!([{ "quarter": "2026-Q2", "accounts": 1, "mrr": usd(16_667),
        "kept": [{ "accounts": 1, "mrr": usd(16_667) }] }]);
    assert_eq!(told["cohorts"], cohorts);
}

#[test]
fn answers_and_proposals_of_the_period_are_measured_too() {
    let told = Shell::with(BOOK).json(&WINDOW);
    // Kim's latest, a Bo at each of two accounts, and one whom nobody knows: 2 promoters, 1 passive, 1 detractor.
    let nps = json!({ "score": 25.0, "n": 4, "promoters": 2, "passives": 1, "detractors": 1, "few": true });
    assert_eq!(told["nps"], nps);
    // 5 of 5 and a ticket's 4 of 5 are good, 7 of 10 is not; the other ticket is resolved after the period.
    assert_eq!(told["csat"], json!({ "part": 2, "of": 3, "ratio": 2.0 / 3.0 }));
    // A, B and C came to a proposal; E was opened before the period.
    assert_eq!(told["proposal_success"], json!({ "part": 1, "of": 3, "ratio": 1.0 / 3.0 }));
    // Account 1: 25 + 23 of 40 seats. That of account 2 is 56 days old, and the seats of 3 have ended.
    let licences = json!({ "ratio": 1.2, "users": 48.0, "seats": 40, "accounts": 1, "over_licence": 1 });
    assert_eq!(told["licence_utilisation"], licences);
}

#[test]
fn groups_are_those_who_own_the_accounts_and_the_form_of_grr_is_named() {
    let shell = Shell::with(BOOK);
    let told = shell.json(&[&WINDOW[..], &["--by", "csm", "--grr", "movements"]].concat());
    assert_eq!((&told["grr_method"], &told["by"]), (&json!("movements"), &json!("csm")));
    // (1,900 - 200 - 400) / 1,900: here both forms agree.
    near(&told["grr"], 1_300.0 / 1_900.0);
    let groups = told["groups"].as_array().unwrap();
    let names: Vec<&Value> = groups.iter().map(|group| &group["name"]).collect();
    assert_eq!(names, [&json!("Ann Lee"), &json!("Joe Poe"), &Value::Null]);
    near(&groups[0]["nrr"], 1.0);
    near(&groups[0]["grr"], 1_300.0 / 1_500.0);
    assert_eq!((&groups[1]["logo_retention"], &groups[1]["end_mrr"]), (&json!(0.0), &usd(0)));
    assert_eq!((&groups[2]["nrr"], &groups[2]["accounts_at_end"]), (&Value::Null, &json!(1)));
    // Joe's only account that pays is in francs.
    assert_eq!(told["active_csms"], 1);
}

#[test]
fn people_and_spreadsheets_read_the_same_figures() {
    let shell = Shell::with(BOOK);
    let said = |more: &[&str]| {
        let said = shell.run(&[&WINDOW[..], more].concat());
        assert_eq!((said.code, said.err.as_str()), (0, ""));
        said.out
    };
    let page = said(&[]);
    for line in [
        "Metrics, 2026-01-01 to 2026-06-30",
        "NRR                    78.9%",
        "GRR                    68.4% (endpoint form)",
        "logo retention         66.7% (2 of 3)",
        "1 account with a contract in a currency for which the book has no exchange rate",
        "25 (n 4, few answers)",
    ] {
        assert!(page.contains(line), "{line}\n{page}");
    }
    assert!(said(&["--format", "md"]).contains("| 2026-05 | $2,066.67 |"));
    assert!(said(&["--format", "csv"]).contains("\nend_mrr,1666.67\n"));
    let rows = said(&["--format", "csv", "--by", "csm"]);
    assert!(rows.starts_with("csm,start_mrr,") && rows.contains("\nJoe Poe,400.00,0.00,"), "{rows}");
    // Nothing at the start: no figure is 0, infinite or not a number.
    let empty = Shell::with("").json(&["metrics"]);
    assert_eq!((&empty["nrr"], &empty["nps"]["score"]), (&Value::Null, &Value::Null));
    // Two days, of which neither is before the other.
    let complaint = shell.complaint(2, &["metrics", "--from", "2026-06-30"]);
    assert!(complaint.contains("no day in it"), "{complaint}");
}
