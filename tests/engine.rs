//! The one door for writing: what a change leaves behind, wherever it comes from.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

use std::sync::atomic::{AtomicI32, Ordering};
use std::time::{Duration, Instant};

use mainstay::domain::{Day, Error};
use mainstay::engine::{Clock, Command, Desk, Event, View, Writer};
use mainstay::store::Location;
use rusqlite::Connection;
use tempfile::TempDir;

const TODAY: Day = Day(20_000);

/// A book with three accounts, one of them churned, and a touch a while ago.
fn book() -> (TempDir, Location) {
    let dir = tempfile::tempdir().unwrap();
    let location = Location::at(dir.path().join("book.mainstay"));
    Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
    outsider(&location)
        .execute_batch(
            "INSERT INTO account (id, name, signed_on, stage) VALUES (1, 'Acme', 19000, 2), (2, 'Beta', 19000, 2), (3, 'Gone', 19000, 5);
             INSERT INTO contract (id, account_id, start_on, yearly_minor) VALUES (1, 1, 19000, 1200), (2, 2, 19000, 500), (3, 3, 19000, 9);
             INSERT INTO touchpoint (account_id, touched_on, kind, pulse) VALUES (1, 19990, 1, 5), (2, 19990, 1, 5);",
        )
        .unwrap();
    (dir, location)
}

fn outsider(location: &Location) -> Connection {
    Connection::open(location.path()).unwrap()
}

fn scalar(location: &Location, sql: &str) -> String {
    outsider(location)
        .query_row(sql, [], |row| row.get::<_, rusqlite::types::Value>(0))
        .map(|value| match value {
            rusqlite::types::Value::Null => "null".into(),
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            other => format!("{other:?}"),
        })
        .unwrap()
}

#[test]
fn edits_of_another_program_are_adopted_and_scored() {
    let (_dir, location) = book();
    let mut writer = Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
    assert!(writer.is_stale().unwrap());
    writer.refresh().unwrap();
    assert!(!writer.is_stale().unwrap());
    assert_eq!(scalar(&location, "SELECT actor FROM txn"), "external");
    assert_eq!(scalar(&location, "SELECT count(*) FROM dirty"), "0");
    // Touch (8) and pulse (3) are all that the book can judge: both at their best.
    assert_eq!(scalar(&location, "SELECT health FROM score WHERE account_id = 1"), "1000");
    let board = View::open(&location, TODAY).unwrap().board().unwrap();
    assert_eq!(board.totals.churned, 1);
    assert_eq!((board.totals.bands[2].accounts, board.totals.bands[2].arr), (2, 1700));
}

#[test]
fn a_change_is_journaled_under_its_label_and_rescored_in_the_same_transaction() {
    let (_dir, location) = book();
    let mut writer = Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
    writer.refresh().unwrap();
    let before = scalar(&location, "SELECT rev FROM score WHERE account_id = 2");
    writer.write("Override", |tx| mainstay::store::held::set_setting(tx, "currency", "EUR")).unwrap();
    assert_eq!(
        scalar(&location, "SELECT label FROM txn WHERE derived = 0 ORDER BY id DESC LIMIT 1"),
        "Override"
    );
    assert_ne!(scalar(&location, "SELECT rev FROM score WHERE account_id = 2"), before);
    assert_eq!(scalar(&location, "SELECT arr_currency FROM score WHERE account_id = 2"), "EUR");
}

#[test]
fn a_failed_change_leaves_nothing() {
    let (_dir, location) = book();
    let mut writer = Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
    writer.refresh().unwrap();
    let journal = scalar(&location, "SELECT count(*) FROM journal");
    let failed = writer.write("Half", |tx| {
        mainstay::store::held::set_setting(tx, "currency", "EUR")?;
        Err::<(), _>(Error::invalid("no"))
    });
    assert_eq!(failed.unwrap_err().what, "no");
    assert_eq!(scalar(&location, "SELECT count(*) FROM journal"), journal);
    assert_eq!(scalar(&location, "SELECT count(*) FROM setting"), "0");
    // A policy that is wrong is refused as a whole, by its key.
    let wrong = writer.write("Policy", |tx| {
        mainstay::store::held::set_setting(tx, "policy", "[usage.licence_utilisation]\nwieght = 3\n")
    });
    assert!(wrong.unwrap_err().to_string().contains("wieght"));
    assert_eq!(scalar(&location, "SELECT count(*) FROM setting"), "0");
}

