//! The reading side: rows, explanations and policy of a day. Never writes.

use crate::book::{Lookups, Row, Totals};
use crate::domain::{Day, Error, Result};
use crate::health::Why;
use crate::health::facts::AccountId;
use crate::store::facts::{self, AccountRecord};
use crate::store::{Location, Reader, score};

use super::judge::Judge;

/// The board as it is read: every row, and what stands around them.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    pub rows: Vec<Row>,
    pub lookups: Lookups,
    pub totals: Totals,
}

/// A book opened for reading, on a day.
pub struct View {
    reader: Reader,
    day: Day,
}

impl View {
    /// Opens a book that is there. `day` is today, or the past day to be shown.
    ///
    /// # Errors
    /// No such book, or it cannot be read.
    pub fn open(location: &Location, day: Day) -> Result<View> {
        Ok(View { reader: Reader::open(location)?, day })
    }

    /// The same book on another day.
    pub fn set_day(&mut self, day: Day) {
        self.day = day;
    }

    /// The day that is shown.
    pub fn day(&self) -> Day {
        self.day
    }

    /// The connection, for reads of other kinds.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// What scores depend on beside the accounts' own facts.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn judge(&self) -> Result<Judge> {
        Judge::load(&self.reader, self.day)
    }

    /// Whether the cached scores are those of this day under the present policy and facts.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn is_fresh(&self) -> Result<bool> {
        let Some(header) = score::header(&self.reader)? else { return Ok(false) };
        // Cheapest first.
        Ok(header.day == self.day
            && facts::dirty(&self.reader)?.is_some_and(|ids| ids.is_empty())
            && header.fingerprint == self.judge()?.fingerprint())
    }

    /// The worst accounts of every band as they are cached, fresh or not; None: nothing was scored yet.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn first(&self, per_band: usize) -> Result<Option<Board>> {
        let Some(header) = score::header(&self.reader)? else { return Ok(None) };
        let rows = score::worst(&self.reader, per_band)?;
        Ok(Some(Board { rows, lookups: score::lookups(&self.reader, &header)?, totals: header.totals }))
    }

    /// Every row as it is cached, fresh or not; None: nothing was scored yet.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn cached(&self) -> Result<Option<Board>> {
        let Some(header) = score::header(&self.reader)? else { return Ok(None) };
        let rows = score::all(&self.reader)?;
        Ok(Some(Board { rows, lookups: score::lookups(&self.reader, &header)?, totals: header.totals }))
    }

    /// Every row of the day: from the cache when it is fresh, else computed.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn board(&self) -> Result<Board> {
        if self.is_fresh()?
            && let Some(board) = self.cached()?
        {
            return Ok(board);
        }
        let judge = self.judge()?;
        let mut rows = Vec::new();
        judge.rows(&self.reader, AccountId::MIN..=AccountId::MAX, |row| {
            rows.push(row);
            Ok(())
        })?;
        let totals = Totals::of(&rows);
        let header = judge.header(0, totals);
        Ok(Board { rows, lookups: score::lookups(&self.reader, &header)?, totals })
    }

    /// One account as the book holds it.
    ///
    /// # Errors
    /// There is none, or the book cannot be read.
    pub fn record(&self, id: AccountId) -> Result<AccountRecord> {
        facts::one(&self.reader, id)?
            .ok_or_else(|| Error::not_found(format!("there is no account with id {id}")))
    }

    /// One account's row on the day, computed.
    ///
    /// # Errors
    /// There is none, or the book cannot be read.
    pub fn row(&self, id: AccountId) -> Result<Row> {
        Ok(self.judge()?.row(self.record(id)?))
    }

    /// The arithmetic of one account's score on the day, and what moved it since another.
    ///
    /// # Errors
    /// There is none, or the book cannot be read.
    pub fn why(&self, id: AccountId, since: Day) -> Result<Why> {
        Ok(self.judge()?.why(&self.record(id)?, since))
    }
}
