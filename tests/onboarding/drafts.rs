//! Templates changed part by part: only what was changed differs in the text, and the same rules hold as for the text.

use mainstay::edit::template::{Draft, Edit, EditTemplate, Opened, Place};
use mainstay::edit::{Value, Values};
use mainstay::store::template::Kind;
use mainstay::store::{onboarding as book, plan};

use crate::support::Desk;

const TEXT: &str = r#"# Ours.
name = "ours"
days = 30        # until the first outcome
until = 60

# The beginning.
[[step]]
key = "a"
title = "First"
phase = "Start"
day = 1
owner = "csm"

[[step]]
key = "b"
title = "Second"
phase = "Start"
day = 3          # two days later
owner = "customer"
needs = ["a"]

[[step]]
key = "c"
title = "Third"
phase = "End"
day = 9
owner = "csm"
required = false
needs = ["b"]
"#;

fn draft() -> Draft {
    Draft::read(Kind::Onboarding, TEXT).unwrap()
}

fn values(draft: &Draft, place: Option<Place>, set: &[(&str, Value)]) -> Values {
    let entity = draft.entity(place);
    set.iter().map(|(name, value)| (entity.field(name).unwrap(), value.clone())).collect()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The lines of a text that differ from those it was made of: `-old`, `+new`.
fn differs(draft: &Draft) -> Vec<String> {
    let now = draft.text();
    let gone =
        TEXT.lines().filter(|line| !now.lines().any(|other| other == *line)).map(|line| format!("-{line}"));
    let new =
        now.lines().filter(|line| !TEXT.lines().any(|other| other == *line)).map(|line| format!("+{line}"));
    gone.chain(new).collect()
}

#[test]
fn what_is_not_changed_stays_to_the_letter() {
    assert_eq!(draft().text(), TEXT);
    let mut draft = draft();
    let set = values(&draft, Some(Place::Part(1)), &[("day", Value::Int(4)), ("title", text("Zweitens"))]);
    draft.change(&Edit::Set(Place::Part(1), set)).unwrap();
    assert_eq!(
        differs(&draft),
        [
            "-title = \"Second\"",
            "-day = 3          # two days later",
            "+title = \"Zweitens\"",
            "+day = 4          # two days later"
        ]
    );
}

#[test]
fn what_goes_without_saying_is_left_away() {
    let mut draft = draft();
    let set =
        values(&draft, Some(Place::Part(2)), &[("required", Value::Int(1)), ("milestone", Value::Int(0))]);
    draft.change(&Edit::Set(Place::Part(2), set)).unwrap();
    assert_eq!(differs(&draft), ["-required = false"]);
}

#[test]
fn a_new_step_has_a_key_of_its_own_made_of_its_title() {
    let mut draft = draft();
    for _ in 0..2 {
        let mut set = draft.beginning(Some(1));
        set.retain(|(field, _)| field.name != "title");
        set.extend(values(&draft, None, &[("title", text("Kickoff, booked"))]));
        set.extend(values(&draft, None, &[("needs", Value::List(vec![Value::Int(0)]))]));
        draft.change(&Edit::Add(set)).unwrap();
    }
    let now = draft.text();
    let step = |key: &str| {
        format!(
            "\n[[step]]\nkey = \"{key}\"\nphase = \"Start\"\nday = 3\nowner = \"customer\"\ntitle = \"Kickoff, booked\"\nneeds = [\"a\"]\n"
        )
    };
    // Beside the second step: in its phase, on its day, of its owner.
    assert_eq!(now, format!("{TEXT}{}{}", step("kickoff-booked"), step("kickoff-booked-2")));
}

#[test]
fn what_needed_a_removed_step_needs_what_it_needed() {
    let mut draft = draft();
    draft.change(&Edit::Remove(1)).unwrap();
    let last = draft.values(Place::Part(1)).unwrap();
    let needs = last.iter().find(|(field, _)| field.name == "needs").map(|(_, value)| value.clone());
    assert_eq!(draft.title(Place::Part(1)), "Third");
    assert_eq!(needs, Some(Value::List(vec![Value::Int(0)])), "{}", draft.text());
}

#[test]
fn a_step_that_moves_pushes_what_would_come_before_it_and_nothing_else() {
    let mut draft = draft();
    draft.change(&Edit::Shift(1, 5)).unwrap();
    // The second from day 3 to 8; the third needs it, and still comes after it on day 9.
    assert_eq!([0, 1, 2].map(|place| draft.day(place)), [Some(1), Some(8), Some(9)]);
    // The first from day 1 to 11: both others need it, one of them through the other.
    draft.change(&Edit::Shift(0, 10)).unwrap();
    assert_eq!([0, 1, 2].map(|place| draft.day(place)), [Some(11), Some(11), Some(11)]);
    let error = draft.change(&Edit::Shift(1, -1)).unwrap_err();
    assert_eq!(error.what, "step \"b\": needs names \"a\", which lies on day 11, after day 10");
}

/// Applies a change to a template of the book, and gives what it says to it.
fn change(desk: &mut Desk, of: Opened, edit: Edit) -> mainstay::domain::Result<()> {
    let act = EditTemplate { of, edit };
    desk.write("template", move |tx| act.apply(tx))
}

fn opened(toml: &str) -> Opened {
    Opened { kind: Kind::Onboarding, name: "ours".into(), toml: toml.into() }
}

fn with(toml: &str) -> Desk {
    Desk::with(&format!("INSERT INTO template (kind, name, toml) VALUES ('onboarding', 'ours', '{toml}')"))
}

#[test]
fn what_would_not_be_sound_is_refused_with_the_sentence_of_the_text() {
    let mut desk = with(TEXT);
    let draft = draft();
    let part = |place| Some(Place::Part(place));
    let refused = [
        (
            part(0),
            vec![("needs", Value::List(vec![Value::Int(2)]))],
            "the steps a -> c -> b -> a need each other in a circle",
            "needs",
        ),
        (
            part(2),
            vec![("day", Value::Int(61))],
            "ours: step \"c\": day is 61, past the end of the template, day 60",
            "day",
        ),
        (
            part(0),
            vec![("day", Value::Int(4))],
            "ours: step \"b\": needs names \"a\", which lies on day 4, after day 3",
            "needs",
        ),
        (
            part(1),
            vec![("owner", text("wizard"))],
            "ours: step \"b\": owner: \"wizard\" is not a role of an owner",
            "owner",
        ),
        (
            part(1),
            vec![("needs", Value::List(vec![text("z")]))],
            "ours: step \"b\": needs names \"z\", which is no step",
            "needs",
        ),
        (part(1), vec![("title", Value::Null)], "ours: step \"b\": title is missing", "title"),
        (
            Some(Place::Head),
            vec![("until", Value::Int(8))],
            "ours: until is 8, where a whole number of days from 30 to 3650 is wanted",
            "until",
        ),
        (
            Some(Place::Head),
            vec![("name", text("core 30 days"))],
            "there is a template \"core 30 days\" already",
            "name",
        ),
    ];
    for (place, set, told, field) in refused {
        let set = values(&draft, place, &set);
        let error = change(&mut desk, opened(TEXT), Edit::Set(place.unwrap(), set)).unwrap_err();
        assert!(error.what.ends_with(told), "{error} is not {told}");
        assert_eq!(error.field, Some(field), "{error}");
    }
    assert_eq!(&*book::templates(desk.view().reader()).unwrap().known("ours").unwrap().toml, TEXT);
}

#[test]
fn a_change_of_something_that_was_changed_meanwhile_is_refused() {
    let mut desk = with(&TEXT.replace("First", "Something else"));
    let error = change(&mut desk, opened(TEXT), Edit::Remove(0)).unwrap_err();
    assert_eq!(error.what, "\"ours\" was changed meanwhile");
}

#[test]
fn another_name_makes_another_template() {
    let mut desk = with(TEXT);
    let set = values(&draft(), Some(Place::Head), &[("name", text("theirs"))]);
    change(&mut desk, opened(TEXT), Edit::Set(Place::Head, set)).unwrap();
    let templates = book::templates(desk.view().reader()).unwrap();
    assert_eq!(&*templates.known("ours").unwrap().toml, TEXT);
    assert!(templates.known("theirs").unwrap().toml.contains("name = \"theirs\""));
}

#[test]
fn every_built_in_template_is_read_and_written_back_as_it_is() {
    let desk = Desk::new();
    let onboardings = book::templates(desk.view().reader()).unwrap();
    let plans = plan::templates(desk.view().reader()).unwrap();
    let texts = onboardings.all.iter().map(|known| (Kind::Onboarding, &known.toml));
    for (kind, toml) in texts.chain(plans.all.iter().map(|known| (Kind::Plan, &known.toml))) {
        let mut draft = Draft::read(kind, toml).unwrap();
        for (_, place) in draft.listed() {
            let place = Place::Part(place);
            let values = draft.values(place).unwrap();
            draft.change(&Edit::Set(place, values)).unwrap();
        }
        let values = draft.values(Place::Head).unwrap();
        draft.change(&Edit::Set(Place::Head, values)).unwrap();
        assert_eq!(draft.text(), **toml);
    }
}
