//! Every act of onboarding, from the template to who came to a training: taken back it leaves the tables as they were,
//! done again as it left them.

use mainstay::assessment::{Library, given};
use mainstay::domain::{OwnerRole, Result, Stage};
use mainstay::edit::assess::Assess;
use mainstay::edit::entity::{HANDOFF, ONBOARDING, STEP, TRAINING};
use mainstay::edit::onboarding::{
    AddStep, ChangeHoliday, ChangeStep, DeleteTemplate, Finish, Outcome, Owner, Resume, SaveTemplate, Start,
    StepTo, handoff_patch,
};
use mainstay::edit::questionnaire::{ResetQuestionnaire, SaveQuestionnaire};
use mainstay::edit::training::{self, Attendance, Guests};
use mainstay::edit::{self, Entity, Patch, Value};
use mainstay::onboarding::{Calendar, Template, plan};
use mainstay::store::{Tx, trigger};

use crate::acts::THREE;
use crate::support::{Desk, TODAY};

/// Acme has "three" running: 11 before 12 before 13. Borealis had it, and has a webinar with one of two contacts.
const BEFORE: &str = "
    INSERT INTO onboarding (id, account_id, template, started_on, ended_on) VALUES (1, 1, 'three', 20634, NULL),
      (2, 2, 'three', 20500, 20560);
    INSERT INTO step (id, onboarding_id, position, title, due_on, planned_on, done_on, done_by) VALUES
      (11, 1, 0, 'Setup', 20635, 20635, NULL, NULL), (12, 1, 1, 'Training', 20637, 20637, NULL, NULL),
      (13, 1, 2, 'Outcome', 20643, 20643, NULL, NULL), (21, 2, 0, 'Kickoff', 20501, 20501, 20502, 'Ann');
    INSERT INTO step_dependency (step_id, needs_id) VALUES (12, 11), (13, 12);
    INSERT INTO contact (id, account_id, name) VALUES (20, 2, 'Bo Berg'), (21, 2, 'Dan Ek');
    INSERT INTO training_session (id, title, kind, held_on) VALUES (1, 'Basics', 'webinar', 20620);
    INSERT INTO training_invitation (id, training_session_id, contact_id) VALUES (1, 1, 20);
    INSERT INTO holiday (day_on, name) VALUES (20640, 'Fair');
    INSERT INTO template (kind, name, toml) VALUES ('onboarding', 'mine', 'days = 3'), ('assessment', 'ours', '');";

