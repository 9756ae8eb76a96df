//! Candidates of a book: what the engine puts together from facts and renewals.

use mainstay::expansion::{Block, Late, Rule};

use crate::support::{Desk, TODAY, day};

#[test]
fn who_has_a_reason_is_found_with_it_and_the_others_are_not_listed() {
    let desk = Desk::new();
    let read = desk.expansion(TODAY);
    // 95 of 100 seats; Borealis uses 45 of 50, which is not over 90 %.
    let found: Vec<_> = read.prospects.iter().map(|own| (own.account, own.finding.is_candidate())).collect();
    assert_eq!(found, [(1, true)]);
    assert_eq!(read.prospects[0].finding.reasons[0].rule(), Rule::Seats);
    let own = desk.of(1, TODAY);
    assert_eq!(own.prospect, read.prospects[0], "one account alone tells the same");
}

#[test]
fn a_late_quote_and_an_overdue_renewal_suppress_from_the_day_on_which_they_are() {
    let desk = Desk::new();
    // The quote is to be out 60 days before 2026-12-01: by 2026-10-02. Users are too old by then: a signal is the reason.
    let desk2 = Desk::with("INSERT INTO signal (account_id, seen_on, kind) VALUES (1, {2026-06-01}, 'growth plan');
        INSERT INTO usage (account_id, metric_id, used_on, contract_id, value) VALUES (1, 1, {2026-10-01}, 0, 80);
        INSERT INTO plan (id, account_id, quarter, written_on) VALUES (1, 1, '2026-Q4', {2026-06-01});");
    drop(desk);
    let blocks = |date: &str| desk2.of(1, day(date)).prospect.finding.blocks;
    assert_eq!(blocks("2026-10-02"), []);
    assert_eq!(blocks("2026-10-03"), [Block::Late(Late::Quote(day("2026-10-02")))]);
}

#[test]
fn an_opportunity_of_an_account_is_told_with_what_it_was() {
    let mut desk = Desk::new();
    let stage = mainstay::domain::OpportunityStage::Proposal;
    desk.write(|tx| mainstay::edit::opportunity::SetStage { id: 1, stage }.apply(tx)).unwrap();
    let deals = desk.of(1, TODAY).deals;
    let earlier: Vec<_> = deals[0].earlier.iter().map(|own| (own.until, own.stage.name())).collect();
    assert_eq!(earlier, [(TODAY, "business case")]);
}
