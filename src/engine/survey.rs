//! What is asked of renewals in one pass over the facts: how they stand, the rows of their accounts where these are not
//! at hand, and how those of the past ended.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use super::judge::Judge;
use super::renewals::{Case, Renewals, Wanted, renewals_of};
use super::view::{Board, View};
use crate::book::{Lookups, Row, Totals};
use crate::domain::Result;
use crate::health::facts::{AccountFacts, AccountId};
use crate::renewal::{OwnRates, last_calls};
use crate::store::facts::AccountRecord;
use crate::store::renewal::{self as book, Parts};
use crate::store::{Reader, facts, renewal_change, score};

/// With more wanted accounts than one in this many, one pass over the book is cheaper than reading each.
const MANY: i64 = 8;

/// Days for which closed renewals tell how likely the next ones are.
const RATED_DAYS: i32 = 730;

/// Which accounts are meant, told by their rows: sorted ids.
pub type Pick<'a> = &'a dyn Fn(&Board) -> Result<Vec<AccountId>>;

/// Renewals, and what was read with them.
pub struct Survey {
    pub renewals: Renewals,
    /// Of every account.
    pub names: HashMap<AccountId, Box<str>>,
    pub lookups: Lookups,
    /// How renewals of the last two years ended; empty where it was not asked for.
    pub own: OwnRates,
}

impl View {
    /// The renewals that are wanted, of all accounts or of those that are picked; with `rates` how those of the past
    /// ended. The facts are read once, or of a few accounts alone.
    ///
    /// # Errors
    /// The book cannot be read, its policy has an error, or none can be picked so.
    pub fn survey(&self, wanted: Wanted, pick: Option<Pick<'_>>, rates: bool) -> Result<Survey> {
        let judge = self.judge()?;
        let mut beside = Beside { rates, rows: false };
        let mut wanted = wanted;
        if let Some(pick) = pick {
            match self.is_fresh_by(&judge)?.then(|| self.cached()).transpose()?.flatten() {
                Some(board) => wanted.accounts = Some(pick(&board)?),
                None => beside.rows = true,
            }
        }
        self.reader().at_once(|on| {
            let Passed { mut renewals, rows, own } = pass(on, &judge, wanted, beside)?;
            let totals = Totals::of(&rows);
            let lookups = score::lookups(on, &judge.header(0, totals))?;
            let names = book::names(on)?;
            let board = Board { rows, lookups, totals };
            if let Some(pick) = pick.filter(|_| beside.rows) {
                let ids = pick(&board)?;
                renewals.standings.retain(|own| ids.binary_search(&own.renewal.account).is_ok());
                renewals.wanted.accounts = Some(ids);
            }
            Ok(Survey { renewals, names, lookups: board.lookups, own })
        })
    }
}

/// What is read beside the renewals.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Beside {
    /// The rows of all accounts.
    pub rows: bool,
    /// How renewals of the last two years ended.
    pub rates: bool,
}

pub(super) struct Passed {
    pub renewals: Renewals,
    /// In no order.
    pub rows: Vec<Row>,
    pub own: OwnRates,
}

/// Reads the renewals that are wanted, and what is asked for beside them.
///
/// How renewals ended is told by the last forecast before and by the band of the account on the day from which on the
/// forecast had to be decided; those of which no forecast is known count as without one.
///
/// # Errors
/// The book cannot be read.
pub(super) fn pass(on: &Reader, judge: &Judge, wanted: Wanted, beside: Beside) -> Result<Passed> {
    let day = judge.day;
    let found = wanted.parts(on, day)?;
    let signals = book::open_signals(on, day)?;
    let closed = if beside.rates { book::closed(on, day - RATED_DAYS, day)? } else { HashMap::new() };
    let calls = if closed.is_empty() { HashMap::new() } else { last_calls(&renewal_change::all(on)?) };
    let (mut standings, mut rows, mut own_rates) = (Vec::new(), Vec::new(), OwnRates::default());
    let scorer = judge.scorer();
    let nothing = Parts::default();
    let mut take = |record: AccountRecord| {
        let facts: &AccountFacts = &record.facts;
        let policy = judge.policies.of(facts.segment);
        for ended in closed.get(&facts.id).into_iter().flatten() {
            let decided = ended.due_on - policy.renewal.decide_days;
            let band = crate::health::score(facts, &judge.held, policy, decided).band;
            own_rates.count(calls.get(&ended.id).copied().flatten(), band, ended.won);
        }
        let parts = found.get(&facts.id).unwrap_or(&nothing);
        let mut own = renewals_of(judge, facts.id, facts.segment, parts);
        own.retain(|renewal| wanted.has(renewal));
        if !own.is_empty() {
            let (score, trend) = scorer.recent(facts);
            let open = signals.get(&facts.id).map(Vec::as_slice).unwrap_or_default();
            let case = Case { judge, facts, score: &score, trend, signals: open };
            standings.extend(own.into_iter().map(|renewal| case.standing(renewal, record.csm)));
        }
        if beside.rows {
            let scored = scorer.scored(facts);
            rows.push(judge.row_of(&record, &scored));
        }
    };
    let ids: HashSet<AccountId> = found.keys().chain(closed.keys()).copied().collect();
    if beside.rows || !is_few(on, ids.len())? {
        facts::each(on, AccountId::MIN..=AccountId::MAX, None, |record| {
            if beside.rows || ids.contains(&record.facts.id) {
                take(record);
            }
            Ok(ControlFlow::Continue(()))
        })?;
    } else {
        for id in ids {
            facts::one(on, id, None)?.into_iter().for_each(&mut take);
        }
    }
    let (rates, policies) = (judge.rates.clone(), judge.policies.clone());
    let mut renewals = Renewals { standings, day, rates, wanted, policies };
    renewals.sort();
    Ok(Passed { renewals, rows, own: own_rates })
}

/// Whether so many accounts are read one by one sooner than in one pass over the book.
pub(super) fn is_few(on: &Reader, count: usize) -> Result<bool> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    Ok(count.saturating_mul(MANY) <= facts::accounts(on)?.max(MANY))
}
