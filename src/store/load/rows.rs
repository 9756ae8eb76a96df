//! Rows of any journaled table: found by some of their columns, compared, inserted, changed.

use rusqlite::types::ValueRef;
use rusqlite::{Row, params_from_iter};

use super::Value;
use crate::domain::Result;
use crate::store::Tx;

/// A column and what it holds.
pub type Cell<'a> = (&'static str, &'a Value);

/// The n-th row (from 0, by id) whose columns hold these values: its id and the columns of `read`.
///
/// # Errors
/// The book cannot be read.
pub fn find(
    tx: &Tx<'_>,
    table: &'static str,
    by: &[Cell<'_>],
    read: &[&'static str],
    nth: u32,
) -> Result<Option<(i64, Vec<Value>)>> {
    let mut sql = String::from("SELECT id");
    for column in read {
        sql.push_str(", ");
        sql.push_str(column);
    }
    sql.push_str(" FROM ");
    sql.push_str(table);
    for (place, (column, value)) in by.iter().enumerate() {
        sql.push_str(if place == 0 { " WHERE " } else { " AND " });
        // Plus: an index full of nothing (external ids) is no way to a row.
        let (plus, test) = if **value == Value::Null { ("+", " IS NULL") } else { ("", " = ?") };
        sql.push_str(plus);
        sql.push_str(column);
        sql.push_str(test);
    }
    sql.push_str(" ORDER BY id LIMIT 1 OFFSET ?");
    let offset = Value::Int(i64::from(nth));
    let bound = by.iter().map(|cell| cell.1).filter(|value| **value != Value::Null).chain([&offset]);
    let mut statement = tx.conn().prepare_cached(&sql)?;
    let mut found = statement.query(params_from_iter(bound))?;
    match found.next()? {
        Some(row) => {
            let values = (1..=read.len()).map(|place| value(row, place)).collect::<Result<_>>()?;
            Ok(Some((row.get(0)?, values)))
        }
        None => Ok(None),
    }
}

/// Inserts a row; columns not named take their defaults. Gives its id.
///
/// # Errors
/// The book refuses the row or cannot be written.
pub fn insert(tx: &Tx<'_>, table: &'static str, cells: &[Cell<'_>]) -> Result<i64> {
    let columns: Vec<&str> = cells.iter().map(|cell| cell.0).collect();
    let marks = vec!["?"; cells.len()].join(", ");
    let sql = format!("INSERT INTO {table} ({}) VALUES ({marks})", columns.join(", "));
    tx.conn().prepare_cached(&sql)?.execute(params_from_iter(cells.iter().map(|cell| cell.1)))?;
    Ok(tx.conn().last_insert_rowid())
}

/// Changes columns of a row.
///
/// # Errors
/// The book refuses the change or cannot be written.
pub fn update(tx: &Tx<'_>, table: &'static str, id: i64, cells: &[Cell<'_>]) -> Result<()> {
    let sets: Vec<String> = cells.iter().map(|cell| format!("{} = ?", cell.0)).collect();
    let sql = format!("UPDATE {table} SET {} WHERE id = ?", sets.join(", "));
    let id = Value::Int(id);
    let bound = cells.iter().map(|cell| cell.1).chain([&id]);
    tx.conn().prepare_cached(&sql)?.execute(params_from_iter(bound))?;
    Ok(())
}

/// Deletes a row.
///
/// # Errors
/// The book cannot be written.
pub fn delete(tx: &Tx<'_>, table: &'static str, id: i64) -> Result<()> {
    tx.conn().prepare_cached(&format!("DELETE FROM {table} WHERE id = ?"))?.execute([id])?;
    Ok(())
}

/// Who attended a touchpoint: (row, contact, name), by row.
///
/// # Errors
/// The book cannot be read.
pub fn attendees(tx: &Tx<'_>, touchpoint: i64) -> Result<Vec<(i64, Option<i64>, Option<String>)>> {
    let mut statement = tx.conn().prepare_cached(
        "SELECT id, contact_id, name FROM touchpoint_attendee WHERE touchpoint_id = ? ORDER BY id",
    )?;
    let rows = statement.query_map([touchpoint], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn value(row: &Row<'_>, place: usize) -> Result<Value> {
    Ok(match row.get_ref(place)? {
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        // The journaled tables are STRICT and hold neither floats nor blobs.
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => Value::Null,
    })
}
