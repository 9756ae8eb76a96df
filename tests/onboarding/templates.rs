//! Templates: the built-in ones are sound and go on for a year; what is wrong is said with its place.

use mainstay::domain::OwnerRole;
use mainstay::edit::onboarding::{DeleteTemplate, SaveTemplate, Start};
use mainstay::onboarding::template::Origin;
use mainstay::onboarding::{Calendar, Template, Templates, plan};
use mainstay::store::onboarding as book;

use crate::support::{Desk, TODAY};

const SMALL: &str = r#"
name = "small"
days = 10

[[step]]
key = "a"
title = "First"
phase = "Week 1"
day = 1
owner = "csm"

[[step]]
key = "b"
title = "Second"
phase = "Week 1"
day = 3
owner = "customer"
needs = ["a"]
"#;

#[test]
fn the_five_built_in_ones_go_on_past_their_days_until_a_year() {
    let templates = Templates::new(Vec::new()).unwrap();
    let found: Vec<(&str, i32)> =
        templates.all.iter().map(|known| (&*known.name, known.template.as_ref().unwrap().days)).collect();
    let wanted = [
        ("core 30 days", 30),
        ("smb digital 14 days", 14),
        ("enterprise 90 days", 90),
        ("expansion 30 days", 30),
        ("re-onboarding after admin change", 21),
    ];
    assert_eq!(found, wanted);
    for known in &templates.all {
        let template = known.template.as_ref().unwrap();
        let days: Vec<i32> = template.steps.iter().map(|step| step.day).collect();
        for checkpoint in [45, 60, 90, 180, 270, 365] {
            assert!(days.contains(&checkpoint), "{}: day {checkpoint}", template.name);
        }
        assert!(days.is_sorted(), "{}", template.name);
        assert!(template.steps.iter().any(|step| step.quick_win), "{}", template.name);
        assert!(template.steps.iter().any(|step| step.milestone && step.required), "{}", template.name);
        assert!(template.steps.iter().any(|step| step.training), "{}", template.name);
        assert!(template.steps.iter().any(|step| step.owner == OwnerRole::Customer), "{}", template.name);
        for step in &template.steps {
            assert!(step.needs.iter().all(|need| template.steps[*need].day <= step.day), "{}", step.key);
        }
    }
}

#[test]
fn what_is_wrong_is_said_with_the_file_the_step_and_the_key() {
    let sound = Template::parse("small.toml", SMALL).unwrap();
    assert_eq!((sound.until, sound.beside, sound.steps[1].needs.as_slice()), (10, false, [0].as_slice()));
    for (from, to, says) in [
        ("owner = \"csm\"", "owner = \"boss\"", "step \"a\": owner: \"boss\" is not a role of an owner"),
        ("needs = [\"a\"]", "needs = [\"aa\"]", "step \"b\": needs names \"aa\", which is no step"),
        ("day = 3", "day = 0", "step \"b\": needs names \"a\", which lies on day 1, after day 0"),
        ("day = 3", "day = 11", "step \"b\": day is 11, past the end of the template, day 10"),
        ("day = 3", "day = \"3\"", "step \"b\": day is \"3\", where a whole number of days is wanted"),
        ("day = 3", "day = -366", "step \"b\": day is -366, more than a year before the start"),
        ("day = 3\n", "", "step \"b\": day is missing"),
        ("key = \"b\"", "key = \"a\"", "step \"a\": key is that of another step too"),
        ("key = \"b\"\n", "", "step 2: key is missing"),
        ("title = \"Second\"", "title = \" \"", "step \"b\": title is empty"),
        (
            "phase = \"Week 1\"\nday = 3",
            "fase = \"Week 1\"\nday = 3",
            "step \"b\": fase is no key of a template",
        ),
        ("days = 10", "days = 0", "days is 0, where a whole number of days from 1 to 3650 is wanted"),
        ("days = 10", "days = 10\nuntil = 9", "until is 9, where a whole number of days from 10 to 3650"),
        ("days = 10", "days = 10\nweeks = 2", "weeks is no key of a template"),
        ("name = \"small\"", "name = \"\"", "name is empty"),
        (
            "owner = \"customer\"",
            "owner = \"customer\"\nrequired = \"yes\"",
            "step \"b\": required is \"yes\", where true or false",
        ),
        (
            "needs = [\"a\"]",
            "needs = \"a\"",
            "step \"b\": needs is \"a\", where a list of keys of steps is wanted",
        ),
        ("days = 10", "days = ", "line 3:"),
    ] {
        let text = SMALL.replacen(from, to, 1);
        assert_ne!(text, SMALL, "{from}");
        let error = Template::parse("small.toml", &text).unwrap_err();
        assert!(error.what.starts_with(&format!("small.toml: {says}")), "{to}: {error}");
        assert!(error.hint.is_some() || says.contains("where"), "{to}: {error}");
    }
    let empty = Template::parse("small.toml", "name = \"x\"\ndays = 3\n").unwrap_err();
    assert!(empty.what.contains("has no step"), "{empty}");
    let near = Template::parse("x", &SMALL.replace("phase", "phse")).unwrap_err();
    assert_eq!(near.hint.as_deref(), Some("did you mean phase?"));
}

