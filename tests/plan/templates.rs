//! Templates of plans: the built-in ones are sound, and what is wrong with others is said in words.

use mainstay::domain::shelf::{Origin, Sheet};
use mainstay::domain::{Day, PlanSection};
use mainstay::plan::{Draft, Template, Templates};

#[test]
fn the_built_in_templates_have_milestones_at_30_90_180_and_365_days() {
    let templates = Templates::new(Vec::new()).unwrap();
    let names: Vec<&str> = templates.all.iter().map(|known| &*known.name).collect();
    assert_eq!(names, ["standard", "renewal", "growth", "light"]);
    let standard = templates.find("standard").unwrap();
    let days: Vec<_> = standard
        .items
        .iter()
        .filter(|item| item.section == PlanSection::Milestone)
        .map(|item| item.day.unwrap())
        .collect();
    assert_eq!(days, [30, 90, 180, 365]);
    let today = Day::parse("2026-05-12").unwrap();
    let draft = Draft::from_template(standard, today.quarter(), today);
    assert_eq!(draft.items[0].due_on, Day::parse("2026-06-11").ok());
    assert!(draft.items.iter().all(|item| item.carried_from.is_none() && item.done_on.is_none()));
}

#[test]
fn a_template_of_the_book_stands_before_a_built_in_one_of_its_name() {
    let own = ("Standard".to_owned(), "name = \"x\"\nabout = \"ours\"".to_owned());
    let broken = ("odd".to_owned(), "name = ".to_owned());
    let templates = Templates::new(vec![own, broken]).unwrap();
    assert_eq!(templates.all.len(), 5);
    let known = templates.known("standard").unwrap();
    assert_eq!((known.origin, &*known.template.as_ref().unwrap().about), (Origin::Changed, "ours"));
    assert!(templates.find("odd").is_err());
    let error = templates.find("cows").unwrap_err().to_string();
    assert!(error.contains("use one of Standard, renewal, growth, light, odd"), "{error}");
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let item = |more: &str| {
        format!("name = \"n\"\nabout = \"a\"\n[[item]]\nsection = \"risk\"\ntitle = \"t\"\n{more}\n")
    };
    for (text, says) in [
        ("about = \"a\"".to_owned(), "missing field `name`"),
        ("name = \"n\"\nabout = \"a\"\ngols = \"x\"".to_owned(), "line 3: unknown field `gols`"),
        (item("day = \"soon\""), "line 6: invalid type"),
        (item("probability = \"certain\""), "item 1: probability: \"certain\" is not a level"),
        (item("day = 9999"), "item 1: day is 9999, more than 3650 days away"),
        (item("").replace("\"risk\"", "\"wish\""), "\"wish\" is not a part of a plan"),
        (
            item("impact = \"high\"").replace("\"risk\"", "\"milestone\""),
            "item 1: impact belongs to risks alone",
        ),
        (item("").replace("\"t\"", "\" \""), "item 1: title is empty"),
        (item("owner = \"x").to_owned(), "line 6"),
    ] {
        let error = Template::parse("my.toml", &text).unwrap_err().to_string();
        assert!(error.starts_with("my.toml: ") && error.contains(says), "{error}");
        assert!(!error.contains('\u{1b}'), "{error}");
    }
    let many = format!(
        "name = \"n\"\nabout = \"a\"\n{}",
        "[[item]]\nsection = \"risk\"\ntitle = \"t\"\n".repeat(201)
    );
    assert!(Template::parse("x", &many).unwrap_err().to_string().contains("has 201 items, more than 200"));
}