#[test]
fn a_policy_broken_by_another_program_is_named_and_the_builtin_judges() {
    let (_dir, location) = book();
    outsider(&location)
        .execute_batch("INSERT INTO setting (name, value) VALUES ('policy', 'nonsense = 1')")
        .unwrap();
    let mut writer = Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
    let broken = writer.refresh().unwrap().unwrap();
    assert!(broken.to_string().contains("nonsense"), "{broken}");
    assert_eq!(scalar(&location, "SELECT health FROM score WHERE account_id = 1"), "1000");
}

#[test]
fn a_deleted_account_leaves_rows_and_totals() {
    let (_dir, location) = book();
    let mut writer = Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
    writer.refresh().unwrap();
    outsider(&location).execute_batch("PRAGMA foreign_keys = on; DELETE FROM account WHERE id = 1").unwrap();
    writer.refresh().unwrap();
    let board = View::open(&location, TODAY).unwrap().cached().unwrap().unwrap();
    assert_eq!(board.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [2, 3]);
    assert_eq!((board.totals.bands[2].accounts, board.totals.bands[2].arr), (1, 500));
}

#[test]
fn another_day_is_computed_without_writing() {
    let (_dir, location) = book();
    Writer::open(&location, Clock::Fixed(TODAY)).unwrap().refresh().unwrap();
    // On day 19,980 nobody had been touched: nothing in the book can be judged.
    let past = View::open(&location, Day(19_980)).unwrap().board().unwrap();
    assert_eq!(past.rows[0].health, None);
    assert_eq!(past.lookups.day, Day(19_980));
    assert_eq!(scalar(&location, "SELECT day FROM scored"), "20000");
}

/// Waits for an event that `wanted` takes, for two seconds at most.
fn hear<T>(
    heard: &mut tokio::sync::mpsc::UnboundedReceiver<Event>,
    mut wanted: impl FnMut(Event) -> Option<T>,
) -> T {
    let end = Instant::now() + Duration::from_secs(2);
    while Instant::now() < end {
        match heard.try_recv() {
            Ok(event) => {
                if let Some(found) = wanted(event) {
                    return found;
                }
            }
            Err(_) => std::thread::sleep(Duration::from_millis(5)),
        }
    }
    panic!("the event did not come");
}

#[test]
fn the_desk_hears_of_another_programs_commit_within_half_a_second() {
    let (_dir, location) = book();
    Writer::open(&location, Clock::Fixed(TODAY)).unwrap().refresh().unwrap();
    let (desk, mut heard) = Desk::open(&location, Clock::Fixed(TODAY), None).unwrap();
    assert_eq!(desk.first(10).unwrap().unwrap().rows.len(), 2);
    let rows = hear(&mut heard, |event| match event {
        Event::Loaded(board) => Some(board.rows().to_vec()),
        _ => None,
    });
    assert_eq!(rows.len(), 3);
    let start = Instant::now();
    outsider(&location).execute_batch("UPDATE account SET name = 'Acme New' WHERE id = 1").unwrap();
    let (rows, _) = hear(&mut heard, |event| match event {
        Event::Changed { rows, removed, .. } => Some((rows, removed)),
        _ => None,
    });
    assert!(start.elapsed() < Duration::from_millis(500), "{:?}", start.elapsed());
    assert_eq!(rows.iter().map(|row| (row.id, row.name.as_ref())).collect::<Vec<_>>(), [(1, "Acme New")]);
    outsider(&location).execute_batch("DELETE FROM account WHERE id = 2").unwrap();
    let removed = hear(&mut heard, |event| match event {
        Event::Changed { removed, .. } => Some(removed),
        _ => None,
    });
    assert_eq!(removed, [2]);
}

