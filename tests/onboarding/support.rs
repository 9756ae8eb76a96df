//! A book in a folder of its own, the program beside it, and onboardings made by hand.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use mainstay::domain::{Day, Result};
use mainstay::engine::{Clock, View, Writer};
use mainstay::onboarding::{Onboarding, Step};
use mainstay::store::{Location, Tx};
use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;

/// A Tuesday, 2026-06-30: day 20634.
pub const TODAY: Day = Day(20_634);

/// Two accounts and a team. Acme was signed on day 20600.
const FACTS: &str = "
    INSERT INTO segment (id, name) VALUES (1, 'high-touch');
    INSERT INTO team_member (id, name, role) VALUES (1, 'Ann Lee', 'csm'), (2, 'Joe Poe', 'csm'),
      (3, 'Tess Tran', 'training specialist');
    INSERT INTO account (id, external_id, name, segment_id, csm_id, stage, signed_on) VALUES
      (1, 'A-1', 'Acme GmbH', 1, 1, 0, 20600), (2, 'B-1', 'Borealis', NULL, 2, 2, NULL);
    INSERT INTO contact (id, account_id, name, role) VALUES (1, 1, 'Dana Kim', 6);";

pub struct Desk {
    pub writer: Writer,
    pub conn: Connection,
    location: Location,
    folder: TempDir,
}

impl Desk {
    pub fn new() -> Desk {
        Desk::with("")
    }

    /// With more in the book.
    pub fn with(sql: &str) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::at(folder.path().join("test.mainstay"));
        let mut writer = Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
        let conn = Connection::open(location.path()).unwrap();
        conn.execute_batch("PRAGMA synchronous = off").unwrap();
        conn.execute_batch(FACTS).unwrap();
        conn.execute_batch(sql).unwrap();
        writer.refresh().unwrap();
        Desk { writer, conn, location, folder }
    }

    /// A change under a label, with its rescoring.
    pub fn write<T>(&mut self, label: &str, change: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        let (outcome, written) = self.writer.write(label, change)?;
        if written.stale {
            self.writer.refresh()?;
        }
        Ok(outcome)
    }

    pub fn undo(&mut self) -> String {
        self.writer.undo().unwrap().0.label
    }

    pub fn view(&self) -> View {
        View::open(&self.location, TODAY).unwrap()
    }

    /// Rows of a query, columns with `|` between.
    pub fn rows(&self, sql: &str) -> Vec<String> {
        let mut statement = self.conn.prepare(sql).unwrap();
        let width = statement.column_count();
        let rows = statement.query_map([], |row| {
            let cells = (0..width).map(|place| {
                Ok(match row.get(place)? {
                    Value::Null => "-".to_owned(),
                    Value::Integer(number) => number.to_string(),
                    Value::Text(text) => text,
                    other => format!("{other:?}"),
                })
            });
            Ok(cells.collect::<rusqlite::Result<Vec<String>>>()?.join("|"))
        });
        rows.unwrap().map(rusqlite::Result::unwrap).collect()
    }

    /// Exit code, standard output, standard error of the program.
    pub fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mainstay"));
        command.env_remove("MAINSTAY_TODAY").env("MAINSTAY_BOOK", self.location.path()).stdin(Stdio::null());
        let today = TODAY.to_string();
        let output = command.args(["--today", &today]).args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    pub fn said(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.run(arguments);
        assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
        out
    }

    pub fn refused(&self, code: i32, arguments: &[&str]) -> String {
        let (found, out, err) = self.run(arguments);
        assert_eq!((found, out.as_str()), (code, ""), "{arguments:?}: {err}");
        err
    }

    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.said(&[arguments, &["--format", "json"]].concat())).unwrap()
    }

    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

/// An onboarding that began on day 0 of the count, with these steps.
pub fn onboarding(start: Day, steps: Vec<Step>) -> Onboarding {
    Onboarding {
        id: 1,
        account: 1,
        template: Some("core 30 days".into()),
        started_on: start,
        ended_on: None,
        days: Some(30),
        working_days: false,
        steps,
    }
}

/// A required step.
pub fn step(id: i64, due_on: Day, needs: &[i64]) -> Step {
    Step {
        id,
        position: id,
        title: format!("Step {id}").into(),
        required: true,
        due_on,
        planned_on: Some(due_on),
        needs: needs.to_vec(),
        ..Step::default()
    }
}
