//! What an import asks of the book and writes to it.
//!
//! Rows of the journaled tables go through [`rows`], one generic piece for all of them; the many rows of usage and of
//! feature uses go through [`uses`]. Every name of a table or column is a constant of the program; values are bound.

pub mod days;
pub mod names;
pub mod rows;
pub mod run;
pub mod steps;
pub mod uses;

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};

/// A value of a column of a journaled table (none of which holds a float).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing.
    Null,
    /// A number, a code, a day, an id.
    Int(i64),
    /// Text.
    Text(String),
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Int(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Value {
        text.map_or(Value::Null, Value::Text)
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Value {
        number.map_or(Value::Null, Value::Int)
    }
}
