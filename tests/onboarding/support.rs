//! A book in a folder of its own, the program beside it, and onboardings made by hand.

use mainstay::domain::{Day, Result};
use mainstay::engine::{Clock, View, Writer};
use mainstay::onboarding::{Onboarding, Step};
use mainstay::store::{Location, Tx};
use rusqlite::Connection;

use crate::shell::Shell;

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
    /// The program on the same book.
    pub shell: Shell,
}

impl Desk {
    pub fn new() -> Desk {
        Desk::with("")
    }

    /// With more in the book.
    pub fn with(sql: &str) -> Desk {
        let shell = Shell::with(&format!("{FACTS}{sql}"));
        let mut writer = Writer::open(&Location::at(shell.book()), Clock::Fixed(TODAY)).unwrap();
        let conn = Connection::open(shell.book()).unwrap();
        conn.execute_batch("PRAGMA synchronous = off").unwrap();
        writer.refresh().unwrap();
        Desk { writer, conn, shell }
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
        View::open(&Location::at(self.shell.book()), TODAY).unwrap()
    }

    /// Rows of a query, columns with `|` between.
    pub fn rows(&self, sql: &str) -> Vec<String> {
        self.shell.rows(sql)
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
