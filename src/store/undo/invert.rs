//! One row of the journal taken back, or the reason why not.

use rusqlite::types::Value;
use rusqlite::{ErrorCode, OptionalExtension, params, params_from_iter};

use super::entry::{Entry, Op, Txn, is_usage, of_row, txn_at};
use super::tables::Tables;
use crate::domain::text::clean;
use crate::domain::{Error, Result};
use crate::store::Tx;
use crate::store::described::{self, Described, Image, field, image_name, said};

/// Why a row cannot be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The row in words. As stored: clean it before it reaches a terminal.
    pub what: String,
    /// What stands in the way: which field, now what, by whom and when. As stored, too.
    pub why: String,
    /// The later transaction that stands in the way.
    pub txn: Option<i64>,
}

/// Whether a row was taken back.
pub type Verdict = std::result::Result<(), Refusal>;

/// Takes rows of the journal back, through the triggers of the book.
pub struct Inverter<'t, 'c> {
    tx: &'t Tx<'c>,
    pub tables: Tables<'c>,
    /// The last row of the journal before anything was taken back.
    until: i64,
}

impl<'t, 'c> Inverter<'t, 'c> {
    pub fn new(tx: &'t Tx<'c>) -> Result<Inverter<'t, 'c>> {
        Ok(Inverter { tx, tables: Tables::new(tx.conn()), until: crate::store::journal::last_seq(tx)? })
    }

    /// Whether the row that an insert made still is as its transaction left it.
    pub fn is_as_left(&self, entry: &Entry, txn: &Txn) -> Result<Verdict> {
        // Whether an alert is open is for the program to say.
        if entry.is_usage() || entry.of.table == "alert" {
            return Ok(Ok(()));
        }
        let later = of_row(self.tx, &self.tables, entry.of, entry.rid, (txn.last, self.until))?;
        let mut left = Image::new();
        for entry in &later {
            match entry.op {
                Op::Update => {
                    for cell in &entry.old {
                        if !left.iter().any(|known| known.0 == cell.0) {
                            left.push(cell.clone());
                        }
                    }
                }
                Op::Delete => {
                    for column in self.tables.columns(entry.of)?.iter() {
                        if !left.iter().any(|known| known.0 == *column) {
                            let held = described::cell(&entry.old, column).cloned().unwrap_or(Value::Null);
                            left.push((column.clone(), held));
                        }
                    }
                    break;
                }
                // Only a program that replaces rows as a whole inserts what is there.
                Op::Insert => return self.replaced(entry).map(Err),
            }
        }
        if left.is_empty() { Ok(Ok(())) } else { self.compare(entry.of, entry.rid, &left) }
    }

    /// Takes one entry back. `Err` in the outcome: it was left as it is.
    pub fn invert(&self, entry: &Entry) -> Result<Verdict> {
        match entry.op {
            Op::Insert => self.remove(entry),
            Op::Update => self.put_back(entry),
            Op::Delete => self.bring_back(entry),
        }
    }

    fn remove(&self, entry: &Entry) -> Result<Verdict> {
        if entry.is_usage() {
            let done = self.execute(
                &format!("DELETE FROM {} WHERE {}", entry.of.table, tests(&entry.new, 1)),
                entry.new.iter().map(|cell| &cell.1),
            )?;
            return match done {
                Ok(0) => self.usage_differs(entry, &entry.new).map(Err),
                Ok(_) => Ok(Ok(())),
                Err(why) => Ok(Err(self.refuse_image(entry, &entry.new, why)?)),
            };
        }
        let before: Option<String> = self
            .tx
            .conn()
            .prepare_cached(
                "SELECT op FROM journal WHERE tbl = ?1 AND rid = ?2 AND seq < ?3 ORDER BY seq DESC LIMIT 1",
            )?
            .query_row(params![entry.of.table, entry.rid, entry.seq], |row| row.get(0))
            .optional()?;
        if before.is_some_and(|op| op != "D") {
            return self.replaced(entry).map(Err);
        }
        if let Some(refusal) = self.dependent(entry.of, entry.rid)? {
            return Ok(Err(refusal));
        }
        let sql = format!("DELETE FROM {} WHERE id = ?1", entry.of.table);
        match self.execute(&sql, [&Value::Integer(entry.rid)])? {
            Ok(0) => self.gone(entry.of, entry.rid).map(Err),
            Ok(_) => Ok(Ok(())),
            Err(why) => self.refuse(entry.of, entry.rid, why).map(Err),
        }
    }

