//! What is done to an onboarding, through the one door for writing: rows as they stand after, and after undo.

use mainstay::domain::{OwnerRole, Stage};
use mainstay::edit::entity::{HANDOFF, STEP};
use mainstay::edit::onboarding::{
    AddStep, ChangeHoliday, ChangeStep, Finish, Outcome, Owner, Resume, Start, StepTo, handoff_patch, missing,
};
use mainstay::edit::{self, Value};
use mainstay::onboarding::{Calendar, Template, Templates, plan};
use mainstay::store::onboarding as book;

use crate::support::{Desk, TODAY};

pub const THREE: &str = r#"
name = "three"
days = 10
step = [
  { key = "a", title = "Setup", phase = "Week 1", day = 1, owner = "csm", help = "how" },
  { key = "b", title = "Training", phase = "Week 1", day = 3, owner = "training specialist", training = true, needs = ["a"] },
  { key = "c", title = "Outcome", phase = "Week 2", day = 9, owner = "customer", milestone = true, needs = ["b"] },
]
"#;

/// A book in which the template "three" has started for Acme, today.
fn started() -> (Desk, i64) {
    let mut desk = Desk::new();
    let three = Template::parse("three", THREE).unwrap();
    let save = edit::onboarding::SaveTemplate::new("three", THREE.into()).unwrap();
    desk.write("t", |tx| save.apply(tx)).unwrap();
    let start = Start { account: 1, plan: plan(&three, TODAY, Calendar::every_day(), TODAY).unwrap() };
    let id = desk.write(&start.label(desk.view().reader()).unwrap(), |tx| start.apply(tx, TODAY)).unwrap();
    (desk, id)
}

fn settle(desk: &mut Desk, step: i64, to: StepTo) -> mainstay::domain::Result<bool> {
    let change = ChangeStep::new(step, to);
    let label = change.label(desk.view().reader())?;
    desk.write(&label, |tx| change.apply(tx, TODAY)).map(|changed| changed.all_done)
}

fn done() -> StepTo {
    StepTo::Done { on: TODAY, by: Some("Ann".into()) }
}

#[test]
fn starting_writes_steps_dependencies_owners_and_the_stage_in_one_change() {
    let (mut desk, id) = started();
    assert_eq!(
        desk.rows("SELECT account_id, template, started_on, days, working_days FROM onboarding"),
        ["1|three|20634|10|0"]
    );
    // The CSM is Ann (1); Tess (3) is the only training specialist.
    assert_eq!(
        desk.rows("SELECT title, due_on, planned_on, owner_role, owner_id, required, milestone, training, help FROM step"),
        [
            "Setup|20635|20635|csm|1|1|0|0|how",
            "Training|20637|20637|training specialist|3|1|0|1|-",
            "Outcome|20643|20643|customer|-|1|1|0|-"
        ]
    );
    assert_eq!(desk.rows("SELECT step_id, needs_id FROM step_dependency"), ["2|1", "3|2"]);
    assert_eq!(desk.rows("SELECT stage FROM account WHERE id = 1"), [Stage::Onboarding.code().to_string()]);
    assert_eq!(book::one(desk.view().reader(), id).unwrap().steps[2].needs, [2]);
    assert_eq!(desk.undo(), "Started the onboarding \"three\" of Acme GmbH on 2026-06-30");
    assert_eq!(desk.rows("SELECT (SELECT count(*) FROM step) + (SELECT count(*) FROM onboarding), stage FROM account WHERE id = 1"), ["0|0"]);
}

#[test]
fn one_of_a_template_runs_at_a_time_and_an_expansion_may_run_beside_the_first() {
    let (mut desk, id) = started();
    let templates = Templates::new(Vec::new()).unwrap();
    let start = |name: &str, desk: &mut Desk| {
        let all = book::templates(desk.view().reader()).unwrap();
        let plan = plan(all.find(name).unwrap(), TODAY, Calendar::every_day(), TODAY).unwrap();
        let start = Start { account: 1, plan };
        desk.write("start", |tx| start.apply(tx, TODAY)).map(drop)
    };
    let error = start("three", &mut desk).unwrap_err();
    assert!(
        error.what.starts_with("three runs since 2026-06-30, and an account has one of a template"),
        "{error}"
    );
    let error = start("core", &mut desk).unwrap_err();
    assert!(error.what.contains("core 30 days is not meant to run beside it"), "{error}");
    assert!(templates.find("expansion").unwrap().beside);
    start("expansion", &mut desk).unwrap();
    assert!(start("expansion", &mut desk).unwrap_err().what.contains("one of a template"));
    let finish = Finish { onboarding: id, on: TODAY, stage: None, anyway: true };
    desk.write("finish", |tx| finish.apply(tx, TODAY)).unwrap();
    start("core", &mut desk).unwrap();
}

