//! Opening a book: where it is, who may read it, and what it must look like before it is touched.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::access::FileId;
use super::head::Head;
use super::key::Key;
use super::{access, backup, leftover, migrate, packed, series, trigger};
use crate::domain::{Error, Kind, Result};

/// "MNST": marks an SQLite file as a book.
const APPLICATION_ID: i32 = 0x4D4E_5354;

/// How long a writer waits for another program's write before it says so.
const BUSY: Duration = Duration::from_secs(5);

/// Bytes that a value or a row can have. Far above what a book allows, far below what would fill the memory: the
/// longest text has a million letters, and the journal holds it twice, with escapes.
const LONGEST: i32 = 64_000_000;

/// Where a book is, and what opens it.
#[derive(Clone, Debug)]
pub struct Location {
    path: PathBuf,
    key: Option<Key>,
}

impl Location {
    /// The book at a path.
    pub fn at(path: impl Into<PathBuf>) -> Location {
        Location { path: path.into(), key: None }
    }

    /// The same place with the key of the book. It opens a book that is encrypted, and encrypts one that is made there;
    /// a book that is there and not encrypted does without.
    #[must_use]
    pub fn with_key(mut self, key: Key) -> Location {
        self.key = Some(key);
        self
    }

    /// The user's own book, in the platform's data folder.
    ///
    /// # Errors
    /// The platform names no home folder.
    pub fn default_book() -> Result<Location> {
        let dirs = directories::ProjectDirs::from("", "", "mainstay").ok_or_else(|| {
            Error::not_found("this system names no home folder to keep a book in")
                .hint("say where the book is with --book FILE")
        })?;
        Ok(Location::at(dirs.data_dir().join("book.mainstay")))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The key of the book, if it has one.
    pub fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// Whether there is a file yet.
    pub fn exists(&self) -> bool {
        self.path.exists()
    }
}

/// A connection that writes. One per process; see [`super::Tx`].
pub struct Book {
    pub(in crate::store) conn: Connection,
    location: Location,
    /// What the path led to when it was opened.
    file: Option<FileId>,
    /// Below the connection, which is closed first.
    _head: Head,
}

/// A connection that only reads.
pub struct Reader {
    pub(in crate::store) conn: Connection,
    /// What opened the book; None: it is not encrypted.
    key: Option<Key>,
    /// Below the connection, which is closed first.
    _head: Head,
}

impl Book {
    /// Opens a book for writing; makes it where there is none, and brings an older one up to date (after a backup).
    ///
    /// # Errors
    /// One sentence each for: a folder, no permission, not a book, a newer book, a damaged one, a full disk, triggers or
    /// views that this program did not make.
    pub fn open(location: &Location) -> Result<Book> {
        Book::connect(location, Trust::Own)
    }

    /// Opens a book whose triggers and views are about to be made anew: they are not asked.
    pub(in crate::store) fn open_to_mend(location: &Location) -> Result<Book> {
        Book::connect(location, Trust::Any)
    }

    fn connect(location: &Location, trust: Trust) -> Result<Book> {
        let path = location.path();
        let place = |error: Error| error.at(path.display());
        create_private(path).map_err(place)?;
        leftover::before_writing(path)?;
        let head = Head::read(path).map_err(place)?;
        let key = head.key(location.key()).map_err(place)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut conn = connect(path, flags, &head, key).map_err(place)?;
        check_identity(&conn, trust).map_err(place)?;
        // Those of an older book are made anew when it is brought up to date.
        if trust == Trust::Own && migrate::version(&conn).map_err(place)? == migrate::CURRENT {
            check_triggers(&conn).map_err(place)?;
        }
        // Only now, when it is certain that the file is ours, is anything in it changed.
        prepare_writing(&mut conn, path, key).map_err(place)?;
        Ok(Book { conn, location: location.clone(), file: access::file_id(path), _head: head })
    }

    /// Refuses to write to a file that the path no longer leads to: what is written there would be lost.
    pub(in crate::store) fn check_place(&self) -> Result<()> {
        if access::file_id(self.location.path()) == self.file {
            return Ok(());
        }
        let path = self.location.path().display();
        Err(Error::new(Kind::Storage, format!("{path}: the book was moved or removed while it was open"))
            .hint("put it back or open another one; nothing of this change was saved"))
    }

