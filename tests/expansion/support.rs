//! A book in a folder of its own with the program beside it, and its opportunities.

use mainstay::domain::{Day, Period, Result};
use mainstay::engine::{AccountExpansion, Clock, Expansion, ExpansionAsk, View, Writer};
use mainstay::expansion::Deal;
use mainstay::revenue::Metrics;
use mainstay::store::{Location, Tx};

use crate::shell::Shell;

/// A Tuesday, 2026-06-30: day 20634.
pub const TODAY: Day = Day(20_634);

/// Acme pays $120,000 a year for 100 seats until 2026-12-01, 95 of which are used. Two opportunities are open.
const FACTS: &str = "
    INSERT INTO team_member (id, name) VALUES (1, 'Ann Lee');
    INSERT INTO account (id, external_id, name, csm_id, signed_on, go_live_on, first_outcome_on) VALUES
      (1, 'A-1', 'Acme GmbH', 1, 20000, 20010, 20040), (2, 'B-1', 'Borealis', 1, 20000, 20010, 20040);
    INSERT INTO contract (id, external_id, account_id, start_on, end_on, yearly_minor, currency, seats, plan,
      auto_renew, notice_days) VALUES
      (1, 'C-1', 1, {2025-12-01}, {2026-12-01}, 12000000, 'USD', 100, 'Pro', 1, 60),
      (2, 'C-2', 2, {2025-12-01}, {2027-12-01}, 6000000, 'USD', 50, 'Pro', 1, 60);
    INSERT INTO contact (id, account_id, name) VALUES (1, 1, 'Ines Duarte'), (2, 2, 'Tom Okafor');
    INSERT INTO metric (id, name) VALUES (1, 'active_users');
    INSERT INTO usage (account_id, metric_id, used_on, contract_id, value) VALUES
      (1, 1, 20630, 0, 95), (2, 1, 20630, 0, 45);
    INSERT INTO opportunity (id, external_id, account_id, title, kind, amount_minor, currency, seats, stage, opened_on,
      close_on) VALUES
      (1, 'O-1', 1, 'Forty seats', 'seats', 2400000, 'USD', 40, 'business case', {2026-05-01}, {2026-07-31}),
      (2, 'O-2', 2, 'The next tier', 'feature', 1200000, 'USD', NULL, 'identified', {2026-06-01}, NULL);";

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

    /// Candidates and opportunities of a day, with the figures of the year up to it.
    pub fn expansion(&self, day: Day) -> Expansion {
        let period = Period::meant(None, None, day).unwrap();
        self.view(day).expansion(ExpansionAsk { period }).unwrap()
    }

    /// The same of one account.
    pub fn of(&self, account: i64, day: Day) -> AccountExpansion {
        let view = self.view(day);
        view.expansion_of(&view.judge().unwrap(), account).unwrap()
    }

    /// An opportunity as it was on a day.
    pub fn deal(&self, id: i64, day: Day) -> Option<Deal> {
        self.expansion(day).deals.into_iter().find(|deal| deal.id == id)
    }

    pub fn metrics(&self, from: &str, to: &str) -> Metrics {
        let period = Period::new(day(from), day(to)).unwrap();
        self.view(day(to)).metrics(period, None).unwrap().revenue
    }
}
