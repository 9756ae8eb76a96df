//! The first screen, and what is there before the day is read.

use mainstay::engine::Event;
use mainstay::tui::Effect;

use crate::bench::Bench;

/// A task of each of the three customers, and of none an alert.
const TASKS: &str = "
    INSERT INTO task (account_id, title, due_on) VALUES (1, 'First of all', 20000), (2, 'Then this', 20000),
      (3, 'And this', 20000);";

/// The list of the day, left and started again.
fn again() -> Bench {
    Bench::with(TASKS, (100, 24)).press("1").again()
}

fn is_loaded(event: &Event) -> bool {
    matches!(event, Event::Loaded(_))
}

#[test]
fn a_start_shows_the_day_as_it_was_left_until_it_is_read() {
    let mut left = Bench::with(TASKS, (100, 24)).press("1");
    left.shows("customers").shows("Acme");
    let lines = |bench: &mut Bench| bench.text().lines().skip(4).map(str::to_owned).collect::<Vec<_>>();
    let before = lines(&mut left);
    let mut bench = left.again();
    assert_eq!(lines(&mut bench), before);
    // And then the same, read.
    bench.wait(is_loaded);
    assert_eq!(lines(&mut bench), before);
    let mut bench = bench.press("w");
    bench.shows("ARR");
}

#[test]
fn what_is_pressed_before_the_day_is_read_is_done_once_it_is() {
    let mut bench = again();
    let first = bench.text();
    bench.begin("j enter");
    assert_eq!(bench.text(), first, "it waits");
    bench.wait(is_loaded);
    // The most ARR first, Acme, and then Borealis.
    assert!(first.find("Acme") < first.find("Borealis"), "{first}");
    assert!(bench.text().starts_with(" Borealis"), "{}", bench.text());
}

#[test]
fn the_keys_of_the_other_screens_and_those_that_end_do_not_wait() {
    let mut bench = again();
    bench.begin("2");
    assert!(!bench.text().contains("Today"), "{}", bench.text());
    bench.wait(is_loaded);
    bench.shows("Borealis");
    for (keys, ends) in [("q", true), ("ctrl-c", true), ("j ctrl-c", true), ("j q", false)] {
        let mut bench = again();
        bench.begin(keys);
        assert_eq!(bench.effects.contains(&Effect::Quit), ends, "{keys}");
    }
}

#[test]
fn a_picture_of_a_book_that_has_changed_since_is_not_shown() {
    let left = Bench::with(TASKS, (100, 24)).press("1");
    left.outside("UPDATE task SET done_on = 20000 WHERE id = 3");
    let mut bench = left.again();
    bench.shows("Reading the day");
    bench.wait(is_loaded);
    assert!(!bench.text().contains("Reading the day"), "{}", bench.text());
}
