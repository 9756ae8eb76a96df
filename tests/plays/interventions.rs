//! What is done about an account that is red, from the day it was seen to the day it is closed.

use mainstay::domain::{Band, InterventionOutcome, InterventionStep, Result};
use mainstay::edit::intervention::{Close, Start, Take};
use mainstay::edit::play::{AddStep, Start as StartPlay};
use mainstay::edit::{Patch, Value, entity};
use mainstay::engine::PlaysOf;
use mainstay::store::{Tx, intervention as book};

use crate::support::{Desk, TODAY};

/// Acme is red since its champion of a competitor: a signal caps its score at 49 from day 20604 on, a month ago. It was
/// called on day 20610 and had a bare note before.
const RED: &str = "
    INSERT INTO signal (account_id, kind, seen_on, text) VALUES (1, 'competitor evaluation', 20604, 'they compare');
    INSERT INTO touchpoint (account_id, touched_on, kind, text) VALUES (1, 20606, 0, 'to do: call'), (1, 20610, 1, 'called');";

fn known(desk: &Desk) -> PlaysOf {
    let view = desk.view();
    view.plays_of(&view.judge().unwrap(), 1).unwrap()
}

fn begin(desk: &mut Desk) -> i64 {
    let detected_on = known(desk).red_since;
    let act = Start { account: 1, detected_on, alert: None, owner: None };
    assert_eq!(act.label(desk.view().reader()).unwrap(), "Began the intervention for Acme GmbH");
    desk.write("begun", |tx| act.apply(tx, TODAY)).unwrap()
}

fn take(intervention: i64, kind: InterventionStep, note: &str) -> Take {
    Take { intervention, kind, on: TODAY, owner: None, note: note.into() }
}

const ENTRIES: &str =
    "SELECT kind, date(entered_on * 86400, 'unixepoch'), owner_id, note FROM intervention_entry ORDER BY id";

#[test]
fn the_day_on_which_it_became_red_is_found_to_the_day() {
    let desk = Desk::with(RED);
    let of = known(&desk);
    assert_eq!(of.band, Band::Red);
    // Day 20604 is 2026-05-31: red from the day of the signal on, not from the weekly day after it.
    assert_eq!(of.red_since.unwrap().to_string(), "2026-05-31");
    let nothing = Desk::new();
    assert_eq!(known(&nothing).red_since, None);
}

#[test]
fn beginning_notes_the_first_step_starts_the_play_and_proposes_the_next() {
    let mut desk = Desk::with(RED);
    let before = known(&desk);
    let proposed: Vec<_> = before.proposals.iter().map(|found| (found.kind, found.on.to_string())).collect();
    assert_eq!(
        proposed,
        [
            (InterventionStep::Detected, "2026-05-31".to_owned()),
            // The bare note of 2026-06-02 is no touchpoint.
            (InterventionStep::ReachedOut, "2026-06-06".to_owned()),
        ]
    );
    begin(&mut desk);
    assert_eq!(desk.rows(ENTRIES), ["detected|2026-05-31|1|red by its health"]);
    assert_eq!(desk.rows("SELECT playbook, owner_id FROM play"), ["save plan|1"]);
    assert_eq!(
        desk.rows("SELECT count(*) FROM task WHERE play_id = (SELECT play_id FROM intervention)"),
        ["8"]
    );
    let of = known(&desk);
    assert_eq!(of.open().unwrap().next_step(), Some(InterventionStep::ReachedOut));
    assert_eq!(of.proposals.len(), 1, "what is noted is not proposed again");
}

#[test]
fn a_play_that_runs_is_taken_over() {
    let mut desk = Desk::with(RED);
    let act = StartPlay { account: 1, playbook: "save plan".into(), alert: None, owner: Some(3), on: TODAY };
    let play = desk.write("started", |tx| act.apply(tx, TODAY)).unwrap();
    begin(&mut desk);
    assert_eq!(desk.rows("SELECT play_id, owner_id FROM intervention"), [format!("{play}|3")]);
}

#[test]
fn a_step_of_the_play_that_is_done_speaks_for_a_step_of_the_intervention() {
    let mut desk = Desk::with(RED);
    begin(&mut desk);
    let write = desk.rows("SELECT id FROM task WHERE title LIKE 'Write the save plan%'")[0].parse().unwrap();
    let done = entity::TASK.field("done_on").unwrap();
    let patch = Patch::row(&entity::TASK, write, vec![(done, Value::Int((TODAY - 1).0.into()))]);
    desk.write("done", |tx| patch.apply(tx)).unwrap();
    let of = known(&desk);
    let found = of.proposals.iter().find(|found| found.kind == InterventionStep::Proposed).unwrap();
    assert_eq!(found.on, TODAY - 1);
    assert_eq!(found.because, "\"Write the save plan, with the criteria by which it is over\" is done");
}

#[test]
fn reviews_are_due_every_week_and_steps_are_there_once() {
    let mut desk = Desk::with(RED);
    let id = begin(&mut desk);
    assert_eq!(known(&desk).open().unwrap().review_due(), TODAY + 7);
    desk.write("step", |tx| take(id, InterventionStep::ReachedOut, "first").apply(tx, TODAY)).unwrap();
    desk.write("step", |tx| take(id, InterventionStep::ReachedOut, "second").apply(tx, TODAY)).unwrap();
    let early = Take { on: TODAY - 3, ..take(id, InterventionStep::Review, "logins are back") };
    desk.write("review", |tx| early.apply(tx, TODAY)).unwrap();
    desk.write("review", |tx| take(id, InterventionStep::Review, "quiet").apply(tx, TODAY)).unwrap();
    let own = book::one(desk.view().reader(), id).unwrap();
    assert_eq!(own.step(InterventionStep::ReachedOut).unwrap().note.as_deref(), Some("second"));
    let reviews: Vec<_> = own.reviews().map(|entry| entry.note.as_deref().unwrap()).collect();
    assert_eq!(reviews, ["quiet", "logins are back"]);
    assert_eq!(own.review_due(), TODAY + 7);
}

