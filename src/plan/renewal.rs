//! Whether the plans of an account cover a renewal.

use crate::domain::{Day, Quarter};

/// Whether one of these plans covers the way to a renewal. So many days before it and later that is the plan of the
/// quarter of its end, the one whose absence caps the health (`caps.renewal_unplanned`); further ahead, any plan from
/// the quarter of the day on, up to that one.
pub fn covers_renewal(
    planned: impl IntoIterator<Item = Quarter>,
    due_on: Day,
    day: Day,
    within_days: i32,
) -> bool {
    let end = due_on.quarter();
    let from = if due_on - day <= within_days { end } else { day.quarter().min(end) };
    planned.into_iter().any(|quarter| (from..=end).contains(&quarter))
}
