//! An import taken back row by row: what it made is deleted, what it changed is as before, and rows edited since are
//! kept and listed.
//!
//! Usage is not journaled as it comes in. What a run made and overwrote is with the run; whether a value still is the
//! one that the run wrote is told by what happened to it since: later overwriting runs, and the journal.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension, params};

use super::Undone;
use super::entry::{Op, Txn, each_back};
use super::invert::{Inverter, Refusal};
use crate::domain::{Day, Error, Result};
use crate::store::described::{row_name, table};
use crate::store::load::days::unpack;
use crate::store::{Tx, journal};

/// A run that can be taken back.
pub struct Run {
    id: i64,
}

/// The import that a transaction is; None: it is none.
pub fn run_of(tx: &Tx<'_>, txn: i64) -> Result<Option<Run>> {
    let mut statement = tx.conn().prepare_cached("SELECT id FROM import_run WHERE txn_id = ?1")?;
    Ok(statement.query_row([txn], |row| Ok(Run { id: row.get(0)? })).optional()?)
}

/// The transaction of a run.
///
/// # Errors
/// There is no such run, it changed nothing, or it is taken back already.
pub fn txn_of(tx: &Tx<'_>, run: i64) -> Result<i64> {
    let found: Option<(Option<i64>, Option<String>)> = tx
        .conn()
        .prepare_cached("SELECT txn_id, undone_at FROM import_run WHERE id = ?1")?
        .query_row([run], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        None => {
            Err(Error::not_found(format!("there is no import {run}"))
                .hint("list them with: mainstay imports"))
        }
        Some((_, Some(at))) => Err(Error::invalid(format!("import {run} is taken back already, since {at}"))),
        Some((None, None)) => Err(Error::invalid(format!("import {run} changed nothing"))),
        Some((Some(txn), None)) => Ok(txn),
    }
}

