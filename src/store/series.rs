//! The aggregate `series(day, value)`: all values of one account and metric as one blob, the cheapest way of many
//! small rows into the program (stepping row by row costs a third more). Registered on the program's own connections;
//! nothing in the schema uses it.

use rusqlite::Connection;
use rusqlite::functions::{Aggregate, Context, FunctionFlags};

use crate::domain::Day;

/// Bytes of one point: the day and the value, little-endian.
const POINT: usize = 4 + 8;

struct Series;

impl Aggregate<Vec<u8>, Vec<u8>> for Series {
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<Vec<u8>> {
        Ok(Vec::with_capacity(64 * POINT))
    }

    fn step(&self, context: &mut Context<'_>, bytes: &mut Vec<u8>) -> rusqlite::Result<()> {
        let day: i32 = context.get(0)?;
        let value: f64 = match context.get_raw(1) {
            rusqlite::types::ValueRef::Integer(whole) => whole as f64,
            other => other.as_f64().map_err(|error| rusqlite::Error::UserFunctionError(error.into()))?,
        };
        bytes.extend_from_slice(&day.to_le_bytes());
        bytes.extend_from_slice(&value.to_le_bytes());
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, bytes: Option<Vec<u8>>) -> rusqlite::Result<Vec<u8>> {
        Ok(bytes.unwrap_or_default())
    }
}

/// Makes `series` known to a connection.
pub(in crate::store) fn register(conn: &Connection) -> rusqlite::Result<()> {
    conn.create_aggregate_function(
        "series",
        2,
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY,
        Series,
    )
}

/// How many points there are in a blob that `series` made.
pub(in crate::store) fn len(bytes: &[u8]) -> usize {
    bytes.len() / POINT
}

/// The points of a blob that `series` made, in the order of its rows.
pub(in crate::store) fn points(bytes: &[u8]) -> impl Iterator<Item = (Day, f64)> + '_ {
    bytes.chunks_exact(POINT).filter_map(|point| {
        let (day, value) = point.split_at_checked(4)?;
        Some((Day(i32::from_le_bytes(day.try_into().ok()?)), f64::from_le_bytes(value.try_into().ok()?)))
    })
}
