//! Shifting: distances are kept, nobody comes before what they need, undo puts every date back.

use std::collections::HashMap;

use mainstay::domain::Day;
use mainstay::edit::onboarding::{ChangeStep, Start, StepTo};
use mainstay::onboarding::{Calendar, Onboarding, Step, Templates, plan};
use mainstay::store::onboarding as book;
use proptest::prelude::*;

use crate::support::{Desk, TODAY, onboarding, step};

const START: Day = Day(20_640); // Monday 2026-07-06

fn due(onboarding: &Onboarding) -> HashMap<i64, Day> {
    onboarding.steps.iter().map(|step| (step.id, step.due_on)).collect()
}

/// The onboarding after the moves.
fn moved(mut onboarding: Onboarding, step: i64, days: i32, calendar: &Calendar) -> Option<Onboarding> {
    let moves = onboarding.shift(step, days, calendar, START).ok()?;
    for moved in moves {
        let step = onboarding.steps.iter_mut().find(|step| step.id == moved.step).unwrap();
        assert_eq!(step.due_on, moved.from);
        step.due_on = moved.to;
    }
    Some(onboarding)
}

#[test]
fn dependants_keep_their_distance_and_the_others_stay() {
    let steps = vec![
        step(1, START, &[]),
        step(2, START + 3, &[1]),
        step(3, START + 5, &[2]),
        step(4, START + 4, &[]),
    ];
    let after = moved(onboarding(START, steps), 1, 6, &Calendar::every_day()).unwrap();
    assert_eq!(due(&after), HashMap::from([(1, START + 6), (2, START + 9), (3, START + 11), (4, START + 4)]));
}

#[test]
fn a_step_is_not_moved_before_what_it_needs_and_a_dependant_stops_there() {
    let steps = vec![
        step(1, START, &[]),
        step(2, START + 5, &[1]),
        step(3, START + 5, &[]),
        step(4, START + 6, &[2, 3]),
    ];
    let running = onboarding(START, steps);
    let error = running.shift(2, -6, &Calendar::every_day(), START).unwrap_err();
    assert_eq!(
        error.what,
        "\"Step 2\" cannot come before \"Step 1\", which it needs and which is due on 2026-07-06"
    );
    // Step 4 would come to START + 1 with step 2, but needs step 3, which stays.
    let after = moved(running, 2, -5, &Calendar::every_day()).unwrap();
    assert_eq!(due(&after), HashMap::from([(1, START), (2, START), (3, START + 5), (4, START + 5)]));
}

#[test]
fn done_steps_stay_and_hold_nobody_up() {
    let done = Step { done_on: Some(START), ..step(2, START + 3, &[1]) };
    let steps = vec![step(1, START, &[]), done, step(3, START + 5, &[2])];
    let running = onboarding(START, steps);
    let after = moved(running.clone(), 1, 9, &Calendar::every_day()).unwrap();
    assert_eq!(due(&after), HashMap::from([(1, START + 9), (2, START + 3), (3, START + 5)]));
    assert_eq!(moved(running.clone(), 3, -5, &Calendar::every_day()).unwrap().steps[2].due_on, START);
    let error = running.shift(2, 1, &Calendar::every_day(), START).unwrap_err();
    assert!(error.what.contains("is done, so it cannot be moved"), "{error}");
}

#[test]
fn a_circle_that_another_program_wrote_ends() {
    let steps = vec![step(1, START, &[2]), step(2, START, &[1])];
    let after = moved(onboarding(START, steps), 1, 2, &Calendar::every_day()).unwrap();
    assert_eq!(due(&after), HashMap::from([(1, START + 2), (2, START + 2)]));
}

#[test]
fn too_far_is_refused() {
    let running = onboarding(START, vec![step(1, Day::MAX - 3, &[])]);
    assert!(running.shift(1, 1001, &Calendar::every_day(), START).unwrap_err().what.contains("too far"));
    assert!(
        running.shift(1, 4, &Calendar::every_day(), START).unwrap_err().what.contains("no book can hold")
    );
}