#[test]
fn a_command_is_done_journaled_and_on_screen_without_waiting_for_the_poll() {
    let (_dir, location) = book();
    Writer::open(&location, Clock::Fixed(TODAY)).unwrap().refresh().unwrap();
    let (desk, mut heard) = Desk::open(&location, Clock::Fixed(TODAY), None).unwrap();
    hear(&mut heard, |event| matches!(event, Event::Loaded(_)).then_some(()));
    // The thread has opened and loaded; several in a row take less than one poll of 250 ms each.
    let start = Instant::now();
    for step in 0..8 {
        desk.submit(
            step,
            Command::write("Currency", move |tx| {
                mainstay::store::held::set_setting(tx, "currency", if step % 2 == 0 { "EUR" } else { "USD" })
            }),
        )
        .unwrap();
        let txn = hear(&mut heard, |event| match event {
            Event::Done { number, label, txn } => Some((label, txn, number)),
            _ => None,
        });
        assert_eq!((txn.0.as_str(), txn.2), ("Currency", step));
        assert!(txn.1.is_some());
        let rows = hear(&mut heard, |event| match event {
            Event::Changed { rows, .. } => Some(rows),
            _ => None,
        });
        assert_eq!(rows.len(), 3);
    }
    assert!(start.elapsed() < Duration::from_millis(1_500), "{:?}", start.elapsed());
    for (command, said) in [(Command::Undo, "Took back: Currency"), (Command::Redo, "Done again: Currency")] {
        desk.submit(8, command).unwrap();
        let label = hear(&mut heard, |event| match event {
            Event::Done { label, .. } => Some(label),
            _ => None,
        });
        assert_eq!(label, said);
    }
    desk.submit(9, Command::write("Wrong", |_| Err(Error::invalid("no such thing")))).unwrap();
    let error = hear(&mut heard, |event| match event {
        Event::Refused { number, error } => Some((number, error.what)),
        _ => None,
    });
    assert_eq!(error, (9, "no such thing".to_owned()));
}

#[test]
fn a_book_that_cannot_be_written_refuses_every_command_with_the_reason() {
    let (_dir, location) = book();
    let (mut desk, mut heard) = Desk::prepare(&location, Clock::Fixed(TODAY), None).unwrap();
    // Before the thread has begun another program makes it a book that this one cannot write.
    outsider(&location).execute_batch("PRAGMA user_version = 9999").unwrap();
    desk.start().unwrap();
    for number in 1..=2 {
        desk.submit(number, Command::Undo).unwrap();
        let (answered, error) = hear(&mut heard, |event| match event {
            Event::Refused { number, error } => Some((number, error)),
            _ => None,
        });
        assert_eq!(answered, number);
        assert!(error.what.contains("newer"), "{error}");
    }
}

#[test]
fn the_past_takes_no_commands() {
    let (_dir, location) = book();
    let (desk, _heard) = Desk::open(&location, Clock::Fixed(TODAY), Some(Day(19_980))).unwrap();
    let refused = desk.submit(1, Command::write("Late", |_| Ok(()))).unwrap_err();
    assert!(refused.to_string().contains("can only be looked at"), "{refused}");
}

#[test]
fn a_past_day_changes_with_the_book_too() {
    let (_dir, location) = book();
    let (_desk, mut heard) = Desk::open(&location, Clock::Fixed(TODAY), Some(Day(19_995))).unwrap();
    let mut names = || {
        hear(&mut heard, |event| match event {
            Event::Loaded(board) => Some((board.rows()[0].name.to_string(), board.lookups().day)),
            _ => None,
        })
    };
    assert_eq!(names(), ("Acme".to_owned(), Day(19_995)));
    outsider(&location).execute_batch("UPDATE account SET name = 'Acme New' WHERE id = 1").unwrap();
    assert_eq!(names(), ("Acme New".to_owned(), Day(19_995)));
}

