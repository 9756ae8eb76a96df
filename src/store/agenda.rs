//! What lies ahead on a day, for calendars: open tasks and steps, and the identities of contracts and renewals.

use std::collections::HashMap;

use super::Reads;
use crate::domain::{Day, Result};

/// Something that is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its identity, which it keeps across books.
    pub uid: String,
    pub on: Day,
    pub title: String,
    /// None: of no account.
    pub account: Option<String>,
    /// Whose it is, by the id of a team member: its owner, else the CSM of the account.
    pub owner: Option<i64>,
}

const TASKS: &str = "SELECT t.uid, t.due_on, t.title, a.name, coalesce(t.owner_id, a.csm_id)
    FROM task t LEFT JOIN account a ON a.id = t.account_id
    WHERE t.done_on IS NULL AND t.due_on IS NOT NULL ORDER BY t.due_on, t.id";
const STEPS: &str = "SELECT s.uid, s.due_on, s.title, a.name, coalesce(s.owner_id, a.csm_id)
    FROM step s JOIN onboarding o ON o.id = s.onboarding_id JOIN account a ON a.id = o.account_id
    WHERE s.done_on IS NULL AND s.not_applicable = 0 AND o.ended_on IS NULL ORDER BY s.due_on, s.id";

/// Open tasks that have a day.
///
/// # Errors
/// The book cannot be read.
pub fn tasks(on: &impl Reads) -> Result<Vec<Due>> {
    due(on, TASKS)
}

/// Open steps of the onboardings that run.
///
/// # Errors
/// The book cannot be read.
pub fn steps(on: &impl Reads) -> Result<Vec<Due>> {
    due(on, STEPS)
}

fn due(on: &impl Reads, sql: &str) -> Result<Vec<Due>> {
    let mut statement = on.conn().prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        Ok(Due {
            uid: row.get(0)?,
            on: Day(row.get(1)?),
            title: row.get(2)?,
            account: row.get(3)?,
            owner: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Identities of rows by their ids.
pub type Uids = HashMap<i64, String>;

/// Those of the contracts and of the renewals.
///
/// # Errors
/// The book cannot be read.
pub fn uids(on: &impl Reads) -> Result<(Uids, Uids)> {
    let of = |sql: &str| -> Result<Uids> {
        let mut statement = on.conn().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    };
    Ok((of("SELECT id, uid FROM contract WHERE end_on IS NOT NULL")?, of("SELECT id, uid FROM renewal")?))
}
