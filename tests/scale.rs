//! Slow: the book at 10,000 and 100,000 accounts, against SQLite's own plain scan of the same file in the same run.
//!
//! `cargo test --release --test scale -- --ignored --nocapture` prints the figures; the limits are asserted.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

use std::time::{Duration, Instant};

use mainstay::domain::Day;
use mainstay::engine::{Clock, View, Writer};
use mainstay::import::{self, Request};
use mainstay::store::Location;
use mainstay::store::load::{Value, rows};
use rusqlite::Connection;
use tempfile::TempDir;

const TODAY: Day = Day(20_000);

/// Accounts with a year of weekly usage in three metrics, a contract, three contacts, two tickets, four touchpoints
/// and a survey each.
fn book(accounts: i64) -> (TempDir, Location) {
    let dir = tempfile::tempdir().unwrap();
    let location = Location::at(dir.path().join("book.mainstay"));
    Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
    let conn = Connection::open(location.path()).unwrap();
    conn.execute_batch("PRAGMA synchronous = off; BEGIN").unwrap();
    // The triggers are what is not measured here: the rows are.
    let triggers: Vec<(String, String)> = conn
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (name, _) in &triggers {
        conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    let numbers = |n: i64| {
        format!("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {n})")
    };
    conn.execute_batch(&format!(
        "INSERT INTO metric (id, name) VALUES (1, 'active_users'), (2, 'logins'), (3, 'events');
         {all} INSERT INTO account (id, name, signed_on, stage, first_outcome_on)
           SELECT i + 1, 'Account ' || i, 18000 + i % 1900, 2, 19000 FROM n;
         {all} INSERT INTO contract (account_id, start_on, end_on, yearly_minor, seats)
           SELECT i + 1, 19000, 20000 + i % 700, 100000 + i, 100 FROM n;
         {three} INSERT INTO contact (id, account_id, name, role)
           SELECT i + 1, i / 3 + 1, 'P' || i, 1 + i % 3 FROM n;
         {two} INSERT INTO ticket (account_id, opened_on, resolved_on, priority)
           SELECT i / 2 + 1, 19900 + i % 97, CASE i % 3 WHEN 0 THEN NULL ELSE 19999 END, 1 + i % 4 FROM n;
         {four} INSERT INTO touchpoint (id, account_id, touched_on, kind, pulse)
           SELECT i + 1, i / 4 + 1, 19800 + i % 190, 1 + i % 4, 1 + i % 5 FROM n;
         {four} INSERT INTO touchpoint_attendee (touchpoint_id, contact_id) SELECT i + 1, (i / 4) * 3 + 1 + i % 3 FROM n;
         {all} INSERT INTO survey (account_id, kind, score_micro, answered_on)
           SELECT i + 1, 0, (i % 11) * 1000000, 19900 FROM n;
         {weeks} INSERT INTO usage_day SELECT 0, i / 52 + 1, 19640 + (i % 52) * 7, {accounts} FROM n;
         {all}, w (w) AS (SELECT 0 UNION ALL SELECT w + 1 FROM w WHERE w < 51), m (m) AS (VALUES (1), (2), (3))
           INSERT INTO usage (account_id, metric_id, used_on, value)
           SELECT i + 1, m, 19640 + w * 7, (i * 7 + w * m * 13) % 400 FROM n CROSS JOIN m CROSS JOIN w;",
        all = numbers(accounts),
        two = numbers(accounts * 2),
        three = numbers(accounts * 3),
        four = numbers(accounts * 4),
        weeks = numbers(3 * 52),
    ))
    .unwrap();
    for (_, sql) in &triggers {
        conn.execute_batch(sql).unwrap();
    }
    conn.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    (dir, location)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn timed<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    median(
        (0..runs)
            .map(|_| {
                let start = Instant::now();
                std::hint::black_box(work());
                start.elapsed()
            })
            .collect(),
    )
}

/// Seconds of processor time that this process has used, ended threads included, in hundredths.
#[cfg(target_os = "linux")]
fn cpu() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    Some((fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?) / 100.0)
}

#[cfg(not(target_os = "linux"))]
fn cpu() -> Option<f64> {
    None
}

