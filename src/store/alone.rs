//! A book that no other program has open, while another file takes its place.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::head::Head;
use super::key::Key;
use super::open::harden;
use super::unready::Unready;
use crate::domain::{Error, Kind, Result};

/// The book as one file, with everything folded in, and no other program in it until this is dropped.
pub(in crate::store) struct Alone {
    /// The connection that keeps others out.
    pub conn: Connection,
    /// Below the connection, which is closed first.
    _head: Head,
}

impl Alone {
    /// Takes the book for itself alone. None: it is damaged, or no book, so that nothing can be folded in.
    ///
    /// # Errors
    /// Another program has it open; it cannot be written.
    pub fn hold(path: &Path, key: Option<&Key>) -> Result<Option<Alone>> {
        let head = Head::read(path)?;
        let Ok(key) = head.key(key) else { return Ok(None) };
        let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        harden(&conn)?;
        if let Some(key) = key {
            match key.unlock(&conn, head.salt) {
                Ok(()) => {}
                Err(error) if error.kind == Kind::Invalid => return Ok(None),
                Err(error) if error.kind == Kind::Busy => return Err(in_use()),
                Err(error) => return Err(error),
            }
        }
        match take(&conn) {
            Ok(true) => Ok(Some(Alone { conn, _head: head })),
            Ok(false) => Err(in_use()),
            Err(error) => match error.sqlite_error_code() {
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Err(in_use()),
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Ok(None),
                _ => Err(error.into()),
            },
        }
    }
}

/// Folds the log in and shuts others out; false: one was faster.
fn take(conn: &Connection) -> rusqlite::Result<bool> {
    conn.pragma_update(None, "journal_mode", "delete")?;
    conn.pragma_update(None, "locking_mode", "exclusive")?;
    conn.execute_batch("BEGIN EXCLUSIVE; COMMIT")?;
    let mode: String = conn.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    Ok(mode == "delete")
}

fn in_use() -> Error {
    Error::new(Kind::Busy, "the book is open in another program")
        .hint("close every dashboard and command that uses it, then try again; nothing was changed")
}

/// Makes a file the book, in one step: at every moment there is a whole one, the former or the new one. `alone` is the
/// former, if it could be held.
///
/// # Errors
/// The system refuses it; the former book is still there.
pub(in crate::store) fn replace(alone: Option<Alone>, by: Unready, path: &Path) -> Result<()> {
    // Elsewhere an open file cannot be replaced.
    let alone = if cfg!(unix) { alone } else { None };
    by.replace(path).map_err(|error| Error::from(error).at(path.display()))?;
    drop(alone);
    Ok(())
}