#[test]
fn steps_that_need_each_other_are_named_in_their_circle() {
    let text = SMALL.replacen("day = 3", "day = 1", 1).replacen(
        "owner = \"csm\"",
        "owner = \"csm\"\nneeds = [\"b\"]",
        1,
    );
    let error = Template::parse("small.toml", &text).unwrap_err();
    assert_eq!(error.what, "small.toml: the steps a -> b -> a need each other in a circle");
    let own = Template::parse("x", &SMALL.replacen("owner = \"csm\"", "owner = \"csm\"\nneeds = [\"a\"]", 1));
    assert_eq!(own.unwrap_err().what, "x: the steps a -> a need each other in a circle");
}

#[test]
fn a_template_of_the_book_stands_before_the_built_in_one_of_its_name() {
    let mut desk = Desk::new();
    let mine = SMALL.replace("\"small\"", "\"Core 30 Days\"");
    let save = SaveTemplate::new("form", mine).unwrap();
    desk.write(&save.label(), |tx| save.apply(tx)).unwrap();
    let templates = book::templates(desk.view().reader()).unwrap();
    let core = templates.known("core 30 days").unwrap();
    assert_eq!((core.origin, core.template.as_ref().unwrap().steps.len()), (Origin::Changed, 2));
    assert_eq!(templates.all.len(), 5);
    let delete = DeleteTemplate { name: "core 30 days".into(), anyway: false };
    desk.write(&delete.label(), |tx| delete.apply(tx)).unwrap();
    let core = book::templates(desk.view().reader()).unwrap().find("core").unwrap().clone();
    assert_eq!(core.steps.len(), 25);
    assert!(desk.undo().contains("Deleted the onboarding template"));
    assert_eq!(book::templates(desk.view().reader()).unwrap().find("core").unwrap().steps.len(), 2);
    // A broken one is refused before it is written.
    assert!(SaveTemplate::new("form", "name = 3".into()).is_err());
}

#[test]
fn deleting_a_template_in_use_says_who_uses_it_and_takes_nothing_from_them() {
    let mut desk = Desk::new();
    let save = SaveTemplate::new("form", SMALL.into()).unwrap();
    desk.write("t", |tx| save.apply(tx)).unwrap();
    let small = book::templates(desk.view().reader()).unwrap().find("small").unwrap().clone();
    let start = Start { account: 1, plan: plan(&small, TODAY, Calendar::every_day(), TODAY).unwrap() };
    desk.write("s", |tx| start.apply(tx, TODAY)).unwrap();
    let delete = DeleteTemplate { name: "small".into(), anyway: false };
    let error = desk.write("d", |tx| delete.apply(tx)).unwrap_err();
    assert_eq!(error.what, "\"small\" is the template of running onboardings: Acme GmbH");
    let anyway = DeleteTemplate { anyway: true, ..delete };
    desk.write("d", |tx| anyway.apply(tx)).unwrap();
    assert_eq!(desk.rows("SELECT title FROM step ORDER BY id"), ["First", "Second"]);
    let built_in = DeleteTemplate { name: "expansion 30 days".into(), anyway: true };
    assert!(desk.write("d", |tx| built_in.apply(tx)).unwrap_err().what.contains("is built in"));
}

#[test]
fn a_template_that_another_program_broke_is_listed_with_its_error() {
    let desk = Desk::with("INSERT INTO template (kind, name, toml) VALUES ('onboarding', 'mine', 'days = ')");
    let templates = book::templates(desk.view().reader()).unwrap();
    let error = templates.find("mine").unwrap_err();
    assert!(error.what.starts_with("template \"mine\": line 1"), "{error}");
    assert_eq!(templates.known("mine").unwrap().toml, "days = ");
    assert!(templates.find("core").is_ok());
    assert!(templates.find("cows").unwrap_err().hint.unwrap().contains("core 30 days, smb digital"));
    assert!(templates.find("days").unwrap_err().what.contains("fits 4 templates"));
}