fn measure(accounts: i64) {
    let (_dir, location) = book(accounts);
    let conn = Connection::open(location.path()).unwrap();
    let scan = || conn.query_row("SELECT sum(value) FROM usage", [], |row| row.get::<_, f64>(0)).unwrap();
    scan();
    let floor = timed(7, scan);
    let view = View::open(&location, TODAY).unwrap();
    let before = cpu();
    let whole = timed(5, || view.board().unwrap().rows.len());
    let ratio = whole.as_secs_f64() / floor.as_secs_f64();
    println!(
        "{accounts} accounts: plain scan {floor:?}, all scored with 26 weeks {whole:?}, ratio {ratio:.2}"
    );
    if let (Some(before), Some(after)) = (before, cpu()) {
        let spent = (after - before) / 5.0 / floor.as_secs_f64();
        println!("  processor time against the scan: {spent:.2}");
        assert!(spent <= 7.0, "{spent} times the scan's processor time");
    }
    let mut writer = Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
    let start = Instant::now();
    writer.refresh().unwrap();
    println!(
        "  the same, written and committed: {:?}, ratio {:.2}",
        start.elapsed(),
        start.elapsed().as_secs_f64() / floor.as_secs_f64()
    );
    let judge = view.judge().unwrap();
    let mut id = 0;
    let one = timed(1_000, || {
        id = id % accounts + 1;
        judge.row(view.record(id).unwrap())
    });
    println!("  one account, facts read and scored with 26 weeks: {one:?}");
    let first = timed(9, || View::open(&location, TODAY).unwrap().first(60).unwrap().unwrap().rows.len());
    let all = timed(5, || View::open(&location, TODAY).unwrap().cached().unwrap().unwrap().rows.len());
    println!("  opened and first rows: {first:?}; all rows: {all:?}");
    let bytes: i64 = conn
        .query_row("SELECT sum(pgsize) FROM dbstat WHERE name = 'usage'", [], |row| row.get(0))
        .unwrap_or(0);
    println!("  bytes a usage row: {:.1}", bytes as f64 / (accounts * 156) as f64);
    assert!(whole <= floor * 4, "the whole book: {whole:?} against a plain scan of {floor:?}");
    assert!(one <= Duration::from_micros(400), "one account: {one:?}");
}

#[test]
#[ignore = "slow: ten thousand accounts"]
fn ten_thousand_accounts() {
    measure(10_000);
}

#[test]
#[ignore = "slow: a hundred thousand accounts"]
fn a_hundred_thousand_accounts() {
    measure(100_000);
}

/// A person who edits and takes back again and again; what a step costs after that many of them, against the first ones.
fn steps(steps: usize) {
    // In memory where the system has a folder there: what is measured is the work, not the disk.
    let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let location = Location::at(dir.path().join("book.mainstay"));
    let mut writer = Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
    let write = |writer: &mut Writer, stage: usize| {
        let stage = Value::Int(i64::try_from(stage % 5).unwrap());
        writer.write("Stage", |tx| rows::update(tx, "account", 1, &[("stage", &stage)])).unwrap();
    };
    let name = Value::Text("Acme".into());
    writer.write("New", |tx| rows::insert(tx, "account", &[("name", &name)])).unwrap();
    let sample = 200.min(steps / 4);
    let mut edits = Vec::new();
    for step in 1..=steps {
        let start = Instant::now();
        write(&mut writer, step);
        edits.push(start.elapsed());
    }
    let (mut undos, mut redos) = (Vec::new(), Vec::new());
    for _ in 0..steps {
        let start = Instant::now();
        assert_eq!(writer.undo().unwrap().0.rows, 1);
        undos.push(start.elapsed());
    }
    for _ in 0..steps {
        let start = Instant::now();
        assert_eq!(writer.redo().unwrap().0.rows, 1);
        redos.push(start.elapsed());
    }
    for (name, times) in [("edit", edits), ("undo", undos), ("redo", redos)] {
        let (first, last) = (median(times[..sample].to_vec()), median(times[steps - sample..].to_vec()));
        println!("{name}: first {first:?}, after {steps} steps {last:?}");
        // A machine is not always equally fast: three times and a little is still the same.
        assert!(last <= first * 3 + Duration::from_millis(2), "{name}: {last:?} against {first:?} at first");
    }
}

#[test]
fn a_few_hundred_steps_back_cost_what_one_costs() {
    steps(400);
}

#[test]
#[ignore = "slow: a hundred thousand steps, back and forth"]
fn a_hundred_thousand_steps_back_cost_what_one_costs() {
    steps(100_000);
}

#[test]
#[ignore = "slow: a million rows of usage, imported and taken back"]
fn an_import_of_a_million_values_is_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let location = Location::at(dir.path().join("book.mainstay"));
    let mut writer = Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
    let import = |writer: &mut Writer, kind: &str, csv: String| {
        let request = Request::new(import::kind::Kind::named(kind).unwrap(), "file", csv.into_bytes());
        writer.import(&request, false, &mut |_| std::ops::ControlFlow::Continue(())).unwrap().run
    };
    let accounts: String = (0..3_000).map(|account| format!("A-{account},Account {account}\n")).collect();
    import(&mut writer, "accounts", format!("external_id,name\n{accounts}"));
    let mut usage = String::from("account,date,metric,value\n");
    for account in 0..3_000 {
        for day in 0..334 {
            usage.push_str(&format!("A-{account},{},logins,{}\n", TODAY - day, day % 7));
        }
    }
    let timed = |name: &str, start: Instant| println!("{name}: {:?}", start.elapsed());
    let start = Instant::now();
    let run = import(&mut writer, "usage", usage);
    timed("imported", start);
    let conn = Connection::open(location.path()).unwrap();
    let rows = || conn.query_row("SELECT count(*) FROM usage", [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(rows(), 1_002_000);
    let start = Instant::now();
    assert!(writer.undo_import(run).unwrap().0.kept.is_empty());
    timed("taken back", start);
    assert_eq!(rows(), 0);
    let start = Instant::now();
    writer.redo().unwrap();
    timed("done again", start);
    assert_eq!(rows(), 1_002_000);
    println!("file: {} MB", std::fs::metadata(location.path()).unwrap().len() / 1_000_000);
}
