use super::*;
use GoalStatus::*;

fn goals(goals: &[GoalFacts]) -> AccountFacts {
    AccountFacts { goals: goals.to_vec(), ..AccountFacts::default() }
}

#[test]
fn goals_are_the_mean_of_what_their_statuses_are_worth() {
    let one = |status| goal(Some(ago(100)), &[(ago(9), status)]);
    let all = [OnTrack, AtRisk, OffTrack, Achieved, Missed].map(one);
    close(fresh(&goals(&all), Measure::Goals), (0.5, 50.0)); // (1 + 0.5 + 0 + 1 + 0) / 5
    assert_eq!(state(&goals(&[]), Measure::Goals), State::Missing);
}

#[test]
fn a_goal_counts_from_its_start_with_the_status_of_the_day() {
    let later = goal(Some(TODAY + 1), &[(ago(9), OffTrack)]);
    let without_status = goal(Some(ago(9)), &[(TODAY + 1, OffTrack)]);
    assert_eq!(state(&goals(&[later.clone(), without_status.clone()]), Measure::Goals), State::Missing);
    let changed = goal(Some(ago(9)), &[(ago(9), OffTrack), (TODAY, AtRisk), (TODAY + 1, Missed)]);
    close(fresh(&goals(&[later, without_status, changed]), Measure::Goals), (0.5, 50.0));
    // Two updates on one day: the later row.
    let twice = goal(None, &[(ago(3), Achieved), (ago(3), OffTrack)]);
    close(fresh(&goals(&[twice]), Measure::Goals), (0.0, 0.0));
}

#[test]
fn closed_goals_count_for_365_days_and_open_ones_however_old() {
    let of = |status, age| goals(&[goal(Some(ago(2000)), &[(ago(age), status)])]);
    for status in [Achieved, Missed] {
        assert_eq!(state(&of(status, 364), Measure::Goals), State::Present);
        assert_eq!(state(&of(status, 365), Measure::Goals), State::Missing);
    }
    for status in [OnTrack, AtRisk, OffTrack] {
        assert_eq!(state(&of(status, 1500), Measure::Goals), State::Present);
    }
}

fn live(go_live: i32, reached: Option<Day>) -> AccountFacts {
    AccountFacts { go_live_on: Some(ago(go_live)), first_outcome_on: reached, ..AccountFacts::default() }
}

#[test]
fn the_first_outcome_is_judged_by_days_since_go_live() {
    let of = |facts: &AccountFacts| fresh(facts, Measure::FirstOutcome).1;
    assert_eq!(of(&live(0, None)), 100.0);
    assert_eq!(of(&live(15, None)), 100.0); // 15 / 30 = 0.5
    assert!((of(&live(21, None)) - 80.0).abs() < 1e-9); // 0.7: 1 - 0.2 / 0.5 * 0.5
    assert_eq!(of(&live(30, None)), 50.0);
    assert!((of(&live(45, None)) - 25.0).abs() < 1e-9);
    assert_eq!(of(&live(60, None)), 0.0);
    assert_eq!(of(&live(600, None)), 0.0);
    assert_eq!(of(&live(60, Some(TODAY))), 100.0);
    assert_eq!(of(&live(60, Some(TODAY + 1))), 0.0);
}

#[test]
fn it_applies_from_go_live_else_signature_else_first_contract() {
    let mut facts = live(-1, None);
    facts.signed_on = Some(ago(60));
    assert_eq!(state(&facts, Measure::FirstOutcome), State::NotApplicable); // no way back to the signature
    facts.go_live_on = None;
    close(fresh(&facts, Measure::FirstOutcome), (0.0, 0.0));
    facts.signed_on = None;
    assert_eq!(state(&facts, Measure::FirstOutcome), State::NotApplicable);
    facts.contracts = vec![contract(2, ago(1), None, None), contract(1, ago(45), Some(ago(40)), None)];
    close(fresh(&facts, Measure::FirstOutcome), (0.25, 25.0)); // 45 / 30 = 1.5
}

#[test]
fn an_achieved_goal_alone_is_no_first_outcome() {
    let mut facts = live(60, None);
    facts.goals = vec![goal(Some(ago(50)), &[(ago(9), Achieved)])];
    close(fresh(&facts, Measure::FirstOutcome), (0.0, 0.0));
}

fn onboarding(row: i64, started: i32, ended_on: Option<Day>, steps: &[StepFacts]) -> OnboardingFacts {
    OnboardingFacts { row, started_on: ago(started), ended_on, steps: steps.to_vec() }
}

fn onboarded(onboardings: &[OnboardingFacts]) -> AccountFacts {
    AccountFacts { onboardings: onboardings.to_vec(), ..AccountFacts::default() }
}

#[test]
fn onboarding_is_the_share_of_the_due_required_steps_that_are_done() {
    let steps = [
        step(ago(5), Some(ago(9))),
        step(TODAY, Some(TODAY)),
        step(ago(1), Some(TODAY + 1)),
        step(ago(1), None),
        step(TODAY + 1, Some(ago(3))), // done early: counts when it is due
        StepFacts { required: false, ..step(ago(1), None) },
        StepFacts { not_applicable: true, ..step(ago(1), None) },
    ];
    close(fresh(&onboarded(&[onboarding(1, 9, None, &steps)]), Measure::Onboarding), (0.5, 40.0)); // 2 of 4
    let none_due = onboarding(1, 9, None, &steps[4..]);
    assert_eq!(state(&onboarded(&[none_due]), Measure::Onboarding), State::Missing);
}

#[test]
fn onboarding_applies_while_open_and_90_days_from_its_end() {
    let of =
        |ended| state(&onboarded(&[onboarding(1, 200, ended, &[step(ago(150), None)])]), Measure::Onboarding);
    assert_eq!(of(None), State::Present);
    assert_eq!(of(Some(TODAY + 5)), State::Present);
    assert_eq!(of(Some(ago(89))), State::Present); // the 90th day
    assert_eq!(of(Some(ago(90))), State::NotApplicable);
    assert_eq!(state(&onboarded(&[]), Measure::Onboarding), State::NotApplicable);
    assert_eq!(state(&onboarded(&[onboarding(1, -1, None, &[])]), Measure::Onboarding), State::NotApplicable);
}

#[test]
fn the_onboarding_started_last_counts() {
    let done = onboarding(1, 50, None, &[step(ago(40), Some(ago(40)))]);
    let open = onboarding(2, 20, None, &[step(ago(10), None)]);
    let future = onboarding(3, -2, None, &[step(ago(10), Some(ago(10)))]);
    close(fresh(&onboarded(&[open, done, future]), Measure::Onboarding), (0.0, 0.0));
}
