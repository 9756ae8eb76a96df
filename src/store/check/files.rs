//! The files of a book: how large, who may read them, which backups there are.

use std::fs;
use std::path::PathBuf;

use super::{Finding, Mend};
use crate::domain::{Day, Error, Kind, Result};
use crate::store::access::{appended, files, others_can_read};
use crate::store::head::{Form, form};
use crate::store::{Location, backup, leftover};

/// A log this long was never folded in, such as for a reader that never lets go.
const LONG_LOG: u64 = 256 * 1024 * 1024;

/// Days after which the last backup is old.
const OLD: i32 = 7;

/// Size of a book with its log, and what there is to say about its files.
pub(super) fn findings(location: &Location, today: Day) -> Result<(u64, Vec<Finding>)> {
    let path = location.path();
    let size = |file: &PathBuf| fs::metadata(file).map_or(0, |facts| facts.len());
    let log = size(&appended(path, "-wal"));
    let bytes = size(&path.to_owned()) + log;
    let mut found = Vec::new();

    let open: Vec<String> = files(path)
        .into_iter()
        .chain(backups(location)?)
        .filter(|file| others_can_read(file))
        .map(|file| file.display().to_string())
        .collect();
    if let Some(first) = open.first() {
        let more = if open.len() > 1 { format!(" and {} more", open.len() - 1) } else { String::new() };
        found.push(Finding::warning(
            format!("other users of this machine can read {first}{more}"),
            Some(Mend::Access),
        ));
    }
    if matches!(form(path), Ok(Form::Sealed)) {
        let plain = backup::copies(location, Form::Plain)?;
        if let Some(first) = plain.first() {
            let many = if plain.len() == 1 { "1 copy" } else { &format!("{} copies", plain.len()) };
            found.push(Finding::warning(
                format!(
                    "{many} of this encrypted book can be read without its passphrase, such as {}",
                    first.display()
                ),
                None,
            ));
        }
    }
    let left = leftover::found(location)?;
    if let Some(first) = left.first() {
        let more = if left.len() > 1 { format!(" and {} more", left.len() - 1) } else { String::new() };
        found.push(Finding::warning(
            format!(
                "a program that was stopped left an unfinished copy of the book: {}{more}",
                first.display()
            ),
            Some(Mend::Leftovers),
        ));
    }
    if log > LONG_LOG {
        found.push(Finding::warning(
            format!("the log of recent changes has {} MB", log / 1_000_000),
            Some(Mend::Log),
        ));
    }
    found.extend(match backup::days(location)?.iter().rev().find(|day| **day <= today) {
        None => Some(Finding::note("there is no backup yet", Some(Mend::Backup))),
        Some(last) if today - *last > OLD => Some(Finding::note(
            format!("the last backup is of {last}, {} days ago", today - *last),
            Some(Mend::Backup),
        )),
        Some(_) => None,
    });
    Ok((bytes, found))
}

/// The backups beside a book.
pub(super) fn backups(location: &Location) -> Result<Vec<PathBuf>> {
    Ok(backup::days(location)?.into_iter().map(|day| backup::of_day(location, day)).collect())
}

/// The log cannot be folded in while somebody reads from it.
pub(super) fn held() -> Error {
    Error::new(Kind::Busy, "another program is reading the book, so its log cannot be folded in")
        .hint("close every dashboard and command that uses it, then try again")
}
