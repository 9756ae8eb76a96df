//! The first screen as it was when the dashboard was last left, kept beside the book: the next start shows it while
//! SQLite still reads the schema, which takes longer than all the rest of a start.
//!
//! Never the truth. It is shown only while the files of the book are, to the byte count and the nanosecond, those that
//! it was made of, on the same day and by the same program; and the book's own rows follow some milliseconds later.
//! Whatever is wrong with it is no error: the start is only slower. An encrypted book has none.

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::access::appended;
use super::open::private_file;
use super::{Location, migrate};
use crate::book::{Lookups, Row, Totals};
use crate::domain::Day;

/// More than the first screens of any terminal take. A longer file is not ours.
const LONGEST: u64 = 16_000_000;

/// What the first screen shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Glance {
    /// The worst rows of each band.
    pub rows: Vec<Row>,
    /// The names in them, and the day.
    pub lookups: Lookups,
    /// Of the whole book.
    pub totals: Totals,
    /// A picture of the first screen where that is another than the board; how it is written is the dashboard's own.
    pub still: Option<String>,
}

/// What a glance was made of: as long as this is the same, so is what it shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stamp {
    program: String,
    schema: i64,
    day: Day,
    book: Mark,
    /// SQLite's log beside the book; None: there is nothing in it.
    log: Option<Mark>,
}

/// The state of a file: its length, and when it was written, in nanoseconds since 1970.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Mark {
    bytes: u64,
    written: u64,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    stamp: Stamp,
    /// How many rows of a band it has at most.
    per_band: usize,
    glance: Glance,
}

impl Stamp {
    /// The present one. None: the book is encrypted, or its files cannot be looked at.
    pub fn of(location: &Location, day: Day) -> Option<Stamp> {
        if location.key().is_some() {
            return None;
        }
        Some(Stamp {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            schema: migrate::CURRENT,
            day,
            book: mark(location.path())?,
            log: mark(&appended(location.path(), "-wal")),
        })
    }
}

/// The state of a file; None: it is not there, or empty.
fn mark(path: &Path) -> Option<Mark> {
    let known = fs::metadata(path).ok().filter(|known| known.len() > 0)?;
    let written = known.modified().unwrap_or(SystemTime::UNIX_EPOCH).duration_since(UNIX_EPOCH).ok()?;
    Some(Mark { bytes: known.len(), written: u64::try_from(written.as_nanos()).ok()? })
}

fn place(book: &Path) -> PathBuf {
    appended(book, ".glance")
}

/// What was kept, if it is still what the book would show on a day, with as many rows of a band.
pub fn read(location: &Location, day: Day, per_band: usize) -> Option<Glance> {
    let file = File::open(place(location.path())).ok()?;
    let mut bytes = Vec::new();
    BufReader::new(file).take(LONGEST).read_to_end(&mut bytes).ok()?;
    let kept: Kept = serde_json::from_slice(&bytes).ok()?;
    let holds = kept.per_band >= per_band && Stamp::of(location, day) == Some(kept.stamp);
    holds.then_some(kept.glance)
}

/// Keeps what the book showed under a stamp, which was taken before it was read. Best effort: without it the next
/// start is only slower.
pub fn keep(location: &Location, stamp: Stamp, per_band: usize, glance: Glance) {
    let place = place(location.path());
    let fresh = appended(&place, "-new");
    let Ok(text) = serde_json::to_vec(&Kept { stamp, per_band, glance }) else { return };
    let written = private_file()
        .create(true)
        .truncate(true)
        .open(&fresh)
        .and_then(|mut file| std::io::Write::write_all(&mut file, &text))
        .and_then(|()| fs::rename(&fresh, &place));
    if written.is_err() {
        let _ = fs::remove_file(fresh);
    }
}

/// Removes what was kept: the book is about to be encrypted.
///
/// # Errors
/// The system refuses it.
pub fn forget(location: &Location) -> std::io::Result<()> {
    match fs::remove_file(place(location.path())) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