    fn put_back(&self, entry: &Entry) -> Result<Verdict> {
        if let Some(refusal) = self.orphan(entry)? {
            return Ok(Err(refusal));
        }
        let sets: Vec<String> = entry
            .old
            .iter()
            .enumerate()
            .map(|(place, cell)| format!("{} = ?{}", cell.0, place + 1))
            .collect();
        let mut sql = format!(
            "UPDATE {} SET {} WHERE {}",
            entry.of.table,
            sets.join(", "),
            tests(&entry.new, sets.len() + 1)
        );
        let id = Value::Integer(entry.rid);
        let mut bound: Vec<&Value> = entry.old.iter().chain(&entry.new).map(|cell| &cell.1).collect();
        if !entry.is_usage() {
            bound.push(&id);
            sql.push_str(&format!(" AND id = ?{}", bound.len()));
        }
        match self.execute(&sql, bound)? {
            Ok(0) if entry.is_usage() => {
                // A contract that moves back to its account takes its usage along by itself.
                let moved =
                    described::cell(&entry.old, "account_id") != described::cell(&entry.new, "account_id");
                if moved && self.usage_is_there(entry, &entry.old)? {
                    return Ok(Ok(()));
                }
                self.usage_differs(entry, &entry.new).map(Err)
            }
            Ok(0) => match self.compare(entry.of, entry.rid, &entry.new)? {
                Err(refusal) => Ok(Err(refusal)),
                // The row is there and equal, so it was the update that found nothing: it cannot be.
                Ok(()) => self.refuse(entry.of, entry.rid, "it cannot be changed".into()).map(Err),
            },
            Ok(_) => Ok(Ok(())),
            Err(why) => Ok(Err(self.refuse_image(entry, &entry.old, why)?)),
        }
    }

    fn bring_back(&self, entry: &Entry) -> Result<Verdict> {
        if !entry.is_usage() && described::row(self.tx.conn(), entry.of, entry.rid)?.is_some() {
            return self.refuse(entry.of, entry.rid, "it is there again".into()).map(Err);
        }
        if let Some(refusal) = self.orphan(entry)? {
            return Ok(Err(refusal));
        }
        let columns: Vec<&str> = entry.old.iter().map(|cell| cell.0.as_str()).collect();
        let marks: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
        let sql =
            format!("INSERT INTO {} ({}) VALUES ({})", entry.of.table, columns.join(", "), marks.join(", "));
        match self.execute(&sql, entry.old.iter().map(|cell| &cell.1))? {
            Err(why) => Ok(Err(self.refuse_image(entry, &entry.old, why)?)),
            Ok(_) => {
                if entry.is_usage() {
                    // New usage is not journaled by its triggers; what undo puts back must be, to be redone.
                    self.tx
                        .conn()
                        .prepare_cached(
                            "INSERT INTO journal (tbl, rid, op, new) SELECT tbl, rid, 'I', old FROM journal WHERE seq = ?1",
                        )?
                        .execute([entry.seq])?;
                }
                Ok(Ok(()))
            }
        }
    }

