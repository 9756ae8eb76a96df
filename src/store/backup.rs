//! Backups: consistent copies of a book, also while it is in use; one a day by itself.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::access::appended;
use super::head::{Form, form};
use super::key::Key;
use super::open::{create_folder, harden};
use super::unready::{Unready, Wanted, tidy};
use super::{Location, Reader, Reads};
use crate::domain::{Day, Error, Kind, Result};

/// Ending of a backup's name.
const ENDING: &str = ".mainstay";

/// Beginning of what is appended to the name of a book that is kept aside.
pub const ASIDE: &str = "before-restore-";

/// Days of which a backup is kept.
const DAILY: usize = 7;

/// Weeks (from Monday) of which the last backup is kept.
const WEEKLY: usize = 8;

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and that is an error.
    Refuse,
    /// It is replaced once the copy is known to be sound.
    Replace,
}

/// Copies a book to a file that its owner alone can read. The copy is one file, checked before it gets its name.
/// Gives its size in bytes. One of an encrypted book is opened by the same passphrase.
///
/// # Errors
/// The file is there and may not be replaced; the copy cannot be written, or is not sound.
pub fn copy(of: &Reader, to: &Path, existing: Existing) -> Result<u64> {
    let place = |error: Error| error.at(to.display());
    if to.is_dir() {
        return Err(place(Error::invalid("is a folder")).hint("name a file inside it"));
    }
    if to.exists() && !to.is_file() {
        return Err(place(Error::invalid("is no file that could be replaced")).hint("name another file"));
    }
    let taken = || {
        place(Error::invalid("is there already")).hint("name another file, or add --overwrite to replace it")
    };
    if existing == Existing::Refuse && to.exists() {
        return Err(taken());
    }
    // Of an earlier one that was stopped.
    tidy(to, Wanted::Own).map_err(|error| place(unwritable(&error)))?;
    let unready = unready(of.conn(), of.key(), to).map_err(place)?;
    let bytes = fs::metadata(unready.path()).map_err(|error| place(error.into()))?.len();
    let named = match existing {
        // Atomic, too: whoever made the file in the meantime keeps it.
        Existing::Refuse => unready.name(to),
        Existing::Replace => unready.replace(to),
    };
    named.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => taken(),
        _ => place(unwritable(&error)),
    })?;
    Ok(bytes)
}