/// Takes a run back.
pub fn take_back(tx: &Tx<'_>, run: &Run, txn: &Txn) -> Result<Undone> {
    let mut undone = Undone { label: txn.label.clone(), of: txn.id, again: false, rows: 0, kept: Vec::new() };
    let inverter = Inverter::new(tx)?;
    // Before anything is changed: which of the rows that it made are as it left them?
    let mut kept: HashSet<(&'static str, i64)> = HashSet::new();
    each_back(tx, &inverter.tables, (txn.first, txn.last), |entry| {
        if entry.op == Op::Insert
            && let Err(refusal) = inverter.is_as_left(&entry, txn)?
        {
            kept.insert((entry.of.table, entry.rid));
            undone.kept.push(refusal);
        }
        Ok(())
    })?;
    usage(tx, run, txn, &mut undone)?;
    each_back(tx, &inverter.tables, (txn.first, txn.last), |entry| {
        let row = (entry.of.table, entry.rid);
        if kept.contains(&row) {
            return Ok(());
        }
        match inverter.invert(&entry)? {
            Ok(()) => undone.rows += 1,
            Err(refusal) => {
                kept.insert(row);
                undone.kept.push(refusal);
            }
        }
        Ok(())
    })?;
    Ok(undone)
}

/// One of the two tables of usage.
pub(super) struct Series {
    pub(super) table: &'static str,
    pub(super) subject: &'static str,
    pub(super) value: &'static str,
    named_in: &'static str,
}

/// By their number in `import_made`, `import_overwrote` and `usage_day`.
pub(super) const SERIES: [Series; 2] = [
    Series { table: "usage", subject: "metric_id", value: "value", named_in: "metric" },
    Series { table: "feature_use", subject: "feature_id", value: "uses", named_in: "feature" },
];

/// Account, metric or feature, day, contract.
type Key = (i64, i64, i32, i64);

/// What happened to a value after a run wrote it.
struct Since {
    /// What the run wrote.
    written: f64,
    /// It was deleted.
    gone: bool,
}

/// Values that were kept, an account and a metric or feature each.
type Kept = HashMap<(i64, i64), Vec<Day>>;

/// Deletes the values that the run made and puts back those that it overwrote.
fn usage(tx: &Tx<'_>, run: &Run, txn: &Txn, undone: &mut Undone) -> Result<()> {
    let until = journal::last_seq(tx)?;
    for (code, series) in (0_i64..).zip(&SERIES) {
        let since = since(tx, run, txn, (code, series), until)?;
        let mut kept = Kept::new();
        undone.rows += delete_made(tx, run, (code, series), &since, &mut kept)?;
        undone.rows += put_back(tx, run, (code, series), &since, &mut kept)?;
        list(tx, series, kept, &mut undone.kept)?;
    }
    Ok(())
}

/// What happened to values of a table after the run, wherever anything did.
fn since(
    tx: &Tx<'_>,
    run: &Run,
    txn: &Txn,
    (code, Series { table, subject, value, .. }): (i64, &Series),
    until: i64,
) -> Result<HashMap<Key, Since>> {
    let cells = |image: &str| {
        ["account_id", subject, "used_on", "contract_id", value]
            .map(|column| format!("json_extract({image}, '$.{column}')"))
            .join(", ")
    };
    // Later runs say what they overwrote, the journal what was changed, deleted and put back. In order of time.
    let sql = format!(
        "SELECT t.first_seq AS seq, 0 AS second, 'O' AS op, o.account_id, o.subject_id, o.used_on, o.contract_id, o.old,
           NULL, NULL, NULL, NULL, NULL
         FROM import_overwrote o JOIN import_run r ON r.id = o.run_id JOIN txn t ON t.id = r.txn_id
         WHERE o.run_id > ?1 AND o.table_kind = ?2
         UNION ALL SELECT seq, 1, op, {}, {} FROM journal WHERE tbl = '{table}' AND seq > ?3 AND seq <= ?4
         ORDER BY 1, 2",
        cells("old"),
        cells("new")
    );
    let mut statement = tx.conn().prepare_cached(&sql)?;
    let mut rows = statement.query(params![run.id, code, txn.last, until])?;
    let mut found: HashMap<Key, Since> = HashMap::new();
    while let Some(row) = rows.next()? {
        let op: String = row.get(2)?;
        let key = |from: usize| -> rusqlite::Result<Key> {
            Ok((row.get(from)?, row.get(from + 1)?, row.get(from + 2)?, row.get(from + 3)?))
        };
        if op == "I" {
            if let Some(since) = found.get_mut(&key(8)?) {
                since.gone = false;
            }
            continue;
        }
        let before = key(3)?;
        let since = found.entry(before).or_insert(Since { written: row.get(7)?, gone: false });
        since.gone |= op == "D";
        if op == "U" {
            let after = key(8)?;
            if after != before {
                since.gone = true;
                if let Some(back) = found.get_mut(&after) {
                    back.gone = false;
                }
            }
        }
    }
    Ok(found)
}

fn delete_made(
    tx: &Tx<'_>,
    run: &Run,
    (code, Series { table, subject, value, .. }): (i64, &Series),
    since: &HashMap<Key, Since>,
    kept: &mut Kept,
) -> Result<u64> {
    let key = format!("account_id = ?1 AND {subject} = ?2 AND used_on = ?3 AND contract_id = ?4");
    let mut delete = tx.conn().prepare_cached(&format!("DELETE FROM {table} WHERE {key}"))?;
    let mut delete_same =
        tx.conn().prepare_cached(&format!("DELETE FROM {table} WHERE {key} AND {value} = ?5"))?;
    let mut there =
        tx.conn().prepare_cached(&format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {key})"))?;
    let mut made = tx.conn().prepare_cached(
        "SELECT account_id, subject_id, contract_id, days FROM import_made WHERE run_id = ?1 AND table_kind = ?2",
    )?;
    let mut groups = made.query([run.id, code])?;
    let mut rows = 0;
    while let Some(group) = groups.next()? {
        let (account, of, contract): (i64, i64, i64) = (group.get(0)?, group.get(1)?, group.get(2)?);
        for day in unpack(group.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?) {
            let key = (account, of, day.0, contract);
            let deleted = match since.get(&key) {
                None => delete.execute(key)?,
                Some(Since { gone: true, .. }) => 0,
                Some(Since { written, .. }) => {
                    delete_same.execute(params![account, of, day.0, contract, written])?
                }
            };
            if deleted > 0 {
                rows += 1;
            } else if there.query_row(key, |row| row.get(0))? {
                kept.entry((account, of)).or_default().push(day);
            }
        }
    }
    Ok(rows)
}

fn put_back(
    tx: &Tx<'_>,
    run: &Run,
    (code, Series { table, subject, value, .. }): (i64, &Series),
    since: &HashMap<Key, Since>,
    kept: &mut Kept,
) -> Result<u64> {
    let mut update = tx.conn().prepare_cached(&format!(
        "UPDATE {table} SET {value} = ?5 WHERE account_id = ?1 AND {subject} = ?2 AND used_on = ?3
         AND contract_id = ?4 AND (?6 IS NULL OR {value} = ?6)"
    ))?;
    let mut overwrote = tx.conn().prepare_cached(
        "SELECT account_id, subject_id, used_on, contract_id, old FROM import_overwrote
         WHERE run_id = ?1 AND table_kind = ?2",
    )?;
    let mut values = overwrote.query([run.id, code])?;
    let mut rows = 0;
    while let Some(row) = values.next()? {
        let key: Key = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let old: f64 = row.get(4)?;
        let changed = match since.get(&key) {
            Some(Since { gone: true, .. }) => 0,
            since => {
                let written = since.map(|since| since.written);
                update.execute(params![key.0, key.1, key.2, key.3, old, written])?
            }
        };
        if changed > 0 {
            rows += 1;
        } else {
            kept.entry((key.0, key.1)).or_default().push(Day(key.2));
        }
    }
    Ok(rows)
}

/// Lists kept values: a line an account and metric.
fn list(tx: &Tx<'_>, series: &Series, kept: Kept, refusals: &mut Vec<Refusal>) -> Result<()> {
    let (Some(account), Some(named_in)) = (table("account"), table(series.named_in)) else { return Ok(()) };
    let mut kept: Vec<_> = kept.into_iter().collect();
    kept.sort();
    for ((id, subject), mut days) in kept {
        days.sort();
        let days = match days.as_slice() {
            [only] => format!("on {only}"),
            [first, .., last] => format!("on {} days from {first} to {last}", days.len()),
            [] => continue,
        };
        let (of, name) = (row_name(tx, account, id)?.what, row_name(tx, named_in, subject)?.what);
        let what = format!("{name} of {of} {days}");
        refusals.push(Refusal { what, why: "its value was changed or deleted since".into(), txn: None });
    }
    Ok(())
}
