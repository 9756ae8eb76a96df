//! Which contracts have a renewal, and when what of it is due.

use crate::support::{Desk, TODAY, day};

/// Due days of Acme's renewals.
fn due(desk: &Desk) -> Vec<String> {
    desk.renewals(TODAY).iter().map(|standing| standing.renewal.due_on.to_string()).collect()
}

/// Another contract of Acme.
fn contract(id: i64, start: &str, end: &str, yearly: i64, plan: &str) -> String {
    let end = if end.is_empty() { "NULL".to_owned() } else { format!("{{{end}}}") };
    format!(
        "INSERT INTO contract (id, account_id, start_on, end_on, yearly_minor, currency, plan)
         VALUES ({id}, 1, {{{start}}}, {end}, {yearly}, 'USD', '{plan}');"
    )
}

#[test]
fn contracts_without_an_end_or_without_a_day_have_none() {
    let open = contract(2, "2025-01-01", "", 1, "x");
    let empty = contract(3, "2026-07-01", "2026-07-01", 1, "x");
    assert_eq!(due(&Desk::with(&format!("{open}{empty}"))), ["2026-09-01"]);
}

#[test]
fn an_end_that_the_next_contract_of_its_line_continues_is_settled_by_that_one_alone() {
    // Two lines end together; billing has the next contract of one of them.
    let lines = contract(2, "2025-09-01", "2026-09-01", 2_400_000, "Sensors")
        + &contract(3, "2026-09-01", "2027-09-01", 2_500_000, "Sensors");
    assert_eq!(due(&Desk::with(&lines)), ["2026-09-01", "2027-09-01"]);
    // An add-on of midyear continues nothing.
    assert_eq!(
        due(&Desk::with(&contract(2, "2026-05-01", "2027-05-01", 1, "x"))),
        ["2026-09-01", "2027-05-01"]
    );
    // Overlapping contracts of one line: the later one starts two weeks before the end.
    assert_eq!(due(&Desk::with(&contract(2, "2026-08-18", "2027-08-18", 12_000_000, "Pro"))), ["2027-08-18"]);
}

#[test]
fn an_end_long_ago_of_which_nobody_spoke_is_not_overdue_any_more() {
    // The policy's 90 days.
    let ended = |on: &str| due(&Desk::with(&format!("UPDATE contract SET end_on = {{{on}}};")));
    assert_eq!(ended("2026-04-01"), ["2026-04-01"], "90 days ago");
    assert!(ended("2026-03-31").is_empty(), "91 days ago");
}

#[test]
fn quote_and_notice_days_come_from_contract_policy_and_row_and_move_with_the_end() {
    let row = "INSERT INTO renewal (id, account_id, contract_id, due_on, quote_by_on) VALUES (1, 1, 1, {2026-09-01}, {2026-08-01});";
    let dates = |sql: &str| {
        let desk = Desk::with(sql);
        let dates = desk.renewals(TODAY)[0].renewal.dates;
        (dates.quote_by, dates.notice_by)
    };
    // 60 days before the end both, by the policy and by the contract.
    assert_eq!(dates(""), (day("2026-07-03"), day("2026-07-03")));
    assert_eq!(dates(row), (day("2026-08-01"), day("2026-07-03")));
    // The contract was prolonged by 30 days since.
    assert_eq!(
        dates(&format!("{row} UPDATE contract SET end_on = {{2026-10-01}};")),
        (day("2026-08-31"), day("2026-08-02"))
    );
}

#[test]
fn a_closed_row_settles_its_end_and_not_a_later_one() {
    let won =
        "INSERT INTO renewal (account_id, contract_id, due_on, stage) VALUES (1, 1, {2026-06-01}, 'won');";
    let ends = |on: &str| due(&Desk::with(&format!("UPDATE contract SET end_on = {{{on}}}; {won}")));
    assert_eq!(ends("2026-06-20"), ["2026-06-01"], "not exact to the day");
    assert_eq!(ends("2026-09-01"), ["2026-09-01"], "prolonged since: due again");
}
