//! Reads contracts and the rows of their renewals, account by account, and the signals that are open.

use std::collections::HashMap;

use rusqlite::Row;

use super::Reads;
use crate::domain::{Currency, Day, Forecast, RenewalStage, Result, Term};
use crate::health::facts::{AccountId, SegmentId};
use crate::renewal::{Contract, Earlier, Record, RenewalId};

/// What an account's renewals are made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    pub contracts: Vec<Contract>,
    pub records: Vec<Record>,
}

impl Parts {
    /// As they were before the changes that are given.
    pub fn before(mut self, changes: &HashMap<RenewalId, Earlier>) -> Parts {
        if !changes.is_empty() {
            let before = |record: Record| match changes.get(&record.id) {
                Some(earlier) => record.before(earlier),
                None => record,
            };
            self.records = self.records.into_iter().map(before).collect();
        }
        self
    }
}

/// Kind and day of open signals, by account.
pub type OpenSignals = HashMap<AccountId, Vec<(Box<str>, Day)>>;

pub(super) const CONTRACTS: &str =
    "SELECT account_id, id, external_id, start_on, end_on, yearly_minor, currency, seats, plan,
    auto_renew, notice_days, notice_given_on FROM contract";
pub(super) const RECORDS: &str =
    "SELECT account_id, id, contract_id, due_on, stage, forecast, reason, amount_minor, currency,
    quote_by_on, notice_on, closed_on, churn_reason, competitor FROM renewal";

/// Every account that has contracts or renewals, in the order of the ids, in one scan of each table.
///
/// # Errors
/// The book cannot be read.
pub fn each(on: &impl Reads, mut take: impl FnMut(AccountId, Parts)) -> Result<()> {
    let mut contracts = keyed(on, CONTRACTS, None, contract)?.into_iter().peekable();
    let mut records = keyed(on, RECORDS, None, record)?.into_iter().peekable();
    loop {
        let heads = [contracts.peek().map(|row| row.0), records.peek().map(|row| row.0)];
        let Some(account) = heads.into_iter().flatten().min() else { return Ok(()) };
        let mut parts = Parts::default();
        while let Some((_, contract)) = contracts.next_if(|row| row.0 == account) {
            parts.contracts.push(contract);
        }
        while let Some((_, record)) = records.next_if(|row| row.0 == account) {
            parts.records.push(record);
        }
        take(account, parts);
    }
}

/// Those of one account.
///
/// # Errors
/// The book cannot be read.
pub fn of_account(on: &impl Reads, account: AccountId) -> Result<Parts> {
    Ok(Parts {
        contracts: keyed(on, CONTRACTS, Some(account), contract)?.into_iter().map(|row| row.1).collect(),
        records: keyed(on, RECORDS, Some(account), record)?.into_iter().map(|row| row.1).collect(),
    })
}

/// Kind and day of the signals that are open on a day, by account.
///
/// # Errors
/// The book cannot be read.
pub fn open_signals(on: &impl Reads, day: Day) -> Result<OpenSignals> {
    let mut statement = on.conn().prepare_cached(
        "SELECT account_id, kind, seen_on FROM signal
         WHERE seen_on <= ?1 AND (closed_on IS NULL OR closed_on > ?1) ORDER BY seen_on, id",
    )?;
    let mut rows = statement.query([day.0])?;
    let mut open = OpenSignals::new();
    while let Some(row) = rows.next()? {
        open.entry(row.get(0)?).or_default().push((row.get(1)?, Day(row.get(2)?)));
    }
    Ok(open)
}

/// The open signals of a kind of an account: their ids.
///
/// # Errors
/// The book cannot be read.
pub fn signals_of(on: &impl Reads, account: AccountId, kind: &str) -> Result<Vec<i64>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT id FROM signal WHERE account_id = ?1 AND kind = ?2 AND closed_on IS NULL ORDER BY id",
    )?;
    let ids = statement.query_map((account, kind), |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// A renewal that is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    pub id: RenewalId,
    pub due_on: Day,
    pub won: bool,
}

