//! A book with a passphrase made of one without, and the other way round.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::alone::{Alone, replace};
use super::backup::{folder, unwritable};
use super::head::{Form, Head, form};
use super::key::{Key, locked};
use super::open::{check_objects, harden};
use super::unready::Unready;
use super::{Book, Location, check, glance};
use crate::domain::{Error, Kind, Result};

/// A moment at which the program can be stopped, whatever it was about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// No other program has the book.
    Alone,
    /// The new book is whole and checked, beside the present one.
    Ready,
    /// It has taken the place of the former one.
    Replaced,
}

/// Refuses a book that cannot be encrypted, before anybody is asked for a passphrase.
///
/// # Errors
/// There is none, or it is encrypted already.
pub fn can_be_encrypted(location: &Location) -> Result<()> {
    if form_of(location)? == Form::Sealed {
        return Err(Error::invalid("the book is encrypted already")
            .at(location.path().display())
            .hint("to give it another passphrase: mainstay decrypt, then mainstay encrypt"));
    }
    Ok(())
}

/// Encrypts a book with a key. Copies of it that were made before stay as they are.
///
/// # Errors
/// There is none, it is encrypted already, another program has it open, the folder cannot be written. Nothing is
/// touched then.
pub fn encrypt(location: &Location, key: &Key) -> Result<()> {
    can_be_encrypted(location)?;
    glance::forget(location).map_err(|error| Error::from(error).at(location.path().display()))?;
    convert(location, Some(key), &mut |_| ())
}

/// Takes the encryption of a book away; its key is that of the location. Copies that were made before stay encrypted.
///
/// # Errors
/// There is none, it is not encrypted, the key does not fit, another program has it open, the folder cannot be written.
/// Nothing is touched then.
pub fn decrypt(location: &Location) -> Result<()> {
    if form_of(location)? == Form::Plain {
        return Err(Error::invalid("the book is not encrypted")
            .at(location.path().display())
            .hint("there is nothing to do"));
    }
    convert(location, None, &mut |_| ())
}

fn form_of(location: &Location) -> Result<Form> {
    let place = location.path().display();
    if !location.exists() {
        return Err(Error::not_found("there is no book").at(place).hint("name one with --book"));
    }
    form(location.path()).map_err(|error| error.at(place))
}

fn convert(location: &Location, to: Option<&Key>, at: &mut dyn FnMut(Moment)) -> Result<()> {
    let path = location.path();
    // Refuses what is no book of this program, and brings an older one up to date.
    drop(Book::open(location)?);
    let place = |error: Error| error.at(path.display());
    let alone = Alone::hold(path, location.key()).map_err(place)?.ok_or_else(|| place(locked()))?;
    at(Moment::Alone);
    let ready = rewritten(&alone.conn, to, path).map_err(place)?;
    at(Moment::Ready);
    replace(Some(alone), ready, path)?;
    at(Moment::Replaced);
    Ok(())
}

/// A copy of a book for a place, under another key or none. It is known to hold the same, and on the disk. Nobody else
/// may write to the book meanwhile.
pub(in crate::store) fn rewritten(conn: &Connection, to: Option<&Key>, place: &Path) -> Result<Unready> {
    let copy = Unready::at(place).map_err(|error| unwritable(&error))?;
    export(conn, to, copy.path())?;
    verify(conn, to, copy.path())?;
    let unsaved = |error: std::io::Error| Error::from(error).at(folder(place).display());
    // A handle that can write: not every system syncs one that only reads.
    File::options().write(true).open(copy.path()).and_then(|file| file.sync_all()).map_err(unsaved)?;
    Ok(copy)
}

fn export(conn: &Connection, to: Option<&Key>, copy: &Path) -> Result<()> {
    let name = copy.to_str().ok_or_else(|| {
        Error::invalid("the folder of the book has a name that is no text")
            .hint("move the book to another folder")
    })?;
    let words = to.map(|key| key.words(None)).transpose()?;
    // No key: an empty one, or the copy would have that of the book.
    let words = words.as_ref().map_or("", |words| words);
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    conn.execute("ATTACH DATABASE ?1 AS copy KEY ?2", [name, words])?;
    // Should it be stopped, the copy is of no use anyway.
    conn.pragma_update(Some("copy"), "journal_mode", "memory")?;
    let all = conn.unchecked_transaction()?;
    all.query_row("SELECT sqlcipher_export('copy')", [], |_| Ok(()))?;
    for number in ["application_id", "user_version"] {
        let value: i64 = all.query_row(&format!("PRAGMA main.{number}"), [], |row| row.get(0))?;
        all.pragma_update(Some("copy"), number, value)?;
    }
    all.commit()?;
    conn.execute_batch("DETACH DATABASE copy")?;
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    Ok(())
}

