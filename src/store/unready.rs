//! A file that gets its name once it is whole; and what a stopped program leaves of one, found and removed.
//!
//! It is made in a folder of its own beside its place, closed to others, with whatever SQLite keeps beside it. Whoever
//! makes it holds a lock there, which the system lets go of however the program ends: a folder whose lock is free was
//! left behind.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{TempDir, TempPath};

use super::access::{BESIDE, appended};
use super::backup::{folder, settle};
use super::open::private_file;

/// Between the name of the file and the six letters that tell one folder from another.
const MARK: &str = ".unready-";

/// Letters at the end of a folder's name.
const LETTERS: usize = 6;

/// The file in its folder.
const FILE: &str = "copy";

/// What is locked as long as somebody is at work.
const LOCK: &str = "lock";

/// A file on its way to its place. Dropped, nothing of it is left.
pub(in crate::store) struct Unready {
    file: TempPath,
    /// Closed before the folder goes: not every system removes an open file.
    _lock: File,
    _folder: TempDir,
}

impl Unready {
    /// An empty file for a place.
    ///
    /// # Errors
    /// The folder of the place cannot be written.
    pub fn at(place: &Path) -> io::Result<Unready> {
        let mut builder = tempfile::Builder::new();
        let prefix = prefix(place);
        builder.prefix(&prefix).rand_bytes(LETTERS);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder.tempdir_in(folder(place))?;
        let make = |name: &str| {
            let path = folder.path().join(name);
            private_file().create_new(true).open(&path).map(|file| (file, path))
        };
        let (lock, _) = make(LOCK)?;
        // Best effort: some network folders have no locks. Nobody gets one there, so that what is left behind stays.
        let _ = lock.lock();
        let file = TempPath::try_from_path(make(FILE)?.1)?;
        Ok(Unready { file, _lock: lock, _folder: folder })
    }

    /// Where it is now.
    pub fn path(&self) -> &Path {
        &self.file
    }

    /// Gives it its name, in one step; what had the name is replaced.
    ///
    /// # Errors
    /// The system refuses it; what had the name still has it.
    pub fn replace(self, place: &Path) -> io::Result<()> {
        self.file.persist(place).map_err(|error| error.error)?;
        settle(folder(place));
        Ok(())
    }

    /// Gives it its name, in one step, unless something has the name.
    ///
    /// # Errors
    /// Something has it, or the system refuses it.
    pub fn name(self, place: &Path) -> io::Result<()> {
        self.file.persist_noclobber(place).map_err(|error| error.error)?;
        settle(folder(place));
        Ok(())
    }
}

fn prefix(place: &Path) -> OsString {
    let mut prefix = place.file_name().unwrap_or_default().to_owned();
    prefix.push(MARK);
    prefix
}

/// The place that a folder was made for, by its name.
fn place_of(name: &OsStr) -> Option<&[u8]> {
    let name = name.as_encoded_bytes();
    let (rest, letters) = name.split_at_checked(name.len().checked_sub(LETTERS)?)?;
    let ours = letters.iter().all(u8::is_ascii_alphanumeric);
    rest.strip_suffix(MARK.as_bytes()).filter(|place| ours && !place.is_empty())
}

