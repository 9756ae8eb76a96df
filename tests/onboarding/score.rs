//! The health answers in the same transaction: the measures `onboarding` and `first_outcome`, and the cap.

use mainstay::edit::onboarding::{ChangeStep, Finish, Outcome, StepTo};
use mainstay::health::Measure;

use crate::support::{Desk, TODAY};

/// Acme is live since 40 days, past the 30 of the policy; two required steps are due, one of them done. Borealis has
/// reached its first outcome, so that the book holds one.
const RUNNING: &str = "
    UPDATE account SET go_live_on = 20594, stage = 1 WHERE id = 1;
    UPDATE account SET first_outcome_on = 20000 WHERE id = 2;
    INSERT INTO onboarding (id, account_id, started_on) VALUES (1, 1, 20594);
    INSERT INTO step (id, onboarding_id, title, due_on, done_on) VALUES
      (1, 1, 'Kickoff', 20600, 20600), (2, 1, 'Training', 20610, NULL), (3, 1, 'Later', 20700, NULL);";

fn points(desk: &Desk, measure: Measure) -> Option<f64> {
    let why = desk.view().why(1, TODAY - 28).unwrap();
    why.measures.iter().find(|line| line.measure == measure).and_then(|line| line.reading.score)
}

/// What the book has cached: written by the transaction itself.
fn cached(desk: &Desk) -> Vec<String> {
    desk.rows("SELECT health, cap FROM score WHERE account_id = 1")
}

#[test]
fn a_done_step_changes_the_score_with_the_step() {
    let mut desk = Desk::with(RUNNING);
    // One of two that are due: 0.5, which the curve gives 40 points.
    assert_eq!(points(&desk, Measure::Onboarding), Some(40.0));
    let before = cached(&desk);
    let change = ChangeStep::new(2, StepTo::Done { on: TODAY, by: None });
    let (_, written) = desk.writer.write("done", |tx| change.apply(tx, TODAY)).unwrap();
    assert!(!written.stale);
    assert_eq!(points(&desk, Measure::Onboarding), Some(100.0));
    assert_ne!(cached(&desk), before);
    desk.undo();
    assert_eq!(cached(&desk), before);
}

#[test]
fn shifting_a_late_step_ahead_takes_it_out_of_what_is_due() {
    let mut desk = Desk::with(RUNNING);
    let change = ChangeStep::new(2, StepTo::Shift(60));
    desk.write("later", |tx| change.apply(tx, TODAY)).unwrap();
    assert_eq!(points(&desk, Measure::Onboarding), Some(100.0));
}

#[test]
fn the_first_outcome_lifts_its_measure_and_the_cap() {
    let mut desk = Desk::with(RUNNING);
    // 40 of 30 days: 0.5 - (1/3) x 0.5 = 1/3, of 100 points.
    assert!((points(&desk, Measure::FirstOutcome).unwrap() - 100.0 / 3.0).abs() < 1e-9);
    let why = desk.view().why(1, TODAY - 28).unwrap();
    assert_eq!(why.caps.iter().map(|line| line.cap.name()).collect::<Vec<_>>(), ["first_outcome_overdue"]);
    let outcome = Outcome { account: 1, on: TODAY, evidence: "20% fewer".into(), by: "Dana".into() };
    desk.writer.write("outcome", |tx| outcome.apply(tx, TODAY)).unwrap();
    assert_eq!(points(&desk, Measure::FirstOutcome), Some(100.0));
    assert!(desk.view().why(1, TODAY - 28).unwrap().caps.is_empty());
    // Onboarding (4) at 40, first outcome (6) at 100: (160 + 600) / 10 = 76, in tenths.
    assert_eq!(cached(&desk), ["760|-"]);
}

#[test]
fn a_finished_onboarding_counts_for_ninety_days() {
    let mut desk = Desk::with(RUNNING);
    let finish = |on| Finish { onboarding: 1, on, stage: None, anyway: true };
    desk.write("finish", |tx| finish(TODAY).apply(tx, TODAY)).unwrap();
    assert_eq!(points(&desk, Measure::Onboarding), Some(40.0));
    desk.conn.execute_batch("UPDATE onboarding SET started_on = 20500, ended_on = 20544").unwrap();
    desk.writer.refresh().unwrap();
    // Day 20544 is the first of the 90: today is the 91st.
    assert_eq!(points(&desk, Measure::Onboarding), None);
}