    /// Runs a statement; a rule of the book that it would break is handed back in words.
    fn execute<'v>(
        &self,
        sql: &str,
        bound: impl IntoIterator<Item = &'v Value>,
    ) -> Result<std::result::Result<usize, String>> {
        let mut statement = self.tx.conn().prepare_cached(sql)?;
        match statement.execute(params_from_iter(bound)) {
            Ok(rows) => Ok(Ok(rows)),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                Ok(Err(broken_rule(&error.to_string())))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// A row that refers to a row which is to be removed.
    fn dependent(&self, of: &'static Described, id: i64) -> Result<Option<Refusal>> {
        let conn = self.tx.conn();
        // Days of use are counted by metric and feature: their rows have no index by which to look.
        let kind = match of.table {
            "metric" => Some(0),
            "feature" => Some(1),
            _ => None,
        };
        if let Some(kind) = kind {
            let used: bool = conn
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM usage_day WHERE kind = ?1 AND subject_id = ?2)",
                )?
                .query_row([kind, id], |row| row.get(0))?;
            return if used {
                self.refuse(of, id, "there are values of it".into()).map(Some)
            } else {
                Ok(None)
            };
        }
        if of.table == "contract" {
            for usage in ["usage", "feature_use"] {
                let sql = format!(
                    "SELECT EXISTS (SELECT 1 FROM {usage} WHERE contract_id = ?1
                     AND account_id = (SELECT account_id FROM contract WHERE id = ?1))"
                );
                if conn.prepare_cached(&sql)?.query_row([id], |row| row.get(0))? {
                    return self.refuse(of, id, "there is usage of it".into()).map(Some);
                }
            }
        }
        for reference in
            self.tables.references()?.iter().filter(|reference| reference.parent.table == of.table)
        {
            let (child, column) = (reference.child, &reference.column);
            let key = if is_usage(child) { "account_id" } else { "id" };
            // Alerts follow from the facts; what somebody did with one does not.
            let only = match child.table {
                "alert" => " AND (snoozed_until IS NOT NULL OR dismissed_reason IS NOT NULL)",
                _ => "",
            };
            let sql = format!("SELECT {key} FROM {} WHERE {column} = ?1{only} LIMIT 1", child.table);
            let found: Option<i64> =
                conn.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?;
            let Some(dependent) = found else { continue };
            if is_usage(child) {
                return self.refuse(of, id, "there is usage of it".into()).map(Some);
            }
            let name = described::row_name(self.tx, child, dependent)?.what;
            let last = self.last_seq_of(child, dependent)?;
            let (by, txn) = self.by(last)?;
            let why = format!("{name} refers to it{by}");
            return Ok(Some(Refusal { txn, ..self.refuse(of, id, why)? }));
        }
        Ok(None)
    }

    /// What a row that is to be put back refers to and is no longer there.
    fn orphan(&self, entry: &Entry) -> Result<Option<Refusal>> {
        for reference in self.tables.references()?.iter().filter(|one| one.child.table == entry.of.table) {
            let Some(Value::Integer(parent)) = described::cell(&entry.old, &reference.column) else {
                continue;
            };
            if *parent == entry.rid && reference.parent.table == entry.of.table {
                continue;
            }
            if described::row(self.tx.conn(), reference.parent, *parent)?.is_none() {
                let gone = self.gone(reference.parent, *parent)?;
                let why = format!("{}, to which it belongs, {}", gone.what, gone.why);
                return Ok(Some(Refusal { txn: gone.txn, ..self.refuse_image(entry, &entry.old, why)? }));
            }
        }
        Ok(None)
    }

    /// Whether a row holds these values.
    fn compare(&self, of: &'static Described, id: i64, wanted: &Image) -> Result<Verdict> {
        let Some(now) = described::row(self.tx.conn(), of, id)? else { return self.gone(of, id).map(Err) };
        let differs = wanted.iter().find(|cell| {
            let held = now.iter().find(|held| held.0 == cell.0).map_or(&Value::Null, |held| &held.1);
            *held != cell.1
        });
        let Some((column, _)) = differs else { return Ok(Ok(())) };
        let mut then = now.clone();
        then.retain(|cell| !wanted.iter().any(|wanted| wanted.0 == cell.0));
        then.extend(wanted.iter().cloned());
        let (held, wanted) = (said(self.tx, of, column, &now)?, said(self.tx, of, column, &then)?);
        let seq: Option<i64> = self
            .tx
            .conn()
            .prepare_cached(
                "SELECT seq FROM journal WHERE tbl = ?1 AND rid = ?2 AND op = 'U' AND seq <= ?3
                 AND EXISTS (SELECT 1 FROM json_each(new) WHERE key = ?4) ORDER BY seq DESC LIMIT 1",
            )?
            .query_row(params![of.table, id, self.until, column], |row| row.get(0))
            .optional()?;
        let (by, txn) = self.by(seq)?;
        let why = format!("{} is now {}, not {}{by}", field(column), quoted(&held), quoted(&wanted));
        Ok(Err(Refusal { txn, ..self.refuse(of, id, why)? }))
    }

    fn usage_is_there(&self, entry: &Entry, image: &Image) -> Result<bool> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {} WHERE {})", entry.of.table, tests(image, 1));
        let bound = image.iter().map(|cell| &cell.1);
        Ok(self.tx.conn().prepare_cached(&sql)?.query_row(params_from_iter(bound), |row| row.get(0))?)
    }

    fn usage_differs(&self, entry: &Entry, wanted: &Image) -> Result<Refusal> {
        self.refuse_image(entry, wanted, "its value was changed or deleted since".into())
    }

    fn replaced(&self, entry: &Entry) -> Result<Refusal> {
        let why = "another program replaced it as a whole, so nobody knows what it was before".to_owned();
        self.refuse(entry.of, entry.rid, why)
    }

    fn gone(&self, of: &'static Described, id: i64) -> Result<Refusal> {
        let (by, txn) = self.by(self.last_seq_of(of, id)?)?;
        Ok(Refusal { txn, ..self.refuse(of, id, format!("is no longer there{by}"))? })
    }

    fn last_seq_of(&self, of: &Described, id: i64) -> Result<Option<i64>> {
        Ok(self
            .tx
            .conn()
            .prepare_cached(
                "SELECT seq FROM journal WHERE tbl = ?1 AND rid = ?2 AND seq <= ?3 ORDER BY seq DESC LIMIT 1",
            )?
            .query_row(params![of.table, id, self.until], |row| row.get(0))
            .optional()?)
    }

    /// Who wrote a row of the journal, when, and as what: ` (ann, 2026-03-01: "Stage of Acme")`.
    fn by(&self, seq: Option<i64>) -> Result<(String, Option<i64>)> {
        let txn = match seq {
            Some(seq) => txn_at(self.tx, seq)?,
            None => None,
        };
        Ok(match txn {
            Some(txn) => {
                let on = txn.at.get(..10).unwrap_or(&txn.at);
                (format!(" ({}, {on}: \"{}\")", txn.actor, txn.label), Some(txn.id))
            }
            None => (String::new(), None),
        })
    }

    fn refuse(&self, of: &'static Described, id: i64, why: String) -> Result<Refusal> {
        Ok(Refusal { what: described::row_name(self.tx, of, id)?.what, why, txn: None })
    }

    /// The same for a row of which only what is to be put back is known.
    fn refuse_image(&self, entry: &Entry, image: &Image, why: String) -> Result<Refusal> {
        let what = if entry.is_usage() || entry.op == Op::Delete {
            image_name(self.tx, entry.of, entry.rid, image)?.what
        } else {
            described::row_name(self.tx, entry.of, entry.rid)?.what
        };
        Ok(Refusal { what, why, txn: None })
    }
}

