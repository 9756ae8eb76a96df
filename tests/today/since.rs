//! What is new since somebody last looked.

use mainstay::domain::{Band, Day};
use mainstay::engine::{Clock, Morning, View, Writer};
use mainstay::store::{Location, today};
use mainstay::today::{Turn, turn};

use crate::shell::Shell;

const TODAY: Day = Day(20_634);

const FACTS: &str = "
    INSERT INTO account (id, name) VALUES (1, 'Acme');
    INSERT INTO task (id, account_id, title, due_on) VALUES (1, 1, 'Known', 20630), (2, 1, 'Due since', 20633),
      (3, 1, 'Was open', 20620);";

fn morning(shell: &Shell, person: &str) -> Morning {
    View::open(&Location::at(shell.book()), TODAY).unwrap().morning(None, Some(person)).unwrap()
}

fn new(morning: &Morning) -> Vec<String> {
    let Some(seen) = &morning.seen else { return Vec::new() };
    let mut new: Vec<String> = morning
        .matters
        .iter()
        .filter(|matter| seen.mark.is_new(matter))
        .map(|matter| matter.reason.to_string())
        .collect();
    new.sort();
    new
}

#[test]
fn new_is_what_became_due_or_came_into_the_book_since_and_closed_what_was_done() {
    let shell = Shell::with(FACTS);
    let location = Location::at(shell.book());
    assert!(morning(&shell, "Ann").seen.is_none(), "she never looked");
    // She left the list two days ago.
    let mut then = Writer::open(&location, Clock::Fixed(TODAY - 2)).unwrap();
    then.note(|tx| today::look(tx, "Ann", TODAY - 2)).unwrap();
    drop(then);
    assert_eq!(shell.rows("SELECT count(*) FROM txn"), ["0"], "a look is nothing that could be undone");
    assert_eq!(new(&morning(&shell, "Ann")), ["Due since"]);
    assert!(morning(&shell, "Joe").seen.is_none(), "each person has looks of their own");
    let said = |arguments: &[&str]| shell.said(arguments);
    said(&["task", "add", "1", "Came since", "--due", "2026-06-28"]);
    said(&["task", "done", "Was open"]);
    let now = morning(&shell, "Ann");
    assert_eq!(new(&now), ["Came since", "Due since"]);
    let closed = now.seen.unwrap().closed;
    assert_eq!(closed.iter().map(|own| (own.kind, &*own.title)).collect::<Vec<_>>(), [("task", "Was open")]);
    // She looks again: nothing is new any more, on the same day.
    let mut writer = Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
    writer.note(|tx| today::look(tx, "Ann", TODAY)).unwrap();
    let now = morning(&shell, "Ann");
    assert!(new(&now).is_empty() && now.seen.unwrap().closed.is_empty());
    said(&["task", "add", "1", "After the look", "--due", "2026-06-30"]);
    assert_eq!(new(&morning(&shell, "Ann")), ["After the look"]);
}

#[test]
fn a_band_turns_for_the_worse_or_the_better_and_grey_is_neither() {
    use Band::{Green, Grey, Red, Yellow};
    for (then, now, expected) in [
        (Green, Yellow, Some(Turn::Worse)),
        (Green, Red, Some(Turn::Worse)),
        (Red, Yellow, Some(Turn::Better)),
        (Yellow, Yellow, None),
        (Grey, Red, None),
        (Green, Grey, None),
    ] {
        assert_eq!(turn(then, now), expected, "{then:?} to {now:?}");
    }
}

#[test]
fn the_bands_of_an_earlier_day_follow_from_the_facts_of_that_day() {
    // A P1 opened three days ago caps the score: 49 today. Two days ago it was a day old.
    let shell = Shell::with(
        "INSERT INTO account (id, name, signed_on) VALUES (1, 'Acme', 20000);
         INSERT INTO touchpoint (account_id, touched_on, kind, pulse) VALUES (1, 20630, 1, 5);
         INSERT INTO ticket (account_id, opened_on, priority) VALUES (1, 20631, 1);",
    );
    let view = View::open(&Location::at(shell.book()), TODAY).unwrap();
    let now = view.board().unwrap().rows[0].band;
    let then = view.bands_on(TODAY - 4).unwrap()[&1];
    assert_eq!((then, now), (Band::Green, Band::Red));
}
