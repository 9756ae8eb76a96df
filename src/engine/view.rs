//! The reading side: rows, explanations and policy of a day. Never writes.

use std::cell::RefCell;
use std::sync::Arc;

use crate::book::people::People;
use crate::book::timeline::{Entry, Timeline};
use crate::book::usage::{Range, Usage};
use crate::book::{Lookups, Row, Totals};
use crate::domain::{Day, Result};
use crate::health::facts::AccountId;
use crate::health::{self, Why};
use crate::store::facts::{self, AccountRecord};
use crate::store::{Location, Reader, detail, score, segment, timeline};

use super::judge::Judge;

/// Changes of band are told of so many weeks; those before were judged by nobody.
const TURNS_OF_WEEKS: i32 = 104;

/// The days before the one shown that its pages judge, as far as they ask for no other: a year of weeks, the days of
/// the week before that, and whatever is compared with a quarter ago.
const JUDGED_DAYS: i32 = 53 * 7;

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
    /// The account that was read last: a page of it asks for it more than once.
    last: RefCell<Option<Kept>>,
}

/// An account as it was read.
struct Kept {
    id: AccountId,
    /// The version of the book then.
    version: i64,
    /// It judges the days from here on.
    since: Day,
    record: Arc<AccountRecord>,
}

impl View {
    /// Opens a book that is there. `day` is today, or the past day to be shown.
    ///
    /// # Errors
    /// No such book, or it cannot be read.
    pub fn open(location: &Location, day: Day) -> Result<View> {
        Ok(View { reader: Reader::open(location)?, day, last: RefCell::new(None) })
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
        self.is_fresh_unless(|| Ok(self.judge()?.fingerprint()))
    }

    /// The same by a judge of this day that is at hand.
    pub(super) fn is_fresh_by(&self, judge: &Judge) -> Result<bool> {
        self.is_fresh_unless(|| Ok(judge.fingerprint()))
    }

    /// Whether the cached scores are of this day, of the present facts and of this fingerprint.
    fn is_fresh_unless(&self, fingerprint: impl FnOnce() -> Result<String>) -> Result<bool> {
        let Some(header) = score::header(&self.reader)? else { return Ok(false) };
        // Cheapest first.
        Ok(header.day == self.day
            && facts::dirty(&self.reader)?.is_some_and(|ids| ids.is_empty())
            && header.fingerprint == fingerprint()?)
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
    pub fn record(&self, id: AccountId) -> Result<Arc<AccountRecord>> {
        self.record_since(id, Day::MIN)
    }

    /// One account as far as the day and the year before it are judged by it, see [`View::record_since`].
    ///
    /// # Errors
    /// There is none, or the book cannot be read.
    pub fn record_of_late(&self, id: AccountId) -> Result<Arc<AccountRecord>> {
        self.record_since(id, self.day - JUDGED_DAYS)
    }

    /// One account as far as days from `since` on are judged by it: touchpoints before that which count for none of
    /// them are left out. Of an account with a long story they are most of what is to be read.
    ///
    /// # Errors
    /// There is none, or the book cannot be read.
    pub fn record_since(&self, id: AccountId, since: Day) -> Result<Arc<AccountRecord>> {
        let version = self.reader.data_version()?;
        if let Some(kept) = &*self.last.borrow()
            && (kept.id, kept.version) == (id, version)
            && kept.since <= since
        {
            return Ok(Arc::clone(&kept.record));
        }
        let found = if since == Day::MIN {
            facts::one(&self.reader, id, None)?
        } else {
            facts::one_since(&self.reader, id, since)?
        };
        let record = Arc::new(found.ok_or_else(facts::gone)?);
        self.last.replace(Some(Kept { id, version, since, record: Arc::clone(&record) }));
        Ok(record)
    }

    /// One account's row on the day, computed.
    ///
    /// # Errors
    /// There is none, or the book cannot be read.
    pub fn row(&self, id: AccountId) -> Result<Row> {
        Ok(self.judge()?.row(&*self.record_of_late(id)?))
    }

    /// The people of an account on the day.
    ///
    /// # Errors
    /// There is no such account, or the book cannot be read.
    pub fn people(&self, judge: &Judge, id: AccountId) -> Result<People> {
        let segment = segment::of_account(&self.reader, id)?;
        let rules = judge.policies.of(segment).engagement;
        Ok(People { day: self.day, list: detail::people(&self.reader, id, self.day)?, rules })
    }

    /// What happened at an account up to the day, with the changes of its band.
    ///
    /// # Errors
    /// There is no such account, or the book cannot be read.
    pub fn timeline(&self, judge: &Judge, id: AccountId) -> Result<Timeline> {
        let entries = timeline::of_account(&self.reader, id, self.day)?;
        self.with_turns(judge, id, entries, None)
    }

    /// The end of it, about so many entries of each kind of record: a story of years is told as far as it is read.
    ///
    /// # Errors
    /// There is no such account, or the book cannot be read.
    pub fn end_of_timeline(&self, judge: &Judge, id: AccountId, most: usize) -> Result<Timeline> {
        let (entries, from) = timeline::newest(&self.reader, id, self.day, most)?;
        self.with_turns(judge, id, entries, from)
    }

    /// What happened from a day on (None: ever), with the changes of band since then.
    fn with_turns(
        &self,
        judge: &Judge,
        id: AccountId,
        mut entries: Vec<Entry>,
        from: Option<Day>,
    ) -> Result<Timeline> {
        // One week more, for the band before.
        let weeks = from.map_or(TURNS_OF_WEEKS, |from| ((self.day - from) / 7 + 1).min(TURNS_OF_WEEKS));
        let record = self.record_since(id, self.day - (weeks * 7).max(JUDGED_DAYS))?;
        let facts = &record.facts;
        let policy = judge.policies.of(facts.segment);
        let mut turns = health::turns(facts, &judge.held, policy, self.day, weeks);
        turns.retain(|turn| from.is_none_or(|from| turn.day >= from));
        entries.extend(turns.into_iter().map(Entry::of_turn));
        Ok(Timeline::new(entries).since(from))
    }

    /// How much an account used up to the day.
    ///
    /// # Errors
    /// There is no such account, or the book cannot be read.
    pub fn usage(&self, judge: &Judge, id: AccountId, range: Range) -> Result<Usage> {
        let record = self.record_of_late(id)?;
        let facts = &record.facts;
        Ok(Usage::of(facts, &judge.held, judge.policies.of(facts.segment), self.day, range))
    }

    /// The arithmetic of one account's score on the day, and what moved it since another.
    ///
    /// # Errors
    /// There is none, or the book cannot be read.
    pub fn why(&self, id: AccountId, since: Day) -> Result<Why> {
        self.why_by(&self.judge()?, id, since)
    }

    /// The same by a judge of this day that is at hand.
    pub(super) fn why_by(&self, judge: &Judge, id: AccountId, since: Day) -> Result<Why> {
        let from = since.min(self.day - JUDGED_DAYS);
        Ok(judge.why(&*self.record_since(id, from)?, since))
    }
}