/// Steps in order: each needs some before it, and lies on the day of the latest of them or later.
fn steps() -> impl Strategy<Value = Vec<Step>> {
    let one = (proptest::collection::vec(any::<prop::sample::Index>(), 0..3), 0..6_i32, 0..8_u8);
    proptest::collection::vec(one, 1..14).prop_map(|made| {
        let mut steps: Vec<Step> = Vec::new();
        for (place, (needs, gap, state)) in made.into_iter().enumerate() {
            let mut needs: Vec<usize> =
                if place == 0 { Vec::new() } else { needs.iter().map(|need| need.index(place)).collect() };
            needs.sort_unstable();
            needs.dedup();
            let after = needs.iter().map(|need| steps[*need].due_on).max().unwrap_or(START);
            let id = |place: usize| i64::try_from(place).unwrap() + 1;
            let needs: Vec<i64> = needs.into_iter().map(id).collect();
            let due_on = Calendar::working_days([]).on_or_after(after + gap);
            let mut step = step(id(place), due_on, &needs);
            step.done_on = (state == 0).then_some(START);
            step.not_applicable = state == 1;
            steps.push(step);
        }
        steps
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_comes_before_what_they_need(
        steps in steps(), place in any::<prop::sample::Index>(), days in -20..20_i32, working in any::<bool>(),
    ) {
        let calendar = if working { Calendar::working_days([START + 2]) } else { Calendar::every_day() };
        let id = steps[place.index(steps.len())].id;
        let before = onboarding(START, steps);
        if let Some(after) = moved(before.clone(), id, days, &calendar) {
            for step in after.steps.iter().filter(|step| step.done_on.is_none()) {
                for need in step.needs.iter().filter_map(|id| after.step(*id)).filter(|need| need.done_on.is_none()) {
                    prop_assert!(need.due_on <= step.due_on, "{} before {}", step.title, need.title);
                }
                if step.due_on != before.step(step.id).unwrap().due_on {
                    prop_assert!(calendar.has(step.due_on), "{}", step.due_on);
                }
            }
        }
    }

    #[test]
    fn forth_and_back_is_where_it_was(
        steps in steps(), place in any::<prop::sample::Index>(), days in 0..20_i32, working in any::<bool>(),
    ) {
        let calendar = if working { Calendar::working_days([]) } else { Calendar::every_day() };
        let id = steps[place.index(steps.len())].id;
        let before = onboarding(START, steps);
        if let Some(there) = moved(before.clone(), id, days, &calendar) {
            let back = moved(there, id, -days, &calendar);
            prop_assert_eq!(back.map(|back| due(&back)), Some(due(&before)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undo_of_any_shifts_puts_every_date_back(
        shifts in proptest::collection::vec((any::<prop::sample::Index>(), -9..30_i32), 1..6),
        template in prop::sample::select(vec!["core", "digital", "enterprise", "expansion", "admin"]),
        working in any::<bool>(),
    ) {
        let template = Templates::new(Vec::new()).unwrap().find(template).unwrap().clone();
        let mut desk = Desk::new();
        let calendar = if working { Calendar::working_days([]) } else { Calendar::every_day() };
        let start = Start { account: 1, plan: plan(&template, START, calendar, TODAY).unwrap() };
        let id = desk.write("start", |tx| start.apply(tx, TODAY)).unwrap();
        let steps: Vec<i64> =
            book::one(desk.view().reader(), id).unwrap().steps.iter().map(|step| step.id).collect();
        let dates = "SELECT id, due_on, planned_on FROM step ORDER BY id";
        // What was there before each shift that was possible.
        let mut before = vec![desk.rows(dates)];
        for (step, days) in shifts {
            let change = ChangeStep::new(steps[step.index(steps.len())], StepTo::Shift(days));
            if desk.write("shift", |tx| change.apply(tx, TODAY)).is_ok_and(|done| !done.moves.is_empty()) {
                before.push(desk.rows(dates));
            }
        }
        prop_assert_eq!(Some(desk.rows(dates)), before.pop());
        while let Some(rows) = before.pop() {
            prop_assert_eq!(desk.undo(), "shift");
            prop_assert_eq!(desk.rows(dates), rows);
        }
    }
}

#[test]
fn undo_puts_every_date_back_and_what_was_planned_first_stays_planned() {
    let mut desk = Desk::new();
    let core = Templates::new(Vec::new()).unwrap().find("core").unwrap().clone();
    let start = Start { account: 1, plan: plan(&core, START, Calendar::every_day(), TODAY).unwrap() };
    let id = desk.write("start", |tx| start.apply(tx, TODAY)).unwrap();
    // Not planned: as an import brings it.
    desk.conn.execute_batch("UPDATE step SET planned_on = NULL WHERE title LIKE 'Kickoff with%'").unwrap();
    desk.writer.refresh().unwrap();
    let dates = "SELECT id, due_on, planned_on FROM step ORDER BY id";
    let before = desk.rows(dates);
    let running = book::one(desk.view().reader(), id).unwrap();
    let kickoff = running.steps.iter().find(|step| step.title.starts_with("Kickoff with")).unwrap().clone();
    let change = ChangeStep::new(kickoff.id, StepTo::Shift(4));
    let label = change.label(desk.view().reader()).unwrap();
    assert!(label.ends_with("of Acme GmbH 4 days later"), "{label}");
    let seen = change.moves(desk.view().reader(), TODAY).unwrap();
    let done = desk.write(&label, |tx| change.apply(tx, TODAY)).unwrap();
    assert_eq!(done.moves, seen);
    assert_eq!((done.moves[0].step, done.moves[0].to), (kickoff.id, kickoff.due_on + 4));
    assert_eq!(
        desk.rows(&format!("SELECT due_on, planned_on FROM step WHERE id = {}", kickoff.id)),
        [format!("{}|{}", kickoff.due_on.0 + 4, kickoff.due_on.0)]
    );
    assert_eq!(desk.undo(), label);
    assert_eq!(desk.rows(dates), before);
}
