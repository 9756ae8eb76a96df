//! Keeping a book: backups, bringing one back, the check of everything and mending.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{Clock, View, Writer};
use crate::book::Row;
use crate::domain::{Error, Result};
use crate::health::facts::AccountId;
use crate::store::check::{self, Checkup, Finding, Mend};
use crate::store::{Location, access, backup, restore, score};

/// Makes today's backup, unless there is one, and removes those that need not be kept. Gives the file that was made.
///
/// Of today by the machine's clock: a day that the user takes for today says nothing about when a copy was made.
///
/// # Errors
/// The book cannot be read, or the copy cannot be written. Nothing depends on it: to be told, not to stop at.
pub fn daily(location: &Location) -> Result<Option<PathBuf>> {
    backup::daily(location, Clock::Local.today())
        .map_err(|error| Error { what: format!("today's backup was not made: {}", error.what), ..error })
}

/// What to tell the user about who else can read the book; None: nobody.
pub fn warning(location: &Location) -> Option<Error> {
    access::warning(location.path())
}

/// Makes a file the book, and keeps the present one aside: given back is where.
///
/// # Errors
/// See [`restore::restore`]; the book is as it was.
pub fn bring_back(location: &Location, from: &Path, clock: Clock) -> Result<Option<PathBuf>> {
    // No colon: not every system takes it in a name.
    let stamp: String = clock.stamp().chars().filter(|c| *c != ':').collect();
    restore::restore(location, from, &format!("{}{stamp}", backup::ASIDE))
}

/// Looks into everything. Changes nothing.
///
/// # Errors
/// There is no book, it is of a newer version, or it cannot be read at all.
pub fn examine(location: &Location, clock: Clock) -> Result<Checkup> {
    let mut found = check::examine(location, Clock::Local.today())?;
    // What is not of this program is not asked for scores.
    if found.readable && found.is_ok() {
        match differing_scores(location, clock) {
            Ok(0) => {}
            Ok(wrong) => found.findings.push(Finding::error(
                format!("the cached scores of {wrong} accounts are not those that the facts give"),
                Some(Mend::Scores),
            )),
            Err(error) => found.findings.push(Finding::error(
                format!("the cached scores cannot be compared with fresh ones: {}", error.what),
                None,
            )),
        }
    }
    Ok(found)
}

/// Accounts whose cached score is not the fresh one; 0 when the cache does not claim to be fresh.
fn differing_scores(location: &Location, clock: Clock) -> Result<usize> {
    let mut view = View::open(location, clock.today())?;
    let Some(header) = score::header(view.reader())? else { return Ok(0) };
    view.set_day(header.day);
    if !view.is_fresh()? {
        return Ok(0);
    }
    let Some(board) = view.cached()? else { return Ok(0) };
    let mut cached: HashMap<AccountId, Row> = board.rows.into_iter().map(|row| (row.id, row)).collect();
    let mut wrong = 0;
    view.judge()?.rows(view.reader(), AccountId::MIN..=AccountId::MAX, |row| {
        wrong += usize::from(cached.remove(&row.id).as_ref() != Some(&row));
        Ok(())
    })?;
    // What another program writes meanwhile is no difference.
    let same = score::header(view.reader())?.is_some_and(|now| now.rev == header.rev) && view.is_fresh()?;
    Ok(if same { wrong + cached.len() } else { 0 })
}

/// Mends what was found and agreed to. Rows are mended in one change, in the history like any other.
///
/// # Errors
/// The book cannot be written.
pub fn mend(location: &Location, clock: Clock, mut mends: Vec<Mend>) -> Result<()> {
    mends.sort_unstable();
    mends.dedup();
    if mends.contains(&Mend::Schema) {
        check::mend_schema(location)?;
    }
    let rows: Vec<Mend> = mends
        .iter()
        .copied()
        .filter(|mend| [Mend::Orphans, Mend::UsageDays, Mend::Scores].contains(mend))
        .collect();
    if !rows.is_empty() {
        let mut writer = Writer::open(location, clock)?;
        let ((), written) = writer
            .write("Mended by doctor", |tx| rows.iter().try_for_each(|mend| check::mend_rows(tx, *mend)))?;
        if written.stale {
            writer.refresh()?;
        }
    }
    mends.iter().try_for_each(|mend| check::mend_files(location, *mend, Clock::Local.today()))
}
