//! A book in a folder of its own, and the program beside it.

use mainstay::domain::{Day, Result};
use mainstay::engine::{Clock, View, Writer};
use mainstay::store::{Location, Tx, trigger};

use crate::shell::Shell;

/// A Tuesday, 2026-06-30.
pub const TODAY: Day = Day(20_634);

/// Acme and Borealis, the CSMs Ann and Joe, and Lea who leads. Acme's contract ends on 2026-10-28, in 120 days.
const FACTS: &str = "
    INSERT INTO team_member (id, name, role) VALUES (1, 'Ann Lee', 'csm'), (2, 'Joe Poe', 'csm'), (3, 'Lea Low', 'lead');
    INSERT INTO account (id, external_id, name, csm_id, stage, signed_on) VALUES
      (1, 'A-1', 'Acme GmbH', 1, 2, 20000), (2, 'B-1', 'Borealis', 2, 2, 20100);
    INSERT INTO contract (id, account_id, start_on, end_on, yearly_minor, currency, seats) VALUES
      (1, 1, 20389, 20754, 4800000, 'EUR', 100);
    INSERT INTO alert (id, account_id, rule, severity, reason, opened_on, play) VALUES
      (1, 1, 'mine', 'high', 'active users fell by 34%', 20633, 'usage drop'),
      (2, 2, 'ours', 'high', 'nobody logged in for 30 days', 20633, 'no login');";

pub struct Desk {
    pub writer: Writer,
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
        writer.refresh().unwrap();
        Desk { writer, shell }
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

    /// The rows of every table that undo answers for.
    pub fn tables(&self) -> Vec<(&'static str, Vec<String>)> {
        let of = |table| (table, self.rows(&format!("SELECT * FROM {table} ORDER BY id")));
        trigger::journaled().map(of).collect()
    }
}
