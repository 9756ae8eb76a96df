//! Metrics of 24 months over 10,000 accounts, against plain scans of the contract table.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use mainstay::domain::{Day, Error, Period, Result};
use mainstay::engine::{Clock, View, Writer};
use mainstay::store::Location;
use mainstay::store::contracts::Grouping;
use rusqlite::Connection;

const TODAY: Day = Day(20_634);

/// Five contracts an account: four terms one after the other, of which the last is open or over, and an add-on. They
/// are written term by term, so that those of one account lie far apart in the file, as years of use leave them.
const BOOK: &str = "
    INSERT INTO team_member (id, name) SELECT value, 'CSM ' || value FROM generate_series(1, 25);
    INSERT INTO account (id, name, csm_id) SELECT value, 'Account ' || value, value % 25 + 1
      FROM generate_series(1, 10000);
    INSERT INTO contract (account_id, start_on, end_on, yearly_minor, currency)
      SELECT a.value, first + t.value * 365,
        CASE WHEN t.value = 3 AND a.value % 5 > 0 THEN NULL ELSE first + (t.value + 1) * 365 END,
        (a.value * 7919 % 5000 + 100) * (100 + t.value * (a.value % 7 - 2)), CASE WHEN a.value % 3 > 0 THEN 'USD' END
      FROM generate_series(0, 3) t, (SELECT value, 19000 + value * 31 % 400 AS first FROM generate_series(1, 10000)) a;
    INSERT INTO contract (account_id, start_on, end_on, yearly_minor, currency)
      SELECT value, 20000 + value % 600, 20000 + value % 600 + 200, 60000 + value, 'USD' FROM generate_series(1, 10000);
    INSERT INTO renewal (account_id, due_on, stage, churn_reason)
      SELECT value, 20460 + value * 31 % 400, 'lost', 'price/budget' FROM generate_series(5, 10000, 5);";

/// The numbers of `BOOK`, for a build of SQLite without them.
const SERIES: &str =
    "WITH RECURSIVE n (value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < 10000)
    INSERT INTO temp.number SELECT value FROM n";

fn book(location: &Location) -> Result<Connection> {
    drop(Writer::open(location, Clock::Fixed(TODAY))?);
    let conn = Connection::open(location.path()).map_err(broken)?;
    let sql = series(BOOK);
    conn.execute_batch(&format!(
        "CREATE TEMP TABLE number (value INTEGER PRIMARY KEY); {SERIES}; BEGIN; {sql} COMMIT;"
    ))
    .map_err(broken)?;
    Ok(conn)
}

/// `generate_series(a, b, step)` by the table of numbers.
fn series(sql: &str) -> String {
    let mut out = String::new();
    let mut rest = sql;
    while let Some((before, call)) = rest.split_once("generate_series(") {
        let (bounds, after) = call.split_once(')').unwrap_or((call, ""));
        let mut bounds = bounds.split(", ");
        let (from, to, step) = (bounds.next(), bounds.next(), bounds.next());
        let (from, to, step) = (from.unwrap_or("0"), to.unwrap_or("0"), step.unwrap_or("1"));
        out.push_str(before);
        out.push_str(&format!(
            "(SELECT value FROM temp.number WHERE value BETWEEN {from} AND {to} AND value % {step} = 0)"
        ));
        rest = after;
    }
    out + rest
}

fn broken(error: rusqlite::Error) -> Error {
    Error::invalid(error.to_string())
}

/// Every row of the table into the program, with the columns that revenue is made of.
fn scan(conn: &Connection) -> rusqlite::Result<i64> {
    let mut statement =
        conn.prepare_cached("SELECT account_id, start_on, end_on, yearly_minor, currency FROM contract")?;
    let mut rows = statement.query([])?;
    let mut sum = 0;
    while let Some(row) = rows.next()? {
        let (account, start, end): (i64, i32, Option<i32>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (yearly, currency): (i64, _) = (row.get(3)?, row.get_ref(4)?);
        black_box((account, start, end, currency));
        sum += yearly;
    }
    Ok(sum)
}

fn benches(criterion: &mut Criterion) {
    let Ok(folder) = tempfile::tempdir() else { return };
    let location = Location::at(folder.path().join("book.mainstay"));
    let made = book(&location).and_then(|conn| Ok((conn, View::open(&location, TODAY)?)));
    let (conn, view) = match made {
        Ok(made) => made,
        Err(error) => {
            eprintln!("the book cannot be made: {error}");
            return;
        }
    };
    let Ok(period) = Period::new(TODAY - 730, TODAY) else { return };
    let mut group = criterion.benchmark_group("revenue");
    group.bench_function("scan of 50,000 contracts, inside SQLite", |bench| {
        bench.iter(|| {
            let sum = "SELECT sum(yearly_minor), max(start_on), max(end_on), max(currency) FROM contract";
            conn.query_row(sum, [], |row| row.get::<_, i64>(0))
        });
    });
    group.bench_function("scan of 50,000 contracts, into the program", |bench| {
        bench.iter(|| scan(&conn));
    });
    group.bench_function("metrics of 24 months", |bench| bench.iter(|| view.metrics(period, None)));
    group.bench_function("metrics of 24 months by CSM", |bench| {
        bench.iter(|| view.metrics(period, Some(Grouping::Csm)));
    });
    group.finish();
}

criterion_group!(revenue_benches, benches);
criterion_main!(revenue_benches);
