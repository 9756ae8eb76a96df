//! Records edited in a real book.

use super::*;
use crate::domain::{Currency, Day};
use crate::engine::{Clock, Writer};
use crate::store::Location;
use proptest::prelude::*;
use tempfile::TempDir;

const TODAY: Day = Day(20_000);

fn book() -> (TempDir, Writer) {
    let folder = tempfile::tempdir().unwrap();
    let writer = Writer::open(&Location::at(folder.path().join("book")), Clock::Fixed(TODAY)).unwrap();
    (folder, writer)
}

/// Types into fields of a record.
fn typed(writer: &Writer, entity: &'static Entity, account: Option<i64>, entries: &[(&str, &str)]) -> Values {
    let context = Context::load(writer.book(), entity.fields().iter(), account, TODAY).unwrap();
    let value = |(name, text): &(&str, &str)| {
        let field = entity.field(name).unwrap();
        (field, parse(field, text, &context).unwrap())
    };
    entries.iter().map(value).collect()
}

fn save(writer: &mut Writer, patch: &Patch) -> crate::domain::Result<Applied> {
    let label = patch.label(writer.book())?;
    writer.write(&label, |tx| patch.apply(tx)).map(|(applied, _)| applied)
}

fn add(writer: &mut Writer, entity: &'static Entity, parent: Option<i64>, entries: &[(&str, &str)]) -> i64 {
    let account = parent.filter(|_| entity.parent.is_some_and(|of| of.entity == "account"));
    let set = typed(writer, entity, account, entries);
    save(writer, &Patch::new(entity, parent, set)).unwrap().id
}

fn value(writer: &Writer, entity: &'static Entity, id: i64, field: &str) -> Value {
    let values = read(writer.book(), entity, id).unwrap();
    values.into_iter().find(|(other, _)| other.name == field).unwrap().1
}

#[test]
fn a_record_of_every_entity_is_made_read_changed_listed_and_deleted() {
    let (_folder, mut writer) = book();
    let account = add(&mut writer, &entity::ACCOUNT, None, &[("name", "Acme"), ("tags", "VIP; eu")]);
    let mut parents = std::collections::HashMap::from([("account", account)]);
    for entity in entity::ALL.iter().copied().filter(|entity| **entity != entity::ACCOUNT) {
        let context = Context::load(writer.book(), entity.fields().iter(), Some(account), TODAY).unwrap();
        let mut set = entity.fresh(TODAY);
        for (field, value) in &mut set {
            if field.required && value.is_null() {
                *value = match &field.kind {
                    FieldKind::Choice(_) => step(field, &Value::Null, 1, &context),
                    FieldKind::Link(LinkTo::Contact) => Value::Int(parents["contact"]),
                    FieldKind::Text { max: 7 } => Value::Text("2024-Q4".into()),
                    FieldKind::Text { .. } | FieldKind::LongText { .. } => Value::Text("something".into()),
                    _ => Value::Int(1_000_000),
                };
            }
            if field.name == "expires_on" {
                *value = Value::Int(20_010);
            }
        }
        let parent = entity.parent.map(|of| parents[of.entity]);
        let id = save(&mut writer, &Patch::new(entity, parent, set.clone())).unwrap().id;
        parents.insert(entity.name, id);
        assert_eq!(list(writer.book(), entity, parent).unwrap().len(), 1, "{}", entity.name);
        let there = read(writer.book(), entity, id).unwrap();
        for ((field, wanted), (_, found)) in set.iter().zip(&there) {
            assert!(
                found == wanted || (wanted.is_null() && found.is_null()),
                "{} {}",
                entity.name,
                field.name
            );
        }
        // Nothing of the same again.
        let again = save(&mut writer, &Patch::row(entity, id, set)).unwrap();
        assert_eq!(again.changed, Vec::<&Field>::new());
    }
    writer.write("x", |tx| delete(tx, &entity::ACCOUNT, account)).unwrap();
    assert!(read(writer.book(), &entity::CONTACT, parents["contact"]).is_err());
}

