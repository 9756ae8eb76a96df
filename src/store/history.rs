//! The history of a book in words, newest first: who changed what from what to what, and when.

use std::ops::ControlFlow;

use rusqlite::{OptionalExtension, Row, params};

use super::Reads;
use super::described::{self, Described, Image, RowName, field, image_name, said};
use super::owned::rows_about;
use crate::domain::{Day, Error, Result, text};
use crate::health::facts::AccountId;

/// Changes of rows that are told of one transaction; an import may have a million.
pub const MOST: usize = 200;

/// Which changes are told.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of an account and what belongs to it, also of one that is gone.
    pub account: Option<AccountId>,
    /// Of a field, by its column or its words: `stage`, `csm`, `ARR`.
    pub field: Option<String>,
    /// By somebody.
    pub actor: Option<String>,
    /// Not before the morning of this day (UTC).
    pub from: Option<Day>,
    /// Not after the evening of this day (UTC).
    pub to: Option<Day>,
    /// Of a table, by its name in the book.
    pub table: Option<String>,
}

impl Filter {
    /// The first and the last day, as transactions bear them.
    fn days(&self) -> (Option<String>, Option<String>) {
        (self.from.map(|day| day.to_string()), self.to.map(|day| day.to_string()))
    }

    /// Whether single changes are looked at, and not transactions as a whole.
    fn is_of_changes(&self) -> bool {
        self.account.is_some() || self.field.is_some() || self.table.is_some()
    }
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It was made.
    Made,
    /// It was deleted.
    Deleted,
    /// A field of it was changed.
    Changed {
        /// The field in words.
        field: String,
        /// What it held, in words; empty: nothing.
        from: String,
        /// What it holds since.
        to: String,
    },
}

/// One change of one row. All text is as stored: clean it before it reaches a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The row in words: `contract C-12 of Acme`.
    pub row: String,
    /// The account that it belongs to.
    pub account: Option<AccountId>,
    /// What became of it.
    pub what: What,
}

/// One transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub txn: i64,
    /// UTC, ISO 8601.
    pub at: String,
    /// Who; `external`: another program.
    pub actor: String,
    /// On which machine.
    pub host: String,
    /// What it is called.
    pub label: String,
    /// The transaction that it takes back.
    pub undoes: Option<i64>,
    /// Whether it is taken back now.
    pub undone: bool,
    /// The changes that were asked for, in order; at most [`MOST`].
    pub changes: Vec<Change>,
    /// Whether there are more.
    pub more: bool,
}

/// The changes that a filter lets through, newest first: at most `limit` transactions, older than the transaction
/// `before` (None: from the last one on).
///
/// # Errors
/// The book cannot be read, or its journal names what is no table of a book.
pub fn history(on: &impl Reads, filter: &Filter, limit: usize, before: Option<i64>) -> Result<Vec<Entry>> {
    match filter.account {
        Some(account) => {
            let about = rows_about(on, account, filter.table.as_deref())?;
            of_rows(on, filter, limit, before, &about)
        }
        None => of_all(on, filter, limit, before),
    }
}

/// A transaction as [`entry`] reads it; what it must be is still to be said.
const TXN: &str = "SELECT id, first_seq, last_seq, at, actor, host, label, undoes,
    coalesce((SELECT takes_back FROM txn u WHERE u.root = coalesce(t.root, t.id) ORDER BY u.id DESC LIMIT 1), 0)
      AND takes_back = 0
  FROM txn t WHERE id < ?1 AND (?2 IS NULL OR actor = ?2 COLLATE NOCASE)
    AND (?3 IS NULL OR substr(at, 1, 10) >= ?3) AND (?4 IS NULL OR substr(at, 1, 10) <= ?4)";

fn of_all(on: &impl Reads, filter: &Filter, limit: usize, before: Option<i64>) -> Result<Vec<Entry>> {
    let mut statement = on.conn().prepare_cached(&format!("{TXN} ORDER BY id DESC"))?;
    let (from, to) = filter.days();
    let mut rows = statement.query(params![before.unwrap_or(i64::MAX), filter.actor, from, to])?;
    let mut range = on.conn().prepare_cached(&format!(
        "{JOURNAL} WHERE seq BETWEEN ?1 AND ?2 AND (?3 IS NULL OR tbl = ?3) ORDER BY seq"
    ))?;
    let mut entries = Vec::new();
    while entries.len() < limit
        && let Some(row) = rows.next()?
    {
        let mut entry = entry(row)?;
        let (first, last): (i64, i64) = (row.get(1)?, row.get(2)?);
        let mut journal = range.query(params![first, last, filter.table])?;
        while let Some(row) = journal.next()? {
            if entry.take(told_row(on, row, filter)?).is_break() {
                break;
            }
        }
        if !entry.changes.is_empty() || !filter.is_of_changes() {
            entries.push(entry);
        }
    }
    Ok(entries)
}

