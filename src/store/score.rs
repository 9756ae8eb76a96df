//! The cache of scores: derived, never truth. The board's first frame comes from its index.

use rusqlite::{OptionalExtension, Row as SqlRow, params};

use super::{Reads, Tx};
use crate::book::row::{cap_named, measure_named};
use crate::book::{BandTotal, Counted, Lookups, Row, Totals};
use crate::domain::{Band, Currency, Day, Error, Kind, Money, Result, Stage};
use crate::health::facts::AccountId;
use crate::health::{Tenths, WEEKS};

/// What the cached scores are of.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The day that was scored.
    pub day: Day,
    /// Everything the scores depend on beside the accounts' own facts; another one: they are stale.
    pub fingerprint: String,
    /// Grows with every write of scores.
    pub rev: i64,
    pub totals: Totals,
    pub breadth: f64,
    pub usage_on: Option<Day>,
    pub currency: Currency,
}

/// What the cached scores are of; None: nothing was scored yet.
///
/// # Errors
/// The book cannot be read.
pub fn header(on: &impl Reads) -> Result<Option<Header>> {
    let mut statement = on
        .conn()
        .prepare_cached("SELECT day, fingerprint, rev, totals, breadth, usage_on, currency FROM scored")?;
    let found = statement
        .query_row([], |row| {
            // Emptied when an account is deleted.
            let totals = serde_json::from_str(row.get_ref(3)?.as_str()?).ok();
            let currency: String = row.get(6)?;
            let header = Header {
                day: Day(row.get(0)?),
                fingerprint: row.get(1)?,
                rev: row.get(2)?,
                totals: Totals::default(),
                breadth: row.get(4)?,
                usage_on: row.get::<_, Option<i32>>(5)?.map(Day),
                currency: Currency::parse(&currency).unwrap_or(Currency::USD),
            };
            Ok((header, totals))
        })
        .optional()?;
    let Some((header, totals)) = found else { return Ok(None) };
    let totals = match totals {
        Some(totals) => totals,
        None => count(on)?,
    };
    Ok(Some(Header { totals, ..header }))
}

/// Counts anew what the header's totals say.
fn count(on: &impl Reads) -> Result<Totals> {
    let mut totals = Totals::default();
    let mut statement = on.conn().prepare_cached(
        "SELECT listed, band, count(*), coalesce(sum(arr_book), 0), sum(arr_book IS NULL) FROM score GROUP BY 1, 2",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (accounts, no_rate): (u32, u32) = (row.get(2)?, row.get(4)?);
        if row.get(0)? {
            totals.no_rate += no_rate;
            let band: i64 = row.get(1)?;
            if let Some(total) = usize::try_from(band).ok().and_then(|band| totals.bands.get_mut(band)) {
                *total = BandTotal { accounts, arr: row.get(3)? };
            }
        } else {
            totals.churned += accounts;
        }
    }
    Ok(totals)
}

/// Replaces the header.
///
/// # Errors
/// The book cannot be written.
pub fn write_header(tx: &Tx<'_>, header: &Header) -> Result<()> {
    let totals = serde_json::to_string(&header.totals)
        .map_err(|error| Error::new(Kind::Storage, format!("the totals cannot be written ({error})")))?;
    tx.conn()
        .prepare_cached(
            "INSERT INTO scored (id, day, fingerprint, rev, totals, breadth, usage_on, currency)
             VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT DO UPDATE SET day = excluded.day, fingerprint = excluded.fingerprint, rev = excluded.rev,
               totals = excluded.totals, breadth = excluded.breadth, usage_on = excluded.usage_on,
               currency = excluded.currency",
        )?
        .execute(params![
            header.day.0,
            header.fingerprint,
            header.rev,
            totals,
            header.breadth,
            header.usage_on.map(|day| day.0),
            header.currency.code(),
        ])?;
    Ok(())
}

/// Writes one account's score.
///
/// # Errors
/// The book cannot be written.
pub fn write(tx: &Tx<'_>, row: &Row, rev: i64) -> Result<()> {
    let mut weeks = [0; WEEKS * 2];
    for (bytes, week) in weeks.chunks_exact_mut(2).zip(row.weeks) {
        bytes.copy_from_slice(&week.to_le_bytes());
    }
    tx.conn()
        .prepare_cached(
            "INSERT OR REPLACE INTO score (account_id, rev, listed, band, health, coverage, trend_7d, trend_28d,
               trend_90d, override_band, arr_minor, arr_currency, arr_book, renewal_on, top_driver, cap, weeks)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?
        .execute(params![
            row.id,
            rev,
            row.stage != Stage::Churned,
            row.band.code(),
            row.health,
            row.coverage,
            row.trend_7d,
            row.trend_28d,
            row.trend_90d,
            row.override_band.map(Band::code),
            row.arr.map(|arr| arr.minor),
            row.arr.as_ref().map(|arr| arr.currency.code()),
            row.arr_book,
            row.renewal_on.map(|day| day.0),
            row.top_driver,
            row.cap,
            weeks,
        ])?;
    Ok(())
}

/// Takes away every score and every mark of a touched account, before all are written anew.
///
/// # Errors
/// The book cannot be written.
pub fn clear(tx: &Tx<'_>) -> Result<()> {
    tx.conn().execute_batch("DELETE FROM score")?;
    clear_dirty(tx)
}

/// Forgets that anything was ever scored: the next refresh scores every account.
///
/// # Errors
/// The book cannot be written.
pub fn forget(tx: &Tx<'_>) -> Result<()> {
    clear(tx)?;
    tx.conn().execute_batch("DELETE FROM scored")?;
    Ok(())
}