#[test]
fn what_is_left_out_of_the_plan_hands_its_needs_on() {
    let mut desk = Desk::new();
    let save = edit::onboarding::SaveTemplate::new("three", THREE.into()).unwrap();
    desk.write("t", |tx| save.apply(tx)).unwrap();
    let three = Template::parse("three", THREE).unwrap();
    let mut plan = plan(&three, TODAY, Calendar::every_day(), TODAY).unwrap();
    plan.leave_out(1, true);
    let start = Start { account: 1, plan };
    desk.write("start", |tx| start.apply(tx, TODAY)).unwrap();
    assert_eq!(desk.rows("SELECT title FROM step ORDER BY id"), ["Setup", "Outcome"]);
    assert_eq!(desk.rows("SELECT step_id, needs_id FROM step_dependency"), ["2|1"]);
}

#[test]
fn a_step_waits_for_what_it_needs_unless_one_means_it() {
    let (mut desk, _) = started();
    let error = settle(&mut desk, 2, done()).unwrap_err();
    assert_eq!(error.what, "\"Training\" needs \"Setup\" to be done first");
    let anyway = ChangeStep { anyway: true, ..ChangeStep::new(2, done()) };
    desk.write("anyway", |tx| anyway.apply(tx, TODAY)).unwrap();
    desk.undo();
    settle(&mut desk, 1, StepTo::NotApplicable).unwrap();
    settle(&mut desk, 2, done()).unwrap();
    let me = "settled_by IS NOT NULL";
    assert_eq!(
        desk.rows(&format!(
            "SELECT done_on, done_by, not_applicable, settled_on, {me} FROM step ORDER BY id LIMIT 2"
        )),
        ["-|-|1|20634|1", "20634|Ann|0|20634|1"]
    );
    let late = settle(&mut desk, 3, StepTo::Done { on: TODAY + 1, by: None }).unwrap_err();
    assert!(late.what.contains("still to come"), "{late}");
    settle(&mut desk, 2, StepTo::Open).unwrap();
    assert_eq!(desk.rows("SELECT done_on, done_by, settled_on FROM step WHERE id = 2"), ["-|-|20634"]);
    assert_eq!(desk.undo(), "Opened again: \"Training\" of Acme GmbH");
    assert_eq!(desk.undo(), "Done: \"Training\" of Acme GmbH");
    assert_eq!(desk.undo(), "Not applicable: \"Setup\" of Acme GmbH");
    assert_eq!(desk.rows("SELECT count(*) FROM step WHERE settled_on IS NOT NULL OR not_applicable"), ["0"]);
}

#[test]
fn the_kickoff_is_not_done_before_the_handoff_says_everything() {
    let mut desk = Desk::new();
    let core = Templates::new(Vec::new()).unwrap().find("core").unwrap().clone();
    let start = Start { account: 1, plan: plan(&core, TODAY, Calendar::every_day(), TODAY).unwrap() };
    desk.write("start", |tx| start.apply(tx, TODAY)).unwrap();
    let kickoff: i64 = desk.rows("SELECT id FROM step WHERE needs_handoff = 1")[0].parse().unwrap();
    desk.conn.execute_batch("UPDATE step SET not_applicable = 1 WHERE required AND id < (SELECT id FROM step WHERE needs_handoff = 1)").unwrap();
    let error = settle(&mut desk, kickoff, done()).unwrap_err();
    assert!(
        error.what.ends_with("needs the handoff from sales, which does not say why they bought, what was promised, a contact who is economic buyer or executive sponsor, success criteria, risks, or that there are none, dates that matter"),
        "{error}"
    );
    assert!(error.to_string().contains("--anyway"), "{error}");
    // Everything is said and the contact is the economic buyer (role 2): its turn has come.
    desk.conn
        .execute_batch(
            "INSERT INTO handoff (account_id, why_bought, promised, success_criteria, risks, dates)
               VALUES (1, 'a', 'b', 'c', 'none', 'May');
             UPDATE contact SET role = 2 WHERE id = 1",
        )
        .unwrap();
    settle(&mut desk, kickoff, done()).unwrap();
    desk.undo();
    // Or somebody means it.
    desk.conn.execute_batch("DELETE FROM handoff").unwrap();
    let anyway = ChangeStep { anyway: true, ..ChangeStep::new(kickoff, done()) };
    desk.write("anyway", |tx| anyway.apply(tx, TODAY)).unwrap();
}

