//! When each cap holds.

use super::*;

#[test]
fn silence_is_judged_on_the_last_day_with_a_usage_record() {
    let of = |last_use, record| {
        let silent = Account {
            usage: vec![usage("logins", last_use, 3), usage("logins", last_use - 1, 0)],
            ..Account::default()
        };
        book(vec![silent, Account { usage: vec![usage("exports", record, 0)], ..Account::default() }])
    };
    assert_eq!(caps(&of(40, 10)), ["silent"]);
    assert!(caps(&of(40, 11)).is_empty());
    assert!(caps(&of(29, 0)).is_empty());
}

#[test]
fn a_role_is_left_when_no_active_contact_has_it() {
    let of = |contacts: Vec<Contact>| book(vec![Account { contacts, ..Account::default() }]);
    let gone = contact("A", "executive sponsor", Some(DAY));
    assert_eq!(caps(&of(vec![gone.clone(), contact("B", "champion", None)])), ["sponsor_left"]);
    assert!(caps(&of(vec![gone, contact("B", "executive_sponsor", None)])).is_empty());
    assert!(caps(&of(vec![contact("A", "champion", Some(DAY + 1))])).is_empty());
}

#[test]
fn signals_cap_while_open() {
    let of = |kind: &str, age, closed_on| {
        let signals = vec![Signal { day: DAY - age, kind: text(kind), closed_on, ..Signal::default() }];
        caps(&book(vec![Account { signals, ..Account::default() }]))
    };
    assert_eq!(of("Churn_Notice", 0, None), ["churn_notice"]);
    assert_eq!(of("competitor evaluation", 5, Some(DAY + 1)), ["competitor"]);
    assert!(of("competitor", 5, Some(DAY)).is_empty());
    assert!(of("competitor", -1, None).is_empty());
    assert!(of("sponsor left", 5, None).is_empty());
}

#[test]
fn a_renewal_in_60_days_wants_a_plan_for_its_quarter() {
    let of = |days: i64, plans: Vec<Plan>| {
        let contracts = vec![Contract { end: Some(DAY + days), ..contract(1) }];
        caps(&book(vec![Account { contracts, plans, ..Account::default() }]))
    };
    let plan = |quarter: String, written_on| vec![Plan { quarter, written_on, ..Plan::default() }];
    assert_eq!(of(60, vec![]), ["renewal_unplanned"]);
    assert_eq!(of(1, vec![]), ["renewal_unplanned"]);
    assert!(of(61, vec![]).is_empty());
    assert!(of(0, vec![]).is_empty());
    assert!(of(60, plan(quarter(DAY + 60), DAY)).is_empty());
    assert_eq!(of(60, plan(quarter(DAY + 60), DAY + 1)), ["renewal_unplanned"]);
    assert_eq!(of(60, plan(quarter(DAY + 160), DAY)), ["renewal_unplanned"]);
}
