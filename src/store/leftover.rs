//! What a program that was stopped left beside a book: found, and put in order.

use std::fs;
use std::path::{Path, PathBuf};

use super::access::{BESIDE, appended, file_id, has_other_names};
use super::unready::{self, Wanted, at_work};
use super::{Location, backup};
use crate::domain::{Day, Error, Result};

/// Everything that was left beside a book and among its backups. Changes nothing.
///
/// # Errors
/// A folder cannot be read.
pub(in crate::store) fn found(location: &Location) -> Result<Vec<PathBuf>> {
    let path = location.path();
    let mut found = unready::left(path, Wanted::Own)?;
    if backup::folder_of(location).is_dir() {
        // Of any day: only the folder of it is asked for.
        found.extend(unready::left(&backup::of_day(location, Day(0)), Wanted::Any)?);
    }
    found.extend(second_names(path)?);
    Ok(found)
}

/// Removes everything that was left.
///
/// # Errors
/// The system refuses it.
pub(in crate::store) fn remove(location: &Location) -> Result<()> {
    let path = location.path();
    unready::tidy(path, Wanted::Own)?;
    if backup::folder_of(location).is_dir() {
        unready::tidy(&backup::of_day(location, Day(0)), Wanted::Any)?;
    }
    take_back(path)
}

/// Puts a book in order before it is opened for writing.
///
/// # Errors
/// The book has two names, and the one too many cannot be taken away: written to through both, it would break.
pub(in crate::store) fn before_writing(path: &Path) -> Result<()> {
    // Best effort: a copy that stays takes space and no more, and the check of the book tells of it.
    let _ = unready::tidy(path, Wanted::Own);
    take_back(path)
}

/// Names that a book got when it was about to be kept aside, while no other took its place.
fn second_names(path: &Path) -> Result<Vec<PathBuf>> {
    if !has_other_names(path) {
        return Ok(Vec::new());
    }
    let is_book = |name: &PathBuf| file_id(name) == file_id(path);
    let names: Vec<PathBuf> = backup::kept_aside(path)?.into_iter().filter(is_book).collect();
    // Asked after the names were found: whoever gives one is at work from before until the other has its place.
    if names.is_empty() || at_work(path)? {
        return Ok(Vec::new());
    }
    Ok(names.into_iter().filter(is_book).collect())
}

/// Takes second names away. What SQLite kept beside the book, and has its second name only, gets its first again.
fn take_back(path: &Path) -> Result<()> {
    for name in second_names(path)? {
        let place = |error: std::io::Error| {
            Error::from(error)
                .at(name.display())
                .hint("it is the book under a second name; take the name away, the book stays")
        };
        let mut lost = false;
        for ending in BESIDE {
            let (first, second) = (appended(path, ending), appended(&name, ending));
            if !second.exists() {
                continue;
            }
            if !first.exists() {
                fs::rename(&second, &first).map_err(place)?;
            } else if file_id(&first) == file_id(&second) {
                fs::remove_file(&second).map_err(place)?;
            } else {
                // The book was written to since. Whose log is the right one is not for a program to say.
                lost = true;
            }
        }
        if !lost {
            fs::remove_file(&name).map_err(place)?;
        }
    }
    Ok(())
}
