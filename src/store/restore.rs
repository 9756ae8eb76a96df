//! Bringing back a backup: checked before anything is touched; the present book is kept aside.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::access::{BESIDE, appended, file_id};
use super::backup::{folder, settle, unready};
use super::open::{check_header, check_objects, create_folder, harden};
use super::{Location, Reader, Reads, check, migrate};
use crate::domain::{Error, Kind, Result};

/// Makes `from` the book. The present one is kept beside it under a name that ends with `aside`; given back is where.
///
/// # Errors
/// `from` is no sound book that this program knows, or it is the book itself; another program has the book open; the
/// folder cannot be written. Nothing is touched then.
pub fn restore(location: &Location, from: &Path, aside: &str) -> Result<Option<PathBuf>> {
    let path = location.path();
    let source = Location::at(from);
    if !source.exists() {
        return Err(Error::not_found("there is no such file").at(from.display()).hint(format!(
            "backups that were made by themselves are in {}",
            super::backup::folder_of(location).display()
        )));
    }
    if location.exists() && same(from, path) {
        return Err(Error::invalid("is the book itself").at(from.display()).hint("name a backup of it"));
    }
    let reader = Reader::open_to_check(&source)?;
    if reader.schema()? == 0 {
        return Err(Error::invalid("is empty, there is no book in it")
            .at(from.display())
            .hint("name a backup"));
    }
    if !folder(path).exists() {
        create_folder(folder(path)).map_err(|error| {
            Error::from(error)
                .at(folder(path).display())
                .hint("name a place that you may write to with --book")
        })?;
    }
    let ready =
        unready(reader.conn(), folder(path), "restored-").map_err(|error| error.at(from.display()))?;
    drop(reader);
    make_current(&ready).map_err(|error| error.at(from.display()))?;
    let kept = if location.exists() { Some(keep_aside(path, aside)?) } else { None };
    // In one step: there is always a whole book, the former or the new one.
    ready.persist(path).map_err(|error| Error::from(error.error).at(path.display()))?;
    settle(folder(path));
    Ok(kept)
}

/// Brings a copy to the present schema and refuses it if it is not sound.
fn make_current(copy: &Path) -> Result<()> {
    let mut conn = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    harden(&conn)?;
    let unsound =
        |what: String| Error::new(Kind::Storage, what).hint("name another backup; nothing was changed");
    migrate::to_current(&mut conn).map_err(|error| unsound(error.what))?;
    if let Some(wrong) = check::damage(&conn)? {
        return Err(unsound(format!("the file is damaged ({wrong})")));
    }
    check_objects(&conn)?;
    conn.close().map_err(|(_, error)| error.into())
}

/// Whether two paths lead to the same file.
fn same(one: &Path, other: &Path) -> bool {
    let real = |path| fs::canonicalize(path).ok();
    real(one) == real(other) || (cfg!(unix) && file_id(one) == file_id(other))
}

/// Gives the book a second name, with everything that it is made of. A book that is whole is one file afterwards.
fn keep_aside(path: &Path, aside: &str) -> Result<PathBuf> {
    fold_in(path).map_err(|error| error.at(path.display()))?;
    let kept = (1..)
        .map(|number| {
            let again = if number > 1 { format!("-{number}") } else { String::new() };
            appended(path, &format!(".{aside}{again}"))
        })
        .find(|kept| !kept.exists())
        .unwrap_or_else(|| appended(path, aside));
    let place = |error: std::io::Error| {
        Error::new(
            Kind::Storage,
            format!("{}: the present book cannot be kept aside ({error})", path.display()),
        )
        .hint("check the permissions of the folder; the book is still there")
    };
    // Only a damaged book still has files beside it. Nothing of it may be left for the new one to find.
    for ending in BESIDE {
        let beside = appended(path, ending);
        if beside.exists() {
            fs::rename(&beside, appended(&kept, ending)).map_err(place)?;
        }
    }
    // A second name where the file system has that, so that there is a book at every moment.
    fs::hard_link(path, &kept).or_else(|_| fs::rename(path, &kept)).map_err(place)?;
    Ok(kept)
}

/// Folds what SQLite keeps beside the book into it, which needs the book for itself alone.
fn fold_in(path: &Path) -> Result<()> {
    // What is no database has nothing to be folded in.
    if check_header(path).is_err() {
        return Ok(());
    }
    let alone = || -> rusqlite::Result<()> {
        let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        conn.pragma_update(None, "journal_mode", "delete")?;
        conn.close().map_err(|(_, error)| error)
    };
    match alone() {
        Ok(()) => Ok(()),
        Err(error) => match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                Err(Error::new(Kind::Busy, "the book is open in another program").hint(
                    "close every dashboard and command that uses it, then try again; nothing was changed",
                ))
            }
            // That is why another one is brought back. It is kept aside as it is, with all of its files.
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => Ok(()),
            _ => Err(error.into()),
        },
    }
}
