//! What is done to an opportunity: rows, movements and history as they stand after, and after undo.

use mainstay::domain::{ChurnReason, OpportunityStage};
use mainstay::edit::opportunity::{Approve, IntoContract, Lost, SetStage, Won};
use mainstay::revenue::Movements;

use crate::support::{Desk, TODAY, day};

/// Everything that an act may write.
const ALL: &str = "
    SELECT 'contract', id, account_id, start_on, end_on, yearly_minor, currency, seats, plan, auto_renew, notice_days
      FROM contract
    UNION ALL SELECT 'opportunity', id, stage, amount_minor, seats, approved_by_id, approved_on, closed_on, lost_reason,
      outcome, contract_id FROM opportunity
    UNION ALL SELECT 'renewal', id, contract_id, due_on, stage, '', '', '', '', '', '' FROM renewal
    UNION ALL SELECT 'before', id, opportunity_id, changed_on, stage, amount_minor, '', '', '', '', ''
      FROM opportunity_change";

fn last_contract(desk: &Desk) -> String {
    let sql =
        "SELECT account_id, start_on, end_on, yearly_minor, currency, seats, plan, auto_renew, notice_days
         FROM contract ORDER BY id DESC LIMIT 1";
    desk.rows(sql)[0].clone()
}

#[test]
fn won_is_a_contract_of_its_own_up_to_the_end_of_the_largest_and_expansion_from_its_first_day() {
    let mut desk = Desk::new();
    let before = desk.rows(ALL);
    let won = Won { from: day("2026-07-15"), ..Won::of(1, TODAY) };
    assert_eq!(won.label(desk.view(TODAY).reader()).unwrap(), "Won \"Forty seats\" of Acme GmbH");
    let contract = desk.write(|tx| won.apply(tx, TODAY)).unwrap();
    let (start, end) = (day("2026-07-15").0, day("2026-12-01").0);
    assert_eq!(last_contract(&desk), format!("1|{start}|{end}|2400000|USD|40|-|1|60"));
    let deal = desk.deal(1, TODAY).unwrap();
    assert_eq!(
        (deal.stage, deal.closed_on, deal.contract),
        (OpportunityStage::Won, Some(TODAY), Some(contract))
    );
    // $24,000 a year are $2,000 a month, from the 15th on.
    let moved = |from, to| desk.metrics(from, to).total.movements;
    assert_eq!(moved("2026-06-30", "2026-07-14"), Movements::default());
    assert_eq!(moved("2026-06-30", "2026-07-31"), Movements { expansion: 200_000, ..Movements::default() });
    desk.undo();
    assert_eq!(desk.rows(ALL), before, "undo takes all of it back");
}

#[test]
fn won_into_a_contract_ends_it_and_writes_the_next_with_both_amounts_and_its_renewal_goes_along() {
    let mut desk = Desk::with(
        "INSERT INTO renewal (id, account_id, contract_id, due_on, stage) VALUES (1, 1, 1, {2026-12-01}, 'preparing');",
    );
    let before = desk.rows(ALL);
    let into = IntoContract::Change(1);
    let won = Won { from: TODAY, into, plan: Some("Max".into()), ..Won::of(1, TODAY) };
    let next = desk.write(|tx| won.apply(tx, TODAY)).unwrap();
    // 120,000 + 24,000 a year; 100 + 40 seats; the tier that was agreed; to the same end.
    let end = day("2026-12-01").0;
    assert_eq!(last_contract(&desk), format!("1|{}|{end}|14400000|USD|140|Max|1|60", TODAY.0));
    assert_eq!(desk.rows("SELECT end_on FROM contract WHERE id = 1"), [TODAY.0.to_string()]);
    assert_eq!(desk.rows("SELECT contract_id FROM renewal"), [next.to_string()]);
    let moved = desk.metrics("2026-06-29", "2026-07-31").total.movements;
    assert_eq!(moved, Movements { expansion: 200_000, ..Movements::default() });
    desk.undo();
    assert_eq!(desk.rows(ALL), before);
}

#[test]
fn won_into_a_contract_that_billing_brought_writes_none() {
    let mut desk = Desk::with(
        "INSERT INTO contract (id, account_id, start_on, end_on, yearly_minor) VALUES (9, 1, {2026-07-01}, {2026-12-01}, 2400000);",
    );
    let won = Won { into: IntoContract::There(9), ..Won::of(1, TODAY) };
    assert_eq!(desk.write(|tx| won.apply(tx, TODAY)).unwrap(), 9);
    assert_eq!(desk.rows("SELECT count(*) FROM contract"), ["3"]);
    assert_eq!(desk.deal(1, TODAY).unwrap().contract, Some(9));
}

#[test]
fn what_cannot_be_won_says_why_and_writes_nothing() {
    let mut desk = Desk::new();
    let before = desk.rows(ALL);
    let said = |desk: &mut Desk, won: Won| desk.write(|tx| won.apply(tx, TODAY)).unwrap_err().to_string();
    let of = |id| Won::of(id, TODAY);
    assert!(said(&mut desk, Won { on: TODAY + 1, ..of(1) }).contains("is still to come"));
    assert!(said(&mut desk, Won { amount: Some(0), ..of(1) }).contains("not said what it adds a year"));
    assert!(said(&mut desk, Won { into: IntoContract::Change(2), ..of(1) }).contains("none of the account"));
    let own = IntoContract::Own { until: Some(TODAY) };
    assert!(said(&mut desk, Won { into: own, ..of(1) }).contains("would not run a day"));
    let early = Won { into: IntoContract::Change(1), from: day("2025-12-01"), ..of(1) };
    assert!(said(&mut desk, early).contains("is not within the contract, 2025-12-01 to 2026-12-01"));
    assert!(said(&mut desk, of(77)).contains("not in the book any more"));
    assert_eq!(desk.rows(ALL), before);
}

