//! What is still to be done at an account in the name of somebody who leaves.

use super::detail::all;
use super::{Reads, Tx};
use crate::domain::{Day, Result};

/// Something open that names a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duty {
    /// A task whose title names them.
    Task { id: i64, title: String },
    /// A step of an onboarding that runs whose title names them.
    Step { id: i64, title: String },
    /// An item of a plan that they own.
    PlanItem { id: i64, owner: String },
    /// An invitation to a training that is still to come.
    Invitation { id: i64 },
}

/// The open duties of a contact from a day on: what bears their whole name, and what they are invited to.
///
/// # Errors
/// The book cannot be read.
pub fn duties(on: &impl Reads, account: i64, contact: i64, name: &str, day: Day) -> Result<Vec<Duty>> {
    if name.trim().is_empty() {
        return Ok(Vec::new());
    }
    let by_name = (account, name);
    let mut found = all(
        on,
        "SELECT id, title FROM task WHERE account_id = ?1 AND done_on IS NULL AND instr(title, ?2) > 0 ORDER BY id",
        by_name,
        |row| Ok(Duty::Task { id: row.get(0)?, title: row.get(1)? }),
    )?;
    found.extend(all(
        on,
        "SELECT s.id, s.title FROM onboarding o JOIN step s ON s.onboarding_id = o.id
         WHERE o.account_id = ?1 AND o.ended_on IS NULL AND s.done_on IS NULL AND instr(s.title, ?2) > 0 ORDER BY s.id",
        by_name,
        |row| Ok(Duty::Step { id: row.get(0)?, title: row.get(1)? }),
    )?);
    found.extend(all(
        on,
        "SELECT i.id, i.customer_owner FROM plan p JOIN plan_item i ON i.plan_id = p.id
         WHERE p.account_id = ?1 AND i.done_on IS NULL AND instr(i.customer_owner, ?2) > 0 ORDER BY i.id",
        by_name,
        |row| Ok(Duty::PlanItem { id: row.get(0)?, owner: row.get(1)? }),
    )?);
    found.extend(all(
        on,
        "SELECT i.id FROM training_invitation i JOIN training_session s ON s.id = i.training_session_id
         WHERE i.contact_id = ?1 AND i.attended IS NULL AND s.held_on >= ?2 ORDER BY i.id",
        (contact, day.0),
        |row| Ok(Duty::Invitation { id: row.get(0)? }),
    )?);
    Ok(found)
}

/// Makes an invitation somebody else's; where they are invited already, it goes.
///
/// # Errors
/// The book cannot be written.
pub fn hand_over(tx: &Tx<'_>, invitation: i64, to: i64) -> Result<()> {
    let conn = tx.conn();
    conn.prepare_cached(
        "DELETE FROM training_invitation WHERE id = ?1 AND EXISTS (SELECT 1 FROM training_invitation other
           WHERE other.training_session_id = training_invitation.training_session_id AND other.contact_id = ?2)",
    )?
    .execute((invitation, to))?;
    conn.prepare_cached("UPDATE training_invitation SET contact_id = ?2 WHERE id = ?1")?
        .execute((invitation, to))?;
    Ok(())
}
