//! From a template to dated steps.

use mainstay::domain::Day;
use mainstay::onboarding::{Calendar, Templates, plan};

use crate::support::TODAY;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn offsets_count_from_the_start_and_what_comes_before_it_is_not_due_in_the_past() {
    let templates = Templates::new(Vec::new()).unwrap();
    let core = templates.find("core").unwrap();
    // Offsets of core: handoff -5, goals -3, ..., kickoff 2. Today is 2026-06-30.
    let due = |start: &str, key: &str| {
        let plan = plan(core, day(start), Calendar::every_day(), TODAY).unwrap();
        plan.steps.iter().find(|planned| &*planned.step.key == key).unwrap().due_on.to_string()
    };
    assert_eq!(due("2026-07-20", "handoff"), "2026-07-15");
    assert_eq!(due("2026-07-20", "kickoff"), "2026-07-22");
    assert_eq!(due("2026-07-02", "handoff"), "2026-06-30", "27 June is gone, so today");
    assert_eq!(due("2026-07-02", "stakeholders"), "2026-06-30");
    assert_eq!(due("2026-06-10", "handoff"), "2026-06-10", "a start that lies back: by the start");
    assert_eq!(due("2026-06-10", "kickoff"), "2026-06-12");
}

#[test]
fn working_days_put_a_step_after_the_weekend_and_the_holiday() {
    let templates = Templates::new(Vec::new()).unwrap();
    let core = templates.find("core").unwrap();
    // Wednesday 2026-07-01; day 2 is Friday, a holiday; day 5 is Monday, a holiday too.
    let calendar = Calendar::working_days([day("2026-07-03"), day("2026-07-06")]);
    let plan = plan(core, day("2026-07-01"), calendar.clone(), TODAY).unwrap();
    let found = |key: &str| {
        let planned = plan.steps.iter().find(|planned| &*planned.step.key == key).unwrap();
        (planned.due_on.to_string(), planned.instead_of.map(|day| day.to_string()))
    };
    assert_eq!(found("kickoff"), ("2026-07-07".into(), Some("2026-07-03".into())));
    assert_eq!(found("setup"), ("2026-07-07".into(), Some("2026-07-06".into())));
    assert_eq!(found("welcome"), ("2026-07-02".into(), None));
    for planned in &plan.steps {
        assert!(calendar.has(planned.due_on), "{}", planned.step.key);
        assert!(planned.step.needs.iter().all(|need| plan.steps[*need].due_on <= planned.due_on));
    }
}

#[test]
fn a_start_far_off_is_refused_in_a_sentence() {
    let templates = Templates::new(Vec::new()).unwrap();
    let core = templates.find("core").unwrap();
    for (start, says) in [("2027-07-02", "367 days ahead"), ("2025-06-28", "367 days ago")] {
        let error = plan(core, day(start), Calendar::every_day(), TODAY).unwrap_err();
        assert!(error.what.contains(says), "{error}");
    }
    assert!(plan(core, TODAY + 366, Calendar::every_day(), TODAY).is_ok());
}

#[test]
fn a_preview_is_adjusted_step_by_step() {
    let templates = Templates::new(Vec::new()).unwrap();
    let mut plan =
        plan(templates.find("core").unwrap(), day("2026-07-01"), Calendar::every_day(), TODAY).unwrap();
    let place = |plan: &mainstay::onboarding::Plan, key: &str| {
        plan.steps.iter().position(|planned| &*planned.step.key == key).unwrap()
    };
    let (kickoff, setup, welcome) = (place(&plan, "kickoff"), place(&plan, "setup"), place(&plan, "welcome"));
    plan.shift(kickoff, 4).unwrap();
    // Kickoff was 2026-07-03, the setup that needs it 2026-07-06; the welcome needs neither.
    assert_eq!(plan.steps[kickoff].due_on, day("2026-07-07"));
    assert_eq!(plan.steps[setup].due_on, day("2026-07-10"));
    assert_eq!(plan.steps[welcome].due_on, day("2026-07-02"));
    let error = plan.shift(setup, -4).unwrap_err();
    assert!(error.what.contains("cannot come before \"Kickoff"), "{error}");
    plan.leave_out(kickoff, true);
    plan.shift(setup, -9).unwrap();
    assert_eq!(plan.kept().count(), plan.steps.len() - 1);
}

#[test]
fn working_days_are_counted_to_and_fro() {
    // Friday 2026-07-03; Monday the 6th is a holiday.
    let calendar = Calendar::working_days([day("2026-07-06")]);
    for (from, days, to) in [
        ("2026-07-03", 1, "2026-07-07"),
        ("2026-07-07", -1, "2026-07-03"),
        ("2026-07-04", 1, "2026-07-07"),
        ("2026-07-04", -1, "2026-07-03"),
        ("2026-07-04", 0, "2026-07-07"),
        ("2026-07-01", 5, "2026-07-09"),
    ] {
        assert_eq!(calendar.moved(day(from), days).to_string(), to, "{from} {days}");
    }
}