#[test]
fn stages_are_noted_by_the_day_and_a_past_day_shows_what_was() {
    let mut desk = Desk::new();
    let stage = |desk: &mut Desk, stage| desk.write(|tx| SetStage { id: 2, stage }.apply(tx)).unwrap();
    stage(&mut desk, OpportunityStage::Proposal);
    stage(&mut desk, OpportunityStage::Presented);
    desk.on(TODAY + 10);
    stage(&mut desk, OpportunityStage::BusinessCase);
    let on = |day| desk.deal(2, day).map(|deal| deal.stage);
    assert_eq!(on(day("2026-05-31")), None, "opened on the day after");
    assert_eq!(on(TODAY - 1), Some(OpportunityStage::Identified));
    assert_eq!(on(TODAY), Some(OpportunityStage::Presented));
    assert_eq!(on(TODAY + 9), Some(OpportunityStage::Presented));
    assert_eq!(on(TODAY + 10), Some(OpportunityStage::BusinessCase));
    // One row a day: what it was when the day began.
    let rows =
        desk.rows("SELECT opportunity_id, changed_on, stage FROM opportunity_change ORDER BY changed_on");
    assert_eq!(rows, [format!("2|{}|identified", TODAY.0), format!("2|{}|presented", TODAY.0 + 10)]);
}

#[test]
fn approval_names_a_contact_of_the_account_and_goes_when_the_stage_goes_back() {
    let mut desk = Desk::new();
    let approve = |by| Approve { id: 1, by, on: TODAY };
    let said = desk.write(|tx| approve(2).apply(tx, TODAY)).unwrap_err().to_string();
    assert!(said.contains("no contact of the account"), "{said}");
    desk.write(|tx| approve(1).apply(tx, TODAY)).unwrap();
    let deal = desk.deal(1, TODAY).unwrap();
    assert_eq!((deal.stage, deal.approved_by.as_deref()), (OpportunityStage::Approved, Some("Ines Duarte")));
    desk.write(|tx| SetStage { id: 1, stage: OpportunityStage::BusinessCase }.apply(tx)).unwrap();
    assert_eq!(desk.deal(1, TODAY).unwrap().approved_by, None);
    for stage in [OpportunityStage::Approved, OpportunityStage::Won, OpportunityStage::Lost] {
        let said = desk.write(|tx| SetStage { id: 1, stage }.apply(tx)).unwrap_err().to_string();
        assert!(said.contains("is not set by itself"), "{said}");
    }
}

#[test]
fn lost_keeps_the_reason_and_what_is_closed_is_closed() {
    let mut desk = Desk::new();
    let before = desk.rows(ALL);
    let lost = Lost { id: 1, on: TODAY, reason: ChurnReason::Price, outcome: Some("Next year".into()) };
    assert_eq!(
        lost.label(desk.view(TODAY).reader()).unwrap(),
        "Lost \"Forty seats\" of Acme GmbH: price/budget"
    );
    desk.write(|tx| lost.apply(tx, TODAY)).unwrap();
    let deal = desk.deal(1, TODAY).unwrap();
    assert_eq!((deal.lost_reason, deal.outcome.as_deref()), (Some(ChurnReason::Price), Some("Next year")));
    let said = desk.write(|tx| Won::of(1, TODAY).apply(tx, TODAY)).unwrap_err().to_string();
    assert!(said.contains("is lost already"), "{said}");
    desk.undo();
    assert_eq!(desk.rows(ALL), before);
}

#[test]
fn the_pipeline_is_weighted_by_stage_and_what_is_open_is_apart() {
    let mut desk = Desk::new();
    let pipeline = |desk: &Desk| {
        let read = desk.expansion(TODAY);
        read.pipeline(&read.deals, |_| None)
    };
    // 60 % of 24,000 and 10 % of 12,000 are 14,400 and 1,200.
    let open = pipeline(&desk).open();
    assert_eq!((open.count, open.amount, open.weighted), (2, 3_600_000, 1_560_000));
    desk.write(|tx| Won::of(1, TODAY).apply(tx, TODAY)).unwrap();
    let after = pipeline(&desk);
    assert_eq!((after.open().amount, after.open().weighted), (1_200_000, 120_000));
    let won = after.of(OpportunityStage::Won);
    assert_eq!((won.count, won.amount, won.weighted), (1, 2_400_000, 2_400_000));
}

#[test]
fn proposal_success_is_won_of_the_proposals_made() {
    let mut desk = Desk::new();
    // One proposal was made (a business case); what is identified is none.
    assert_eq!(desk.expansion(TODAY).success.part, 0);
    assert_eq!(desk.expansion(TODAY).success.of, 1);
    desk.write(|tx| Won::of(1, TODAY).apply(tx, TODAY)).unwrap();
    assert_eq!(desk.expansion(TODAY).success.ratio(), Some(1.0));
    // Lost before anything was proposed: no proposal was made.
    let lost = Lost { id: 2, on: TODAY, reason: ChurnReason::Other, outcome: None };
    desk.write(|tx| lost.apply(tx, TODAY)).unwrap();
    assert_eq!(desk.expansion(TODAY).success.ratio(), Some(1.0));
    // The share of customers that expanded is that of the metrics.
    let figures = desk.metrics("2025-12-31", "2026-06-30").total;
    assert_eq!(figures.expansion_rate(), Some(0.5), "Acme of two");
}
