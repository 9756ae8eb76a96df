//! Steps of an onboarding, and which of them need which.

use std::collections::HashMap;

use rusqlite::params;

use crate::domain::Result;
use crate::store::{Reads, Tx};

/// A step among those of its onboarding.
#[derive(Clone, Debug)]
pub struct Sibling {
    /// Row id.
    pub id: i64,
    /// Its identity across books.
    pub uid: String,
    /// What is to be done.
    pub title: String,
}

/// The steps of an onboarding, in their order.
///
/// # Errors
/// The book cannot be read.
pub fn of(tx: &Tx<'_>, onboarding: i64) -> Result<Vec<Sibling>> {
    let mut statement = tx
        .conn()
        .prepare_cached("SELECT id, uid, title FROM step WHERE onboarding_id = ? ORDER BY position, id")?;
    let rows = statement.query_map([onboarding], |row| {
        Ok(Sibling { id: row.get(0)?, uid: row.get(1)?, title: row.get(2)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The onboarding of a step.
///
/// # Errors
/// The book cannot be read.
pub fn onboarding_of(tx: &Tx<'_>, step: i64) -> Result<i64> {
    let mut statement = tx.conn().prepare_cached("SELECT onboarding_id FROM step WHERE id = ?")?;
    Ok(statement.query_row([step], |row| row.get(0))?)
}

/// The steps that a step needs.
///
/// # Errors
/// The book cannot be read.
pub fn needs(on: &impl Reads, step: i64) -> Result<Vec<i64>> {
    let mut statement =
        on.conn().prepare_cached("SELECT needs_id FROM step_dependency WHERE step_id = ? ORDER BY id")?;
    let rows = statement.query_map([step], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What every step of an onboarding needs, by step.
///
/// # Errors
/// The book cannot be read.
pub fn all_needs(on: &impl Reads, onboarding: i64) -> Result<HashMap<i64, Vec<i64>>> {
    let mut statement = on.conn().prepare_cached(
        "SELECT d.step_id, d.needs_id FROM step s JOIN step_dependency d ON d.step_id = s.id
         WHERE s.onboarding_id = ? ORDER BY d.id",
    )?;
    let mut rows = statement.query([onboarding])?;
    let mut needs: HashMap<i64, Vec<i64>> = HashMap::new();
    while let Some(row) = rows.next()? {
        needs.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(needs)
}

/// Replaces what a step needs.
///
/// # Errors
/// The book cannot be written.
pub fn set_needs(tx: &Tx<'_>, step: i64, needs: &[i64]) -> Result<()> {
    tx.conn().prepare_cached("DELETE FROM step_dependency WHERE step_id = ?")?.execute([step])?;
    let mut insert =
        tx.conn().prepare_cached("INSERT INTO step_dependency (step_id, needs_id) VALUES (?, ?)")?;
    for needed in needs {
        insert.execute(params![step, needed])?;
    }
    Ok(())
}
