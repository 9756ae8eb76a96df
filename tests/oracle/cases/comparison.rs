//! That the comparison passes what is right and names what is not.

use serde_json::{Value, json};

use super::*;
use crate::compare::Comparison;

fn differences(compare: impl FnOnce(&mut Comparison)) -> Vec<String> {
    let mut comparison = Comparison::new(7);
    compare(&mut comparison);
    comparison.differences
}

#[test]
fn a_different_field_is_named_with_account_and_both_values() {
    let book = book(vec![Account { external_id: text("A1"), name: text("Acme"), ..Account::default() }]);
    let mut rows = json!([{
        "external_id": "A1", "name": "Acme", "segment": null, "csm": null, "stage": null, "arr": null, "health": null,
        "band": "grey", "coverage": 0.0, "trend_28d": null, "renewal_date": null, "top_driver": null
    }]);
    assert_eq!(differences(|comparison| comparison.accounts(&rows, &book, DAY)), Vec::<String>::new());
    rows[0]["band"] = "red".into();
    assert_eq!(
        differences(|comparison| comparison.accounts(&rows, &book, DAY)),
        ["seed 7 accounts of 2024-10-04 A1 band: program String(\"red\"), expected \"grey\""]
    );
}

/// An account with a goal at risk and a P1 of 3 days, in a book that held a ticket before.
///
/// Today: goals 10 x 50, severe_age 9 x 40, backlog 6 x 100 = 1460 of 25 = 58.4, at most 49. A week ago, without the
/// ticket: 500 + 900 + 600 = 2000 of 25 = 80. Green takes 74.95 x 25 = 1873.75 and no P1: severe_age at its best adds
/// 540, goals 500, which is less.
fn explained() -> (Book, Value) {
    let account = Account {
        external_id: text("A1"),
        goals: vec![goal("at risk", 400)],
        tickets: vec![ticket(3, "P1", None)],
        ..Account::default()
    };
    let other = Account { tickets: vec![ticket(300, "low", Some(DAY - 299))], ..Account::default() };
    let present = |group: &str, name: &str, value: f64, weight: f64, score: f64| {
        let (points, lost) = (weight * score / 25.0, weight * (100.0 - score) / 25.0);
        json!({
            "group": group, "measure": name, "state": "present", "value": value, "value_on": null, "freshness": 1.0,
            "weight": weight, "score": score, "points": points, "points_lost": lost
        })
    };
    let mut measures = vec![
        present("outcomes", "goals", 0.5, 10.0, 50.0),
        present("support", "severe_age", 3.0, 9.0, 40.0),
        present("support", "backlog", 0.0, 6.0, 100.0),
    ];
    for measure in MEASURES.iter().filter(|m| !["goals", "severe_age", "backlog"].contains(&m.name)) {
        measures.push(json!({
            "group": measure.group, "measure": measure.name, "state": "not_applicable", "value": null, "value_on": null,
            "freshness": 0, "weight": measure.weight, "score": null, "points": null, "points_lost": null
        }));
    }
    let why = json!({
        "account": "A1", "day": "2024-10-04", "health": 49.0, "uncapped": 58.4, "band": "red", "coverage": 1.0,
        "measures": measures,
        "caps": [{ "name": "p1_open", "at_most": 49, "binds": true, "reason": "a P1 is open" }],
        "moved": {
            "since": "2024-09-27", "from": 80.0, "to": 49.0,
            "parts": [{ "name": "severe_age", "points": -21.6 }, { "name": "caps", "points": -9.4 }]
        },
        "to_green": {
            "reachable": true,
            "steps": [{ "measure_or_cap": "p1_open", "action": "" }, { "measure_or_cap": "goals", "action": "" }]
        }
    });
    (book(vec![account, other]), why)
}

#[test]
fn an_explanation_worked_out_by_hand_passes() {
    let (book, why) = explained();
    let found = differences(|comparison| comparison.why(&why, &book, &book.accounts[0], DAY - 7, DAY));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn each_wrong_part_of_an_explanation_is_seen() {
    let wrong: [(&str, Value); 10] = [
        ("/health", json!(49.1)),
        ("/uncapped", json!(58.41)),
        ("/coverage", json!(0.99)),
        ("/measures/0/value", json!(0.50001)),
        ("/measures/1/points_lost", json!(null)),
        ("/measures/5/state", json!("missing")),
        ("/caps/0/binds", json!(false)),
        ("/moved/from", json!(80.1)),
        ("/moved/parts/1/points", json!(-9.3)),
        ("/to_green/steps/1/measure_or_cap", json!("severe_age")),
    ];
    for (at, value) in wrong {
        let (book, mut why) = explained();
        *why.pointer_mut(at).unwrap() = value;
        let found = differences(|comparison| comparison.why(&why, &book, &book.accounts[0], DAY - 7, DAY));
        assert!(!found.is_empty(), "{at}");
    }
}