/// Folders of files that are, or were, on their way: to one place, or to any in its folder.
fn folders(place: &Path, wanted: Wanted) -> io::Result<Vec<PathBuf>> {
    let own = place.file_name().unwrap_or_default().as_encoded_bytes();
    let mut found = Vec::new();
    for entry in fs::read_dir(folder(place))? {
        let entry = entry?;
        let name = entry.file_name();
        let ours = place_of(&name).is_some_and(|place| wanted == Wanted::Any || place == own);
        // A link is not followed.
        if ours && entry.file_type()?.is_dir() && only_ours(&entry.path()) {
            found.push(entry.path());
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Whether a folder holds what is made here and nothing else: an empty lock, for one.
fn only_ours(folder: &Path) -> bool {
    let known = parts(folder);
    let is_known = |entry: io::Result<fs::DirEntry>| entry.is_ok_and(|entry| known.contains(&entry.path()));
    let is_lock = |facts: fs::Metadata| facts.is_file() && facts.len() == 0;
    fs::symlink_metadata(folder.join(LOCK)).is_ok_and(is_lock)
        && fs::read_dir(folder).is_ok_and(|mut entries| entries.all(is_known))
}

/// What can be in a folder; the lock last.
fn parts(folder: &Path) -> Vec<PathBuf> {
    let file = folder.join(FILE);
    let beside = BESIDE.map(|ending| appended(&file, ending));
    std::iter::once(file).chain(beside).chain([folder.join(LOCK)]).collect()
}

/// Which folders are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Wanted {
    /// Those of one place.
    Own,
    /// Those of every place in the folder.
    Any,
}

/// The lock of a folder, if nobody has it. Whoever has no locks never gets one.
fn free(left: &Path) -> Option<File> {
    let lock = File::options().write(true).open(left.join(LOCK)).ok()?;
    lock.try_lock().is_ok().then_some(lock)
}

/// Whether somebody is making a file for a place now, or nobody can tell.
///
/// # Errors
/// The folder cannot be read.
pub(in crate::store) fn at_work(place: &Path) -> io::Result<bool> {
    Ok(folders(place, Wanted::Own)?.iter().any(|folder| free(folder).is_none()))
}

/// Folders that stopped programs left behind.
///
/// # Errors
/// The folder of the place cannot be read.
pub(in crate::store) fn left(place: &Path, wanted: Wanted) -> io::Result<Vec<PathBuf>> {
    let mut found = folders(place, wanted)?;
    found.retain(|folder| free(folder).is_some());
    Ok(found)
}

/// Removes what stopped programs left behind.
///
/// # Errors
/// The system refuses it.
pub(in crate::store) fn tidy(place: &Path, wanted: Wanted) -> io::Result<()> {
    for folder in folders(place, wanted)? {
        let Some(lock) = free(&folder) else { continue };
        let mut parts = parts(&folder);
        let name = parts.pop();
        parts.iter().try_for_each(|part| remove(part))?;
        // Closed before it goes: not every system removes an open file.
        drop(lock);
        name.iter().try_for_each(|name| remove(name))?;
        fs::remove_dir(&folder)?;
    }
    Ok(())
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<OsString> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort_unstable();
        names
    }

    /// What is left when a program is stopped: all but the lock, which the system lets go of.
    fn abandon(unready: Unready) -> PathBuf {
        let Unready { file, _lock, _folder } = unready;
        file.keep().unwrap();
        _folder.keep()
    }

    #[test]
    fn a_file_gets_its_name_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("book");
        let unready = Unready::at(&place).unwrap();
        fs::write(unready.path(), "one").unwrap();
        assert!(!crate::store::access::others_can_read(unready.path()));
        assert!(!crate::store::access::others_can_read(unready.path().parent().unwrap()));
        unready.name(&place).unwrap();
        assert_eq!(names(folder.path()), ["book"]);
        let other = Unready::at(&place).unwrap();
        assert_eq!(other.name(&place).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        let other = Unready::at(&place).unwrap();
        fs::write(other.path(), "two").unwrap();
        other.replace(&place).unwrap();
        drop(Unready::at(&place).unwrap());
        assert_eq!((names(folder.path()), fs::read(&place).unwrap()), (vec!["book".into()], b"two".into()));
    }

    #[test]
    fn what_was_left_behind_goes_and_what_somebody_works_at_or_made_stays() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("book");
        let working = Unready::at(&place).unwrap();
        let gone = abandon(Unready::at(&place).unwrap());
        fs::write(appended(&gone.join(FILE), "-journal"), "half").unwrap();
        let other = abandon(Unready::at(&folder.path().join("other")).unwrap());
        let users = folder.path().join("book.unready-letter");
        let mine = folder.path().join("book.unready-mine12");
        for (folder, file) in [(&users, LOCK), (&mine, "thesis.txt")] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join(file), "mine").unwrap();
        }
        let with_more = abandon(Unready::at(&place).unwrap());
        fs::write(with_more.join("notes.txt"), "mine").unwrap();
        fs::write(folder.path().join("book.unready-abcdef"), "mine").unwrap();
        assert!(at_work(&place).unwrap());
        let expected = |more: &[&PathBuf]| {
            let mut left: Vec<PathBuf> = more.iter().map(|&path| path.clone()).collect();
            left.sort_unstable();
            left
        };
        assert_eq!(left(&place, Wanted::Own).unwrap(), expected(&[&gone]));
        assert_eq!(left(&place, Wanted::Any).unwrap(), expected(&[&gone, &other]));
        tidy(&place, Wanted::Own).unwrap();
        assert!(!gone.exists());
        for stays in [&other, &users, &mine, &with_more] {
            assert!(stays.exists(), "{}", stays.display());
        }
        drop(working);
        assert!(!at_work(&place).unwrap());
        tidy(&place, Wanted::Any).unwrap();
        assert!(!other.exists() && with_more.join("notes.txt").exists());
    }
}
