//! The one door for writing: change, journal, rescoring of what was touched, and commit, in one transaction.

use super::clock::Clock;
use super::judge::{Judge, each_judged};
use super::watch::{self, Before, Found, Watch};
use crate::book::Totals;
use crate::domain::{Day, Error, Result};
use crate::health::facts::AccountId;
use crate::store::facts::{self, AccountRecord};
use crate::store::journal::{self, Author, Step};
use crate::store::policy::policies;
use crate::store::score::{self, Header};
use crate::store::{Book, Location, Tx, held, open, opportunity_change, renewal_change};
use crate::trigger::Rules;

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
            let done = journal::last_seq(tx)?;
            // A change that breaks the policy is refused here, and with it everything.
            let judge = Judge::current(kept, tx, day)?;
            let stale = rescore_touched(tx, &judge, Some(&label))?;
            watch::record(tx, done, &at, &author.host)?;
            Ok((outcome, Written { txn, stale }, (judge, journal::last_seq(tx)?)))
        })?;
        self.judge = Some(judge);
        Ok((outcome, written))
    }

    /// Keeps something about the person at the desk, in tables that are neither journaled nor scored.
    ///
    /// # Errors
    /// The error of `keep`, or the book cannot be written.
    pub fn note<T>(&mut self, keep: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        self.book.transact(keep)
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
        let (day, at, host) = (self.clock.today(), self.clock.stamp(), &self.author.host);
        let (judge, broken) = self.book.transact(|tx| {
            journal::adopt(tx, &at)?;
            let (judge, broken) = match Judge::load(tx, day) {
                Ok(judge) => (judge, None),
                Err(error) => (Judge::builtin(tx, day)?, Some(error)),
            };
            let done = journal::last_seq(tx)?;
            if rescore_touched(tx, &judge, None)? {
                rescore_all(tx, &judge, None)?;
            }
            watch::record(tx, done, &at, host)?;
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
            judge.rules = watch::rules(tx)?;
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
            rules: Rules::builtin()?,
        })
    }
}

/// Scores the touched accounts and judges their alerts; says whether the others are stale. `change` is what history calls
/// what touched them.
fn rescore_touched(tx: &Tx<'_>, judge: &Judge, change: Option<&str>) -> Result<bool> {
    let Some(header) = score::header(tx)? else {
        rescore_all(tx, judge, change)?;
        return Ok(false);
    };
    let touched = facts::dirty(tx)?;
    let all = facts::accounts(tx)?;
    let few = touched.filter(|ids| i64::try_from(ids.len()).unwrap_or(i64::MAX) * MANY <= all.max(64));
    let (Some(ids), true) = (few, header.day == judge.day) else {
        rescore_all(tx, judge, change)?;
        return Ok(false);
    };
    if ids.is_empty() {
        return Ok(header.fingerprint != judge.fingerprint());
    }
    let before = Before::read(tx, Some(header.clone()))?;
    let rev = header.rev + 1;
    let (mut totals, mut found) = (header.totals, Found::default());
    let (scorer, reach) = (judge.scorer(), judge.reach());
    for id in ids {
        if let Some(counted) = score::counted(tx, id)? {
            totals.remove(counted);
        }
        if let Some(record) = facts::one(tx, id, Some(&reach))? {
            let watch = Watch::new(tx, judge, Some(id))?;
            let (scored, findings) =
                scorer.seen(&record.facts, |sight, scored| watch.look(&record, sight, scored));
            found.add(id, findings);
            let row = judge.row_of(&record, &scored);
            totals.add(&row);
            score::write(tx, &row, rev)?;
        }
    }
    score::clear_dirty(tx)?;
    let stale = header.fingerprint != judge.fingerprint();
    // While others are stale the header keeps the old fingerprint, so that they are found to be.
    let fingerprint = if stale { header.fingerprint } else { judge.fingerprint() };
    score::write_header(tx, &Header { fingerprint, ..judge.header(rev, totals) })?;
    found.write(tx, judge, &before, change, listed(&totals))?;
    Ok(stale)
}

/// Scores every account and judges its alerts, in one pass.
fn rescore_all(tx: &Tx<'_>, judge: &Judge, change: Option<&str>) -> Result<()> {
    let before = Before::read(tx, score::header(tx)?)?;
    let rev = before.rev() + 1;
    let (mut totals, mut found) = (Totals::default(), Found::default());
    let (watch, scorer) = (Watch::new(tx, judge, None)?, judge.scorer());
    score::clear(tx)?;
    let look = |record: &AccountRecord| {
        let (scored, findings) =
            scorer.seen(&record.facts, |sight, scored| watch.look(record, sight, scored));
        (judge.row_of(record, &scored), findings)
    };
    each_judged(tx, AccountId::MIN..=AccountId::MAX, &judge.reach(), look, |(row, findings)| {
        totals.add(&row);
        found.add(row.id, findings);
        score::write(tx, &row, rev)
    })?;
    score::write_header(tx, &judge.header(rev, totals))?;
    found.write(tx, judge, &before, change, listed(&totals))
}

/// Accounts that somebody looks after.
fn listed(totals: &Totals) -> u64 {
    totals.bands.iter().map(|band| u64::from(band.accounts)).sum()
}
