//! The journal as truth: read here without the program's own undo. Backwards from the tables it must end with nothing,
//! and forwards from nothing, in an empty book, with the tables.

use std::collections::BTreeMap;

use rusqlite::types::Value as Sql;
use serde_json::Value as Json;

use crate::support::{Desk, all};

type Row = BTreeMap<String, Sql>;
type Tables = BTreeMap<(String, i64), Row>;
/// Table, row, operation, old and new image.
type Entry = (String, i64, String, Option<String>, Option<String>);

fn values(json: Option<String>) -> Row {
    let Some(json) = json else { return Row::new() };
    let Json::Object(members) = serde_json::from_str(&json).unwrap() else { panic!("{json}") };
    let value = |json: Json| match json {
        Json::Null => Sql::Null,
        Json::Number(number) => Sql::Integer(number.as_i64().unwrap()),
        Json::String(text) => Sql::Text(text),
        other => panic!("{other}"),
    };
    members.into_iter().map(|(name, json)| (name, value(json))).collect()
}

/// The rows of the journaled tables, by table and id.
fn present(desk: &Desk) -> Tables {
    let mut tables = Tables::new();
    for table in mainstay::store::trigger::journaled() {
        let statement = desk.conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
        for row in all(&desk.conn, table) {
            let row: Row = names.iter().cloned().zip(row).collect();
            let Sql::Integer(id) = row["id"] else { panic!("{row:?}") };
            tables.insert((table.to_owned(), id), row);
        }
    }
    tables
}

/// Reads the journal backwards and forwards. Usage is not journaled as it comes in, so it is no part of this.
pub fn assert_journal_is_tables(desk: &Desk) {
    let mut statement = desk
        .conn
        .prepare("SELECT tbl, rid, op, old, new FROM journal WHERE tbl NOT IN ('usage', 'feature_use') ORDER BY seq")
        .unwrap();
    let journal: Vec<Entry> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let now = present(desk);
    let mut tables = now.clone();
    // What each insert made, found on the way back.
    let mut made: Vec<Row> = Vec::new();
    for (table, rid, op, old, new) in journal.iter().rev() {
        let key = (table.clone(), *rid);
        match op.as_str() {
            "I" => made.push(tables.remove(&key).expect("an inserted row is there")),
            "U" => {
                let row = tables.get_mut(&key).expect("a changed row is there");
                for (column, value) in values(new.clone()) {
                    assert_eq!(row[&column], value, "{table} {rid} {column}");
                }
                row.extend(values(old.clone()));
            }
            _ => {
                let mut row = columns(desk, table);
                row.extend(values(old.clone()));
                assert!(tables.insert(key, row).is_none(), "{table} {rid} was there when it was deleted");
            }
        }
    }
    assert!(tables.is_empty(), "rows that no journal knows: {tables:?}");
    for (table, rid, op, _, new) in &journal {
        let key = (table.clone(), *rid);
        match op.as_str() {
            "I" => drop(tables.insert(key, made.pop().unwrap())),
            "U" => tables.get_mut(&key).unwrap().extend(values(new.clone())),
            _ => drop(tables.remove(&key).unwrap()),
        }
    }
    assert_eq!(tables, now);
}

/// A row of nothing.
fn columns(desk: &Desk, table: &str) -> Row {
    let statement = desk.conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
    statement.column_names().into_iter().map(|name| (name.to_owned(), Sql::Null)).collect()
}