/// The same of these rows of the journal, ascending, and the transactions that they are in.
fn of_rows(
    on: &impl Reads,
    filter: &Filter,
    limit: usize,
    before: Option<i64>,
    mut about: &[i64],
) -> Result<Vec<Entry>> {
    let conn = on.conn();
    let mut range_of = conn
        .prepare_cached("SELECT id, first_seq FROM txn WHERE last_seq >= ?1 ORDER BY last_seq, id LIMIT 1")?;
    let mut txn = conn.prepare_cached(&format!("{TXN} AND id = ?5"))?;
    let mut journal = conn.prepare_cached(&format!("{JOURNAL} WHERE seq = ?1"))?;
    let (from, to) = filter.days();
    let mut entries = Vec::new();
    while entries.len() < limit
        && let Some((last, rest)) = about.split_last()
    {
        let found: Option<(i64, i64)> =
            range_of.query_row([last], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        // What no transaction has was just written by another program: it is adopted with the next change.
        let Some((id, first)) = found.filter(|(_, first)| first <= last) else {
            about = rest;
            continue;
        };
        let (older, own) = about.split_at(about.partition_point(|seq| *seq < first));
        about = older;
        let passes = params![before.unwrap_or(i64::MAX), filter.actor, from, to, id];
        let Some(mut entry) = txn.query_row(passes, entry).optional()? else { continue };
        for seq in own {
            let changes = journal.query_row([seq], |row| Ok(told_row(on, row, filter)))??;
            if entry.take(changes).is_break() {
                break;
            }
        }
        if !entry.changes.is_empty() {
            entries.push(entry);
        }
    }
    Ok(entries)
}

impl Entry {
    /// Takes changes in, as many as are told of one transaction.
    fn take(&mut self, changes: Vec<Change>) -> ControlFlow<()> {
        for change in changes {
            if self.changes.len() == MOST {
                self.more = true;
                return ControlFlow::Break(());
            }
            self.changes.push(change);
        }
        ControlFlow::Continue(())
    }
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        txn: row.get(0)?,
        at: row.get(3)?,
        actor: row.get(4)?,
        host: row.get(5)?,
        label: row.get(6)?,
        undoes: row.get(7)?,
        undone: row.get(8)?,
        changes: Vec::new(),
        more: false,
    })
}

/// A row of the journal as [`told_row`] reads it.
const JOURNAL: &str = "SELECT tbl, rid, op, old, new FROM journal";

/// The changes that a row of the journal tells of.
fn told_row(on: &impl Reads, row: &Row<'_>, filter: &Filter) -> Result<Vec<Change>> {
    let name: String = row.get(0)?;
    let of = described::table(&name).ok_or_else(|| {
        Error::invalid(format!("the history names a table \"{}\", which no book has", text::clean(&name)))
            .hint("it was written by another program; check the book")
    })?;
    let image = |place: usize| -> Result<Image> {
        described::image(on.conn(), row.get::<_, Option<String>>(place)?.as_deref())
    };
    let (old, new) = (image(3)?, image(4)?);
    let op: String = row.get(2)?;
    told(on, of, row.get(1)?, &op, (&old, &new), filter)
}

/// A row of the journal in words, as far as the filter asks for it.
fn told(
    on: &impl Reads,
    of: &'static Described,
    rid: i64,
    op: &str,
    (old, new): (&Image, &Image),
    filter: &Filter,
) -> Result<Vec<Change>> {
    let fields: Vec<&String> = match (op, &filter.field) {
        ("U", wanted) => old
            .iter()
            .map(|cell| &cell.0)
            .filter(|column| wanted.as_ref().is_none_or(|wanted| is_field(column, wanted)))
            // Every image of usage holds the whole row.
            .filter(|column| described::cell(old, column) != described::cell(new, column))
            .collect(),
        (_, None) => Vec::new(),
        (_, Some(_)) => return Ok(Vec::new()),
    };
    if op == "U" && fields.is_empty() {
        return Ok(Vec::new());
    }
    let usage = matches!(of.table, "usage" | "feature_use");
    let known = match op {
        "I" if usage => Some(new),
        "D" => Some(old),
        "U" if usage => Some(old),
        _ => None,
    };
    let RowName { what: row, account } = match known {
        Some(image) => image_name(on, of, rid, image)?,
        None => described::row_name(on, of, rid)?,
    };
    if filter.account.is_some_and(|wanted| account != Some(wanted)) {
        return Ok(Vec::new());
    }
    let change = |what| Change { row: row.clone(), account, what };
    match op {
        "I" => Ok(vec![change(What::Made)]),
        "D" => Ok(vec![change(What::Deleted)]),
        _ => {
            // Amounts are told in the currency of their row.
            let rest =
                if usage { Image::new() } else { described::known(on.conn(), of, rid)?.unwrap_or_default() };
            let whole = |image: &Image| -> Image {
                let rest = rest.iter().filter(|cell| !image.iter().any(|known| known.0 == cell.0));
                image.iter().chain(rest).cloned().collect()
            };
            let (old, new) = (whole(old), whole(new));
            fields
                .into_iter()
                .map(|column| {
                    let (from, to) = (said(on, of, column, &old)?, said(on, of, column, &new)?);
                    Ok(change(What::Changed { field: field(column), from, to }))
                })
                .collect()
        }
    }
}

/// Whether a column is meant: by its name, its words, or its words without what an import appends.
fn is_field(column: &str, wanted: &str) -> bool {
    let wanted = text::fold(wanted);
    let words = text::fold(&field(column));
    text::fold(column) == wanted || words == wanted || words.strip_suffix(" on") == Some(wanted.as_str())
}