/// The renewals that were due in a time (without its first day) and are closed, by account.
///
/// # Errors
/// The book cannot be read.
pub fn closed(on: &impl Reads, from: Day, to: Day) -> Result<HashMap<AccountId, Vec<Closed>>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT account_id, id, due_on, stage = 'won' FROM renewal
         WHERE stage IN ('won', 'lost') AND due_on > ?1 AND due_on <= ?2 AND coalesce(closed_on, due_on) <= ?2",
    )?;
    let mut rows = statement.query([from.0, to.0])?;
    let mut closed: HashMap<AccountId, Vec<Closed>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let one = Closed { id: row.get(1)?, due_on: Day(row.get(2)?), won: row.get(3)? };
        closed.entry(row.get(0)?).or_default().push(one);
    }
    Ok(closed)
}

/// The name of every account.
///
/// # Errors
/// The book cannot be read.
pub fn names(on: &impl Reads) -> Result<HashMap<AccountId, Box<str>>> {
    let mut statement = on.conn().prepare_cached("SELECT id, name FROM account")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The segment of every account.
///
/// # Errors
/// The book cannot be read.
pub fn segments(on: &impl Reads) -> Result<HashMap<AccountId, Option<SegmentId>>> {
    let mut statement = on.conn().prepare_cached("SELECT id, segment_id FROM account")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// All rows, or those of an account, sorted by the account.
fn keyed<T>(
    on: &impl Reads,
    sql: &str,
    account: Option<AccountId>,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<(AccountId, T)>> {
    let only = if account.is_some() { " WHERE account_id = ?1" } else { "" };
    let mut statement = on.conn().prepare_cached(&format!("{sql}{only}"))?;
    let rows =
        statement.query_map(rusqlite::params_from_iter(account), |row| Ok((row.get(0)?, read(row)?)))?;
    let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    // Stable: within an account the order of the table, which is that of the ids.
    rows.sort_by_key(|row| row.0);
    Ok(rows)
}

fn day(row: &Row<'_>, place: usize) -> rusqlite::Result<Option<Day>> {
    Ok(row.get::<_, Option<i32>>(place)?.map(Day))
}

fn currency(row: &Row<'_>, place: usize) -> rusqlite::Result<Option<Currency>> {
    Ok(row.get_ref(place)?.as_str_or_null()?.and_then(|code| Currency::parse(code).ok()))
}

pub(super) fn contract(row: &Row<'_>) -> rusqlite::Result<Contract> {
    Ok(Contract {
        id: row.get(1)?,
        number: row.get(2)?,
        term: Term {
            start: Day(row.get(3)?),
            end: day(row, 4)?,
            yearly_minor: row.get(5)?,
            currency: currency(row, 6)?,
        },
        seats: row.get(7)?,
        plan: row.get(8)?,
        auto_renew: row.get(9)?,
        notice_days: row.get(10)?,
        notice_given_on: day(row, 11)?,
    })
}

pub(super) fn record(row: &Row<'_>) -> rusqlite::Result<Record> {
    let word = |place: usize| row.get_ref(place)?.as_str_or_null().map_err(rusqlite::Error::from);
    // The schema holds both lists.
    let stage = word(4)?.and_then(|word| RenewalStage::parse(word).ok()).unwrap_or(RenewalStage::NotStarted);
    Ok(Record {
        id: row.get(1)?,
        contract: row.get(2)?,
        due_on: Day(row.get(3)?),
        stage,
        forecast: word(5)?.and_then(|word| Forecast::parse(word).ok()),
        reason: row.get(6)?,
        amount: row.get(7)?,
        currency: currency(row, 8)?,
        quote_by: day(row, 9)?,
        notice_on: day(row, 10)?,
        closed_on: day(row, 11)?,
        churn_reason: row.get(12)?,
        competitor: row.get(13)?,
    })
}