#[test]
fn the_day_turns_while_the_desk_is_open() {
    static DAY: AtomicI32 = AtomicI32::new(TODAY.0);
    let (_dir, location) = book();
    Writer::open(&location, Clock::Fixed(TODAY)).unwrap().refresh().unwrap();
    let clock = Clock::By(|| Day(DAY.load(Ordering::SeqCst)));
    let (_desk, mut heard) = Desk::open(&location, clock, None).unwrap();
    hear(&mut heard, |event| matches!(event, Event::Loaded(_)).then_some(()));
    DAY.store(TODAY.0 + 1, Ordering::SeqCst);
    let (rows, day) = hear(&mut heard, |event| match event {
        Event::Changed { rows, lookups, .. } if lookups.day != TODAY => Some((rows.len(), lookups.day)),
        _ => None,
    });
    assert_eq!((rows, day), (3, TODAY + 1), "every account is judged anew");
}

#[test]
fn the_first_frame_is_known_from_the_last_time_until_anything_changes() {
    let (_dir, location) = book();
    Writer::open(&location, Clock::Fixed(TODAY)).unwrap().refresh().unwrap();
    let glance = |per_band| Desk::glance(&location, TODAY, per_band).map(|known| known.0);
    assert_eq!(glance(10), None);
    let leave = || {
        let (desk, _heard) = Desk::prepare(&location, Clock::Fixed(TODAY), None).unwrap();
        let first = desk.first(10).unwrap();
        desk.leave(10, None);
        first
    };
    let first = leave();
    assert!(first.as_ref().is_some_and(|first| first.rows.len() == 2 && first.totals.churned == 1));
    assert_eq!(glance(10), first);
    assert_eq!(glance(3), first, "a smaller terminal shows a part of it");
    assert_eq!(glance(11), None, "a taller one needs more");
    assert_eq!(Desk::glance(&location, TODAY + 1, 10), None, "another day has other scores");

    // Another program, however small its change, and a change of this one.
    outsider(&location).execute("UPDATE account SET name = 'Acne' WHERE id = 1", []).unwrap();
    assert_eq!(glance(10), None);
    assert_eq!(leave(), glance(10));
    let mut writer = Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
    writer.write("Currency", |tx| mainstay::store::held::set_setting(tx, "currency", "EUR")).unwrap();
    assert_eq!(glance(10), None);

    // Whatever else is there is as good as nothing.
    leave();
    let kept = location.path().with_extension("mainstay.glance");
    std::fs::write(&kept, &std::fs::read(&kept).unwrap()[1..]).unwrap();
    assert_eq!(glance(10), None);
}

#[test]
fn a_picture_is_kept_with_the_first_frame_if_it_knows_of_all_that_was_journaled() {
    let (_dir, location) = book();
    let mut writer = Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
    writer.refresh().unwrap();
    let last: i64 = {
        let conn = outsider(&location);
        conn.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0)).unwrap()
    };
    let kept = |seq| {
        let (desk, _heard) = Desk::prepare(&location, Clock::Fixed(TODAY), None).unwrap();
        desk.leave(10, Some((seq, "a picture".to_owned())));
        Desk::glance(&location, TODAY, 10).unwrap().1
    };
    assert_eq!(kept(last).as_deref(), Some("a picture"));
    assert_eq!(kept(last - 1), None);
}

