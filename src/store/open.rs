//! Opening a book: where it is, who may read it, and what it must look like before it is touched.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::{migrate, series};
use crate::domain::{Error, Kind, Result};

/// "MNST": marks an SQLite file as a book.
const APPLICATION_ID: i32 = 0x4D4E_5354;

/// How long a writer waits for another program's write before it says so.
const BUSY: Duration = Duration::from_secs(5);

/// Where a book is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    path: PathBuf,
}

impl Location {
    /// The book at a path.
    pub fn at(path: impl Into<PathBuf>) -> Location {
        Location { path: path.into() }
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

    /// Whether there is a file yet.
    pub fn exists(&self) -> bool {
        self.path.exists()
    }
}

/// A connection that writes. One per process; see [`super::Tx`].
pub struct Book {
    pub(in crate::store) conn: Connection,
    location: Location,
}

/// A connection that only reads.
pub struct Reader {
    pub(in crate::store) conn: Connection,
}

impl Book {
    /// Opens a book for writing; makes it where there is none, and brings an older one up to date (after a backup).
    ///
    /// # Errors
    /// One sentence each for: a folder, no permission, not a book, a newer book, a damaged one, a full disk.
    pub fn open(location: &Location) -> Result<Book> {
        let path = location.path();
        let place = |error: Error| error.at(path.display());
        create_private(path).map_err(place)?;
        check_header(path).map_err(place)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut conn = connect(path, flags).map_err(place)?;
        check_identity(&conn).map_err(place)?;
        // Only now, when it is certain that the file is ours, is anything in it changed.
        prepare_writing(&mut conn, path).map_err(place)?;
        Ok(Book { conn, location: location.clone() })
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

    /// Changes when another connection has committed. Cheap: to be asked a few times a second.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.conn.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }
}

impl Reader {
    /// Opens a book that is there, for reading. One of an older version is brought up to date first (after a backup).
    ///
    /// # Errors
    /// No such book, not a book, a newer one.
    pub fn open(location: &Location) -> Result<Reader> {
        let path = location.path();
        let place = |error: Error| error.at(path.display());
        if !path.exists() {
            return Err(place(Error::not_found("there is no book")).hint(NO_BOOK));
        }
        check_header(path).map_err(place)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = connect(path, flags).map_err(place)?;
        check_identity(&conn).map_err(place)?;
        if migrate::version(&conn).map_err(place)? < migrate::CURRENT {
            drop(conn);
            Book::open(location)?;
            return Ok(Reader { conn: connect(path, flags).map_err(place)? });
        }
        Ok(Reader { conn })
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

/// An empty file is a book to be; anything else must begin as every SQLite file does.
fn check_header(path: &Path) -> Result<()> {
    let unreadable = |error: std::io::Error| {
        Error::new(Kind::Storage, format!("the book cannot be read ({error})"))
            .hint("check the permissions of the file")
    };
    if path.is_dir() {
        return Err(Error::invalid("is a folder, not a book").hint("name a file inside it with --book"));
    }
    let mut head = Vec::with_capacity(16);
    fs::File::open(path).map_err(unreadable)?.take(16).read_to_end(&mut head).map_err(unreadable)?;
    if head.is_empty() || head == b"SQLite format 3\0" {
        return Ok(());
    }
    Err(Error::invalid("is not a Mainstay book").hint("name another file with --book; it was not touched"))
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(128);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    conn.pragma_update(None, "temp_store", "memory")?;
    conn.pragma_update(None, "cache_size", -8_000)?;
    series::register(&conn)?;
    Ok(conn)
}

/// Refuses what is not a book, or a newer one, before anything is changed.
fn check_identity(conn: &Connection) -> Result<()> {
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
    Ok(())
}

fn prepare_writing(conn: &mut Connection, path: &Path) -> Result<()> {
    conn.pragma_update(None, "journal_mode", "wal")?;
    conn.pragma_update(None, "synchronous", "full")?;
    let version = migrate::version(conn)?;
    if version == migrate::CURRENT {
        return Ok(());
    }
    if version > 0 {
        backup_before(conn, path, version)?;
    }
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrate::to_current(conn)
}

/// A copy of an older book beside it, before it is brought up to date.
fn backup_before(conn: &Connection, path: &Path, version: i64) -> Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".schema-{version}.backup"));
    let target = PathBuf::from(name);
    if target.exists() {
        return Ok(());
    }
    private_file().create_new(true).open(&target)?;
    let mut copy = Connection::open(&target)?;
    // One step: a stepped backup starts over whenever somebody writes, and may never end.
    rusqlite::backup::Backup::new(conn, &mut copy)?.step(-1)?;
    Ok(())
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
