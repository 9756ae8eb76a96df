//! Who may read a file beside its owner, and whether a path still leads to the same file.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::domain::{Error, Kind, Result};

/// Endings of the files that SQLite keeps beside a database.
pub(in crate::store) const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A path with something appended to its last part.
pub(in crate::store) fn appended(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The files that hold a book and are there: the book itself and what SQLite keeps beside it.
pub(in crate::store) fn files(book: &Path) -> Vec<PathBuf> {
    let beside = BESIDE.iter().map(|ending| appended(book, ending));
    std::iter::once(book.to_owned()).chain(beside).filter(|file| file.exists()).collect()
}

/// A complaint when others than the owner can read a file; None: nobody else can, or the system has other means (on
/// Windows a file inherits the access list of its folder).
pub fn warning(path: &Path) -> Option<Error> {
    others_can_read(path).then(|| {
        Error::new(
            Kind::Storage,
            format!("{}: other users of this machine can read the book", path.display()),
        )
        .hint("close it to them with: mainstay doctor --mend")
    })
}

/// Whether a path leads to the file of a book, or to what SQLite keeps beside it; also while there is none.
pub fn is_of_book(book: &Path, path: &Path) -> bool {
    let beside = BESIDE.iter().map(|ending| appended(book, ending));
    std::iter::once(book.to_owned()).chain(beside).any(|file| same_place(&file, path))
}

/// Whether two paths lead to the same place, also where there is nothing yet.
pub fn same_place(one: &Path, other: &Path) -> bool {
    let place = |path: &Path| {
        let in_folder = || Some(fs::canonicalize(super::backup::folder(path)).ok()?.join(path.file_name()?));
        fs::canonicalize(path).ok().or_else(in_folder).unwrap_or_else(|| path.to_owned())
    };
    place(one) == place(other)
}

/// A file to be that its owner alone can read. Whether it can be made is known before there is anything to write.
pub struct Private {
    path: PathBuf,
    to: To,
}

enum To {
    /// Takes the place of what is there once it is whole.
    Replacement(tempfile::NamedTempFile),
    /// A pipe or a device is written to, not replaced.
    Itself(fs::File),
}

impl Private {
    /// A file of this name, which is not there before it is written.
    ///
    /// # Errors
    /// Its folder cannot be written, or the pipe or device cannot.
    pub fn at(path: &Path) -> io::Result<Private> {
        let to = if path.exists() && !path.is_file() {
            To::Itself(fs::OpenOptions::new().write(true).open(path)?)
        } else {
            To::Replacement(tempfile::NamedTempFile::new_in(super::backup::folder(path))?)
        };
        Ok(Private { path: path.to_owned(), to })
    }

    /// Writes it: as a whole, or what was there before stays.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(self, bytes: &[u8]) -> io::Result<()> {
        match self.to {
            To::Itself(mut file) => file.write_all(bytes),
            To::Replacement(mut file) => {
                file.write_all(bytes)?;
                file.as_file().sync_all()?;
                file.persist(&self.path).map(drop).map_err(|error| error.error)
            }
        }
    }
}

/// Writes a file that its owner alone can read: as a whole, or what was there before stays.
///
/// # Errors
/// It cannot be written.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    Private::at(path)?.write(bytes)
}

/// Whether others than the owner can read or write a file.
#[cfg(unix)]
pub(in crate::store) fn others_can_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let open = |facts: fs::Metadata| facts.permissions().mode() & 0o077 != 0;
    fs::metadata(path).is_ok_and(open)
}

/// Elsewhere the access list of the folder decides.
#[cfg(not(unix))]
pub(in crate::store) fn others_can_read(_: &Path) -> bool {
    false
}

/// Closes a file to everyone but its owner.
///
/// # Errors
/// It belongs to somebody else.
#[cfg(unix)]
pub(in crate::store) fn make_private(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = if path.is_dir() { 0o700 } else { 0o600 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(|error| {
        Error::new(Kind::Storage, format!("{}: cannot be closed to others ({error})", path.display()))
            .hint("let its owner do it")
    })
}

/// Elsewhere the access list of the folder decides.
#[cfg(not(unix))]
pub(in crate::store) fn make_private(_: &Path) -> Result<()> {
    Ok(())
}

/// What a path leads to, so that it can be told when it leads elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::store) struct FileId(u64, u64);

/// What a path leads to; None: nowhere.
#[cfg(unix)]
pub(in crate::store) fn file_id(path: &Path) -> Option<FileId> {
    fs::metadata(path).ok().map(|facts| file_id_of(&facts))
}

/// Whether a file has more names than one.
#[cfg(unix)]
pub(in crate::store) fn has_other_names(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).is_ok_and(|facts| facts.nlink() > 1)
}

/// Elsewhere no file gets a second name.
#[cfg(not(unix))]
pub(in crate::store) fn has_other_names(_: &Path) -> bool {
    false
}

/// What an open file is.
#[cfg(unix)]
pub(in crate::store) fn file_id_of(facts: &fs::Metadata) -> FileId {
    use std::os::unix::fs::MetadataExt;
    FileId(facts.dev(), facts.ino())
}

/// An open file cannot be moved or removed there: only that it is there is asked.
#[cfg(not(unix))]
pub(in crate::store) fn file_id(path: &Path) -> Option<FileId> {
    fs::metadata(path).ok().map(|_| FileId(0, 0))
}