/// A sound copy of a database for a place. `key` is that of the database, and becomes that of the copy.
pub(in crate::store) fn unready(conn: &Connection, key: Option<&Key>, place: &Path) -> Result<Unready> {
    let copy = Unready::at(place).map_err(|error| unwritable(&error))?;
    let mut target = Connection::open_with_flags(copy.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    harden(&target)?;
    if let Some(key) = key {
        key.unlock(&target, None)?;
    }
    // One step: a stepped backup starts over whenever somebody writes, and may never end.
    if Backup::new(conn, &mut target)?.step(-1)? != StepResult::Done {
        return Err(Error::new(Kind::Busy, "the book could not be copied, since another program holds it")
            .hint("try again"));
    }
    // One file, that can also be read where nothing can be written.
    target.pragma_update(None, "journal_mode", "delete")?;
    let sound: String = target.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if sound != "ok" {
        return Err(Error::new(Kind::Storage, format!("the book is damaged, and so is its copy ({sound})"))
            .hint("look into the book with: mainstay doctor"));
    }
    target.close().map_err(|(_, error)| error)?;
    Ok(copy)
}

/// The folder of a file.
pub(in crate::store) fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the names in a folder last through a loss of power, where the system has that.
pub(in crate::store) fn settle(folder: &Path) {
    // Best effort: what was written is on the disk already, only under which name may be lost.
    #[cfg(unix)]
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    #[cfg(not(unix))]
    let _ = folder;
}

/// That a copy cannot be written.
pub(in crate::store) fn unwritable(error: &std::io::Error) -> Error {
    Error::new(Kind::Storage, format!("the copy cannot be written ({error})"))
        .hint("name a place that you may write to, with space for the book")
}

/// The folder with the backups of a book: beside it.
pub fn folder_of(location: &Location) -> PathBuf {
    appended(location.path(), ".backups")
}

/// The days of which there are backups, ascending.
///
/// # Errors
/// The folder cannot be read.
pub fn days(location: &Location) -> Result<Vec<Day>> {
    let mut days: Vec<Day> = names(location)?.iter().filter_map(|name| day_of(name)).collect();
    days.sort_unstable();
    Ok(days)
}

/// The backup of a day.
pub fn of_day(location: &Location, day: Day) -> PathBuf {
    folder_of(location).join(format!("{day}{ENDING}"))
}

fn day_of(name: &str) -> Option<Day> {
    Day::parse(name.strip_suffix(ENDING)?).ok()
}

fn names(location: &Location) -> Result<Vec<String>> {
    let folder = folder_of(location);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let place = |error: std::io::Error| Error::from(error).at(folder.display());
    fs::read_dir(&folder)
        .map_err(place)?
        .map(|entry| Ok(entry.map_err(place)?.file_name().to_string_lossy().into_owned()))
        .collect()
}

/// Copies of a book that this program made, in a form: its backups, and books that were kept aside.
///
/// # Errors
/// The folder cannot be read.
pub fn copies(location: &Location, of: Form) -> Result<Vec<PathBuf>> {
    let path = location.path();
    let mut files: Vec<PathBuf> =
        names(location)?.into_iter().map(|name| folder_of(location).join(name)).collect();
    files.extend(kept_aside(path)?);
    files.retain(|file| file.is_file() && matches!(form(file), Ok(form) if form == of));
    files.sort_unstable();
    Ok(files)
}

/// Files that were kept aside when a book gave way to another, with what SQLite keeps beside them.
pub(in crate::store) fn kept_aside(path: &Path) -> Result<Vec<PathBuf>> {
    let aside = appended(path.file_name().unwrap_or_default().as_ref(), &format!(".{ASIDE}"));
    let aside = aside.to_string_lossy();
    let mut files = Vec::new();
    for entry in fs::read_dir(folder(path))? {
        let name = entry?.file_name();
        if name.to_string_lossy().starts_with(&*aside) {
            files.push(path.with_file_name(name));
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// Makes the backup of a day, unless there is one or the book never held anything; then removes backups that need not
/// be kept. Gives the file that was made.
///
/// # Errors
/// The book cannot be read, or the copy cannot be written.
pub fn daily(location: &Location, day: Day) -> Result<Option<PathBuf>> {
    let to = of_day(location, day);
    // Cheapest first: this is asked at every start.
    if to.exists() || !location.exists() {
        return Ok(None);
    }
    let reader = Reader::open(location)?;
    if is_untouched(&reader)? {
        return Ok(None);
    }
    make_folder(location)?;
    let place = |error: Error| error.at(to.display());
    let unready = unready(reader.conn(), reader.key(), &to).map_err(place)?;
    match unready.name(&to) {
        Ok(()) => {}
        // Another program was faster.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(None),
        Err(error) => return Err(place(unwritable(&error))),
    }
    prune(location, day)?;
    Ok(Some(to))
}

fn is_untouched(reader: &Reader) -> Result<bool> {
    Ok(reader.conn().query_row("SELECT NOT EXISTS (SELECT 1 FROM journal)", [], |row| row.get(0))?)
}

fn make_folder(location: &Location) -> Result<()> {
    let folder = folder_of(location);
    if folder.is_dir() {
        return Ok(());
    }
    create_folder(&folder).map_err(|error| {
        Error::new(
            Kind::Storage,
            format!("{}: the folder for backups cannot be made ({error})", folder.display()),
        )
        .hint("check the permissions of the folder that the book is in")
    })
}

fn prune(location: &Location, today: Day) -> Result<()> {
    let folder = folder_of(location);
    let days = days(location)?;
    let kept = keep(&days, today);
    for day in days.into_iter().filter(|day| !kept.contains(day)) {
        let file = of_day(location, day);
        fs::remove_file(&file).map_err(|error| {
            Error::from(error).at(file.display()).hint("it is an old backup and can be removed")
        })?;
    }
    tidy(&of_day(location, today), Wanted::Any).map_err(|error| Error::from(error).at(folder.display()))
}

/// Which backups are kept: those of the last seven days that have one, and the last of each of the last eight weeks
/// that have one. `days` ascends. Those of days to come (the clock was wrong) are kept and count for nothing.
pub fn keep(days: &[Day], today: Day) -> Vec<Day> {
    let past = days.iter().copied().filter(|day| *day <= today);
    // 1970-01-01 was a Thursday: day 4 was the first Monday.
    let week = |day: Day| (day.0 - 4).div_euclid(7);
    let mut weeks: Vec<i32> = Vec::new();
    let mut kept: Vec<Day> = days.iter().copied().filter(|day| *day > today).collect();
    for (age, day) in past.rev().enumerate() {
        let last_of_week = weeks.last() != Some(&week(day));
        if last_of_week {
            weeks.push(week(day));
        }
        if age < DAILY || (last_of_week && weeks.len() <= WEEKLY) {
            kept.push(day);
        }
    }
    kept.sort_unstable();
    kept
}

/// A copy of an older book before it is brought up to date, among its backups.
pub(in crate::store) fn before_migration(
    conn: &Connection,
    key: Option<&Key>,
    path: &Path,
    version: i64,
) -> Result<()> {
    let location = Location::at(path);
    let to = folder_of(&location).join(format!("schema-{version}{ENDING}"));
    if to.exists() {
        return Ok(());
    }
    make_folder(&location)?;
    let unready = unready(conn, key, &to).map_err(|error| error.at(to.display()))?;
    unready.replace(&to).map_err(|error| unwritable(&error).at(to.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn seven_days_and_eight_weeks_are_kept() {
        // 2026-11-22 is a Sunday. A backup on each of the last 100 days: 7 of Nov 16 to 22, and the Sundays before.
        let today = day("2026-11-22");
        let days: Vec<Day> = (0..100).rev().map(|ago| today - ago).collect();
        let sundays = [
            "2026-10-04",
            "2026-10-11",
            "2026-10-18",
            "2026-10-25",
            "2026-11-01",
            "2026-11-08",
            "2026-11-15",
        ];
        let last = (16..=22).map(|date| day(&format!("2026-11-{date}")));
        let expected: Vec<Day> = sundays.into_iter().map(day).chain(last).collect();
        assert_eq!(keep(&days, today), expected);
    }

    #[test]
    fn gaps_cost_no_backup() {
        // Opened on the first of a month only: a backup of each of eight weeks.
        let days: Vec<Day> = (1..=10).map(|month| day(&format!("2026-{month:02}-01"))).collect();
        assert_eq!(keep(&days, day("2026-11-22")), days[2..]);
        assert_eq!(keep(&[], day("2026-11-22")), []);
    }

    #[test]
    fn pruned_day_by_day_every_week_leaves_its_last_one() {
        let start = day("2026-01-01");
        let mut there: Vec<Day> = Vec::new();
        for after in 0..365 {
            there.push(start + after);
            there = keep(&there, start + after);
        }
        // 2026-12-31 is a Thursday: its week began on the 28th, the seven days reach back to Friday the 25th.
        let sundays = ["2026-11-15", "2026-11-22", "2026-11-29", "2026-12-06", "2026-12-13", "2026-12-20"];
        let last = (25..=31).map(|date| day(&format!("2026-12-{date}")));
        let expected: Vec<Day> = sundays.into_iter().map(day).chain(last).collect();
        assert_eq!(there, expected);
    }

    #[test]
    fn backups_of_days_to_come_are_left_alone() {
        let days = [day("2026-11-21"), day("2099-01-01")];
        assert_eq!(keep(&days, day("2026-11-22")), days);
    }
}
