//! A book in a folder of its own, and everything that is in it.

use std::collections::BTreeMap;

use mainstay::domain::Day;
use mainstay::engine::{Clock, Judge, View, Writer};
use mainstay::store::load::Value;
use mainstay::store::load::rows;
use mainstay::store::{Location, trigger};
use rusqlite::Connection;
use rusqlite::types::Value as Sql;
use tempfile::TempDir;

pub const TODAY: Day = Day(20_000);

/// Every row of every table that undo answers for: by table, a row as a list of its values.
pub type Snapshot = BTreeMap<String, Vec<Vec<Sql>>>;

pub struct Desk {
    pub writer: Writer,
    pub conn: Connection,
    location: Location,
    _dir: TempDir,
}

impl Desk {
    pub fn empty() -> Desk {
        let dir = tempfile::tempdir().unwrap();
        let location = Location::at(dir.path().join("book.mainstay"));
        let mut writer = Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
        writer.refresh().unwrap();
        let conn = Connection::open(location.path()).unwrap();
        // These tests kill nobody: what is on the disk when is not asked.
        conn.execute_batch("PRAGMA synchronous = off").unwrap();
        Desk { writer, conn, location, _dir: dir }
    }

    /// A change of one kind through the front door, under a label.
    pub fn insert(&mut self, label: &str, table: &'static str, cells: &[(&'static str, Value)]) -> i64 {
        let cells: Vec<_> = cells.iter().map(|(column, value)| (*column, value)).collect();
        self.writer.write(label, |tx| rows::insert(tx, table, &cells)).unwrap().0
    }

    pub fn update(&mut self, label: &str, table: &'static str, id: i64, cells: &[(&'static str, Value)]) {
        let cells: Vec<_> = cells.iter().map(|(column, value)| (*column, value)).collect();
        self.writer.write(label, |tx| rows::update(tx, table, id, &cells)).unwrap();
    }

    pub fn delete(&mut self, label: &str, table: &'static str, id: i64) {
        self.writer.write(label, |tx| mainstay::store::edit::delete(tx, table, id)).unwrap();
    }

    /// Another program.
    pub fn outside(&mut self, sql: &str) {
        self.conn.execute_batch(sql).unwrap();
        self.writer.refresh().unwrap();
    }

    pub fn view(&self) -> View {
        View::open(&self.location, TODAY).unwrap()
    }

    pub fn scalar(&self, sql: &str) -> String {
        match self.conn.query_row(sql, [], |row| row.get(0)).unwrap() {
            Sql::Null => "null".into(),
            Sql::Integer(number) => number.to_string(),
            Sql::Real(number) => number.to_string(),
            Sql::Text(text) => text,
            Sql::Blob(_) => "blob".into(),
        }
    }

    pub fn snapshot(&self) -> Snapshot {
        let tables = trigger::journaled().chain(["usage", "feature_use", "usage_day"]);
        tables
            .map(|table| {
                (table.to_owned(), if table == "alert" { self.alerts() } else { all(&self.conn, table) })
            })
            .collect()
    }

    /// The alerts that are open: they follow from the facts, so that one that comes again is another row.
    pub fn alerts(&self) -> Vec<Vec<Sql>> {
        all(
            &self.conn,
            "(SELECT account_id, rule, severity, reason, opened_on, snoozed_until, dismissed_reason FROM alert
              WHERE closed_on IS NULL)",
        )
    }

    /// The alerts that are open are those that the facts of the day give, as if nothing had ever been open before.
    pub fn assert_alerts_are_the_facts(&self) {
        let view = self.view();
        let judge = Judge::load(view.reader(), TODAY).unwrap();
        let mut expected = Vec::new();
        mainstay::engine::each_firing(view.reader(), &judge, &judge.rules, TODAY, |_, firings| {
            expected.extend(firings.into_iter().map(|firing| {
                let rule = judge.rules.get(firing.rule).unwrap().name.clone();
                (firing.account, rule, firing.reason.into_boxed_str())
            }));
            Ok(())
        })
        .unwrap();
        let open = mainstay::store::alert::open(view.reader(), TODAY).unwrap();
        let mut open: Vec<_> =
            open.into_iter().map(|alert| (alert.account, alert.rule, alert.reason)).collect();
        expected.sort();
        open.sort();
        assert_eq!(open, expected);
    }

    /// What the book has cached is what it would compute now.
    pub fn assert_fresh(&self) {
        let view = self.view();
        let cached = view.cached().unwrap().unwrap();
        let judge = Judge::load(view.reader(), TODAY).unwrap();
        let mut rows = Vec::new();
        judge
            .rows(view.reader(), i64::MIN..=i64::MAX, |row| {
                rows.push(row);
                Ok(())
            })
            .unwrap();
        assert_eq!(cached.rows, rows);
        assert_eq!(cached.totals, mainstay::book::Totals::of(&rows));
    }

    /// Undoes until nothing is left; says how many steps it took.
    pub fn undo_all(&mut self) -> usize {
        (0..).take_while(|_| self.back(|writer| writer.undo().map(|done| done.1))).count()
    }

    /// Redoes until nothing is left.
    pub fn redo_all(&mut self) -> usize {
        (0..).take_while(|_| self.back(|writer| writer.redo().map(|done| done.1))).count()
    }

    fn back(
        &mut self,
        step: impl Fn(&mut Writer) -> mainstay::domain::Result<mainstay::engine::Written>,
    ) -> bool {
        match step(&mut self.writer) {
            Ok(written) => {
                if written.stale {
                    self.writer.refresh().unwrap();
                }
                true
            }
            Err(error) if error.what.starts_with("there is nothing to ") => false,
            Err(error) => panic!("{error}"),
        }
    }
}

pub fn all(conn: &Connection, table: &str) -> Vec<Vec<Sql>> {
    let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns = statement.column_count();
    let order: Vec<String> = (1..=columns).map(|column| column.to_string()).collect();
    drop(statement);
    statement = conn.prepare(&format!("SELECT * FROM {table} ORDER BY {}", order.join(", "))).unwrap();
    let rows = statement
        .query_map([], |row| (0..columns).map(|place| row.get(place)).collect::<rusqlite::Result<Vec<Sql>>>())
        .unwrap();
    rows.map(Result::unwrap).collect()
}

pub fn text(text: &str) -> Value {
    Value::Text(text.into())
}

pub fn int(number: i64) -> Value {
    Value::Int(number)
}
