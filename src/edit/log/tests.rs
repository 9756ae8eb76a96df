use proptest::prelude::*;

use super::*;

/// A Wednesday.
fn today() -> Day {
    Day::parse("2026-01-28").unwrap()
}

fn people() -> Vec<Person> {
    let person = |id, name: &str, role, left| Person { id, name: name.into(), role, left };
    vec![
        person(1, "Ann Lee", ContactRole::Champion, false),
        person(2, "Dana Kim", ContactRole::ExecutiveSponsor, false),
        person(3, "Anna Berg", ContactRole::Admin, false),
        person(4, "Dana Old", ContactRole::ExecutiveSponsor, true),
    ]
}

fn read(line: &str) -> Log {
    Log::parse(line, &people(), today())
}

#[test]
fn the_whole_grammar_in_one_line() {
    let log =
        read("call @lee +sponsor \"renewal ok, wants SSO\" pulse 4 on mon > fri send quote > call again");
    assert_eq!(log.kind, TouchpointKind::Call);
    assert_eq!(log.with, [Who::Contact(1), Who::Contact(2)]);
    assert_eq!(log.text, "renewal ok, wants SSO");
    assert_eq!((log.pulse, log.on.unwrap().to_string()), (Some(4), "2026-01-26".into()));
    let todos = [
        Todo { title: "send quote".into(), due: Day::parse("2026-01-30").ok() },
        Todo { title: "call again".into(), due: None },
    ];
    assert_eq!(log.todos, todos);
    assert_eq!(log.problem(), None);
    let read: Vec<(What, &str)> = log.spans.iter().map(|span| (span.what, span.note.as_str())).collect();
    let expected = [
        (What::Kind, "call"),
        (What::Contact, "Ann Lee"),
        (What::Contact, "Dana Kim"),
        (What::Text, ""),
        (What::Pulse, "pulse 4"),
        (What::Day, "2026-01-26"),
        (What::Task, "task by 2026-01-30: send quote"),
        (What::Task, "task: call again"),
    ];
    assert_eq!(read, expected);
}

#[test]
fn plain_words_are_what_was_said() {
    let log = read("will call back on track, pulse was fine, 2 > 1 not");
    assert_eq!((log.kind, log.pulse, log.on), (TouchpointKind::Note, None, None));
    assert_eq!(log.text, "will call back on track, pulse was fine, 2");
    assert_eq!(log.todos[0].title, "1 not");
    assert_eq!(read("met \"all of > them\" +1 from us").text, "met all of > them +1 from us");
    assert_eq!(read("meeting").kind, TouchpointKind::Meeting);
}

#[test]
fn names_are_found_by_any_part_and_those_who_left_come_last() {
    for (name, id) in
        [("@dana", 2), ("@Kim", 2), ("@\"dana old\"", 4), ("@berg,", 3), ("@dkm", 2), ("@ann.lee", 1)]
    {
        assert_eq!(read(name).with, [Who::Contact(id)], "{name}");
    }
    assert_eq!(read("call @\"dana old\"").spans[1].note, "Dana Old (has left)");
    let log = read("call @ann");
    assert!(log.problem().unwrap().contains("Ann Lee, Anna Berg"), "{log:?}");
}

#[test]
fn an_unknown_name_becomes_a_contact_with_the_role_behind_it() {
    let log = read("call @\"Zoe Quist\" +champion @mr_x");
    let zoe = Who::New { name: "Zoe Quist".into(), role: ContactRole::Champion };
    assert_eq!(log.with, [zoe, Who::New { name: "mr x".into(), role: ContactRole::Unknown }]);
    assert_eq!(log.spans[1].note, "new contact Zoe Quist, champion");
    assert_eq!(log.problem(), None);
}

#[test]
fn what_is_not_understood_is_said() {
    assert!(read("call +procurement").problem().unwrap().contains("nobody at the account is procurement"));
    assert!(read("call @!!").problem().unwrap().contains("names nobody"));
    assert!(read("call ok > ").problem().unwrap().contains("after the >"));
    assert!(read("call ok > fri").problem().is_some());
}

proptest! {
    #[test]
    fn any_line_reads_and_every_word_of_it_is_in_one_span(
        line in "(call|\\PC|@[a-z]{0,4}|\\+sponsor|>|pulse|on|fri|[0-9]|\"| ){0,40}"
    ) {
        let log = read(&line);
        let mut end = 0;
        let mut covered = String::new();
        for span in &log.spans {
            prop_assert!(line[end..span.range.start].trim().is_empty(), "{:?}", log.spans);
            covered.push_str(&line[span.range.clone()]);
            end = span.range.end;
        }
        prop_assert!(line[end..].trim().is_empty());
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(bare(&covered), bare(&line));
    }
}
