//! Segments.

use super::Reads;
use crate::domain::Result;
use crate::health::SegmentPolicy;

/// Every segment with what it overrides in the policy.
///
/// # Errors
/// The book cannot be read.
pub fn policies(on: &impl Reads) -> Result<Vec<SegmentPolicy>> {
    let mut statement =
        on.conn().prepare_cached("SELECT id, name, cadence_days, target_days, policy FROM segment ORDER BY id")?;
    let segments = statement.query_map([], |row| {
        Ok(SegmentPolicy {
            id: row.get(0)?,
            name: row.get(1)?,
            cadence_days: row.get(2)?,
            target_days: row.get(3)?,
            toml: row.get(4)?,
        })
    })?;
    Ok(segments.collect::<rusqlite::Result<_>>()?)
}
