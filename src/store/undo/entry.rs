//! A row of the journal, and the transactions that hold them.

use rusqlite::{OptionalExtension, Row, params};

use super::tables::Tables;
use crate::domain::{Error, Result};
use crate::store::described::{self, Described, Image};
use crate::store::{Reads, Tx};

/// What was done to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Insert,
    Update,
    Delete,
}

/// A row of the journal.
#[derive(Clone, Debug)]
pub struct Entry {
    pub seq: i64,
    pub of: &'static Described,
    /// The row's id; of usage, whose rows have none, the account's.
    pub rid: i64,
    pub op: Op,
    /// Changed columns before an update; the whole row before a delete.
    pub old: Image,
    /// Changed columns after an update; the whole row of usage that was put back.
    pub new: Image,
}

impl Entry {
    /// Whether its row has no id, but a key of several columns which every image holds.
    pub fn is_usage(&self) -> bool {
        is_usage(self.of)
    }
}

/// Whether the rows of a table have no id.
pub fn is_usage(of: &Described) -> bool {
    matches!(of.table, "usage" | "feature_use")
}

/// A transaction of the journal.
#[derive(Clone, Debug)]
pub struct Txn {
    pub id: i64,
    pub first: i64,
    pub last: i64,
    pub at: String,
    pub actor: String,
    /// The change that it takes back or does again; itself: it is a change of its own.
    pub root: i64,
    pub takes_back: bool,
    /// The root's.
    pub label: String,
    /// Whether it follows from the facts and is nobody's change.
    pub derived: bool,
}

const TXN: &str = "SELECT t.id, t.first_seq, t.last_seq, t.at, t.actor, coalesce(t.root, t.id), t.takes_back,
    coalesce(r.label, t.label), t.derived FROM txn t LEFT JOIN txn r ON r.id = t.root";

fn txn_of(row: &Row<'_>) -> rusqlite::Result<Txn> {
    Ok(Txn {
        id: row.get(0)?,
        first: row.get(1)?,
        last: row.get(2)?,
        at: row.get(3)?,
        actor: row.get(4)?,
        root: row.get(5)?,
        takes_back: row.get(6)?,
        label: row.get(7)?,
        derived: row.get(8)?,
    })
}

/// A transaction.
///
/// # Errors
/// There is none, or the book cannot be read.
pub fn txn(on: &impl Reads, id: i64) -> Result<Txn> {
    on.conn()
        .prepare_cached(&format!("{TXN} WHERE t.id = ?1"))?
        .query_row([id], txn_of)
        .optional()?
        .ok_or_else(|| {
            Error::not_found(format!("there is no change {id}")).hint("list them with: mainstay history")
        })
}

/// The last transaction that took a change back or did it again; None: nobody ever did.
pub fn latest_of(on: &impl Reads, root: i64) -> Result<Option<Txn>> {
    let sql = format!("{TXN} WHERE t.root = ?1 ORDER BY t.id DESC LIMIT 1");
    Ok(on.conn().prepare_cached(&sql)?.query_row([root], txn_of).optional()?)
}

/// The transaction that wrote a row of the journal; None: it is still open.
pub fn txn_at(on: &impl Reads, seq: i64) -> Result<Option<Txn>> {
    let sql = format!("{TXN} WHERE t.last_seq >= ?1 ORDER BY t.last_seq, t.id LIMIT 1");
    let found = on.conn().prepare_cached(&sql)?.query_row([seq], txn_of).optional()?;
    Ok(found.filter(|txn| txn.first <= seq))
}

/// The entries of a range of the journal, the last one first, each handed out while the book is being changed.
pub fn each_back(
    tx: &Tx<'_>,
    tables: &Tables<'_>,
    (first, last): (i64, i64),
    mut take: impl FnMut(Entry) -> Result<()>,
) -> Result<()> {
    let mut statement = tx.conn().prepare_cached(
        "SELECT seq, tbl, rid, op, old, new FROM journal WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq DESC",
    )?;
    let mut rows = statement.query([first, last])?;
    while let Some(row) = rows.next()? {
        take(entry(tx, tables, row)?)?;
    }
    Ok(())
}

/// The entries of one row after one place of the journal until another, in order.
pub fn of_row(
    tx: &Tx<'_>,
    tables: &Tables<'_>,
    of: &Described,
    rid: i64,
    (after, until): (i64, i64),
) -> Result<Vec<Entry>> {
    let mut statement = tx.conn().prepare_cached(
        "SELECT seq, tbl, rid, op, old, new FROM journal
         WHERE tbl = ?1 AND rid = ?2 AND seq > ?3 AND seq <= ?4 ORDER BY seq",
    )?;
    let mut rows = statement.query(params![of.table, rid, after, until])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(entry(tx, tables, row)?);
    }
    Ok(entries)
}

fn entry(tx: &Tx<'_>, tables: &Tables<'_>, row: &Row<'_>) -> Result<Entry> {
    let conn = tx.conn();
    let text = |place: usize| -> rusqlite::Result<Option<String>> { row.get(place) };
    let of = tables.named(&row.get::<_, String>(1)?)?;
    let op = match row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)? {
        "I" => Op::Insert,
        "U" => Op::Update,
        _ => Op::Delete,
    };
    let entry = Entry {
        seq: row.get(0)?,
        of,
        rid: row.get(2)?,
        op,
        old: described::image(conn, text(4)?.as_deref())?,
        new: described::image(conn, text(5)?.as_deref())?,
    };
    // Names of columns become SQL: only those that the table has.
    entry.old.iter().chain(&entry.new).try_for_each(|cell| tables.check(of, &cell.0))?;
    Ok(entry)
}