type Act = Box<dyn Fn(&Tx<'_>) -> Result<()>>;

fn act<T>(act: impl Fn(&Tx<'_>) -> Result<T> + 'static) -> Act {
    Box::new(move |tx| act(tx).map(drop))
}

fn step(id: i64, to: StepTo) -> Act {
    act(move |tx| ChangeStep { anyway: true, ..ChangeStep::new(id, to.clone()) }.apply(tx, TODAY))
}

fn field(entity: &'static Entity, id: i64, name: &str, value: Value) -> Act {
    let patch = Patch::row(entity, id, vec![(entity.field(name).unwrap(), value)]);
    act(move |tx| patch.apply(tx))
}

fn new(entity: &'static Entity, set: &[(&str, Value)]) -> edit::Values {
    set.iter().map(|(name, value)| (entity.field(name).unwrap(), value.clone())).collect()
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn acts(desk: &Desk) -> Vec<(&'static str, Act)> {
    let three = Template::parse("three", THREE).unwrap();
    let start = Start { account: 2, plan: plan(&three, TODAY, Calendar::every_day(), TODAY).unwrap() };
    let extra = [("title", text("Extra")), ("due_on", Value::Int((TODAY + 5).0.into()))];
    let add = AddStep::after(1, new(&STEP, &extra), &[11, 12]).unwrap();
    let outcome = Outcome { account: 1, on: TODAY, evidence: "20% fewer".into(), by: "Dana Kim".into() };
    let finish = Finish { onboarding: 1, on: TODAY, stage: Some(Stage::Adoption), anyway: true };
    let why = new(&HANDOFF, &[("why_bought", text("Orders got lost"))]);
    let handoff = handoff_patch(desk.view().reader(), 1, why).unwrap();
    let holiday = |on, name: Option<&str>| {
        let change = ChangeHoliday { on, name: name.map(Into::into) };
        act(move |tx| change.apply(tx))
    };
    let save = SaveTemplate::new("four", THREE.replacen("three", "four", 1)).unwrap();
    let delete = DeleteTemplate { name: "mine".into(), anyway: false };
    let risk = Library::built_in().unwrap().get("onboarding risk").unwrap().clone();
    let toml =
        Library::built_in().unwrap().toml(&risk).unwrap().0.replacen("about = \"", "about = \"Ours: ", 1);
    let questionnaire = SaveQuestionnaire::new("risk", toml).unwrap();
    let assess = Assess { answers: vec![given(&risk, "sponsor", "none").unwrap()], ..Assess::new(risk) };
    let lesson = [("title", text("Admin")), ("date", Value::Int(20_630)), ("kind", text("training"))];
    let lesson = Patch::new(&TRAINING, Some(1), new(&TRAINING, &lesson));
    let came = Attendance { session: 1, who: None, attended: Some(true) };
    vec![
        ("started", act(move |tx| start.apply(tx, TODAY))),
        ("done", step(11, StepTo::Done { on: TODAY, by: Some("Ann".into()) })),
        ("done before its turn", step(13, StepTo::Done { on: TODAY, by: None })),
        ("not applicable", step(12, StepTo::NotApplicable)),
        ("opened again", step(21, StepTo::Open)),
        ("moved with two others", step(11, StepTo::Shift(3))),
        ("moved back", step(11, StepTo::Shift(-1))),
        (
            "given away",
            step(11, StepTo::Owner(Owner { role: Some(OwnerRole::Customer), member: Some(Some(2)) })),
        ),
        ("noted", step(11, StepTo::Note(Some("asked".into())))),
        ("removed, its needs handed on", step(12, StepTo::Removed)),
        ("added", act(move |tx| add.apply(tx))),
        ("a quick win", field(&STEP, 11, "quick_win", Value::Int(1))),
        ("due on another day", field(&STEP, 13, "due_on", Value::Int(20_650))),
        ("needing others", field(&STEP, 13, "needs", Value::List(vec![Value::Int(11)]))),
        ("first outcome", act(move |tx| outcome.apply(tx, TODAY))),
        ("finished", act(move |tx| finish.apply(tx, TODAY))),
        ("taken up again", act(|tx| Resume { onboarding: 2 }.apply(tx))),
        ("onboarding deleted", act(|tx| edit::delete(tx, &ONBOARDING, 1))),
        ("handed over", act(move |tx| handoff.apply(tx))),
        ("a holiday", holiday(TODAY + 3, Some("Company day"))),
        ("no holiday", holiday(TODAY + 6, None)),
        ("a template", act(move |tx| save.apply(tx))),
        ("no template", act(move |tx| delete.apply(tx))),
        ("assessed", act(move |tx| assess.apply(tx, 1, TODAY))),
        ("a questionnaire", act(move |tx| questionnaire.apply(tx))),
        ("no questionnaire", act(|tx| ResetQuestionnaire { name: "ours".into() }.apply(tx))),
        ("a training", act(move |tx| lesson.apply(tx))),
        ("invited", act(|tx| training::invite(tx, 1, &Guests::Accounts(vec![1, 2]), TODAY))),
        ("attended", act(move |tx| came.apply(tx, TODAY))),
        ("not invited", act(|tx| training::uninvite(tx, 1))),
        ("training deleted", act(|tx| edit::delete(tx, &TRAINING, 1))),
    ]
}

/// The rows of every table that undo answers for.
fn tables(desk: &Desk) -> Vec<(&'static str, Vec<String>)> {
    let of = |table| (table, desk.rows(&format!("SELECT * FROM {table} ORDER BY id")));
    trigger::journaled().map(of).collect()
}

#[test]
fn every_act_can_be_taken_back_and_done_again() {
    let mut desk = Desk::with(BEFORE);
    let three = SaveTemplate::new("three", THREE.into()).unwrap();
    desk.write("three", |tx| three.apply(tx)).unwrap();
    let mut touched = Vec::new();
    for (label, act) in acts(&desk) {
        let before = tables(&desk);
        desk.write(label, act).unwrap_or_else(|error| panic!("{label}: {error}"));
        let after = tables(&desk);
        touched.extend(before.iter().zip(&after).filter(|(one, other)| one != other).map(|(one, _)| one.0));
        assert_ne!(before, after, "{label}");
        assert_eq!(desk.undo(), label);
        assert_eq!(tables(&desk), before, "undo of {label}");
        desk.writer.redo().unwrap();
        assert_eq!(tables(&desk), after, "redo of {label}");
        desk.undo();
        assert_eq!(tables(&desk), before, "undo of {label}, again");
    }
    touched.sort_unstable();
    touched.dedup();
    // Every table of onboarding, and the account itself: its stage and its first outcome.
    assert_eq!(
        touched,
        [
            "account",
            "assessment",
            "assessment_answer",
            "handoff",
            "holiday",
            "onboarding",
            "step",
            "step_dependency",
            "template",
            "training_invitation",
            "training_session",
        ]
    );
}
