//! Which rows of the journal are about an account, found by the rows that are or were its own: an import of a million
//! rows costs its history nothing.

use std::collections::{BTreeSet, HashMap};

use rusqlite::Connection;

use super::Reads;
use super::described::{Described, TABLES};
use crate::domain::Result;
use crate::health::facts::AccountId;

/// Numbers of the rows of the journal that may be about an account and what belongs to it, ascending: all that are, and
/// few others, such as those of a row that belongs to another account since. `only` this table.
///
/// # Errors
/// The book cannot be read.
pub fn rows_about(on: &impl Reads, account: AccountId, only: Option<&str>) -> Result<Vec<i64>> {
    let conn = on.conn();
    let mut own: HashMap<&str, BTreeSet<i64>> = HashMap::new();
    // Parents stand before their parts.
    for of in TABLES {
        let ids = match (of.table, of.through) {
            // The journal names rows of usage by their account.
            ("account" | "usage" | "feature_use", _) => BTreeSet::from([account]),
            (_, None) if has_owner(conn, of)? => {
                belonging(conn, of, "account_id", &BTreeSet::from([account]))?
            }
            (_, None) => continue,
            (_, Some((parent, column))) => match own.get(parent) {
                Some(parents) if !parents.is_empty() => belonging(conn, of, column, parents)?,
                _ => continue,
            },
        };
        own.insert(of.table, ids);
    }
    let mut found = Vec::new();
    let mut statement = conn.prepare_cached(
        "SELECT j.seq FROM json_each(?2) own CROSS JOIN journal j WHERE j.tbl = ?1 AND j.rid = own.value",
    )?;
    for (table, ids) in own.iter().filter(|(table, _)| only.is_none_or(|only| only == **table)) {
        let seqs = statement.query_map((table, listed(ids)), |row| row.get::<_, i64>(0))?;
        for seq in seqs {
            found.push(seq?);
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Whether the rows of a table name their account.
pub(in crate::store) fn has_owner(conn: &Connection, of: &Described) -> Result<bool> {
    let mut statement =
        conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM pragma_table_info(?1) WHERE name = 'account_id')")?;
    Ok(statement.query_row([of.table], |row| row.get(0))?)
}

/// Ids for `json_each`: one statement finds the rows of thousands, in half the time of a statement for each.
pub(in crate::store) fn listed<'i>(ids: impl IntoIterator<Item = &'i i64>) -> String {
    let ids: Vec<String> = ids.into_iter().map(i64::to_string).collect();
    format!("[{}]", ids.join(","))
}

/// The rows of a table that belong to one of these parents, and those that did when they were deleted.
fn belonging(
    conn: &Connection,
    of: &Described,
    column: &str,
    parents: &BTreeSet<i64>,
) -> Result<BTreeSet<i64>> {
    let mut there = conn.prepare_cached(&format!(
        "SELECT t.id FROM json_each(?1) own CROSS JOIN {} t WHERE t.{column} = own.value",
        of.table
    ))?;
    let rows = there.query_map([listed(parents)], |row| row.get(0))?;
    let mut ids = rows.collect::<rusqlite::Result<BTreeSet<i64>>>()?;
    let mut gone = conn.prepare_cached(&format!(
        "SELECT rid, json_extract(old, '$.{column}') FROM journal WHERE tbl = ?1 AND op = 'D'"
    ))?;
    let mut rows = gone.query([of.table])?;
    while let Some(row) = rows.next()? {
        if row.get::<_, Option<i64>>(1)?.is_some_and(|parent| parents.contains(&parent)) {
            ids.insert(row.get(0)?);
        }
    }
    Ok(ids)
}
