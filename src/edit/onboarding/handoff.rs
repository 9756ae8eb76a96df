//! What sales hands over, edited like any other record.

use crate::domain::{Day, Result};
use crate::edit::entity::HANDOFF;
use crate::edit::{Patch, Values};
use crate::onboarding::handoff::{self, Missing};
use crate::store::{Reads, onboarding as book};

/// A change of the handoff of an account, or a new one where it has none.
///
/// # Errors
/// The book cannot be read.
pub fn handoff_patch(on: &impl Reads, account: i64, set: Values) -> Result<Patch> {
    Ok(match book::handoff(on, account)? {
        Some(present) => Patch::row(&HANDOFF, present.id, set),
        None => Patch::new(&HANDOFF, Some(account), set),
    })
}

/// What the handoff of an account does not say yet.
///
/// # Errors
/// The book cannot be read.
pub fn missing(on: &impl Reads, account: i64, day: Day) -> Result<Vec<Missing>> {
    let present = book::handoff(on, account)?;
    Ok(handoff::missing(present.as_ref(), &book::contact_roles(on, account, day)?))
}