/// Takes away the marks of touched accounts.
///
/// # Errors
/// The book cannot be written.
pub fn clear_dirty(tx: &Tx<'_>) -> Result<()> {
    tx.conn().prepare_cached("DELETE FROM dirty")?.execute([])?;
    Ok(())
}

const COLUMNS: &str = "a.id, a.external_id, a.name, a.segment_id, a.csm_id, a.stage, a.tags, s.arr_minor,
    s.arr_currency, s.arr_book, s.health, s.band, s.override_band, s.coverage, s.trend_7d, s.trend_28d, s.trend_90d,
    s.renewal_on, s.top_driver, s.cap, s.weeks";

fn row(row: &SqlRow<'_>) -> rusqlite::Result<Row> {
    let text = |column| -> rusqlite::Result<Option<Box<str>>> {
        Ok(row.get_ref(column)?.as_str_or_null()?.map(Box::from))
    };
    let currency = row.get_ref(8)?.as_str_or_null()?.and_then(|code| Currency::parse(code).ok());
    let minor: Option<i64> = row.get(7)?;
    let mut weeks: [Tenths; WEEKS] = [-1; WEEKS];
    for (week, bytes) in weeks.iter_mut().zip(row.get_ref(20)?.as_blob()?.chunks_exact(2)) {
        *week = bytes.try_into().map_or(-1, Tenths::from_le_bytes);
    }
    Ok(Row {
        id: row.get(0)?,
        external_id: text(1)?,
        name: text(2)?.unwrap_or_default(),
        segment: row.get(3)?,
        csm: row.get(4)?,
        stage: Stage::from_code(row.get(5)?).unwrap_or(Stage::Adoption),
        tags: text(6)?,
        arr: minor.zip(currency).map(|(minor, currency)| Money { minor, currency }),
        arr_book: row.get(9)?,
        health: row.get(10)?,
        band: Band::from_code(row.get(11)?).unwrap_or(Band::Grey),
        override_band: row.get::<_, Option<i64>>(12)?.and_then(Band::from_code),
        coverage: row.get(13)?,
        trend_7d: row.get(14)?,
        trend_28d: row.get(15)?,
        trend_90d: row.get(16)?,
        renewal_on: row.get::<_, Option<i32>>(17)?.map(Day),
        top_driver: row.get_ref(18)?.as_str_or_null()?.and_then(measure_named),
        cap: row.get_ref(19)?.as_str_or_null()?.and_then(cap_named),
        weeks,
    })
}

fn rows(on: &impl Reads, tail: &str, bound: impl rusqlite::Params) -> Result<Vec<Row>> {
    let mut statement = on.conn().prepare_cached(&format!("SELECT {COLUMNS} {tail}"))?;
    let rows = statement.query_map(bound, row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The worst accounts of every band, for the first frame: from an index, however large the book.
///
/// # Errors
/// The book cannot be read.
pub fn worst(on: &impl Reads, per_band: usize) -> Result<Vec<Row>> {
    let mut worst = Vec::new();
    let limit = i64::try_from(per_band).unwrap_or(i64::MAX);
    for band in Band::ALL {
        worst.extend(rows(
            on,
            "FROM score s JOIN account a ON a.id = s.account_id
             WHERE s.listed = 1 AND s.band = ?1 ORDER BY s.health, s.account_id LIMIT ?2",
            [band.code(), limit],
        )?);
    }
    Ok(worst)
}

/// Every account's row, in the order of the file (which is the fastest).
///
/// # Errors
/// The book cannot be read.
pub fn all(on: &impl Reads) -> Result<Vec<Row>> {
    rows(on, "FROM account a CROSS JOIN score s ON s.account_id = a.id", [])
}

/// The rows written after a revision.
///
/// # Errors
/// The book cannot be read.
pub fn since(on: &impl Reads, rev: i64) -> Result<Vec<Row>> {
    rows(on, "FROM score s CROSS JOIN account a ON a.id = s.account_id WHERE s.rev > ?1", [rev])
}

/// How an account counts in the totals of the header; None: it does not yet.
///
/// # Errors
/// The book cannot be read.
pub fn counted(on: &impl Reads, id: AccountId) -> Result<Option<Counted>> {
    let mut statement =
        on.conn().prepare_cached("SELECT listed, band, arr_book FROM score WHERE account_id = ?1")?;
    let found = statement
        .query_row([id], |row| {
            let band = Band::from_code(row.get(1)?).unwrap_or(Band::Grey);
            Ok(Counted { band: row.get::<_, bool>(0)?.then_some(band), arr: row.get(2)? })
        })
        .optional()?;
    Ok(found)
}

/// The highest id of an account that was scored; 0: none was.
///
/// # Errors
/// The book cannot be read.
pub fn last_account(on: &impl Reads) -> Result<AccountId> {
    let mut statement = on.conn().prepare_cached("SELECT coalesce(max(account_id), 0) FROM score")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// (id, name), ascending by id.
pub type Names = Vec<(i64, Box<str>)>;

/// Names of segments and of team members.
///
/// # Errors
/// The book cannot be read.
pub fn names(on: &impl Reads) -> Result<[Names; 2]> {
    let read = |sql| -> Result<Names> {
        let mut statement = on.conn().prepare_cached(sql)?;
        let names = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?.into())))?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    };
    Ok([
        read("SELECT id, name FROM segment ORDER BY id")?,
        read("SELECT id, name FROM team_member ORDER BY id")?,
    ])
}

/// What the board shows around its rows, as the header has it.
///
/// # Errors
/// The book cannot be read.
pub fn lookups(on: &impl Reads, header: &Header) -> Result<Lookups> {
    let [segments, team] = names(on)?;
    Ok(Lookups {
        segments,
        team,
        currency: header.currency,
        day: header.day,
        breadth: header.breadth,
        usage_on: header.usage_on,
    })
}
