//! Which account is meant: by id, external id, domain or name.

use std::ops::ControlFlow;

use rusqlite::Row;

use super::Reads;
use crate::domain::Result;
use crate::health::facts::AccountId;

/// What an account is called. As stored: clean it before it reaches a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub id: AccountId,
    pub external_id: Option<Box<str>>,
    pub name: Box<str>,
    pub domain: Option<Box<str>>,
}

const COLUMNS: &str = "SELECT id, external_id, name, domain FROM account";

/// The accounts with this id or this external id.
///
/// # Errors
/// The book cannot be read.
pub fn by_key(on: &impl Reads, id: Option<AccountId>, external_id: Option<&str>) -> Result<Vec<Named>> {
    let sql = format!("{COLUMNS} WHERE id = ?1 OR external_id = ?2 ORDER BY id");
    let mut statement = on.conn().prepare_cached(&sql)?;
    let found = statement.query_map((id, external_id), named)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Every account in order of id, until `take` breaks off.
///
/// # Errors
/// The book cannot be read.
pub fn each(on: &impl Reads, mut take: impl FnMut(Named) -> ControlFlow<()>) -> Result<()> {
    let mut statement = on.conn().prepare_cached(&format!("{COLUMNS} ORDER BY id"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if take(named(row)?).is_break() {
            break;
        }
    }
    Ok(())
}

fn named(row: &Row<'_>) -> rusqlite::Result<Named> {
    Ok(Named { id: row.get(0)?, external_id: row.get(1)?, name: row.get(2)?, domain: row.get(3)? })
}
