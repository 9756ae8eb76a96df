//! Bringing back a backup: checked before anything is touched; the present book is kept aside.

use std::path::{Path, PathBuf};
use std::{fs, io};

use rusqlite::{Connection, OpenFlags};

use super::access::{BESIDE, appended, file_id};
use super::alone::{Alone, replace};
use super::backup::{folder, settle, unready};
use super::convert::rewritten;
use super::head::{Form, Head, form};
use super::key::Key;
use super::open::{check_objects, create_folder, harden};
use super::unready::Unready;
use super::{Location, Reader, Reads, check, leftover, migrate};
use crate::domain::{Error, Kind, Result};

/// A moment at which the program can be stopped, whatever it was about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// The new book is whole and checked, beside the present one.
    Ready,
    /// The present one is one file, which no other program has.
    Alone,
    /// It has a second name.
    KeptAside,
    /// The new one has taken its place.
    Replaced,
}

/// Makes `from` the book. The present one is kept beside it under a name that ends with `aside`; given back is where.
/// If one of both is encrypted the book is, with the key of the location.
///
/// # Errors
/// `from` is no sound book that this program knows, or it is the book itself; another program has the book open; the
/// folder cannot be written. Nothing is touched then.
pub fn restore(location: &Location, from: &Path, aside: &str) -> Result<Option<PathBuf>> {
    in_steps(location, from, aside, &mut |_| ())
}

fn in_steps(
    location: &Location,
    from: &Path,
    aside: &str,
    at: &mut dyn FnMut(Moment),
) -> Result<Option<PathBuf>> {
    let path = location.path();
    if location.exists() {
        leftover::before_writing(path)?;
    }
    let ready = ready(location, from)?;
    at(Moment::Ready);
    let mut alone = None;
    let mut kept = None;
    if location.exists() {
        alone = Alone::hold(path, location.key()).map_err(|error| error.at(path.display()))?;
        at(Moment::Alone);
        kept = Some(keep_aside(path, aside)?);
        at(Moment::KeptAside);
    }
    replace(alone, ready, path)?;
    at(Moment::Replaced);
    Ok(kept)
}

/// A checked copy of a backup beside the book, of the present schema.
fn ready(location: &Location, from: &Path) -> Result<Unready> {
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
    let source = match location.key() {
        Some(key) => source.with_key(key.clone()),
        None => source,
    };
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
    let place = |error: Error| error.at(from.display());
    let copy = unready(reader.conn(), reader.key(), path).map_err(place)?;
    let key = reader.key().cloned();
    drop(reader);
    make_current(copy, key.as_ref(), location).map_err(place)
}

