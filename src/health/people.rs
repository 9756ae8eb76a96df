//! What is judged of the people at an account, for the score and for the map of stakeholders alike.

use super::facts::ContactFacts;
use crate::domain::{ContactRole, Day};

/// Roles whose leaving is a risk until somebody has the same role.
pub const KEY_ROLES: [ContactRole; 2] = [ContactRole::ExecutiveSponsor, ContactRole::Champion];

/// Whether somebody who was last met on a day is a live contact: within `live_days`, the day itself included.
pub fn is_live(last_met: Option<Day>, day: Day, live_days: i32) -> bool {
    last_met.is_some_and(|met| day - met < live_days)
}

/// Roles of which someone left and no active contact has the same: with the day the last one left.
pub fn lost_roles(contacts: &[ContactFacts], day: Day) -> impl Iterator<Item = (ContactRole, Day)> {
    KEY_ROLES.into_iter().filter_map(move |role| {
        let left = contacts.iter().filter(|contact| contact.role == role && !contact.active_on(day));
        let last = left.filter_map(|contact| contact.left_on).max()?;
        let is_replaced = contacts.iter().any(|contact| contact.role == role && contact.active_on(day));
        (!is_replaced).then_some((role, last))
    })
}
