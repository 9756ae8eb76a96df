//! SQLite's errors in words.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::domain::{Error, Kind};

const HELD: &str = "another program is writing to the book and does not let go";
const FULL: &str = "the disk is full; nothing of this change was saved";
const REFUSED: &str = "the disk refused to read or write the book";
const DAMAGED: &str = "the book is damaged";

/// The same error with the book in front, where it is about the book as a file and does not say yet which one it is:
/// SQLite's errors know of no path.
pub fn of_book(error: Error, book: &Path) -> Error {
    let nameless = [HELD, FULL, REFUSED, DAMAGED].iter().any(|what| error.what.starts_with(what));
    if nameless { error.at(book.display()) } else { error }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        let code = error.sqlite_error_code();
        match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Error::new(Kind::Busy, HELD).hint("close it or wait for it to finish, then try again")
            }
            Some(ErrorCode::DiskFull) => {
                Error::new(Kind::Storage, FULL).hint("free some space and try again")
            }
            Some(ErrorCode::SystemIoFailure) => {
                Error::new(Kind::Storage, format!("{REFUSED} ({error}); nothing of this change was saved"))
                    .hint("check that the disk is there and not full, then try again")
            }
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Error::new(Kind::Storage, format!("the book cannot be opened or written ({error})"))
                    .hint("check the permissions of the file and of its folder")
            }
            Some(ErrorCode::NotADatabase) => Error::new(Kind::Storage, "the file is not a Mainstay book")
                .hint("name another file with --book"),
            Some(ErrorCode::DatabaseCorrupt) => Error::new(Kind::Storage, format!("{DAMAGED} ({error})"))
                .hint("keep the file as it is and bring back a backup with: mainstay restore FILE"),
            Some(ErrorCode::ConstraintViolation) => {
                Error::invalid(format!("the book refuses the change ({error})"))
            }
            Some(ErrorCode::TooBig) => {
                Error::invalid("the book holds a value that is far too large to be one of a book")
                    .hint("look into it with: mainstay doctor")
            }
            Some(ErrorCode::OperationInterrupted) => {
                Error::new(Kind::Cancelled, "stopped; nothing was changed")
            }
            _ => Error::new(Kind::Storage, format!("the book could not be read or written ({error})"))
                .hint("if this stays, look into the book with: mainstay doctor"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_about_the_book_names_it_once() {
        let book = Path::new("/data/my.mainstay");
        let full = of_book(Error::new(Kind::Storage, FULL), book);
        assert!(full.what.starts_with("/data/my.mainstay: the disk is full"), "{full}");
        assert_eq!(of_book(full.clone(), book), full);
        let other = Error::invalid("there is no account A-1");
        assert_eq!(of_book(other.clone(), book), other);
    }
}