/// Holds that a copy can be opened, is sound and holds as much as the book.
fn verify(conn: &Connection, key: Option<&Key>, copy: &Path) -> Result<()> {
    let differs = |what: String| {
        Error::new(Kind::Storage, format!("the new book is not what the present one is ({what})"))
            .hint("nothing was changed; look into the book with: mainstay doctor")
    };
    let head = Head::read(copy)?;
    let expected = if key.is_some() { Form::Sealed } else { Form::Plain };
    if head.form != expected {
        return Err(differs("its form is another".into()));
    }
    let new = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    harden(&new)?;
    if let Some(key) = key {
        key.unlock(&new, head.salt)?;
    }
    if let Some(wrong) = check::damage(&new)? {
        return Err(differs(wrong));
    }
    check_objects(&new)?;
    if rows(conn)? != rows(&new)? {
        return Err(differs("it has other rows".into()));
    }
    new.close().map_err(|(_, error)| error.into())
}

/// Rows of each table, also of those that are not this program's.
fn rows(conn: &Connection) -> Result<BTreeMap<String, i64>> {
    let mut names = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")?;
    let names = names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    let count = |name: String| {
        let sql = format!("SELECT count(*) FROM \"{}\"", name.replace('"', "\"\""));
        Ok((name, conn.query_row(&sql, [], |row| row.get(0))?))
    };
    names.into_iter().map(count).collect()
}

#[cfg(feature = "encryption")]
#[cfg(test)]
mod tests {
    use std::env;
    use std::path::PathBuf;
    use std::process::{Command, Stdio};

    use super::*;
    use crate::domain::Day;
    use crate::store::Reads;

    const FOLDER: &str = "MAINSTAY_TEST_STOPPED_IN";
    const MOMENT: &str = "MAINSTAY_TEST_STOPPED_AT";

    fn key() -> Key {
        Key::new("correct horse".to_owned().into()).unwrap()
    }

    fn location(folder: &Path) -> Location {
        Location::at(folder.join("book")).with_key(key())
    }

    /// Not a test: the program that is stopped, without a chance to tidy up.
    #[test]
    #[ignore = "run by the test below, in a process of its own"]
    fn victim() {
        let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else { return };
        let stop = env::var(MOMENT).unwrap();
        let location = location(&folder);
        let to = (form(location.path()).unwrap() == Form::Plain).then(key);
        let mut at = |moment: Moment| {
            if format!("{moment:?}") == stop {
                std::process::abort();
            }
        };
        convert(&location, to.as_ref(), &mut at).unwrap();
    }

    #[test]
    fn stopped_at_any_moment_it_leaves_a_whole_book_at_the_place() {
        let folder = tempfile::tempdir().unwrap();
        let location = location(folder.path());
        drop(Book::open(&Location::at(location.path())).unwrap());
        let plain = Connection::open(location.path()).unwrap();
        plain.execute_batch("INSERT INTO account (name) VALUES ('Acme')").unwrap();
        drop(plain);
        for before in [Form::Plain, Form::Sealed] {
            for moment in [Moment::Alone, Moment::Ready, Moment::Replaced] {
                assert_eq!(form(location.path()).unwrap(), before);
                let stopped = Command::new(env::current_exe().unwrap())
                    .args(["--exact", "store::convert::tests::victim", "--ignored", "--test-threads", "1"])
                    .env(FOLDER, folder.path())
                    .env(MOMENT, format!("{moment:?}"))
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .status()
                    .unwrap();
                assert!(!stopped.success(), "{moment:?}: not stopped");
                let found = check::examine(&location, Day(20_000)).unwrap().findings;
                let left =
                    found.iter().filter(|finding| finding.mend == Some(check::Mend::Leftovers)).count();
                assert_eq!(left, usize::from(moment == Moment::Ready), "{moment:?}: {found:?}");
                let replaced = moment == Moment::Replaced;
                assert_eq!(form(location.path()).unwrap() != before, replaced, "{moment:?}");
                let book = Book::open(&location).unwrap();
                assert_eq!(check::damage(book.conn()).unwrap(), None, "{moment:?}");
                let name: String =
                    book.conn().query_row("SELECT name FROM account", [], |row| row.get(0)).unwrap();
                assert_eq!(name, "Acme", "{moment:?}");
                drop(book);
                // Nothing is left of what was not finished: it may be a copy that needs no passphrase.
                let mut names =
                    std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
                assert_eq!((names.next(), names.next()), (Some("book".into()), None), "{moment:?}");
            }
        }
    }
}
