//! The one door for writing: change, journal, rescoring of what was touched, and commit, in one transaction.

use super::clock::Clock;
use super::judge::Judge;
use crate::book::Totals;
use crate::domain::{Day, Error, Result};
use crate::health::facts::AccountId;
use crate::store::journal::{self, Author, Step};
use crate::store::policy::policies;
use crate::store::score::{self, Header};
use crate::store::{Book, Location, Tx, facts, held, open, opportunity_change, renewal_change};

/// With more touched accounts than one in this many, one pass over the book is cheaper than reading each.
const MANY: i64 = 8;

/// Tables on which the policy depends.
const POLICY_TABLES: [&str; 2] = ["setting", "segment"];

/// What a writing transaction left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The transaction in the journal; None: nothing changed.
    pub txn: Option<i64>,
    /// Whether scores of accounts that were not touched are stale now (what the book holds has changed, or the day):
    /// [`Writer::refresh`] is due.
    pub stale: bool,
}

/// A book opened for writing. One per process.
pub struct Writer {
    book: Book,
    clock: Clock,
    author: Author,
    /// What scores depend on, as it was read at this place of the journal.
    judge: Option<(Judge, i64)>,
}

impl Writer {
    /// Opens a book for writing, and makes it where there is none.
    ///
    /// # Errors
    /// See [`Book::open`].
    pub fn open(location: &Location, clock: Clock) -> Result<Writer> {
        Ok(Writer { book: Book::open(location)?, clock, author: open::author(), judge: None })
    }

    /// The book.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// The day that is scored.
    pub fn day(&self) -> Day {
        self.clock.today()
    }

    /// Runs one change in one transaction: the change, its journal entry under `label`, new scores of the accounts
    /// that it touched. Fails as a whole or is there as a whole.
    ///
    /// # Errors
    /// The error of `change`, or the book cannot be written.
    pub fn write<T>(
        &mut self,
        label: &str,
        change: impl FnOnce(&Tx<'_>) -> Result<T>,
    ) -> Result<(T, Written)> {
        self.step(|tx, _| Ok((change(tx)?, label.to_owned(), Step::Change)))
    }

    /// The same for every kind of step: `change` hears the present moment and says what it was.
    pub(super) fn step<T>(
        &mut self,
        change: impl FnOnce(&Tx<'_>, &str) -> Result<(T, String, Step)>,
    ) -> Result<(T, Written)> {
        let (day, at) = (self.clock.today(), self.clock.stamp());
        let (author, kept) = (&self.author, self.judge.take());
        let (outcome, written, judge) = self.book.transact(|tx| {
            journal::adopt(tx, &at)?;
            let before = journal::last_seq(tx)?;
            let (outcome, label, step) = change(tx, &at)?;
            // What is taken back takes its notes along.
            if step == Step::Change {
                renewal_change::note(tx, before, day)?;
                opportunity_change::note(tx, before, day)?;
            }
            // New usage is not in the journal: there it shows by the accounts that it touched.
            let touched = facts::dirty(tx)?.is_none_or(|ids| !ids.is_empty());
            // A step back is recorded even where it had nothing to do, so that the next one is another.
            let changed = touched || step != Step::Change || journal::last_seq(tx)? > before;
            let txn =
                if changed { Some(journal::record(tx, before, &at, author, &label, step)?) } else { None };
            // A change that breaks the policy is refused here, and with it everything.
            let judge = Judge::current(kept, tx, day)?;
            let stale = rescore_touched(tx, &judge)?;
            Ok((outcome, Written { txn, stale }, (judge, journal::last_seq(tx)?)))
        })?;
        self.judge = Some(judge);
        Ok((outcome, written))
    }

    /// Runs a change and takes it back: what would it do?
    ///
    /// # Errors
    /// The error of `change`.
    pub fn rehearse<T>(&mut self, change: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        self.book.rehearse(change)
    }

    /// Whether anything waits to be scored: edits of other programs, a new day, another policy.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn is_stale(&self) -> Result<bool> {
        let day = self.clock.today();
        if !facts::dirty(&self.book)?.is_some_and(|ids| ids.is_empty()) {
            return Ok(true);
        }
        let Some(header) = score::header(&self.book)? else { return Ok(true) };
        if header.day != day {
            return Ok(true);
        }
        Ok(Judge::load(&self.book, day)?.fingerprint() != header.fingerprint)
    }

    /// Scores what waits to be scored: the touched accounts, or all of them when everything is stale. Adopts edits
    /// of other programs into the journal.
    ///
    /// A book whose policy was broken by another program is judged by the built-in one; the error is handed back.
    ///
    /// # Errors
    /// The book cannot be read or written.
    pub fn refresh(&mut self) -> Result<Option<Error>> {
        let (day, at) = (self.clock.today(), self.clock.stamp());
        let (judge, broken) = self.book.transact(|tx| {
            journal::adopt(tx, &at)?;
            let (judge, broken) = match Judge::load(tx, day) {
                Ok(judge) => (judge, None),
                Err(error) => (Judge::builtin(tx, day)?, Some(error)),
            };
            if rescore_touched(tx, &judge)? {
                rescore_all(tx, &judge)?;
            }
            Ok(((judge, journal::last_seq(tx)?), broken))
        })?;
        self.judge = Some(judge);
        Ok(broken)
    }
}

impl Judge {
    /// The judge of a day, reusing what a kept one has read where nothing of it changed.
    fn current(kept: Option<(Judge, i64)>, tx: &Tx<'_>, day: Day) -> Result<Judge> {
        let Some((mut judge, seq)) = kept.filter(|(judge, _)| judge.day == day) else {
            return Judge::load(tx, day);
        };
        let changed = journal::tables_since(tx, seq)?;
        let any = |tables: &[&str]| changed.iter().any(|table| tables.contains(&table.as_str()));
        // New usage is not in the journal, so what the book holds is always asked for: it is cheap.
        judge.held = held::facts(tx)?;
        if any(&held::RATE_TABLES) {
            judge.rates = held::rates(tx)?;
        }
        if any(&POLICY_TABLES) {
            judge.policies = policies(tx)?;
        }
        Ok(judge)
    }