#[test]
fn what_the_journal_says_names_the_record_and_its_account() {
    let (_folder, mut writer) = book();
    let account = add(&mut writer, &entity::ACCOUNT, None, &[("name", "Acme")]);
    let task = add(&mut writer, &entity::TASK, Some(account), &[("title", "Send quote"), ("due_on", "+1w")]);
    let set = typed(&writer, &entity::TASK, Some(account), &[("due_on", "2026-01-01")]);
    let patch = Patch::row(&entity::TASK, task, set);
    assert_eq!(patch.label(writer.book()).unwrap(), "Changed due of task Send quote of Acme");
    let new = Patch::new(
        &entity::TASK,
        Some(account),
        typed(&writer, &entity::TASK, Some(account), &[("title", "Call")]),
    );
    assert_eq!(new.label(writer.book()).unwrap(), "New task \"Call\" for Acme");
    let stage =
        Patch::row(&entity::ACCOUNT, account, typed(&writer, &entity::ACCOUNT, None, &[("stage", "ren")]));
    assert_eq!(stage.label(writer.book()).unwrap(), "Changed stage of Acme");
    assert_eq!(delete_label(writer.book(), &entity::ACCOUNT, account).unwrap(), "Deleted Acme");
}

#[test]
fn only_what_differs_is_journaled() {
    let (_folder, mut writer) = book();
    let account = add(&mut writer, &entity::ACCOUNT, None, &[("name", "Acme"), ("industry", "Steel")]);
    let set = typed(&writer, &entity::ACCOUNT, None, &[("name", "Acme"), ("industry", "Software")]);
    let applied = save(&mut writer, &Patch::row(&entity::ACCOUNT, account, set)).unwrap();
    assert_eq!(applied.changed.iter().map(|field| field.name).collect::<Vec<_>>(), ["industry"]);
}

#[test]
fn what_somebody_else_changed_is_named_with_both_values_and_kept_unless_forced() {
    let (_folder, mut writer) = book();
    let account = add(&mut writer, &entity::ACCOUNT, None, &[("name", "Acme")]);
    let before = read(writer.book(), &entity::ACCOUNT, account).unwrap();
    let theirs = typed(&writer, &entity::ACCOUNT, None, &[("stage", "renewal")]);
    save(&mut writer, &Patch::row(&entity::ACCOUNT, account, theirs)).unwrap();

    let yours = typed(&writer, &entity::ACCOUNT, None, &[("stage", "churned"), ("industry", "Steel")]);
    let mut patch = Patch::row(&entity::ACCOUNT, account, yours).expecting(before);
    let conflicts = patch.conflicts(writer.book()).unwrap();
    assert_eq!((conflicts[0].field.name, &conflicts[0].theirs), ("stage", &Value::Int(4)));
    let error = save(&mut writer, &patch).unwrap_err();
    assert!(error.what.contains("\"renewal\"") && error.what.contains("\"churned\""), "{error}");
    assert_eq!(value(&writer, &entity::ACCOUNT, account, "industry"), Value::Null);
    patch.force = true;
    assert_eq!(save(&mut writer, &patch).unwrap().conflicts.len(), 1);
    assert_eq!(value(&writer, &entity::ACCOUNT, account, "stage"), Value::Int(5));
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    let (_folder, mut writer) = book();
    let account = add(&mut writer, &entity::ACCOUNT, None, &[("name", "Acme"), ("external_id", "A-1")]);
    let other = add(&mut writer, &entity::ACCOUNT, None, &[("name", "Beta"), ("parent", "Acme")]);
    let stranger = add(&mut writer, &entity::CONTACT, Some(other), &[("name", "Ann")]);
    let mut refused = |entity: &'static Entity, parent, entries: &[(&str, &str)], says: &str| {
        let set = typed(&writer, entity, parent, entries);
        let error = save(&mut writer, &Patch::new(entity, parent, set)).unwrap_err();
        assert!(error.what.contains(says), "{error}");
    };
    let of = Some(account);
    let contract = [("start", "2024-01-02"), ("end", "2024-01-01"), ("arr", "1k")];
    refused(&entity::CONTRACT, of, &contract, "End: 2024-01-01 is before Start, 2024-01-02");
    refused(&entity::CONTRACT, of, &[("arr", "1k")], "Start");
    refused(&entity::SURVEY, of, &[("kind", "nps"), ("date", "today"), ("score", "11")], "from 0 to 10");
    refused(&entity::SURVEY, of, &[("kind", "csat"), ("date", "today"), ("score", "5.5")], "from 0 to 5");
    refused(&entity::ACCOUNT, None, &[("name", "New"), ("external_id", "A-1")], "another account has the id");
    refused(&entity::TICKET, None, &[("opened_on", "today")], "needs its account");
    let circle = typed(&writer, &entity::ACCOUNT, None, &[("parent", "Beta")]);
    let error = save(&mut writer, &Patch::row(&entity::ACCOUNT, account, circle)).unwrap_err();
    assert!(error.what.contains("above itself"), "{error}");
    let who = (entity::SURVEY.field("contact").unwrap(), Value::Int(stranger));
    let mut set = typed(&writer, &entity::SURVEY, of, &[("kind", "nps"), ("date", "today"), ("score", "9")]);
    set.push(who);
    let error = save(&mut writer, &Patch::new(&entity::SURVEY, of, set)).unwrap_err();
    assert!(error.what.contains("another account"), "{error}");
}