#[test]
fn notes_and_owners_change_and_come_back() {
    let (mut desk, _) = started();
    settle(&mut desk, 1, StepTo::Note(Some(" waits for the firewall ".into()))).unwrap();
    settle(&mut desk, 1, StepTo::Owner(Owner { role: Some(OwnerRole::Customer), member: Some(None) }))
        .unwrap();
    settle(&mut desk, 3, StepTo::Owner(Owner { role: None, member: Some(Some(2)) })).unwrap();
    let rows = "SELECT note, owner_role, owner_id FROM step ORDER BY id";
    assert_eq!(
        desk.rows(rows),
        ["waits for the firewall|customer|-", "-|training specialist|3", "-|customer|2"]
    );
    (0..3).for_each(|_| drop(desk.undo()));
    assert_eq!(desk.rows(rows), ["-|csm|1", "-|training specialist|3", "-|customer|-"]);
}

#[test]
fn a_step_that_is_removed_hands_its_needs_on_and_undo_puts_all_of_it_back() {
    let (mut desk, _) = started();
    settle(&mut desk, 2, StepTo::Removed).unwrap();
    assert_eq!(desk.rows("SELECT id FROM step ORDER BY id"), ["1", "3"]);
    assert_eq!(desk.rows("SELECT step_id, needs_id FROM step_dependency"), ["3|1"]);
    assert_eq!(desk.undo(), "Removed \"Training\" from the onboarding \"three\" of Acme GmbH");
    assert_eq!(desk.rows("SELECT step_id, needs_id FROM step_dependency ORDER BY 1"), ["2|1", "3|2"]);
}

#[test]
fn a_step_is_added_after_the_others_and_not_before_what_it_needs() {
    let (mut desk, id) = started();
    let set = |due: i64| {
        vec![
            (STEP.field("title").unwrap(), Value::Text("Second site".into())),
            (STEP.field("due_on").unwrap(), Value::Int(due)),
        ]
    };
    let add = AddStep::after(id, set(20_636), &[2]).unwrap();
    let error = desk.write("add", |tx| add.apply(tx)).unwrap_err();
    assert!(
        error.what.contains("before \"Training\", which it needs and which is due on 2026-07-03"),
        "{error}"
    );
    let add = AddStep::after(id, set(20_637), &[2]).unwrap();
    let label = add.label(desk.view().reader()).unwrap();
    assert_eq!(label, "New step \"Second site\" for Acme GmbH");
    desk.write(&label, |tx| add.apply(tx)).unwrap();
    assert_eq!(desk.rows("SELECT planned_on, position, required FROM step WHERE id = 4"), ["20637|3|1"]);
    let order: Vec<i64> =
        book::one(desk.view().reader(), id).unwrap().steps.iter().map(|step| step.id).collect();
    assert_eq!(order, [1, 2, 4, 3]);
    desk.undo();
    assert_eq!(desk.rows("SELECT count(*) FROM step"), ["3"]);
}

#[test]
fn another_due_day_in_a_form_leaves_what_was_planned_first() {
    let (mut desk, _) = started();
    desk.conn.execute_batch("UPDATE step SET planned_on = NULL WHERE id = 1").unwrap();
    desk.writer.refresh().unwrap();
    for due in [20_640, 20_650] {
        let set = vec![(STEP.field("due_on").unwrap(), Value::Int(due))];
        let patch = edit::Patch::row(&STEP, 1, set);
        desk.write("due", |tx| patch.apply(tx)).unwrap();
    }
    assert_eq!(desk.rows("SELECT due_on, planned_on FROM step WHERE id = 1"), ["20650|20635"]);
}

#[test]
fn finishing_asks_for_the_required_steps_and_moves_the_stage_only_when_agreed() {
    let (mut desk, id) = started();
    let finish = Finish { onboarding: id, on: TODAY, stage: None, anyway: false };
    let error = desk.write("finish", |tx| finish.apply(tx, TODAY)).unwrap_err();
    assert_eq!(
        error.what,
        "the onboarding \"three\" of Acme GmbH is not done: 3 required steps are open, first of all \"Setup\""
    );
    assert!(!settle(&mut desk, 1, done()).unwrap());
    assert!(!settle(&mut desk, 2, done()).unwrap());
    assert!(settle(&mut desk, 3, done()).unwrap(), "the last required step: time to finish");
    for (on, says) in [(TODAY - 1, "before its start"), (TODAY + 1, "still to come")] {
        let wrong = Finish { on, ..finish };
        assert!(desk.write("finish", |tx| wrong.apply(tx, TODAY)).unwrap_err().what.contains(says));
    }
    let agreed = Finish { stage: Some(Stage::Adoption), ..finish };
    let label = agreed.label(desk.view().reader()).unwrap();
    assert_eq!(label, "Finished the onboarding \"three\" of Acme GmbH, stage adoption");
    desk.write(&label, |tx| agreed.apply(tx, TODAY)).unwrap();
    let rows = "SELECT ended_on, stage FROM onboarding JOIN account a ON a.id = account_id";
    assert_eq!(desk.rows(rows), ["20634|2"]);
    assert!(desk.write("again", |tx| finish.apply(tx, TODAY)).unwrap_err().what.contains("has ended on"));
    let resume = Resume { onboarding: id };
    let again = resume.label(desk.view().reader()).unwrap();
    desk.write(&again, |tx| resume.apply(tx)).unwrap();
    assert_eq!(desk.rows(rows), ["-|2"]);
    assert!(desk.write("again", |tx| resume.apply(tx)).unwrap_err().what.contains("runs already"));
    assert_eq!(desk.undo(), again);
    assert_eq!(desk.undo(), label);
    assert_eq!(desk.rows(rows), ["-|1"]);
}

