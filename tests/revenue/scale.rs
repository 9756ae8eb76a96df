//! Slow: metrics of 24 months over 10,000 accounts, against plain scans of the contract table in the same run.
//!
//! `cargo test --release --test revenue -- --ignored --nocapture` prints the ratio; the limit is asserted.

use std::hint::black_box;
use std::time::{Duration, Instant};

use mainstay::domain::{Day, Period};
use mainstay::engine::{Clock, View, Writer};
use mainstay::store::Location;
use mainstay::store::contracts::Grouping;
use rusqlite::Connection;

const TODAY: Day = Day(20_634);
const ROUNDS: usize = 41;
/// Of the time of two plain scans.
const LIMIT: f64 = 0.9;

/// Four years of terms one after the other, of which the last is open or over, and an add-on on top. They are written term
/// by term, so that those of one account lie far apart in the file, as years of use leave them.
fn book(location: &Location, accounts: i64, terms: i64) -> Connection {
    drop(Writer::open(location, Clock::Fixed(TODAY)).unwrap());
    let conn = Connection::open(location.path()).unwrap();
    let numbers = |n: i64| {
        format!("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {n})")
    };
    let (all, contracts) = (numbers(accounts), numbers(accounts * terms));
    let days = 4 * 365 / terms;
    conn.execute_batch(&format!(
        "PRAGMA synchronous = off; BEGIN;
         {csms} INSERT INTO team_member (id, name) SELECT i + 1, 'CSM ' || i FROM n;
         {all} INSERT INTO account (id, name, csm_id) SELECT i + 1, 'Account ' || i, i % 25 + 1 FROM n;
         {contracts} INSERT INTO contract (account_id, start_on, end_on, yearly_minor, currency)
           SELECT a, first + t * {days}, CASE WHEN t = {terms} - 1 AND a % 5 > 0 THEN NULL ELSE first + (t + 1) * {days} END,
             (a * 7919 % 5000 + 100) * (100 + t * (a % 7 - 2)), CASE WHEN a % 3 > 0 THEN 'USD' END
           FROM (SELECT i % {accounts} + 1 AS a, i / {accounts} AS t, 20400 - 4 * 365 + i * 31 % 400 AS first FROM n);
         {all} INSERT INTO contract (account_id, start_on, end_on, yearly_minor, currency)
           SELECT i + 1, 20000 + i % 600, 20200 + i % 600, 60000 + i, 'USD' FROM n WHERE {terms} > 1;
         {all} INSERT INTO renewal (account_id, due_on, stage, churn_reason)
           SELECT i + 1, 20460 + i * 31 % 400, 'lost', 'price' FROM n WHERE i % 5 = 4;
         COMMIT; PRAGMA wal_checkpoint(TRUNCATE)",
        csms = numbers(25),
    ))
    .unwrap();
    conn
}

/// Every row of the table, with the columns that revenue is made of, read into the program.
fn scan(conn: &Connection) -> i64 {
    let sql = "SELECT account_id, start_on, end_on, yearly_minor, currency FROM contract";
    let mut statement = conn.prepare_cached(sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut sum = 0;
    while let Some(row) = rows.next().unwrap() {
        let (account, start, end): (i64, i32, Option<i32>) =
            (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap());
        sum += row.get::<_, i64>(3).unwrap();
        black_box((account, start, end, row.get_ref(4).unwrap()));
    }
    sum
}

/// The same inside SQLite: what the file alone costs.
fn inner_scan(conn: &Connection) -> i64 {
    let sql =
        "SELECT sum(yearly_minor), max(start_on), max(end_on), max(currency), max(account_id) FROM contract";
    conn.prepare_cached(sql).unwrap().query_row([], |row| row.get(0)).unwrap()
}

/// The shortest: what a busy machine adds is left out of all of them alike.
fn shortest(times: &[Duration]) -> Duration {
    times.iter().copied().min().unwrap()
}

/// Something whose time is taken, and what it came to.
type Work<'a> = Box<dyn Fn() -> i64 + 'a>;

/// What 24 months take, all together and by CSM, in the time of two plain scans.
fn measure(accounts: i64, terms: i64) {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::at(folder.path().join("book.mainstay"));
    let conn = book(&location, accounts, terms);
    let view = View::open(&location, TODAY).unwrap();
    let period = Period::new(TODAY - 730, TODAY).unwrap();
    let rows: i64 = conn.query_row("SELECT count(*) FROM contract", [], |row| row.get(0)).unwrap();
    let told = view.metrics(period, None).unwrap().revenue;
    assert_eq!(told.total.movements.net(), told.total.end_mrr - told.total.start_mrr);
    assert!(told.total.logos.of > 0 && told.months.len() >= 24);

    // In turns, so that whatever else the machine does falls on all of them.
    let works: [Work; 4] = [
        Box::new(|| scan(&conn)),
        Box::new(|| inner_scan(&conn)),
        Box::new(|| view.metrics(period, None).unwrap().revenue.total.end_mrr),
        Box::new(|| view.metrics(period, Some(Grouping::Csm)).unwrap().revenue.total.end_mrr),
    ];
    let mut times: [Vec<Duration>; 4] = Default::default();
    for _ in 0..ROUNDS {
        for (work, times) in works.iter().zip(&mut times) {
            let begun = Instant::now();
            black_box(work());
            times.push(begun.elapsed());
        }
    }
    let [plain, inner, metrics, by_csm] = times.each_ref().map(|times| shortest(times));
    let against = |time: Duration| time.as_secs_f64() / (2.0 * plain.as_secs_f64());
    println!(
        "{accounts} accounts, {rows} contracts: plain scan {plain:?} ({inner:?} inside SQLite), \
         24 months {metrics:?}, by CSM {by_csm:?}\n  against two plain scans: {:.2}, by CSM {:.2}",
        against(metrics),
        against(by_csm)
    );
    // Only with optimisation is the program's own part what users have.
    if !cfg!(debug_assertions) {
        for (name, taken) in [("all", against(metrics)), ("by CSM", against(by_csm))] {
            assert!(taken <= LIMIT, "{name}: {taken:.2} of two plain scans");
        }
    }
}

#[test]
#[ignore = "slow: ten thousand accounts"]
fn two_years_of_ten_thousand_accounts_take_less_than_two_plain_scans() {
    measure(10_000, 4);
}

#[test]
#[ignore = "slow: ten thousand accounts"]
fn with_one_contract_an_account_too() {
    measure(10_000, 1);
}

#[test]
#[ignore = "slow: a hundred thousand accounts"]
fn two_years_of_a_hundred_thousand_accounts_too() {
    measure(100_000, 4);
}
