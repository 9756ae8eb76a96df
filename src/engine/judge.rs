//! Everything that a score depends on beside the account's own facts, read once and used for many accounts.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::{ControlFlow, RangeInclusive};
use std::sync::mpsc;
use std::thread::{self, Builder};

use super::row::row;
use super::thread::refused;
use super::watch::rules;
use crate::book::{Row, Totals};
use crate::domain::money::Rates;
use crate::domain::{Day, Error, Kind, Result};
use crate::health::facts::{AccountId, BookFacts};
use crate::health::{self, PolicySet, Scored, Scorer, UsageReach, Why};
use crate::store::facts::{self, AccountRecord};
use crate::store::policy::policies;
use crate::store::score::Header;
use crate::store::{Reads, held};
use crate::trigger::Rules;

/// Accounts handed to the scoring thread at once: enough to make the hand-over cheap, few enough to stay small.
const BATCH: usize = 128;

/// The policy, what the book holds, its currency and rates, and the day.
pub struct Judge {
    pub day: Day,
    pub policies: PolicySet,
    pub held: BookFacts,
    pub rates: Rates,
    /// When alerts are raised and closed.
    pub rules: Rules,
}

impl Judge {
    /// Reads what scores of a day depend on.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error (named by its key).
    pub fn load(on: &impl Reads, day: Day) -> Result<Judge> {
        Ok(Judge {
            day,
            policies: policies(on)?,
            held: held::facts(on)?,
            rates: held::rates(on)?,
            rules: rules(on)?,
        })
    }

    /// Everything but the accounts' own facts in one word: when it differs, every score is stale.
    pub fn fingerprint(&self) -> String {
        // The program's version counts: a newer one may compute otherwise.
        let mut rest = DefaultHasher::new();
        format!("{:?} {:?} {}", self.held, self.rates, env!("CARGO_PKG_VERSION")).hash(&mut rest);
        let (policy, rules) = (self.policies.fingerprint(), self.rules.fingerprint());
        format!("{policy:016x}{:016x}{rules:016x}", rest.finish())
    }

    /// The scorer of this day.
    pub fn scorer(&self) -> Scorer<'_> {
        Scorer::new(&self.held, &self.policies, self.day)
    }

    /// The usage by which this day is judged, with its past.
    pub fn reach(&self) -> UsageReach {
        self.reach_since(self.day)
    }

    /// The usage by which days from one on are judged, each with its past.
    pub(super) fn reach_since(&self, day: Day) -> UsageReach {
        UsageReach::new(&self.held, &self.policies, day - health::PAST_DAYS)
    }

    /// One account's row, from its record. For many accounts use [`Judge::scorer`] and [`Judge::row_of`].
    pub fn row(&self, record: &AccountRecord) -> Row {
        let policy = self.policies.of(record.facts.segment);
        let scored = health::scored(&record.facts, &self.held, policy, self.day);
        self.row_of(record, &scored)
    }

    /// The row of an account that was scored.
    pub fn row_of(&self, record: &AccountRecord, scored: &Scored) -> Row {
        let policy = self.policies.of(record.facts.segment);
        row(record, scored, policy, &self.rates, self.day)
    }

    /// The arithmetic of one account's score, and what moved it since a day.
    pub fn why(&self, record: &AccountRecord, since: Day) -> Why {
        health::why(&record.facts, &self.held, self.policies.of(record.facts.segment), self.day, since)
    }

    /// Share of the policy's weights that the book can judge at all, 0 to 1.
    pub fn breadth(&self) -> f64 {
        health::breadth(&self.held, self.policies.of(None), self.day)
    }

    /// What to import next so that more can be judged: kinds of rows, some with what these must have.
    pub fn to_import(&self) -> Vec<&'static str> {
        health::to_import(&self.held, self.policies.of(None), self.day)
    }

    /// The header of scores by this judge.
    pub fn header(&self, rev: i64, totals: Totals) -> Header {
        Header {
            day: self.day,
            fingerprint: self.fingerprint(),
            rev,
            totals,
            breadth: self.breadth(),
            usage_on: self.held.usage_days.iter().rev().find(|on| **on <= self.day).copied(),
            currency: self.rates.book,
        }
    }

    /// Scores a range of accounts in one pass over the book: this thread reads, another scores.
    ///
    /// `take` gets the rows in order of id.
    ///
    /// # Errors
    /// The book cannot be read, or `take` failed.
    pub fn rows(
        &self,
        on: &impl Reads,
        ids: RangeInclusive<AccountId>,
        take: impl FnMut(Row) -> Result<()>,
    ) -> Result<()> {
        let scorer = self.scorer();
        let judge = |record: &AccountRecord| {
            let scored = scorer.scored(&record.facts);
            self.row_of(record, &scored)
        };
        each_judged(on, ids, &self.reach(), judge, take)
    }
}

/// Judges a range of accounts in one pass over the book, by as much of their usage as is named: this thread reads,
/// another judges.
///
/// `take` gets what was judged in order of id.
///
/// # Errors
/// The book cannot be read, or `take` failed.
pub(super) fn each_judged<T: Send>(
    on: &impl Reads,
    ids: RangeInclusive<AccountId>,
    reach: &UsageReach,
    judge: impl Fn(&AccountRecord) -> T + Send,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let (to_judge, records) = mpsc::sync_channel::<Vec<AccountRecord>>(4);
    // Records come back with what was made of them: the thread that made room for them gives it free, which is cheap,
    // while two threads would wait for each other.
    let (to_taker, judged) = mpsc::channel::<(Vec<T>, Vec<AccountRecord>)>();
    thread::scope(|scope| {
        let judging = move || {
            for batch in records {
                let made = batch.iter().map(&judge).collect();
                if to_taker.send((made, batch)).is_err() {
                    return;
                }
            }
        };
        Builder::new().name("scoring".into()).spawn_scoped(scope, judging).map_err(refused)?;
        let mut batch = Vec::with_capacity(BATCH);
        let lost = || Error::new(Kind::Storage, "scoring stopped early");
        let reading = facts::each(on, ids, Some(reach), |record| {
            batch.push(record);
            if batch.len() == BATCH {
                let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                to_judge.send(full).map_err(|_| lost())?;
                // What is ready is taken on the way, so that no more than a few batches are in memory.
                judged.try_iter().flat_map(|(made, _)| made).try_for_each(&mut take)?;
            }
            Ok(ControlFlow::Continue(()))
        });
        let reading = reading.and_then(|()| to_judge.send(batch).map_err(|_| lost()));
        drop(to_judge);
        reading?;
        judged.iter().flat_map(|(made, _)| made).try_for_each(take)
    })
}