#[test]
fn the_first_outcome_needs_a_day_evidence_and_who_confirmed_it() {
    let (mut desk, _) = started();
    let outcome =
        |on, evidence: &str, by: &str| Outcome { account: 1, on, evidence: evidence.into(), by: by.into() };
    for (wrong, says) in [
        (outcome(TODAY + 1, "x", "y"), "still to come"),
        (outcome(TODAY, " ", "y"), "what shows the first outcome"),
        (outcome(TODAY, "x", ""), "who confirmed it"),
    ] {
        assert!(desk.write("o", |tx| wrong.apply(tx, TODAY)).unwrap_err().what.contains(says), "{says}");
    }
    let right = outcome(TODAY - 2, "20% fewer breakdowns", "Dana Kim");
    let label = right.label(desk.view().reader()).unwrap();
    desk.write(&label, |tx| right.apply(tx, TODAY)).unwrap();
    let rows = "SELECT first_outcome_on, first_outcome_evidence, first_outcome_by FROM account WHERE id = 1";
    assert_eq!(desk.rows(rows), ["20632|20% fewer breakdowns|Dana Kim"]);
    assert_eq!(desk.undo(), "First outcome of Acme GmbH confirmed by Dana Kim");
    assert_eq!(desk.rows(rows), ["-|-|-"]);
}

#[test]
fn the_handoff_is_one_record_of_the_account_and_says_what_it_lacks() {
    let (mut desk, _) = started();
    let set = |name: &str, text: &str| vec![(HANDOFF.field(name).unwrap(), Value::Text(text.into()))];
    let first = handoff_patch(desk.view().reader(), 1, set("why_bought", "breakdowns")).unwrap();
    desk.write("New handoff", |tx| first.apply(tx)).unwrap();
    let second = handoff_patch(desk.view().reader(), 1, set("risks", "none")).unwrap();
    desk.write(&second.label(desk.view().reader()).unwrap(), |tx| second.apply(tx)).unwrap();
    assert_eq!(desk.rows("SELECT account_id, why_bought, risks FROM handoff"), ["1|breakdowns|none"]);
    let lacks = |desk: &Desk| -> Vec<&str> {
        missing(desk.view().reader(), 1, TODAY).unwrap().iter().map(|missing| missing.field).collect()
    };
    assert_eq!(lacks(&desk), ["promised", "stakeholders", "success_criteria", "dates"]);
    desk.conn.execute_batch("UPDATE contact SET role = 2").unwrap();
    assert_eq!(lacks(&desk), ["promised", "success_criteria", "dates"]);
    desk.conn.execute_batch("UPDATE contact SET left_on = 20634").unwrap();
    assert_eq!(lacks(&desk).len(), 4, "who has left decides nothing");
}

#[test]
fn holidays_are_kept_out_of_plans_for_working_days() {
    let mut desk = Desk::new();
    // Wednesday 2026-07-01.
    let add = ChangeHoliday { on: TODAY + 1, name: Some("Company day".into()) };
    assert!(desk.write(&add.label(), |tx| add.apply(tx)).unwrap());
    assert!(!desk.write(&add.label(), |tx| add.apply(tx)).unwrap());
    let calendar = book::calendar(desk.view().reader(), true).unwrap();
    assert_eq!(calendar.on_or_after(TODAY + 1), TODAY + 2);
    assert!(book::calendar(desk.view().reader(), false).unwrap().has(TODAY + 1));
    let remove = ChangeHoliday { on: TODAY + 1, name: None };
    assert!(desk.write(&remove.label(), |tx| remove.apply(tx)).unwrap());
    assert_eq!(desk.undo(), "No holiday on 2026-07-01");
    assert_eq!(desk.rows("SELECT day_on, name FROM holiday"), ["20635|Company day"]);
}