    /// The judge by the built-in policy.
    fn builtin(tx: &Tx<'_>, day: Day) -> Result<Judge> {
        Ok(Judge {
            day,
            policies: crate::health::PolicySet::builtin()?,
            held: held::facts(tx)?,
            rates: held::rates(tx)?,
        })
    }
}

/// Scores the touched accounts; says whether the others are stale.
fn rescore_touched(tx: &Tx<'_>, judge: &Judge) -> Result<bool> {
    let Some(header) = score::header(tx)? else {
        rescore_all(tx, judge)?;
        return Ok(false);
    };
    let touched = facts::dirty(tx)?;
    let all = facts::accounts(tx)?;
    let few = touched.filter(|ids| i64::try_from(ids.len()).unwrap_or(i64::MAX) * MANY <= all.max(64));
    let (Some(ids), true) = (few, header.day == judge.day) else {
        rescore_all(tx, judge)?;
        return Ok(false);
    };
    if ids.is_empty() {
        return Ok(header.fingerprint != judge.fingerprint());
    }
    let rev = header.rev + 1;
    let mut totals = header.totals;
    let scorer = judge.scorer();
    for id in ids {
        if let Some(counted) = score::counted(tx, id)? {
            totals.remove(counted);
        }
        if let Some(record) = facts::one(tx, id)? {
            let scored = scorer.scored(&record.facts);
            let row = judge.row_of(record, &scored);
            totals.add(&row);
            score::write(tx, &row, rev)?;
        }
    }
    score::clear_dirty(tx)?;
    let stale = header.fingerprint != judge.fingerprint();
    // While others are stale the header keeps the old fingerprint, so that they are found to be.
    let fingerprint = if stale { header.fingerprint } else { judge.fingerprint() };
    score::write_header(tx, &Header { fingerprint, ..judge.header(rev, totals) })?;
    Ok(stale)
}

/// Scores every account, in one pass.
fn rescore_all(tx: &Tx<'_>, judge: &Judge) -> Result<()> {
    let rev = score::header(tx)?.map_or(0, |header| header.rev) + 1;
    let mut totals = Totals::default();
    score::clear(tx)?;
    judge.rows(tx, AccountId::MIN..=AccountId::MAX, |row| {
        totals.add(&row);
        score::write(tx, &row, rev)
    })?;
    score::write_header(tx, &judge.header(rev, totals))
}
