//! The policy of a book.

use super::{Reads, held, segment};
use crate::domain::Result;
use crate::health::{PolicySet, SegmentPolicy};

/// The setting that holds the book's own policy, partial TOML.
pub const POLICY_SETTING: &str = "policy";

/// The policy of a book: the built-in one, overridden by the book's setting and by segments.
///
/// # Errors
/// The book cannot be read, or its policy has an error (named by its key).
pub fn policies(on: &impl Reads) -> Result<PolicySet> {
    let own = held::setting(on, POLICY_SETTING)?;
    policies_from(on, "the policy of the book", own.as_deref())
}

/// As [`policies`], with another text in the place of the book's; errors call it by the name of its source.
///
/// # Errors
/// As those of [`policies`].
pub fn policies_from(on: &impl Reads, source: &str, own: Option<&str>) -> Result<PolicySet> {
    let segments = segment::all(on)?;
    let segments: Vec<SegmentPolicy<'_>> = segments
        .iter()
        .map(|segment| SegmentPolicy {
            id: segment.id,
            name: &segment.name,
            cadence_days: segment.cadence_days,
            target_days: segment.target_days,
            toml: segment.policy.as_deref(),
        })
        .collect();
    PolicySet::resolve_from(source, own, &segments)
}