/// Brings a copy to the present schema, refuses it if it is not sound, and encrypts it if the present book is.
fn make_current(copy: Unready, key: Option<&Key>, location: &Location) -> Result<Unready> {
    let mut conn = Connection::open_with_flags(copy.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    harden(&conn)?;
    if let Some(key) = key {
        key.unlock(&conn, Head::read(copy.path())?.salt)?;
    }
    let unsound =
        |what: String| Error::new(Kind::Storage, what).hint("name another backup; nothing was changed");
    migrate::to_current(&mut conn).map_err(|error| unsound(error.what))?;
    if let Some(wrong) = check::damage(&conn)? {
        return Err(unsound(format!("the file is damaged ({wrong})")));
    }
    check_objects(&conn)?;
    let present = location.key().filter(|_| matches!(form(location.path()), Ok(Form::Sealed)));
    let ready = match present {
        Some(present) if key.is_none() => rewritten(&conn, Some(present), location.path())?,
        _ => copy,
    };
    conn.close().map_err(|(_, error)| error)?;
    Ok(ready)
}

/// Whether two paths lead to the same file.
fn same(one: &Path, other: &Path) -> bool {
    let real = |path| fs::canonicalize(path).ok();
    real(one) == real(other) || (cfg!(unix) && file_id(one) == file_id(other))
}

/// Gives the book a second name, with everything that it is made of. A book that is whole is one file already.
fn keep_aside(path: &Path, aside: &str) -> Result<PathBuf> {
    let kept = (1..)
        .map(|number| {
            let again = if number > 1 { format!("-{number}") } else { String::new() };
            appended(path, &format!(".{aside}{again}"))
        })
        .find(|kept| !kept.exists())
        .unwrap_or_else(|| appended(path, aside));
    let place = |error: io::Error| {
        Error::new(
            Kind::Storage,
            format!("{}: the present book cannot be kept aside ({error})", path.display()),
        )
        .hint("check the permissions of the folder, and that it has space; the book is still there")
    };
    // Everything has its second name before anything loses its first: whenever this is stopped, nothing is lost.
    second_name(path, path, &kept).map_err(place)?;
    let beside: Vec<_> = BESIDE.iter().filter(|ending| appended(path, ending).exists()).collect();
    for ending in &beside {
        second_name(path, &appended(path, ending), &appended(&kept, ending)).map_err(place)?;
    }
    settle(folder(path));
    // Only a damaged book still has files beside it. Nothing of it may be left for the new one to find. Stopped from here
    // until the new one has its place, the book gets them back when it is opened next (`leftover`).
    for ending in &beside {
        fs::remove_file(appended(path, ending)).map_err(place)?;
    }
    Ok(kept)
}

/// Another name for a file of a book; or a copy, where the file system knows one name only, or the system cannot tell
/// two names of a file from two files.
fn second_name(book: &Path, file: &Path, name: &Path) -> io::Result<()> {
    let linked = if cfg!(unix) { fs::hard_link(file, name) } else { Err(io::ErrorKind::Unsupported.into()) };
    linked.or_else(|_| copy_whole(book, file, name))
}

/// Copies a file of a book; there is no moment at which half of it has its name.
fn copy_whole(book: &Path, file: &Path, name: &Path) -> io::Result<()> {
    let copy = Unready::at(book)?;
    let mut to = fs::File::options().write(true).open(copy.path())?;
    io::copy(&mut fs::File::open(file)?, &mut to)?;
    to.sync_all()?;
    drop(to);
    copy.name(name)
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;
    use crate::store::Book;
    use crate::store::backup::{ASIDE, Existing, copy};

    const FOLDER: &str = "MAINSTAY_TEST_STOPPED_IN";
    const MOMENT: &str = "MAINSTAY_TEST_STOPPED_AT";

    /// Not a test: the program that is stopped, without a chance to tidy up.
    #[test]
    #[ignore = "run by the test below, in a process of its own"]
    fn victim() {
        let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
        let stop = std::env::var(MOMENT).unwrap();
        let mut at = |moment: Moment| {
            if format!("{moment:?}") == stop {
                std::process::abort();
            }
        };
        in_steps(&Location::at(folder.join("book")), &folder.join("backup"), ASIDE, &mut at).unwrap();
    }

    fn name_in(book: &Path) -> String {
        // Opened as any command would open it, whatever lies beside it.
        let book = Book::open(&Location::at(book)).unwrap();
        assert_eq!(check::damage(book.conn()).unwrap(), None);
        book.conn().query_row("SELECT name FROM account", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn stopped_at_any_moment_it_leaves_a_whole_book_at_the_place_and_loses_none() {
        for moment in [Moment::Ready, Moment::Alone, Moment::KeptAside, Moment::Replaced] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("book");
            let (book, log) = (folder.path().join("book"), folder.path().join("book-wal"));
            drop(Book::open(&Location::at(&path)).unwrap());
            let conn = Connection::open(&path).unwrap();
            conn.execute_batch("INSERT INTO account (name) VALUES ('backed up')").unwrap();
            let reader = Reader::open(&Location::at(&path)).unwrap();
            copy(&reader, &folder.path().join("backup"), Existing::Refuse).unwrap();
            drop(reader);
            // A program was killed: its change is in the log alone.
            conn.execute_batch("PRAGMA wal_autocheckpoint = 0; UPDATE account SET name = 'present'").unwrap();
            let files = (fs::read(&book).unwrap(), fs::read(&log).unwrap());
            drop(conn);
            fs::write(&book, files.0).unwrap();
            fs::write(&log, files.1).unwrap();

            stop(folder.path(), moment);
            let kept = appended(&path, &format!(".{ASIDE}"));
            let is_kept = matches!(moment, Moment::KeptAside | Moment::Replaced);
            assert_eq!(kept.exists(), is_kept, "{moment:?}");
            let left = leftover::found(&Location::at(&path)).unwrap();
            let expected = match moment {
                Moment::Ready | Moment::Alone => 1,
                // Where a name can be told from a copy.
                Moment::KeptAside => 1 + usize::from(cfg!(unix)),
                Moment::Replaced => 0,
            };
            assert_eq!(left.len(), expected, "{moment:?}: {left:?}");

            let replaced = moment == Moment::Replaced;
            assert_eq!(name_in(&path), if replaced { "backed up" } else { "present" }, "{moment:?}");
            if replaced {
                assert_eq!(name_in(&kept), "present");
            }
            // It was opened for writing: what was left is gone, what was kept stays.
            let names = if replaced {
                vec!["backup", "book", "book.before-restore-"]
            } else {
                vec!["backup", "book"]
            };
            if cfg!(unix) {
                assert_eq!(names_in(folder.path()), names, "{moment:?}");
            }
            // And it can be done again.
            restore(&Location::at(&path), &folder.path().join("backup"), "again").unwrap();
            assert_eq!(name_in(&path), "backed up", "{moment:?}");
        }
    }

    fn names_in(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort_unstable();
        names
    }

    fn stop(folder: &Path, moment: Moment) {
        let stopped = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::restore::tests::victim", "--ignored", "--test-threads", "1"])
            .env(FOLDER, folder)
            .env(MOMENT, format!("{moment:?}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(!stopped.success(), "{moment:?}: not stopped");
    }

    #[test]
    #[cfg(unix)]
    fn a_damaged_book_gets_its_log_back_when_it_was_not_replaced_after_all() {
        let folder = tempfile::tempdir().unwrap();
        let (book, log) = (folder.path().join("book"), folder.path().join("book-wal"));
        drop(Book::open(&Location::at(folder.path().join("backup"))).unwrap());
        fs::write(&book, "damaged").unwrap();
        fs::write(&log, "its log").unwrap();
        stop(folder.path(), Moment::KeptAside);
        assert!(!log.exists(), "it has its second name alone");
        // Somebody who is at work needs the names: they stay.
        let at_work = Unready::at(&book).unwrap();
        leftover::before_writing(&book).unwrap();
        assert!(!log.exists());
        drop(at_work);
        assert!(Book::open(&Location::at(&book)).is_err(), "damaged");
        assert_eq!(
            (fs::read(&book).unwrap(), fs::read(&log).unwrap()),
            (b"damaged".into(), b"its log".into())
        );
        let mut names = names_in(folder.path());
        names.retain(|name| name.starts_with("book"));
        assert_eq!(names, ["book", "book-wal"]);
        let kept = restore(&Location::at(&book), &folder.path().join("backup"), ASIDE).unwrap().unwrap();
        assert_eq!(fs::read(appended(&kept, "-wal")).unwrap(), b"its log");
    }

    #[test]
    fn where_a_file_has_one_name_only_a_copy_is_kept_aside() {
        let folder = tempfile::tempdir().unwrap();
        let (book, kept) = (folder.path().join("book"), folder.path().join("kept"));
        fs::write(&book, [7; 100_000]).unwrap();
        copy_whole(&book, &book, &kept).unwrap();
        assert_eq!(fs::read(&kept).unwrap(), [7; 100_000]);
        assert!(!crate::store::access::others_can_read(&kept));
        fs::write(&book, "another").unwrap();
        assert!(copy_whole(&book, &book, &kept).is_err(), "what is kept is never replaced");
        assert_eq!(fs::read(&kept).unwrap(), [7; 100_000]);
    }

    #[test]
    fn a_damaged_book_is_kept_aside_with_its_log() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book");
        fs::write(&path, "damaged").unwrap();
        fs::write(folder.path().join("book-wal"), "its log").unwrap();
        let kept = keep_aside(&path, "aside").unwrap();
        assert_eq!(fs::read(&kept).unwrap(), b"damaged");
        assert_eq!(fs::read(appended(&kept, "-wal")).unwrap(), b"its log");
        assert_eq!(fs::read(&path).unwrap(), b"damaged", "still there");
        assert!(!folder.path().join("book-wal").exists());
    }
}