impl Refusal {
    /// The refusal as the error of a change that is taken back as a whole or not at all.
    pub fn into_error(self, label: &str) -> Error {
        let (label, what, why) = (clean(label), clean(&self.what), clean(&self.why));
        let joint = if why.starts_with("is ") { " " } else { ": " };
        let error = Error::invalid(format!("\"{label}\" cannot be taken back: {what}{joint}{why}"));
        match self.txn {
            Some(txn) => error.hint(format!("take that back first, with: mainstay undo {txn}")),
            None => error.hint("change it by hand; history says what it was"),
        }
    }
}

/// `a IS ?1 AND b IS ?2`, counted from `first`.
fn tests(image: &Image, first: usize) -> String {
    let tests: Vec<String> =
        image.iter().enumerate().map(|(place, cell)| format!("{} IS ?{}", cell.0, first + place)).collect();
    tests.join(" AND ")
}

fn quoted(said: &str) -> String {
    if said.is_empty() { "empty".into() } else { format!("\"{said}\"") }
}

/// A rule of the book that would be broken, in words. SQLite says `UNIQUE constraint failed: account.external_id`.
fn broken_rule(said: &str) -> String {
    match said.split_once("UNIQUE constraint failed: ") {
        Some((_, columns)) => {
            let names: Vec<String> = columns
                .split(", ")
                .map(|column| field(column.rsplit('.').next().unwrap_or(column)))
                .collect();
            format!("another row has its {} now", names.join(" and "))
        }
        None => format!("the book refuses it ({said})"),
    }
}
