//! Rows of any journaled table: found by some of their columns, compared, inserted, changed.

use rusqlite::types::{Null, ValueRef};
use rusqlite::{Row, params, params_from_iter};

use super::Value;
use crate::domain::Result;
use crate::store::{Reads, Tx};

/// Who attended a touchpoint: a contact of the account, else somebody of that name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Attendee {
    /// Row id of a contact.
    Contact(i64),
    /// A name.
    Name(String),
}

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

/// Who attended a touchpoint, by row.
///
/// # Errors
/// The book cannot be read.
pub fn attendees(on: &impl Reads, touchpoint: i64) -> Result<Vec<Attendee>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT contact_id, name FROM touchpoint_attendee WHERE touchpoint_id = ? ORDER BY id",
    )?;
    let rows = statement.query_map([touchpoint], |row| {
        Ok(match row.get::<_, Option<i64>>(0)? {
            Some(contact) => Attendee::Contact(contact),
            None => Attendee::Name(row.get::<_, Option<String>>(1)?.unwrap_or_default()),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Replaces who attended a touchpoint.
///
/// # Errors
/// The book cannot be written.
pub fn set_attendees(tx: &Tx<'_>, touchpoint: i64, attendees: &[Attendee]) -> Result<()> {
    tx.conn()
        .prepare_cached("DELETE FROM touchpoint_attendee WHERE touchpoint_id = ?")?
        .execute([touchpoint])?;
    let mut insert = tx.conn().prepare_cached(
        "INSERT INTO touchpoint_attendee (touchpoint_id, contact_id, name) VALUES (?, ?, ?)",
    )?;
    for attendee in attendees {
        match attendee {
            Attendee::Contact(id) => insert.execute(params![touchpoint, id, Null])?,
            // A contact who was deleted since has left no name.
            Attendee::Name(name) if name.is_empty() => insert.execute(params![touchpoint, Null, Null])?,
            Attendee::Name(name) => insert.execute(params![touchpoint, Null, name])?,
        };
    }
    Ok(())
}

/// What a row holds in a column, by its place.
pub(in crate::store) fn value(row: &Row<'_>, place: usize) -> Result<Value> {
    Ok(match row.get_ref(place)? {
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        // The journaled tables are STRICT and hold neither floats nor blobs.
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => Value::Null,
    })
}
