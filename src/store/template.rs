//! The templates that a book has of its own: TOML by kind and name. What stands in them is checked by whoever reads
//! them.

use rusqlite::OptionalExtension;

use super::{Reads, Tx};
use crate::domain::Result;

/// What a template is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Onboarding,
    Assessment,
    Plan,
    Playbook,
    Message,
}

impl Kind {
    /// How the book stores it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Onboarding => "onboarding",
            Kind::Assessment => "assessment",
            Kind::Plan => "plan",
            Kind::Playbook => "playbook",
            Kind::Message => "message",
        }
    }
}

/// Every template of a kind, by name: (name, TOML).
///
/// # Errors
/// The book cannot be read.
pub fn list(on: &impl Reads, kind: Kind) -> Result<Vec<(String, String)>> {
    let mut statement =
        on.conn().prepare_cached("SELECT name, toml FROM template WHERE kind = ?1 ORDER BY name")?;
    let rows = statement.query_map([kind.name()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The TOML of a template, whatever the case of its name; None: the book has none of its own.
///
/// # Errors
/// The book cannot be read.
pub fn get(on: &impl Reads, kind: Kind, name: &str) -> Result<Option<String>> {
    let mut statement =
        on.conn().prepare_cached("SELECT toml FROM template WHERE kind = ?1 AND name = ?2")?;
    Ok(statement.query_row([kind.name(), name], |row| row.get(0)).optional()?)
}

/// Writes a template, over the one of its name if there is one.
///
/// # Errors
/// The book cannot be written.
pub fn set(tx: &Tx<'_>, kind: Kind, name: &str, toml: &str) -> Result<()> {
    tx.conn()
        .prepare_cached(
            "INSERT INTO template (kind, name, toml) VALUES (?1, ?2, ?3)
             ON CONFLICT (kind, name) DO UPDATE SET toml = excluded.toml WHERE toml IS NOT excluded.toml",
        )?
        .execute([kind.name(), name, toml])?;
    Ok(())
}

/// Takes a template away; false: the book had none of its own.
///
/// # Errors
/// The book cannot be written.
pub fn delete(tx: &Tx<'_>, kind: Kind, name: &str) -> Result<bool> {
    let mut statement = tx.conn().prepare_cached("DELETE FROM template WHERE kind = ?1 AND name = ?2")?;
    Ok(statement.execute([kind.name(), name])? > 0)
}