#[test]
fn what_is_kept_of_the_first_frame_is_the_owners_alone_and_nothing_of_a_past_day() {
    let (dir, location) = book();
    Writer::open(&location, Clock::Fixed(TODAY)).unwrap().refresh().unwrap();
    let kept = |location: &Location| location.path().with_extension("mainstay.glance");
    let (past, _heard) = Desk::prepare(&location, Clock::Fixed(TODAY), Some(TODAY - 1)).unwrap();
    past.leave(10, None);
    assert!(!kept(&location).exists());
    let leave = || Desk::prepare(&location, Clock::Fixed(TODAY), None).unwrap().0.leave(10, None);
    leave();
    assert!(kept(&location).exists());
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(kept(&location)).unwrap()) & 0o777,
        0o600
    );
    let beside = std::fs::read_dir(dir.path()).unwrap().count();
    leave();
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), beside, "the one before gives way");
}

#[test]
fn after_leaving_the_next_start_has_no_log_to_go_through() {
    let (_dir, location) = book();
    let log = location.path().with_extension("mainstay-wal");
    let (desk, mut heard) = Desk::open(&location, Clock::Fixed(TODAY), None).unwrap();
    hear(&mut heard, |event| matches!(event, Event::Ready).then_some(()));
    // The backup of the day is the last that the thread does before it waits.
    let backups = location.path().with_extension("mainstay.backups");
    let end = Instant::now() + Duration::from_secs(10);
    let there = || {
        std::fs::read_dir(&backups).is_ok_and(|backups| {
            backups
                .flatten()
                .any(|backup| backup.path().extension().is_some_and(|ending| ending == "mainstay"))
        })
    };
    while !there() {
        assert!(Instant::now() < end, "no backup came");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(std::fs::metadata(&log).unwrap().len() > 0, "the first scores are in the log");
    desk.leave(10, None);
    assert_eq!(std::fs::metadata(&log).map_or(0, |log| log.len()), 0);
    assert!(Desk::glance(&location, TODAY, 10).is_some_and(|first| first.0.rows.len() == 2));
}

#[test]
fn a_change_says_whom_it_is_about_whether_or_not_a_score_depends_on_it() {
    use mainstay::store::Reader;
    use mainstay::store::touched::Touched;

    let (_dir, location) = book();
    let outside = outsider(&location);
    outside
        .execute_batch(
            "INSERT INTO onboarding (id, account_id, started_on) VALUES (1, 3, 19990);
             INSERT INTO step (id, onboarding_id, title, due_on) VALUES (1, 1, 'A', 20000), (2, 1, 'B', 20000);
             INSERT INTO task (id, account_id, title) VALUES (1, 1, 'A'), (2, NULL, 'B'), (3, 2, 'C');
             INSERT INTO team_member (id, name) VALUES (1, 'Ada');",
        )
        .unwrap();
    let of = |accounts: &[i64], apart| Some(Touched { accounts: accounts.iter().copied().collect(), apart });
    for (sql, expected) in [
        ("UPDATE task SET done_on = 20000 WHERE id = 1", of(&[1], false)),
        ("UPDATE task SET done_on = 20000 WHERE id = 2", of(&[], true)),
        ("UPDATE task SET account_id = 3 WHERE id = 3", of(&[2, 3], false)),
        ("UPDATE task SET account_id = NULL WHERE id = 3", of(&[3], true)),
        ("DELETE FROM task WHERE id = 2", of(&[], true)),
        ("DELETE FROM task WHERE id = 1", of(&[1], false)),
        // Through its parent, and the parent of that.
        ("INSERT INTO step_dependency (step_id, needs_id) VALUES (2, 1)", of(&[3], false)),
        ("DELETE FROM onboarding WHERE id = 1", of(&[3], false)),
        ("INSERT INTO play (account_id, playbook, started_on) VALUES (2, 'rescue', 20000)", of(&[2], false)),
        ("UPDATE account SET name = 'New' WHERE id = 2", of(&[2], false)),
        // Anybody may depend on it.
        ("UPDATE team_member SET name = 'Zoe' WHERE id = 1", None),
    ] {
        let before: i64 = outside.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0)).unwrap();
        outside.execute_batch(sql).unwrap();
        let told = Reader::open(&location).unwrap().touched_since(before).unwrap();
        assert_eq!(told, expected, "{sql}");
    }
}
