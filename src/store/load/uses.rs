//! The many rows: values of metrics and uses of features, written in key order and merged with what is there.
//!
//! The generated triggers of these tables would cost more than the rows, so [`Writer`] takes them away for its
//! transaction and does their work itself: touched accounts, counts of days. What it made and what it overwrote goes to
//! `import_made` and `import_overwrote`, so that the run can be taken back.

use std::collections::BTreeMap;

use rusqlite::{CachedStatement, params};

use super::days::Packer;
use crate::domain::{Day, Result};
use crate::store::{Tx, trigger};

/// Which of the two tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// Values of metrics.
    Usage,
    /// Uses of features.
    Features,
}

impl Series {
    /// Its number in `usage_day`, `import_made` and `import_overwrote`.
    fn code(self) -> i64 {
        match self {
            Series::Usage => 0,
            Series::Features => 1,
        }
    }

    /// Its table, the column of its subject, the column of its value.
    fn table(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Series::Usage => ("usage", "metric_id", "value"),
            Series::Features => ("feature_use", "feature_id", "uses"),
        }
    }
}

/// A value of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Use {
    /// The account.
    pub account: i64,
    /// The metric or feature.
    pub subject: i64,
    /// The day.
    pub day: Day,
    /// The contract that it came from; 0: the account as a whole.
    pub contract: i64,
    /// The value or the number of uses.
    pub value: f64,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The book knew it.
    Unchanged,
    /// It replaced a value.
    Updated,
    /// It is new.
    Created,
}

/// Writes rows in key order.
pub struct Writer<'t> {
    tx: &'t Tx<'t>,
    run: i64,
    series: Series,
    /// Whether there is anything to merge with.
    merge: bool,
    statements: Statements<'t>,
    group: Vec<Use>,
    there: Vec<(Day, i64, f64)>,
    made: Vec<(i64, Packer)>,
    /// Rows made a subject and day.
    counts: BTreeMap<(i64, Day), i64>,
    touched: Option<i64>,
}

struct Statements<'t> {
    read: CachedStatement<'t>,
    insert: CachedStatement<'t>,
    update: CachedStatement<'t>,
    overwrote: CachedStatement<'t>,
    made: CachedStatement<'t>,
    dirty: CachedStatement<'t>,
}

impl<'t> Writer<'t> {
    /// A writer for one run; [`Writer::finish`] must follow.
    ///
    /// # Errors
    /// The book cannot be written.
    pub fn new(tx: &'t Tx<'t>, run: i64, series: Series) -> Result<Writer<'t>> {
        trigger::drop_usage(tx)?;
        let (table, subject, value) = series.table();
        let conn = tx.conn();
        let merge =
            conn.query_row(&format!("SELECT EXISTS (SELECT 1 FROM {table})"), [], |row| row.get(0))?;
        let statements = Statements {
            read: conn.prepare_cached(&format!(
                "SELECT used_on, contract_id, {value} FROM {table}
                 WHERE account_id = ? AND {subject} = ? AND used_on BETWEEN ? AND ?
                 ORDER BY used_on, contract_id"
            ))?,
            insert: conn.prepare_cached(&format!(
                "INSERT INTO {table} (account_id, {subject}, used_on, contract_id, {value}) VALUES (?, ?, ?, ?, ?)"
            ))?,
            update: conn.prepare_cached(&format!(
                "UPDATE {table} SET {value} = ?5
                 WHERE account_id = ?1 AND {subject} = ?2 AND used_on = ?3 AND contract_id = ?4"
            ))?,
            overwrote: conn.prepare_cached("INSERT INTO import_overwrote VALUES (?, ?, ?, ?, ?, ?, ?)")?,
            made: conn.prepare_cached("INSERT INTO import_made VALUES (?, ?, ?, ?, ?, ?)")?,
            dirty: conn.prepare_cached("INSERT INTO dirty VALUES (?) ON CONFLICT DO NOTHING")?,
        };
        Ok(Writer {
            tx,
            run,
            series,
            merge,
            statements,
            group: Vec::new(),
            there: Vec::new(),
            made: Vec::new(),
            counts: BTreeMap::new(),
            touched: None,
        })
    }

    /// Takes the next row; rows must come in ascending order of account, subject, day and contract, each key once.
    /// `told` hears what became of the rows, in the same order.
    ///
    /// # Errors
    /// The book cannot be read or written.
    pub fn push(&mut self, next: Use, told: &mut dyn FnMut(Outcome)) -> Result<()> {
        let same = |last: &Use| last.account == next.account && last.subject == next.subject;
        if !self.group.last().is_none_or(same) {
            self.write_group(told)?;
        }
        self.group.push(next);
        Ok(())
    }

    /// Writes what is left, the counts of days, and brings the triggers back.
    ///
    /// # Errors
    /// The book cannot be read or written.
    pub fn finish(mut self, told: &mut dyn FnMut(Outcome)) -> Result<()> {
        self.write_group(told)?;
        let mut count = self.tx.conn().prepare_cached(
            "INSERT INTO usage_day VALUES (?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET row_count = row_count + excluded.row_count",
        )?;
        for ((subject, day), rows) in &self.counts {
            count.execute(params![self.series.code(), subject, day.0, rows])?;
        }
        drop(count);
        trigger::create_usage(self.tx)
    }

    /// Merges the rows of one account and subject with what is there.
    fn write_group(&mut self, told: &mut dyn FnMut(Outcome)) -> Result<()> {
        let (Some(first), Some(last)) = (self.group.first().copied(), self.group.last().copied()) else {
            return Ok(());
        };
        self.there.clear();
        if self.merge {
            let key = params![first.account, first.subject, first.day.0, last.day.0];
            let mut rows = self.statements.read.query(key)?;
            while let Some(row) = rows.next()? {
                self.there.push((Day(row.get(0)?), row.get(1)?, row.get(2)?));
            }
        }
        let mut there = self.there.iter().peekable();
        let mut changed = false;
        for row in &self.group {
            while there.next_if(|old| (old.0, old.1) < (row.day, row.contract)).is_some() {}
            let old = there.next_if(|old| (old.0, old.1) == (row.day, row.contract)).map(|old| old.2);
            let key = (row.account, row.subject, row.day.0, row.contract);
            let outcome = match old {
                None => {
                    self.statements.insert.execute(params![key.0, key.1, key.2, key.3, row.value])?;
                    let place = match self.made.iter().position(|made| made.0 == row.contract) {
                        Some(place) => place,
                        None => {
                            self.made.push((row.contract, Packer::default()));
                            self.made.len() - 1
                        }
                    };
                    if let Some((_, packer)) = self.made.get_mut(place) {
                        packer.push(row.day);
                    }
                    *self.counts.entry((row.subject, row.day)).or_default() += 1;
                    Outcome::Created
                }
                Some(old) if old == row.value => Outcome::Unchanged,
                Some(old) => {
                    self.statements.update.execute(params![key.0, key.1, key.2, key.3, row.value])?;
                    let kept = params![self.run, self.series.code(), key.0, key.1, key.2, key.3, old];
                    self.statements.overwrote.execute(kept)?;
                    Outcome::Updated
                }
            };
            changed |= outcome != Outcome::Unchanged;
            told(outcome);
        }
        for (contract, packer) in &mut self.made {
            let days = packer.take();
            let key = params![self.run, self.series.code(), first.account, first.subject, *contract, days];
            self.statements.made.execute(key)?;
        }
        self.made.clear();
        if changed && self.touched != Some(first.account) {
            self.statements.dirty.execute([first.account])?;
            self.touched = Some(first.account);
        }
        self.group.clear();
        Ok(())
    }
}