#[test]
fn fields_are_typed_as_people_write() {
    let context = Context {
        names: vec![
            (LinkTo::Member, vec![(1, "Ann Lee".into()), (2, "Joe Poe".into()), (3, "Anna Berg".into())]),
            (LinkTo::Contact, vec![(7, "Dana Kim".into())]),
        ],
        ..Context::new(TODAY, Currency::USD)
    };
    let read = |entity: &'static Entity, field: &str, text: &str| {
        parse(entity.field(field).unwrap(), text, &context)
    };
    let is = |entity, field, text, expected: Value| {
        assert_eq!(read(entity, field, text).unwrap(), expected, "{text}")
    };
    for (text, minor) in
        [("48,000.50", 4_800_050), ("$48k", 4_800_000), ("1.2m", 120_000_000), ("USD 5", 500)]
    {
        is(&entity::CONTRACT, "arr", text, Value::Int(minor));
    }
    is(&entity::ACCOUNT, "stage", "ren", Value::Int(4));
    is(&entity::ACCOUNT, "stage", "", Value::Int(2));
    is(&entity::CONTACT, "role", "sponsor", Value::Int(1));
    is(&entity::TICKET, "priority", "urgent", Value::Int(1));
    is(&entity::CONTRACT, "auto_renew", "y", Value::Int(1));
    is(&entity::ACCOUNT, "tags", "VIP; eu;vip", Value::Text("vip;eu".into()));
    is(&entity::ACCOUNT, "csm", "poe", Value::Int(2));
    is(&entity::ACCOUNT, "csm", "ann lee", Value::Int(1));
    is(&entity::GOAL, "target", "-2.5", Value::Int(-2_500_000));
    let both = Value::List(vec![Value::Int(7), Value::Text("A Stranger".into())]);
    is(&entity::TOUCHPOINT, "attendees", "dana; A Stranger", both);
    for (entity, field, text, says) in [
        (&entity::ACCOUNT, "name", " ", "Name: cannot be left empty"),
        (&entity::ACCOUNT, "csm", "ann", "fits Ann Lee, Anna Berg"),
        (&entity::ACCOUNT, "csm", "bob", "no member of the team is called \"bob\""),
        (&entity::ACCOUNT, "stage", "a", "could be acquisition or adoption"),
        (&entity::ACCOUNT, "stage", "limbo", "is none of acquisition"),
        (&entity::CONTRACT, "arr", "EUR 5", "is in EUR, but the record is in USD"),
        (&entity::CONTRACT, "arr", "-5", "is negative"),
        (&entity::CONTRACT, "seats", "2.5", "is not a whole number"),
        (&entity::TOUCHPOINT, "pulse", "6", "is not from 1 to 5"),
        (&entity::ACCOUNT, "signed_on", "soon", "Signed on: \"soon\" is not a date"),
    ] {
        let error = read(entity, field, text).unwrap_err();
        assert!(error.what.contains(says), "{error}");
    }
}

#[test]
fn plus_and_minus_step_what_has_an_order() {
    let context = Context::new(TODAY, Currency::USD);
    let stepped = |entity: &'static Entity, field: &str, value: Value, by| {
        step(entity.field(field).unwrap(), &value, by, &context)
    };
    assert_eq!(stepped(&entity::TASK, "due_on", Value::Int(20_005), -7), Value::Int(19_998));
    assert_eq!(stepped(&entity::TASK, "due_on", Value::Null, 1), Value::Int(20_000));
    assert_eq!(stepped(&entity::CONTRACT, "seats", Value::Int(1), -5), Value::Int(0));
    // $12,500.00: the second figure is a thousand.
    assert_eq!(stepped(&entity::CONTRACT, "arr", Value::Int(1_250_000), 1), Value::Int(1_350_000));
    assert_eq!(stepped(&entity::CONTRACT, "arr", Value::Int(50), -1), Value::Int(0));
    assert_eq!(stepped(&entity::ACCOUNT, "stage", Value::Int(5), 1), Value::Int(0));
    assert_eq!(stepped(&entity::CONTRACT, "auto_renew", Value::Int(1), 1), Value::Int(0));
    assert_eq!(stepped(&entity::TASK, "title", Value::Text("x".into()), 1), Value::Text("x".into()));
}

