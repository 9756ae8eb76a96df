//! On track, behind, stuck, done: by rule, with the reason in words.

use mainstay::domain::Day;
use mainstay::onboarding::{STUCK_DAYS, State, Step};

use crate::support::{onboarding, step};

const START: Day = Day(1_000);

fn done(id: i64, due: Day, on: Day) -> Step {
    Step { done_on: Some(on), ..step(id, due, &[]) }
}

#[test]
fn a_required_step_one_day_over_is_behind_and_seven_days_of_nothing_are_stuck() {
    let steps = vec![done(1, START + 2, START + 2), step(2, START + 5, &[]), step(3, START + 20, &[])];
    let running = onboarding(START, steps);
    // Step 2 is due on day 5; the last step was done on day 2, so that seven days without are over on day 9.
    for (day, state, late) in [
        (5, State::OnTrack, 0),
        (6, State::Behind, 1),
        (8, State::Behind, 3),
        (2 + STUCK_DAYS, State::Stuck, 4),
    ] {
        let standing = running.standing(START + day);
        assert_eq!((standing.state, standing.days_late, standing.day), (state, late, day), "day {day}");
    }
    assert_eq!(running.standing(START + 6).reason, "Step 2 is 1 day late");
    assert_eq!(running.standing(START + 9).reason, "nothing done for 7 days; Step 2 is 4 days late");
    assert_eq!(
        running.standing(START + 22).reason,
        "nothing done for 20 days; Step 2 is 17 days late, 1 more step too"
    );
    assert_eq!(running.standing(START + 5).reason, "next: Step 2, due 1972-10-02");
}

#[test]
fn nothing_done_at_all_counts_from_the_start() {
    let running = onboarding(START, vec![step(1, START - 5, &[])]);
    assert_eq!(running.standing(START - 4).state, State::Behind);
    assert_eq!(running.standing(START + 6).state, State::Behind);
    assert_eq!(running.standing(START + 7).state, State::Stuck);
}

#[test]
fn only_required_steps_that_apply_make_it_late_and_count() {
    let optional = Step { required: false, ..step(1, START + 1, &[]) };
    let out = Step { not_applicable: true, ..step(2, START + 1, &[]) };
    let running = onboarding(START, vec![optional, out, done(3, START + 1, START), step(4, START + 40, &[])]);
    let standing = running.standing(START + 30);
    assert_eq!((standing.state, standing.done, standing.required, standing.late), (State::OnTrack, 1, 2, 0));
    assert!((standing.share() - 0.5).abs() < 1e-9);
    assert_eq!(standing.next.unwrap().id, 4);
}

#[test]
fn only_what_happened_by_the_day_is_known_on_it() {
    let out = Step { not_applicable: true, settled_on: Some(START + 8), ..step(2, START + 3, &[]) };
    let running = onboarding(START, vec![done(1, START + 2, START + 6), out]);
    let on = |day| running.standing(START + day);
    assert_eq!((on(4).state, on(4).late, on(4).done), (State::Behind, 2, 0));
    assert_eq!((on(6).state, on(6).late, on(6).done, on(6).required), (State::Behind, 1, 1, 2));
    assert_eq!((on(8).state, on(8).done, on(8).required), (State::Done, 1, 1));
    assert_eq!(on(8).progress_on, Some(START + 8));
}

#[test]
fn when_every_required_step_is_done_it_can_be_finished_and_then_is() {
    let mut running = onboarding(START, vec![done(1, START + 2, START + 3), done(2, START + 9, START + 9)]);
    let standing = running.standing(START + 12);
    assert_eq!(standing.state, State::Done);
    assert_eq!(standing.reason, "every required step is done, so it can be finished");
    running.ended_on = Some(START + 10);
    let standing = running.standing(START + 50);
    assert_eq!((standing.reason.as_str(), standing.day), ("finished on 1972-10-07", 10));
    assert_eq!(running.standing(START + 9).state, State::Done, "the end was not known yet, all were done");
    running.steps.push(step(3, START + 5, &[]));
    assert_eq!(running.standing(START + 50).reason, "finished on 1972-10-07 with 1 of 3 required steps open");
}

#[test]
fn days_read_as_people_say_them() {
    let running = onboarding(START, vec![step(1, START + 90, &[])]);
    let words = |day| running.standing(START + day).day_words();
    assert_eq!(words(-3), "starts in 3 days");
    assert_eq!(words(-1), "starts tomorrow");
    assert_eq!(words(0), "day 0 of 30");
    assert_eq!(words(16), "day 16 of 30");
    assert_eq!(words(45), "day 45, planned 30");
    // Nobody said how long: up to the last required step.
    let unsaid = mainstay::onboarding::Onboarding { days: None, ..running };
    assert_eq!(unsaid.standing(START + 45).day_words(), "day 45 of 90");
}

#[test]
fn the_worst_come_first() {
    let stuck = onboarding(START, vec![step(1, START + 1, &[])]).standing(START + 9);
    let behind =
        onboarding(START, vec![done(1, START, START + 8), step(2, START + 1, &[])]).standing(START + 9);
    let later =
        onboarding(START, vec![done(1, START, START + 8), step(2, START + 5, &[])]).standing(START + 9);
    let fine = onboarding(START, vec![step(2, START + 15, &[])]).standing(START + 9);
    let mut all = [&fine, &later, &behind, &stuck];
    all.sort_by_key(|standing| standing.rank());
    assert_eq!(all, [&stuck, &behind, &later, &fine]);
}
