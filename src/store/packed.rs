//! The aggregate `packed(a, b, ...)`: many short rows as one blob, the cheapest way into the program (stepping from
//! row to row, and asking for each column, costs as much again as finding them). Registered on the program's own
//! connections; nothing in the schema uses it.
//!
//! A value is a whole number, a text of at most eight bytes such as a currency, or nothing.

use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, Result};

use crate::domain::Day;

/// Bytes of a value.
const VALUE: usize = 8;
/// A value of a row, as [`number`], [`day`] and [`text`] read it: little-endian.
pub(in crate::store) type Value = [u8; VALUE];
/// Nothing: no column that is read so holds this number.
pub(in crate::store) const NOTHING: Value = i64::MIN.to_le_bytes();
/// Ids of the rows in one blob: 320 kB of five columns, which a processor keeps close.
const AT_ONCE: i64 = 1 << 13;

struct Packed<const N: usize>;

impl<const N: usize> Aggregate<Vec<u8>, Vec<u8>> for Packed<N> {
    fn init(&self, _: &mut Context<'_>) -> Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn step(&self, context: &mut Context<'_>, bytes: &mut Vec<u8>) -> Result<()> {
        let mut row = [NOTHING; N];
        for (place, value) in row.iter_mut().enumerate() {
            match context.get_raw(place) {
                ValueRef::Integer(whole) => *value = whole.to_le_bytes(),
                ValueRef::Null => {}
                ValueRef::Text(text) if text.len() <= VALUE => {
                    let (own, rest) = value.split_at_mut(text.len());
                    own.copy_from_slice(text);
                    rest.fill(0);
                }
                other => return Err(Error::InvalidFunctionParameterType(place, other.data_type())),
            }
        }
        bytes.extend_from_slice(row.as_flattened());
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, bytes: Option<Vec<u8>>) -> Result<Vec<u8>> {
        Ok(bytes.unwrap_or_default())
    }
}

/// Makes `packed` known to a connection, with as many columns as it is used with.
pub(in crate::store) fn register(conn: &Connection) -> Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    conn.create_aggregate_function("packed", 2, flags, Packed::<2>)?;
    conn.create_aggregate_function("packed", 5, flags, Packed::<5>)
}

/// A whole number; None: nothing.
#[inline]
pub(in crate::store) fn number(value: Value) -> Option<i64> {
    if value == NOTHING { None } else { Some(i64::from_le_bytes(value)) }
}

/// A day; None: nothing.
#[inline]
pub(in crate::store) fn day(value: Value) -> Result<Option<Day>> {
    let day = |number| i32::try_from(number).map_err(|_| Error::IntegralValueOutOfRange(0, number));
    Ok(number(value).map(day).transpose()?.map(Day))
}

/// A text; None: nothing, or no text.
pub(in crate::store) fn text(value: &Value) -> Option<&str> {
    let text = if *value == NOTHING { None } else { std::str::from_utf8(value).ok() };
    text.map(|text| text.trim_end_matches('\0'))
}

/// What a column that is never empty holds.
#[inline]
pub(in crate::store) fn sure<T>(value: Option<T>) -> Result<T> {
    value.ok_or(Error::IntegralValueOutOfRange(0, i64::MIN))
}

/// Takes in some columns of all rows of a table, by id.
pub(in crate::store) fn each<const N: usize>(
    conn: &Connection,
    table: &str,
    columns: [&str; N],
    mut take: impl FnMut([Value; N]) -> Result<()>,
) -> Result<()> {
    let columns = columns.join(", ");
    let mut next = conn.prepare_cached(&format!("SELECT min(id) FROM {table} WHERE id >= ?1"))?;
    let mut rows =
        conn.prepare_cached(&format!("SELECT packed({columns}) FROM {table} WHERE id BETWEEN ?1 AND ?2"))?;
    let mut from = Some(i64::MIN);
    while let Some(first) = from.map(|from| next.query_row([from], |row| row.get(0))).transpose()?.flatten() {
        let last = i64::saturating_add(first, AT_ONCE - 1);
        rows.query_row([first, last], |row| {
            let (values, _) = row.get_ref(0)?.as_blob()?.as_chunks::<VALUE>();
            let (rows, _) = values.as_chunks::<N>();
            rows.iter().try_for_each(|row| take(*row))
        })?;
        from = last.checked_add(1);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ids far apart, at both ends of what ids can be.
    #[test]
    fn every_row_is_taken_in_once_by_id_with_what_is_in_it() {
        let conn = Connection::open_in_memory().unwrap();
        register(&conn).unwrap();
        conn.execute_batch(
            "CREATE TABLE kept (id INTEGER PRIMARY KEY, day INTEGER, code TEXT);
             INSERT INTO kept VALUES (9223372036854775807, -1, 'USD'), (70000, 20000, NULL), (1, NULL, 'EUR'),
               (65537, 5, ''), (65536, 0, 'ABCDEFGH'), (-9223372036854775808 + 1, 1, NULL)",
        )
        .unwrap();
        let mut rows = Vec::new();
        each(&conn, "kept", ["id", "day", "code", "id", "id"], |[id, on, code, _, _]| {
            rows.push((number(id), day(on)?.map(|day| day.0), text(&code).map(str::to_owned)));
            Ok(())
        })
        .unwrap();
        let code = |code: &str| Some(code.to_owned());
        let expected = [
            (Some(i64::MIN + 1), Some(1), None),
            (Some(1), None, code("EUR")),
            (Some(65_536), Some(0), code("ABCDEFGH")),
            (Some(65_537), Some(5), code("")),
            (Some(70_000), Some(20_000), None),
            (Some(i64::MAX), Some(-1), code("USD")),
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn what_is_no_short_value_is_an_error_and_so_is_a_day_beyond_the_calendar() {
        let conn = Connection::open_in_memory().unwrap();
        register(&conn).unwrap();
        conn.execute_batch("CREATE TABLE kept (id INTEGER PRIMARY KEY, value)").unwrap();
        let read = |value: &str| {
            conn.execute_batch(&format!("DELETE FROM kept; INSERT INTO kept (value) VALUES ({value})"))
                .unwrap();
            each(&conn, "kept", ["id", "value"], |[_, value]| day(value).map(|_| ()))
        };
        assert!(read("20000").is_ok() && read("NULL").is_ok());
        for wrong in ["1.5", "x'00'", "'nine long'", "4000000000"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(sure(None::<i64>).is_err());
    }
}