/// Usage of two accounts and of a contract of the second one.
const USAGE: &str = "account,contract,date,metric,value\n\
    A-1,,2024-09-02,logins,5\n\
    B-1,,2024-09-02,logins,7\n\
    B-1,,2024-09-09,logins,8\n\
    B-1,C-1,2024-09-02,logins,9\n";

#[test]
fn two_accounts_become_one_with_all_their_records() {
    let (_folder, mut writer) = book();
    let keep =
        add(&mut writer, &entity::ACCOUNT, None, &[("name", "Acme"), ("external_id", "A-1"), ("tags", "eu")]);
    let gone = add(
        &mut writer,
        &entity::ACCOUNT,
        None,
        &[
            ("name", "ACME Inc"),
            ("external_id", "B-1"),
            ("tags", "vip"),
            ("industry", "Steel"),
            ("parent", "Acme"),
        ],
    );
    let child = add(&mut writer, &entity::ACCOUNT, None, &[("name", "Acme Labs"), ("parent", "ACME Inc")]);
    let contract = [("external_id", "C-1"), ("start", "2024-01-01"), ("arr", "1k")];
    add(&mut writer, &entity::CONTRACT, Some(gone), &contract);
    let contact = add(&mut writer, &entity::CONTACT, Some(gone), &[("name", "Ann")]);
    let touch = [("kind", "call"), ("date", "today"), ("attendees", "Ann")];
    let touch = add(&mut writer, &entity::TOUCHPOINT, Some(gone), &touch);
    let kind = crate::import::kind::Kind::named("usage").unwrap();
    let request = crate::import::Request::new(kind, "usage.csv", USAGE.as_bytes().to_vec());
    let report = writer.import(&request, false, &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    assert_eq!(report.created, 4);

    let (merged, _) = writer.write("merge", |tx| merge(tx, keep, gone)).unwrap();
    // A contract, a contact and a touchpoint; the value of 2 September that both have for the account as a whole.
    assert_eq!((merged.moved, merged.usage_left), (3, 1));
    assert_eq!(merged.filled, ["industry"]);
    assert!(read(writer.book(), &entity::ACCOUNT, gone).is_err());
    assert_eq!(value(&writer, &entity::ACCOUNT, keep, "tags"), Value::Text("eu;vip;formerly:b-1".into()));
    assert_eq!(value(&writer, &entity::ACCOUNT, keep, "parent"), Value::Null);
    assert_eq!(value(&writer, &entity::ACCOUNT, child, "parent"), Value::Int(keep));
    assert_eq!(
        value(&writer, &entity::TOUCHPOINT, touch, "attendees"),
        Value::List(vec![Value::Int(contact)])
    );
    let mut usage = Vec::new();
    let usage_kind = crate::store::native::kind("usage").unwrap();
    usage_kind
        .each(writer.book(), Some(keep), None, |cells| {
            usage.push(cells.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
            Ok(())
        })
        .unwrap();
    let expected = ["A-1,,2024-09-02,logins,5", "A-1,C-1,2024-09-02,logins,9", "A-1,,2024-09-09,logins,8"];
    assert_eq!(usage, expected);
}

#[test]
fn accounts_with_plans_of_the_same_quarter_are_not_merged() {
    let (_folder, mut writer) = book();
    let accounts = ["Acme", "Beta"].map(|name| add(&mut writer, &entity::ACCOUNT, None, &[("name", name)]));
    for account in accounts {
        let plan = [("quarter", "2024-Q4"), ("written_on", "today")];
        add(&mut writer, &entity::PLAN, Some(account), &plan);
    }
    let [keep, gone] = accounts;
    let error = writer.write("merge", |tx| merge(tx, keep, gone)).unwrap_err();
    assert!(error.what.contains("both accounts have a plan of 2024-Q4"), "{error}");
    assert!(writer.write("merge", |tx| merge(tx, keep, keep)).is_err());
}

#[test]
fn a_merge_below_and_above_makes_no_circle() {
    let (_folder, mut writer) = book();
    let top = add(&mut writer, &entity::ACCOUNT, None, &[("name", "Top")]);
    let middle = add(&mut writer, &entity::ACCOUNT, None, &[("name", "Middle"), ("parent", "Top")]);
    let low = add(&mut writer, &entity::ACCOUNT, None, &[("name", "Low"), ("parent", "Middle")]);
    writer.write("merge", |tx| merge(tx, low, top)).unwrap();
    assert_eq!(value(&writer, &entity::ACCOUNT, low, "parent"), Value::Null);
    assert_eq!(value(&writer, &entity::ACCOUNT, middle, "parent"), Value::Int(low));
}

#[test]
fn a_log_makes_everything_it_says_in_one_change() {
    let (_folder, mut writer) = book();
    let account = add(&mut writer, &entity::ACCOUNT, None, &[("name", "Acme")]);
    add(&mut writer, &entity::CONTACT, Some(account), &[("name", "Ann Lee"), ("role", "sponsor")]);
    let people = log::people(writer.book(), account).unwrap();
    let line = log::Log::parse("call +sponsor @zoe \"renewal ok\" pulse 4 > +1w send quote", &people, TODAY);
    assert_eq!(line.label(writer.book(), account).unwrap(), "Logged a call with Acme");
    let (logged, _) = writer.write("log", |tx| line.apply(tx, account, TODAY)).unwrap();
    assert_eq!((logged.contacts.len(), logged.tasks.len()), (1, 1));
    let touch = logged.touchpoint.unwrap();
    assert_eq!(value(&writer, &entity::TOUCHPOINT, touch, "pulse"), Value::Int(4));
    assert_eq!(value(&writer, &entity::TASK, logged.tasks[0], "due_on"), Value::Int(20_007));
    let Value::List(who) = value(&writer, &entity::TOUCHPOINT, touch, "attendees") else { panic!() };
    assert_eq!(who.len(), 2);
    let wrong = log::Log::parse("call +legal", &people, TODAY);
    assert!(writer.write("log", |tx| wrong.apply(tx, account, TODAY)).is_err());
}

proptest! {
    #[test]
    fn what_a_field_shows_reads_back(number in -9_000_000_000_i64..9_000_000_000, text in "[a-zA-Z0-9 .,;:é=+@'-]{1,30}") {
        let names = vec![(1, "Ann Lee".to_owned()), (2, "Joe Poe".to_owned())];
        let context = Context {
            names: [LinkTo::Segment, LinkTo::Member, LinkTo::Account, LinkTo::Contact, LinkTo::Contract, LinkTo::Step]
                .map(|to| (to, names.clone())).to_vec(),
            ..Context::new(TODAY, Currency::USD)
        };
        for field in entity::ALL.iter().flat_map(|entity| entity.fields().iter()) {
            let value = match &field.kind {
                FieldKind::Day => Value::Int(number.rem_euclid(100_000) - 20_000),
                FieldKind::Money => Value::Int(number.abs()),
                FieldKind::Int { min, max } => Value::Int(number.clamp(*min, *max)),
                FieldKind::Decimal => match parse(field, &number.abs().to_string(), &context) {
                    Ok(value) => value,
                    Err(_) => continue,
                },
                FieldKind::Choice(choices) => {
                    let place = usize::try_from(number.unsigned_abs()).unwrap() % choices.len();
                    choices[place].0.clone()
                }
                FieldKind::YesNo => Value::Int(number & 1),
                FieldKind::Link(_) => Value::Int(1 + (number & 1)),
                FieldKind::Links(_) => Value::List(vec![Value::Int(1 + (number & 1))]),
                FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::List { .. } => {
                    match parse(field, &text, &context) {
                        Ok(value) if !value.is_null() => value,
                        _ => continue,
                    }
                }
            };
            let shown = show(field, &value, &context);
            prop_assert_eq!(parse(field, &shown, &context), Ok(value), "{} {}", field.name, shown);
        }
    }

    #[test]
    fn nothing_that_is_typed_panics(text in "\\PC{0,40}") {
        let context = Context::new(TODAY, Currency::USD);
        for field in entity::ALL.iter().flat_map(|entity| entity.fields().iter()) {
            let _ = parse(field, &text, &context);
        }
    }
}
