//! The list of the day of ten thousand accounts and of a hundred thousand, with thousands of matters on it.

use std::time::{Duration, Instant};

use mainstay::engine::{Clock, Event, Writer, keep};
use mainstay::tui::term::event::KeyCode::{self, Char, Down, End, Enter, Esc, Home, PageDown, PageUp, Up};
use rusqlite::Connection;

use super::{Dashboard, TODAY, book_in, folder_in_memory, percentile};

/// Every other account has a task, every fifth an alert, every tenth a step; contracts end as the book has them.
const MATTERS: &str = "
    INSERT INTO team_member (id, name) VALUES (1, 'Ann'), (2, 'Bo'), (3, 'Cy');
    UPDATE account SET csm_id = 1 + id % 3;
    INSERT INTO task (account_id, title, owner_id, due_on)
      SELECT id, 'Call back about the quote', 1 + id % 3, 20000 - id % 40 FROM account WHERE id % 2 = 0;
    INSERT INTO alert (account_id, rule, severity, reason, opened_on)
      SELECT id, 'of the test', CASE id % 3 WHEN 0 THEN 'high' WHEN 1 THEN 'medium' ELSE 'low' END, 'Users fell by 34 %',
        20000 - id % 7 FROM account WHERE id % 5 = 0;
    INSERT INTO onboarding (id, account_id, started_on) SELECT id, id, 19970 FROM account WHERE id % 10 = 0;
    INSERT INTO step (onboarding_id, position, title, due_on) SELECT id, 1, 'Kickoff held', 19990 FROM onboarding;";

/// What must not take longer, in milliseconds.
struct Limits {
    /// The list is read and there.
    there: u64,
    /// A letter of the filter.
    letter: u64,
    /// Any other key.
    key: u64,
    /// A task is done: from the key until it is committed and on screen.
    done: u64,
}

#[test]
#[ignore = "slow: thousands of matters in a book of ten thousand accounts"]
fn thousands_of_matters_open_scroll_and_are_handled_without_a_delay_one_can_feel() {
    measure(10_000, &Limits { there: 500, letter: 8, key: 8, done: 20 });
}

#[test]
#[ignore = "slow: a hundred thousand accounts with as many matters"]
fn so_are_those_of_a_hundred_thousand_accounts() {
    measure(100_000, &Limits { there: 6_000, letter: 60, key: 60, done: 250 });
}

fn measure(accounts: i64, limits: &Limits) {
    let (_dir, location) = book_in(folder_in_memory(), accounts);
    Connection::open(location.path()).unwrap().execute_batch(MATTERS).unwrap();
    Writer::open(&location, Clock::Fixed(TODAY)).unwrap().refresh().unwrap();
    keep::daily(&location).unwrap();
    let mut dashboard = Dashboard::open(&location);
    let start = Instant::now();
    dashboard.press(&[Char('1')]);
    let opened = start.elapsed();
    println!("the screen opened: {opened:?}");
    dashboard.hear(|event| matches!(event, Event::Today(..)));
    let there = start.elapsed();
    println!("the list was there: {there:?}");
    let screen = dashboard.terminal.backend().to_string();
    assert!(screen.contains("customers"), "{screen}");
    let mut times: Vec<(&str, Duration)> = Vec::new();
    let mut keys = |dashboard: &mut Dashboard, name, codes: &[KeyCode]| {
        for code in codes {
            let start = Instant::now();
            dashboard.press(&[*code]);
            times.push((name, start.elapsed()));
        }
    };
    for _ in 0..50 {
        keys(&mut dashboard, "a line", &[Down, Down, Down, Up]);
        keys(&mut dashboard, "a page", &[PageDown, PageDown, PageUp, End, Home]);
        keys(&mut dashboard, "another matter", &[KeyCode::Tab, KeyCode::Tab]);
    }
    for filter in ["kind:task", "account 99", "csm:bo due:late", "!kind:alert owner:cy"] {
        keys(&mut dashboard, "a filter", &[Char('/')]);
        keys(&mut dashboard, "a filter", &filter.chars().map(Char).collect::<Vec<_>>());
        keys(&mut dashboard, "a filter", &[Enter, Esc]);
    }
    for group in [1, 2, 3, 0] {
        keys(&mut dashboard, "a group", &[Char('b'), Home]);
        keys(&mut dashboard, "a group", &vec![Down; group]);
        keys(&mut dashboard, "a group", &[Enter, Down, PageDown]);
    }
    for name in ["a line", "a page", "another matter", "a filter", "a group"] {
        let of: Vec<Duration> = times.iter().filter(|key| key.0 == name).map(|key| key.1).collect();
        println!("{name}, {} keys: p50 {:?}, p99 {:?}", of.len(), percentile(&of, 500), percentile(&of, 990));
    }
    // A task is ticked off, from the key until it is committed and on screen.
    dashboard.press(&"/kind:task".chars().map(Char).collect::<Vec<_>>());
    dashboard.press(&[Enter, Home]);
    let done: Vec<Duration> = (0..60).map(|_| dashboard.saved(Char('d'))).collect();
    println!("a task is done: p50 {:?}, p99 {:?}", percentile(&done, 500), percentile(&done, 990));
    let of = |is_letter: bool| -> Vec<Duration> {
        times.iter().filter(|key| (key.0 == "a filter") == is_letter).map(|key| key.1).collect()
    };
    assert!(opened < Duration::from_millis(100), "the screen is there before the list is: {opened:?}");
    for (what, took, limit) in [
        ("the list is there", there, limits.there),
        ("a letter of the filter", percentile(&of(true), 990), limits.letter),
        ("another key", percentile(&of(false), 990), limits.key),
        ("a task is done", percentile(&done, 980), limits.done),
    ] {
        assert!(took < Duration::from_millis(limit), "{what}: {took:?} of {limit} ms");
    }
}
