//! `--rejects FILE`: where the rows that an import refused go. That it can be written is known before the import begins.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::domain::{Error, Kind, Result};
use crate::import::{REASON, Report};
use crate::store::Location;
use crate::store::access::{Private, is_of_book, same_place};

/// Bytes that the headers of a file have at most.
const HEADERS: u64 = 1 << 20;

/// A file that is about to be written.
pub struct Rejects {
    path: PathBuf,
    file: Private,
}

impl Rejects {
    /// Makes ready to write what is refused of `input`.
    ///
    /// # Errors
    /// The path is the file to import or the book, or anything else that an import has not written itself; it is a
    /// folder, or in none; or it cannot be written.
    pub fn ready(path: &Path, input: &Path, book: &Location) -> Result<Rejects> {
        let place = |error: Error| error.at(path.display());
        if is_of_book(book.path(), path) {
            return Err(place(Error::invalid("is the book")).hint("name another file for the rejected rows"));
        }
        if input != Path::new("-") && same_place(input, path) {
            return Err(place(Error::invalid("is the file to import"))
                .hint("name another file for the rejected rows"));
        }
        if path.is_dir() {
            return Err(place(Error::invalid("is a folder")).hint("name a file inside it"));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(place(Error::not_found(format!("there is no folder {}", folder.display())))
                .hint("make it, or name a file in another folder"));
        }
        if path.is_file() && !is_replaceable(path).map_err(|error| place(unwritable(&error)))? {
            return Err(place(Error::invalid("is there already"))
                .hint("name another file; only rejected rows of an earlier import are replaced"));
        }
        let file = Private::at(path).map_err(|error| place(unwritable(&error)))?;
        Ok(Rejects { path: path.to_owned(), file })
    }

    /// Writes what was refused.
    ///
    /// # Errors
    /// It cannot be written, although it was ready; the error says what became of the import.
    pub fn write(self, report: &Report, dry_run: bool) -> Result<()> {
        self.file.write(report.rejects_csv()?.as_bytes()).map_err(|error| {
            let imported = if dry_run {
                "nothing was imported, as it was a dry run; name a file that can be written".to_owned()
            } else {
                format!(
                    "the other rows are imported; import the file once more with another file for --rejects, or take \
                     the import back with: mainstay imports undo {}",
                    report.run
                )
            };
            unwritable(&error).at(self.path.display()).hint(imported)
        })
    }
}

fn unwritable(error: &io::Error) -> Error {
    // Its kind alone: what else the error says may name a file that only passes.
    Error::new(Kind::Storage, format!("the rejected rows cannot be written ({})", error.kind()))
        .hint("name a file in a folder that you may write to, on a disk with space")
}

/// Whether a file is one that an earlier import wrote, or empty: its last header is that of the reasons.
fn is_replaceable(path: &Path) -> io::Result<bool> {
    let file = fs::File::open(path)?.take(HEADERS);
    let mut headers = csv::ByteRecord::new();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file);
    let any = reader.read_byte_record(&mut headers).map_err(io::Error::other)?;
    Ok(!any || headers.iter().next_back() == Some(REASON.as_bytes()))
}
