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
    // Four is new, One grew, Two shrank, Three left.
    let moved = json!({ "new": 1, "expansion": 1, "contraction": 1, "churn": 1, "reactivation": 0 });
    assert_eq!(told["accounts_moved"], moved);
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

/// The day is 2026-06-30 (20634), the period the year up to it.
///
/// | account | csm | what happened |
/// |---|---|---|
/// | 1 | Ann | notice on 20500, taken back; live on 20500, signed on 20490, first outcome on 20530; 1 of 2 core features |
/// | 2 | Ann | notice on 20500, gone on 20560; live on 20400, no outcome: 234 days; 0 of 2 core features |
/// | 3 | Joe | notice on 20600: 90 days after it is 20690 |
/// | 4 | none | an onboarding without an outcome that began 4 days ago |
///
/// The old ticket lets the book judge support, so that who has no ticket is green.
const CARE: &str = "
    INSERT INTO team_member (id, name) VALUES (1, 'Ann Lee'), (2, 'Joe Poe');
    INSERT INTO account (id, name, csm_id, signed_on, go_live_on, first_outcome_on) VALUES
      (1, 'One', 1, 20490, 20500, 20530), (2, 'Two', 1, 20390, 20400, NULL), (3, 'Three', 2, NULL, NULL, NULL),
      (4, 'Four', NULL, 20630, 20632, NULL);
    INSERT INTO contract (account_id, start_on, end_on, yearly_minor, currency, seats) VALUES
      (1, 20000, 20700, 1200000, 'USD', 10), (2, 20000, 20560, 600000, 'USD', NULL), (3, 20000, 20630, 240000, 'USD', 10);
    INSERT INTO renewal (account_id, contract_id, due_on, forecast) VALUES (1, 1, 20700, 'commit');
    INSERT INTO signal (account_id, seen_on, kind, closed_on) VALUES (1, 20500, 'churn notice', 20501),
      (2, 20500, 'churn notice', 20501), (3, 20600, 'churn notice', 20601);
    INSERT INTO ticket (account_id, opened_on, resolved_on, priority) VALUES (1, 20000, 20001, 4);
    INSERT INTO feature (id, name, core) VALUES (1, 'reports', 1), (2, 'alerts', 1), (3, 'themes', 0);
    INSERT INTO feature_use (account_id, feature_id, used_on, uses) VALUES (1, 1, 20630, 3), (1, 3, 20630, 9),
      (2, 2, 20630, 0);
    INSERT INTO onboarding (id, account_id, template, started_on, ended_on) VALUES (1, 1, 'standard', 20490, 20540),
      (2, 2, 'standard', 20390, NULL), (3, 4, 'standard', 20630, NULL);
    INSERT INTO step (onboarding_id, title, required, not_applicable, due_on, done_on) VALUES
      (1, 'a', 1, 0, 20500, 20500), (1, 'b', 1, 1, 20500, NULL), (1, 'c', 0, 0, 20500, NULL),
      (2, 'a', 1, 0, 20400, 20400), (2, 'b', 1, 0, 20400, NULL), (3, 'a', 1, 0, 20640, NULL);";

#[test]
fn customers_saved_features_in_use_and_onboarding_are_measured_for_the_whole_book_and_by_csm() {
    let shell = Shell::with(CARE);
    let told = shell.json(&["metrics", "--by", "csm"]);
    // One of three came through; Three left on 20630, so there is nothing left to wait for.
    assert_eq!(told["saved_customers"], json!({ "part": 1, "of": 3, "ratio": 1.0 / 3.0, "open": 0 }));
    // Two core features each; the one that is not core counts nowhere. Three and Four have no record.
    assert_eq!(told["feature_adoption"], json!({ "part": 1, "of": 4, "ratio": 0.25, "accounts": 2 }));
    // 20530 - 20500 and 20530 - 20490; 234 days are over the target of 30, 2 days are not.
    let outcome = json!({ "from_go_live": { "median_days": 30.0, "n": 1 },
        "from_signature": { "median_days": 40.0, "n": 1 },
        "reached": { "part": 1, "of": 3, "ratio": 1.0 / 3.0 }, "overdue": 1 });
    assert_eq!(told["time_to_first_outcome"], outcome);
    // Done of the required ones that apply: 1 of 1, 1 of 2, 0 of 1.
    assert_eq!(told["onboarding_completion"], json!({ "part": 2, "of": 4, "ratio": 0.5 }));

    let groups = told["groups"].as_array().unwrap();
    let by = |key: &str| groups.iter().map(|group| group[key].clone()).collect::<Vec<_>>();
    assert_eq!(by("name"), [json!("Ann Lee"), json!("Joe Poe"), Value::Null]);
    let saved: Vec<Value> =
        by("saved_customers").iter().map(|share| json!([share["part"], share["of"]])).collect();
    assert_eq!(saved, [json!([1, 2]), json!([0, 1]), json!([0, 0])]);
    let steps: Vec<Value> = by("onboarding_completion").iter().map(|share| share["ratio"].clone()).collect();
    assert_eq!(steps, [json!(2.0 / 3.0), Value::Null, json!(0.0)]);
    assert_eq!(groups[2]["churn"], usd(0), "Four has no contract, and is in the table all the same");
    assert_eq!((&groups[0]["churn"], &groups[1]["churn"]), (&usd(-50_000), &usd(-20_000)));
}

#[test]
fn what_is_due_stands_beside_it_by_month_and_forecast() {
    let shell = Shell::with(CARE);
    let told = shell.json(&["metrics"]);
    let due = &told["renewal_forecast"];
    // One is due on 2026-09-04 and committed. Two and Three were due on 2026-04-17 and 2026-06-26, and nobody said how
    // they ended.
    assert_eq!(
        (&due["count"], &due["arr_due"], &due["overdue"]),
        (&json!(3), &usd(2_040_000), &usd(840_000))
    );
    assert_eq!(due["commit"], usd(1_200_000));
    let months = due["months"].as_array().unwrap();
    let shown: Vec<Value> =
        months.iter().map(|month| json!([month["month"], month["arr_due"]["minor"]])).collect();
    assert_eq!(shown, [json!(["overdue", 840_000]), json!(["2026-09", 1_200_000])]);
    // Commit counts 90 percent.
    assert_eq!(months[1]["weighted"], usd(1_080_000));

    let page = shell.run(&["metrics", "--by", "csm"]).out;
    for line in [
        "saved customers        33.3% (1 of 3)",
        "feature adoption       25.0% (1 of 4 core features), 2 accounts",
        "time to first outcome  30 days (n 1) from go-live, 40 days (n 1) from the signature; 1 of 3 reached, 1 overdue",
        "ARR due in 12 months  $20,400.00 (3 renewals)",
        "By CSM, beside revenue",
    ] {
        assert!(page.contains(line), "{line}\n{page}");
    }
    let csv = shell.run(&["metrics", "--format", "csv"]).out;
    assert!(csv.contains("\nsaved_customers,1\n") && csv.contains("\narr_due,20400.00\n"), "{csv}");
}
