//! How a file begins, which says whether it is a book; read so that no lock on it is lost.
//!
//! On Unix a process loses its locks on a file as soon as it closes any handle of it, SQLite's handles aside. Another
//! program would then take itself for the last one that has the book open, and remove the log from under this one. So
//! the handle that the beginning is read through stays open as long as a connection to the file is.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use super::key::{self, Key};
use crate::domain::{Error, Kind, Result};

/// How every SQLite file begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Bytes of a page: an encrypted book is made of whole ones.
const PAGE: u64 = 4096;

/// Bytes in front of an encrypted book that belong to its key alone.
pub(in crate::store) type Salt = [u8; 16];

/// What a file is by its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Empty: a book to be.
    Empty,
    /// A database that everybody can read.
    Plain,
    /// An encrypted book, or no book at all: nothing in it tells.
    Sealed,
    /// Certainly no book.
    Other,
}

/// What a file is.
///
/// # Errors
/// It cannot be read.
pub fn form(path: &Path) -> Result<Form> {
    Ok(Head::read(path)?.form)
}

/// The beginning of a file. To be kept until every connection that was opened after it is closed.
pub(in crate::store) struct Head {
    /// What the file is.
    pub form: Form,
    /// The first bytes of an encrypted book.
    pub salt: Option<Salt>,
    #[cfg(unix)]
    _open: open::Handle,
}

impl Head {
    /// Reads the beginning of a file.
    ///
    /// # Errors
    /// A folder or a device; a file that cannot be read.
    pub fn read(path: &Path) -> Result<Head> {
        if path.is_dir() {
            return Err(Error::invalid("is a folder, not a book").hint("name a file inside it with --book"));
        }
        if path.exists() && !path.is_file() {
            return Err(Error::invalid("is a device or a pipe, not a book")
                .hint("name a file with --book; it was not touched"));
        }
        let unreadable = |error: io::Error| {
            Error::new(Kind::Storage, format!("the book cannot be read ({error})"))
                .hint("check the permissions of the file")
        };
        #[cfg(unix)]
        let (open, (bytes, length)) = open::Handle::of(path, begin).map_err(unreadable)?;
        #[cfg(not(unix))]
        let (bytes, length) = File::open(path).and_then(|file| begin(&file)).map_err(unreadable)?;
        let form = form_of(&bytes, length);
        let salt = if form == Form::Sealed { bytes.try_into().ok() } else { None };
        Ok(Head {
            form,
            salt,
            #[cfg(unix)]
            _open: open,
        })
    }

    /// Which of the keys that are there opens the file: one that is not encrypted needs none.
    ///
    /// # Errors
    /// It is no book, or an encrypted one for which there is no key.
    pub fn key<'a>(&self, key: Option<&'a Key>) -> Result<Option<&'a Key>> {
        match self.form {
            Form::Empty => Ok(key),
            Form::Plain => Ok(None),
            Form::Sealed => key.map(Some).ok_or_else(key::locked),
            Form::Other => Err(Error::invalid("is not a Mainstay book")
                .hint("name another file with --book; it was not touched")),
        }
    }
}

/// The first bytes of a file, and how many it has.
fn begin(mut file: &File) -> io::Result<(Vec<u8>, u64)> {
    let mut bytes = Vec::with_capacity(MAGIC.len());
    file.rewind()?;
    file.take(MAGIC.len() as u64).read_to_end(&mut bytes)?;
    Ok((bytes, file.metadata()?.len()))
}

fn form_of(bytes: &[u8], length: u64) -> Form {
    // A key's bytes are any. That all of them are letters is as good as impossible, that a text has whole pages is rare.
    let is_text = || bytes.iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~'));
    match length {
        0 => Form::Empty,
        _ if bytes == MAGIC => Form::Plain,
        PAGE.. if length.is_multiple_of(PAGE) || !is_text() => Form::Sealed,
        _ => Form::Other,
    }
}

#[cfg(unix)]
mod open {
    use std::collections::HashMap;
    use std::fs::File;
    use std::io;
    use std::path::Path;
    use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

    use crate::store::access::{FileId, file_id, file_id_of};

    /// The handles of one file, and who needs them.
    #[derive(Default)]
    struct Held {
        /// One, but where the path began to lead elsewhere between two looks.
        files: Vec<File>,
        users: usize,
    }

    static HELD: LazyLock<Mutex<HashMap<FileId, Held>>> = LazyLock::new(Mutex::default);

    fn held() -> MutexGuard<'static, HashMap<FileId, Held>> {
        // Whoever panicked left it whole: each change of it is one step.
        HELD.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a handle of a file open: one in the process, whoever reads from it.
    pub struct Handle(FileId);

    impl Handle {
        /// Reads from the file that a path leads to.
        pub fn of<T>(path: &Path, read: impl FnOnce(&File) -> io::Result<T>) -> io::Result<(Handle, T)> {
            let mut all = held();
            let known = file_id(path).filter(|id| all.contains_key(id));
            let id = match known {
                Some(id) => id,
                None => {
                    let file = File::open(path)?;
                    let id = file_id_of(&file.metadata()?);
                    all.entry(id).or_default().files.push(file);
                    id
                }
            };
            let entry = all.entry(id).or_default();
            entry.users += 1;
            let outcome = entry.files.first().ok_or_else(|| io::ErrorKind::NotFound.into()).and_then(read);
            drop(all);
            let handle = Handle(id);
            Ok((handle, outcome?))
        }
    }

    impl Drop for Handle {
        fn drop(&mut self) {
            let mut all = held();
            if let Some(entry) = all.get_mut(&self.0) {
                entry.users -= 1;
                if entry.users == 0 {
                    // Closed before anybody can open it anew.
                    all.remove(&self.0);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_beginning_says() {
        let plain = [MAGIC, &[0; 80]].concat();
        let text = "id,name\n1,Acme\n2,Beta\n".repeat(400);
        let noise: Vec<u8> = (0..PAGE).map(|at| (at * 73 % 251) as u8).collect();
        let cases: [(&str, &[u8], Form); 7] = [
            ("nothing", b"", Form::Empty),
            ("a database", &plain, Form::Plain),
            ("a page of noise", &noise, Form::Sealed),
            ("a torn page of noise", &[noise.as_slice(), &noise[..9]].concat(), Form::Sealed),
            ("a text", text.as_bytes(), Form::Other),
            ("a text that happens to have a page", &text.as_bytes()[..4096], Form::Sealed),
            ("too short for a page", &noise[..4095], Form::Other),
        ];
        for (what, bytes, form) in cases {
            assert_eq!(form_of(&bytes[..bytes.len().min(16)], bytes.len() as u64), form, "{what}");
        }
    }
}