#[test]
fn closing_finishes_the_play_and_says_why() {
    for (outcome, play) in
        [(InterventionOutcome::Saved, "worked"), (InterventionOutcome::Lost, "did not work")]
    {
        let mut desk = Desk::with(RED);
        let id = begin(&mut desk);
        let act = Close { intervention: id, on: TODAY, outcome, reason: "the sponsor is back".into() };
        assert_eq!(
            act.label(desk.view().reader()).unwrap(),
            format!("Closed the intervention for Acme GmbH as {outcome}")
        );
        desk.write("closed", |tx| act.apply(tx, TODAY)).unwrap();
        let rows = desk.rows("SELECT outcome, reason, closed_on FROM intervention");
        assert_eq!(rows, [format!("{outcome}|the sponsor is back|20634")]);
        assert_eq!(desk.rows("SELECT outcome, note FROM play"), [format!("{play}|the sponsor is back")]);
        assert_eq!(desk.rows("SELECT count(*) FROM task"), ["0"], "open steps go with it");
    }
}

#[test]
fn what_cannot_be_done_says_why() {
    let mut desk = Desk::with(RED);
    let id = begin(&mut desk);
    let mut says = |act: &dyn Fn(&Tx<'_>) -> Result<()>, words: &str| {
        let error = desk.write("refused", |tx| act(tx)).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    };
    let again = Start { account: 1, detected_on: None, alert: None, owner: None };
    says(
        &|tx| again.apply(tx, TODAY).map(drop),
        "an intervention for Acme GmbH runs since 2026-06-30 already",
    );
    says(
        &|tx| take(id, InterventionStep::Review, " ").apply(tx, TODAY),
        "it is not said what the review saw",
    );
    let ahead = Take { on: TODAY + 1, ..take(id, InterventionStep::Diagnosed, "x") };
    says(&|tx| ahead.apply(tx, TODAY), "diagnosed on 2026-07-01 is still to come");
    let close = |on, reason: &str| Close {
        intervention: id,
        on,
        outcome: InterventionOutcome::Lost,
        reason: reason.into(),
    };
    says(&|tx| close(TODAY, "").apply(tx, TODAY), "it is not said why the customer is lost");
    says(&|tx| close(TODAY - 1, "x").apply(tx, TODAY), "2026-06-29 is before its start");
    says(
        &|tx| take(99, InterventionStep::Review, "x").apply(tx, TODAY),
        "the intervention is not in the book",
    );
    desk.write("closed", |tx| close(TODAY, "x").apply(tx, TODAY)).unwrap();
    let mut says = |act: &dyn Fn(&Tx<'_>) -> Result<()>, words: &str| {
        let error = desk.write("refused", |tx| act(tx)).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    };
    says(&|tx| take(id, InterventionStep::Review, "x").apply(tx, TODAY), "is closed since 2026-06-30");
    says(&|tx| close(TODAY, "x").apply(tx, TODAY), "is closed since 2026-06-30");
}

type Act = Box<dyn Fn(&Tx<'_>) -> Result<()>>;

#[test]
fn every_act_can_be_taken_back_and_done_again() {
    let mut desk = Desk::with(RED);
    let id = begin(&mut desk);
    let play: i64 = desk.rows("SELECT play_id FROM intervention")[0].parse().unwrap();
    let set = vec![(entity::TASK.field("title").unwrap(), Value::Text("Ask the board".into()))];
    let acts: Vec<(&str, Act)> = vec![
        (
            "begun",
            Box::new(|tx| {
                Start { account: 2, detected_on: Some(TODAY), alert: None, owner: None }
                    .apply(tx, TODAY)
                    .map(drop)
            }),
        ),
        ("a step", Box::new(move |tx| take(id, InterventionStep::ReachedOut, "x").apply(tx, TODAY))),
        ("a step changed", Box::new(move |tx| take(id, InterventionStep::Detected, "x").apply(tx, TODAY))),
        ("a review", Box::new(move |tx| take(id, InterventionStep::Review, "x").apply(tx, TODAY))),
        (
            "another step of the play",
            Box::new(move |tx| AddStep { play, set: set.clone() }.apply(tx).map(drop)),
        ),
        (
            "closed",
            Box::new(move |tx| {
                let (on, outcome) = (TODAY, InterventionOutcome::Saved);
                Close { intervention: id, on, outcome, reason: "x".into() }.apply(tx, TODAY)
            }),
        ),
    ];
    for (label, act) in acts {
        let before = desk.tables();
        desk.write(label, act).unwrap_or_else(|error| panic!("{label}: {error}"));
        let after = desk.tables();
        assert_ne!(before, after, "{label}");
        assert_eq!(desk.undo(), label);
        assert_eq!(desk.tables(), before, "undo of {label}");
        desk.writer.redo().unwrap();
        assert_eq!(desk.tables(), after, "redo of {label}");
        desk.undo();
    }
}
