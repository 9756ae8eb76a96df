//! Segments.

use rusqlite::OptionalExtension;

use super::{Reads, facts};
use crate::domain::Result;
use crate::health::facts::{AccountId, SegmentId};

/// A segment, with what it overrides in the policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    pub id: SegmentId,
    pub name: String,
    /// Days between touchpoints; None: the policy's.
    pub cadence_days: Option<i32>,
    /// Days from go-live to the first outcome; None: the policy's.
    pub target_days: Option<i32>,
    /// Partial TOML over the book's policy.
    pub policy: Option<String>,
}

/// Every segment.
///
/// # Errors
/// The book cannot be read.
pub fn all(on: &impl Reads) -> Result<Vec<Segment>> {
    let mut statement = on
        .conn()
        .prepare_cached("SELECT id, name, cadence_days, target_days, policy FROM segment ORDER BY id")?;
    let segments = statement.query_map([], |row| {
        Ok(Segment {
            id: row.get(0)?,
            name: row.get(1)?,
            cadence_days: row.get(2)?,
            target_days: row.get(3)?,
            policy: row.get(4)?,
        })
    })?;
    Ok(segments.collect::<rusqlite::Result<_>>()?)
}

/// The segment of an account; None: it has none.
///
/// # Errors
/// There is no such account, or the book cannot be read.
pub fn of_account(on: &impl Reads, account: AccountId) -> Result<Option<SegmentId>> {
    let mut statement = on.conn().prepare_cached("SELECT segment_id FROM account WHERE id = ?1")?;
    let found = statement.query_row([account], |row| row.get(0)).optional()?;
    found.ok_or_else(facts::gone)
}
