//! A book in a folder of its own with the program beside it, and its renewals.

use mainstay::domain::{Day, Period, Result};
use mainstay::edit::renewal::Target;
use mainstay::engine::{Clock, Standing, View, Writer};
use mainstay::revenue::{Metrics, Movements};
use mainstay::store::{Location, Tx};

use crate::shell::Shell;

/// A Tuesday, 2026-06-30: day 20634.
pub const TODAY: Day = Day(20_634);

/// Acme pays $120,000 a year until 2026-09-01, with 60 days of notice.
const FACTS: &str = "
    INSERT INTO segment (id, name) VALUES (1, 'high-touch');
    INSERT INTO team_member (id, name, role) VALUES (1, 'Ann Lee', 'csm'), (2, 'Joe Poe', 'csm');
    INSERT INTO account (id, external_id, name, segment_id, csm_id) VALUES
      (1, 'A-1', 'Acme GmbH', 1, 1), (2, 'B-1', 'Borealis', NULL, 2);
    INSERT INTO contract (id, external_id, account_id, start_on, end_on, yearly_minor, currency, seats, plan,
      auto_renew, notice_days) VALUES (1, 'C-1', 1, {2025-09-01}, {2026-09-01}, 12000000, 'USD', 100, 'Pro', 1, 60);";

pub struct Desk {
    pub writer: Writer,
    pub shell: Shell,
}

/// SQL with the numbers of the days that stand in braces.
pub fn dated(sql: &str) -> String {
    let mut parts = sql.split('{');
    let mut dated = parts.next().unwrap().to_owned();
    for part in parts {
        let (date, rest) = part.split_once('}').unwrap();
        dated.push_str(&day(date).0.to_string());
        dated.push_str(rest);
    }
    dated
}

pub fn day(date: &str) -> Day {
    Day::parse(date).unwrap()
}

impl Desk {
    pub fn new() -> Desk {
        Desk::with("")
    }

    /// With more in the book.
    pub fn with(sql: &str) -> Desk {
        let shell = Shell::with(&dated(&format!("{FACTS}{sql}")));
        let mut writer = Desk::writer(&shell, TODAY);
        writer.refresh().unwrap();
        Desk { writer, shell }
    }

    fn writer(shell: &Shell, day: Day) -> Writer {
        Writer::open(&Location::at(shell.book()), Clock::Fixed(day)).unwrap()
    }

    /// From now on it is another day.
    pub fn on(&mut self, day: Day) {
        self.writer = Desk::writer(&self.shell, day);
    }

    pub fn write<T>(&mut self, change: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        let (outcome, written) = self.writer.write("change", change)?;
        if written.stale {
            self.writer.refresh()?;
        }
        Ok(outcome)
    }

    pub fn undo(&mut self) -> String {
        self.writer.undo().unwrap().0.label
    }

    pub fn view(&self, day: Day) -> View {
        View::open(&Location::at(self.shell.book()), day).unwrap()
    }

    /// Rows of a query, columns with `|` between.
    pub fn rows(&self, sql: &str) -> Vec<String> {
        self.shell.rows(&dated(sql))
    }

    /// The renewals of Acme on a day, by the day they are due.
    pub fn renewals(&self, day: Day) -> Vec<Standing> {
        let renewals = {
            let view = self.view(day);
            view.renewals_of(&view.judge().unwrap(), 1).unwrap()
        };
        renewals.into_iter().map(|dossier| dossier.standing).collect()
    }

    /// The one of Acme that is due on a day.
    pub fn target(&self, due: &str) -> Target {
        let all = self.renewals(TODAY);
        let found = all.iter().find(|standing| standing.renewal.due_on == day(due));
        Target::of(&found.unwrap_or_else(|| panic!("{due} is not among {all:?}")).renewal)
    }

    pub fn metrics(&self, from: &str, to: &str) -> Metrics {
        let period = Period::new(day(from), day(to)).unwrap();
        self.view(day(to)).metrics(period, None).unwrap().revenue
    }

    /// How MRR moved in a period, all of it.
    pub fn moved(&self, from: &str, to: &str) -> Movements {
        self.metrics(from, to).total.movements
    }
}
