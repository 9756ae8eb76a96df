//! A book whose days go by.

use std::ops::ControlFlow;

use mainstay::domain::Day;
use mainstay::engine::{Clock, View, Writer};
use mainstay::import::Request;
use mainstay::import::kind::Kind;
use mainstay::sample;
use mainstay::store::Location;
use mainstay::store::alert::{self, Alert};
use rusqlite::Connection;
use tempfile::TempDir;

/// 2024-10-04.
pub const TODAY: Day = Day(20_000);

pub struct Desk {
    pub conn: Connection,
    pub location: Location,
    _dir: TempDir,
}

impl Desk {
    /// A book with these rows, in which nothing was judged yet.
    pub fn with(sql: &str) -> Desk {
        let dir = tempfile::tempdir().unwrap();
        let location = Location::at(dir.path().join("book.mainstay"));
        Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
        let conn = Connection::open(location.path()).unwrap();
        // These tests kill nobody: what is on the disk when is not asked.
        conn.execute_batch("PRAGMA synchronous = off").unwrap();
        conn.execute_batch(sql).unwrap();
        Desk { conn, location, _dir: dir }
    }

    /// The sample book, seen from a day, in one change.
    pub fn sample(today: Day) -> Desk {
        let desk = Desk::with("");
        let mut writer = desk.writer(today);
        writer
            .write("The sample book", |tx| {
                for (kind, csv) in sample::FILES {
                    let bytes = sample::dated(csv, today).unwrap().into_bytes();
                    let request = Request::new(Kind::named(kind).unwrap(), format!("{kind}.csv"), bytes);
                    mainstay::import::run(tx, &request, &mut |_| ControlFlow::Continue(()))?;
                }
                Ok(())
            })
            .unwrap();
        writer.refresh().unwrap();
        drop(writer);
        desk
    }

    /// The book, opened for writing on a day.
    pub fn writer(&self, day: Day) -> Writer {
        let writer = Writer::open(&self.location, Clock::Fixed(day)).unwrap();
        self.conn.execute_batch("PRAGMA synchronous = off").unwrap();
        writer
    }

    /// A day comes: everything is judged.
    pub fn comes(&self, day: Day) {
        self.writer(day).refresh().unwrap();
    }

    pub fn view(&self, day: Day) -> View {
        View::open(&self.location, day).unwrap()
    }

    /// What is open on a day.
    pub fn open(&self, day: Day) -> Vec<Alert> {
        alert::open(self.view(day).reader(), day).unwrap()
    }

    /// Accounts and rules of what is open, in order.
    pub fn names(&self, day: Day) -> Vec<(i64, String)> {
        let mut names: Vec<_> =
            self.open(day).into_iter().map(|alert| (alert.account, alert.rule.to_string())).collect();
        names.sort();
        names
    }

    /// The only alert of a rule.
    pub fn alert(&self, rule: &str, day: Day) -> Alert {
        let mut own: Vec<Alert> = self.open(day).into_iter().filter(|alert| &*alert.rule == rule).collect();
        assert_eq!(own.len(), 1, "{rule}: {own:?}");
        own.remove(0)
    }

    pub fn scalar(&self, sql: &str) -> i64 {
        self.conn.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    pub fn text(&self, sql: &str) -> String {
        self.conn.query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

/// `count` accounts from 1 on, customers since long.
pub fn accounts(count: i64) -> String {
    format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
         INSERT INTO account (id, name, stage, signed_on) SELECT i, 'Account ' || i, 2, 19000 FROM n;"
    )
}