    /// Another connection to the same book, for reading.
    ///
    /// # Errors
    /// The file has gone or cannot be read.
    pub fn reader(&self) -> Result<Reader> {
        Reader::open(&self.location)
    }

    /// Where the book is.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// Moves what the log beside the book holds into the book, unless somebody is reading it: the next one to open the
    /// book has no log to go through. Whatever hinders it, nothing is lost.
    pub fn empty_log(&self) {
        let moved = self.conn.busy_timeout(Duration::ZERO);
        let _ = moved.and_then(|()| self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())));
    }

    /// From now on another program's write is an error at once.
    #[cfg(test)]
    pub(crate) fn never_wait(&self) -> Result<()> {
        Ok(self.conn.busy_timeout(Duration::ZERO)?)
    }

    /// Changes when another connection has committed. Cheap: to be asked a few times a second.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn data_version(&self) -> Result<i64> {
        data_version(&self.conn)
    }
}

fn data_version(conn: &Connection) -> Result<i64> {
    Ok(conn.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
}

impl Reader {
    /// Changes when another connection has committed, see [`Book::data_version`].
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn data_version(&self) -> Result<i64> {
        data_version(&self.conn)
    }

    /// Opens a book that is there, for reading. One of an older version is brought up to date first (after a backup).
    ///
    /// # Errors
    /// No such book, not a book, a newer one.
    pub fn open(location: &Location) -> Result<Reader> {
        let reader = Reader::connect(location, Trust::Own)?;
        if reader.schema()? < migrate::CURRENT {
            drop(reader);
            Book::open(location)?;
            return Reader::connect(location, Trust::Own);
        }
        Ok(reader)
    }

    /// Opens a book to look into it: it may be of an older version, and have triggers and views of anybody.
    pub(in crate::store) fn open_to_check(location: &Location) -> Result<Reader> {
        Reader::connect(location, Trust::Any)
    }

    /// What opened the book; None: it is not encrypted.
    pub(in crate::store) fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// Keeps only some pages of the book in memory: for who reads all of it once, and then single rows.
    ///
    /// # Errors
    /// SQLite refuses it.
    pub fn keep_few_pages(&self) -> Result<()> {
        Ok(self.conn.pragma_update(None, "cache_size", -512)?)
    }

    /// The schema of the book.
    pub(in crate::store) fn schema(&self) -> Result<i64> {
        migrate::version(&self.conn)
    }

    fn connect(location: &Location, trust: Trust) -> Result<Reader> {
        let path = location.path();
        let place = |error: Error| error.at(path.display());
        if !path.exists() {
            return Err(place(Error::not_found("there is no book")).hint(NO_BOOK));
        }
        let head = Head::read(path).map_err(place)?;
        let key = head.key(location.key()).map_err(place)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = connect(path, flags, &head, key).map_err(place)?;
        check_identity(&conn, trust).map_err(place)?;
        Ok(Reader { conn, key: key.cloned(), _head: head })
    }
}

const NO_BOOK: &str = "import something to make one, or look at the sample with: mainstay demo";

/// Makes the file, readable and writable by its owner only, before SQLite sees it (SQLite would let others read it).
fn create_private(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Err(Error::invalid("is a folder, not a book").hint("name a file inside it with --book"));
    }
    if path.exists() {
        return Ok(());
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        create_folder(folder).map_err(|error| {
            Error::new(Kind::Storage, format!("the folder for the book cannot be made ({error})"))
                .hint("name a place that you may write to with --book")
        })?;
    }
    match private_file().create_new(true).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(Error::new(Kind::Storage, format!("the book cannot be made ({error})"))
            .hint("name a place that you may write to with --book")),
    }
}

/// Options of a file that only its owner can read.
pub(in crate::store) fn private_file() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // Elsewhere a file inherits the access list of its folder, and the user's profile is private to them.
    options
}

/// Makes a folder, and those above it, that only its owner can read.
///
/// # Errors
/// The system refuses it.
pub fn create_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn connect(path: &Path, flags: OpenFlags, head: &Head, key: Option<&Key>) -> Result<Connection> {
    let conn = Connection::open_with_flags(path, flags)?;
    harden(&conn)?;
    if let Some(key) = key {
        key.unlock(&conn, head.salt)?;
    }
    conn.set_prepared_statement_cache_capacity(128);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    conn.pragma_update(None, "temp_store", "memory")?;
    conn.pragma_update(None, "cache_size", -8_000)?;
    series::register(&conn)?;
    packed::register(&conn)?;
    Ok(conn)
}

