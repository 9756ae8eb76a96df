//! Usage taken back in one piece. An import of a million values that was taken back has left a million rows in the
//! journal: they come again by a few statements over all of them, and not one by one.
//!
//! A piece is swept as a whole or not at all: where a value is not as it was left, or something that it belongs to is
//! gone, it is left to the way row by row, which says what is wrong.

use rusqlite::{ErrorCode, params};

use super::entry::{Op, Txn};
use super::import::{SERIES, Series};
use crate::domain::Result;
use crate::store::{Tx, trigger};

/// From so many rows on a piece is worth it.
const MANY: i64 = 1_000;

/// Rows of the journal that stand one behind the other.
#[derive(Clone, Copy)]
pub struct Piece {
    pub first: i64,
    pub last: i64,
    /// Usage of which they all say the same. None: anything else.
    of: Option<(usize, Op)>,
}

impl Piece {
    fn len(&self) -> i64 {
        self.last - self.first + 1
    }

    /// Whether it can be swept.
    pub fn is_usage(&self) -> bool {
        self.of.is_some()
    }
}

/// The journal of a transaction in pieces, the last one first.
pub fn pieces(tx: &Tx<'_>, txn: &Txn) -> Result<Vec<Piece>> {
    if txn.last - txn.first + 1 < MANY {
        return Ok(vec![Piece { first: txn.first, last: txn.last, of: None }]);
    }
    let mut statement = tx
        .conn()
        .prepare_cached("SELECT seq, tbl, op FROM journal WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq DESC")?;
    let mut rows = statement.query([txn.first, txn.last])?;
    let mut alike: Vec<Piece> = Vec::new();
    while let Some(row) = rows.next()? {
        let (seq, table) = (row.get(0)?, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
        let series = SERIES.iter().position(|series| series.table == table);
        let op = match row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)? {
            "I" => Op::Insert,
            "U" => Op::Update,
            _ => Op::Delete,
        };
        let of = series.map(|series| (series, op));
        match alike.last_mut().filter(|piece| piece.of == of) {
            Some(piece) => piece.first = seq,
            None => alike.push(Piece { first: seq, last: seq, of }),
        }
    }
    // Small ones are done row by row, together with what stands beside them.
    let mut pieces: Vec<Piece> = Vec::new();
    for piece in alike {
        let of = piece.of.filter(|_| piece.len() >= MANY);
        match pieces.last_mut().filter(|before| before.of.is_none() && of.is_none()) {
            Some(before) => before.first = piece.first,
            None => pieces.push(Piece { of, ..piece }),
        }
    }
    Ok(pieces)
}

/// Takes a piece back. None: it is to be done row by row; nothing was changed.
pub fn sweep(tx: &Tx<'_>, piece: &Piece) -> Result<Option<u64>> {
    let Some((code, op)) = piece.of else { return Ok(None) };
    let Some(series) = SERIES.get(code) else { return Ok(None) };
    let conn = tx.conn();
    conn.execute_batch("SAVEPOINT piece")?;
    let done = match op {
        Op::Insert => remove(tx, piece, series),
        Op::Update => put_back(tx, piece, series),
        Op::Delete => bring_back(tx, piece, (code, series)),
    };
    let is_whole = match done {
        Ok(rows) => i64::try_from(rows) == Ok(piece.len()),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => false,
        Err(error) => return Err(error.into()),
    };
    if !is_whole {
        conn.execute_batch("ROLLBACK TO piece")?;
    }
    conn.execute_batch("RELEASE piece")?;
    Ok(is_whole.then(|| piece.len().unsigned_abs()))
}

/// The columns of a value, and the same in an image of the journal.
fn columns(series: &Series) -> [&'static str; 5] {
    ["account_id", series.subject, "used_on", "contract_id", series.value]
}

fn cells(series: &Series, image: &str) -> String {
    columns(series).map(|column| format!("json_extract({image}, '$.{column}')")).join(", ")
}

/// Deletes what came in.
fn remove(tx: &Tx<'_>, piece: &Piece, series: &Series) -> rusqlite::Result<usize> {
    let sql = format!(
        "DELETE FROM {} WHERE ({}) IN (SELECT {} FROM journal WHERE seq BETWEEN ?1 AND ?2)",
        series.table,
        columns(series).join(", "),
        cells(series, "new")
    );
    tx.conn().prepare_cached(&sql)?.execute([piece.first, piece.last])
}

/// Puts back what was there before, where the value alone has changed.
fn put_back(tx: &Tx<'_>, piece: &Piece, series: &Series) -> rusqlite::Result<usize> {
    let Series { table, subject, value, .. } = series;
    let same = ["account_id", subject, "used_on", "contract_id"]
        .map(|column| format!("json_extract(old, '$.{column}') IS json_extract(new, '$.{column}')"))
        .join(" AND ");
    let sql = format!(
        "WITH was (a, s, d, c, now, before) AS MATERIALIZED (
           SELECT {}, json_extract(old, '$.{value}') FROM journal WHERE seq BETWEEN ?1 AND ?2 AND {same})
         UPDATE {table} SET {value} = was.before FROM was
         WHERE account_id = was.a AND {subject} = was.s AND used_on = was.d AND contract_id = was.c
           AND {value} IS was.now",
        cells(series, "new")
    );
    tx.conn().prepare_cached(&sql)?.execute([piece.first, piece.last])
}

/// Brings back what was deleted. What the triggers of new usage do row by row is done for all rows at once; that it
/// came back is journaled, so that it can be taken back again.
fn bring_back(tx: &Tx<'_>, piece: &Piece, (code, series): (usize, &Series)) -> rusqlite::Result<usize> {
    let conn = tx.conn();
    let range = [piece.first, piece.last];
    trigger::drop_usage_of(conn)?;
    let sql = format!(
        "INSERT INTO {} ({}) SELECT {} FROM journal WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq",
        series.table,
        columns(series).join(", "),
        cells(series, "old")
    );
    let rows = conn.prepare(&sql)?.execute(range)?;
    conn.execute(
        "INSERT INTO dirty SELECT DISTINCT rid FROM journal WHERE seq BETWEEN ?1 AND ?2 ON CONFLICT DO NOTHING",
        range,
    )?;
    conn.execute(
        &format!(
            "INSERT INTO usage_day (kind, subject_id, used_on, row_count)
             SELECT ?3, json_extract(old, '$.{}') s, json_extract(old, '$.used_on') d, count(*) FROM journal
             WHERE seq BETWEEN ?1 AND ?2 GROUP BY s, d
             ON CONFLICT DO UPDATE SET row_count = row_count + excluded.row_count",
            series.subject
        ),
        params![piece.first, piece.last, i64::try_from(code).unwrap_or_default()],
    )?;
    conn.execute(
        "INSERT INTO journal (tbl, rid, op, new)
         SELECT tbl, rid, 'I', old FROM journal WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq",
        range,
    )?;
    trigger::create_usage_of(conn)?;
    Ok(rows)
}