/// Whatever a file holds, it runs nothing and fills no memory.
pub(in crate::store) fn harden(conn: &Connection) -> Result<()> {
    conn.busy_timeout(BUSY)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    Ok(())
}

/// Whose triggers and views a book may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trust {
    /// Those that this program makes.
    Own,
    /// Anybody's: they are looked at, or about to be made anew.
    Any,
}

/// Refuses what is not a book, or a newer one, before anything is changed.
fn check_identity(conn: &Connection, trust: Trust) -> Result<()> {
    let application: i32 = conn.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION_ID && (application != 0 || tables > 0) {
        return Err(Error::invalid("is a database of another program, not a Mainstay book")
            .hint("name another file with --book; it was not touched"));
    }
    let version = migrate::version(conn)?;
    if version > migrate::CURRENT {
        return Err(Error::new(
            Kind::Storage,
            format!(
                "the book was written by a newer Mainstay (its schema is {version}, this program knows {})",
                migrate::CURRENT
            ),
        )
        .hint("update Mainstay; the book was not touched"));
    }
    if trust == Trust::Own { check_views(conn) } else { Ok(()) }
}

/// Refuses a book of the current schema that is made of anything but its tables and the triggers of this program.
pub(in crate::store) fn check_objects(conn: &Connection) -> Result<()> {
    check_views(conn)?;
    check_triggers(conn)
}

/// A view or a virtual table can stand where a table should, and run what its maker wants.
fn check_views(conn: &Connection) -> Result<()> {
    let foreign: bool = conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'view' OR (type = 'table' AND rootpage = 0))",
        [],
        |row| row.get(0),
    )?;
    if foreign { Err(not_ours("views")) } else { Ok(()) }
}

/// Refuses triggers that this program did not make: they run with every change.
fn check_triggers(conn: &Connection) -> Result<()> {
    if trigger::are_own(conn)? { Ok(()) } else { Err(not_ours("triggers")) }
}

fn not_ours(what: &str) -> Error {
    Error::new(Kind::Invalid, format!("the book has {what} that this program did not make"))
        .hint("if you trust the file, have them made anew with: mainstay doctor --mend")
}

fn prepare_writing(conn: &mut Connection, path: &Path, key: Option<&Key>) -> Result<()> {
    conn.pragma_update(None, "journal_mode", "wal")?;
    conn.pragma_update(None, "synchronous", "full")?;
    let version = migrate::version(conn)?;
    if version == migrate::CURRENT {
        return Ok(());
    }
    if version > 0 {
        backup::before_migration(conn, key, path, version)?;
    }
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrate::to_current(conn)
}

/// Who is at this machine, for the journal.
pub fn author() -> super::journal::Author {
    let name =
        |keys: &[&str]| keys.iter().find_map(|key| std::env::var(key).ok()).filter(|name| !name.is_empty());
    super::journal::Author {
        actor: name(&["USER", "LOGNAME", "USERNAME"]).unwrap_or_else(|| "unknown".into()),
        host: name(&["HOSTNAME", "COMPUTERNAME"]).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Reads;

    #[test]
    fn no_connection_loads_code_attaches_files_or_trusts_a_schema() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::at(folder.path().join("book"));
        let book = Book::open(&location).unwrap();
        let (reader, checker) = (book.reader().unwrap(), Reader::open_to_check(&location).unwrap());
        for conn in [book.conn(), reader.conn(), checker.conn()] {
            assert!(conn.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE).unwrap());
            assert!(!conn.db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA).unwrap());
            for refused in ["SELECT load_extension('x')", "ATTACH DATABASE 'other' AS other"] {
                assert!(conn.query_row(refused, [], |_| Ok(())).is_err(), "{refused}");
            }
            // A schema that is written by hand runs what its writer wants.
            let written = "PRAGMA writable_schema = on; DELETE FROM sqlite_schema";
            assert!(conn.execute_batch(written).is_err());
        }
        assert!(!folder.path().join("other").exists());
    }
}
