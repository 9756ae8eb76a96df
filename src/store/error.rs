//! SQLite's errors in words.

use rusqlite::ErrorCode;

use crate::domain::{Error, Kind};

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        let code = error.sqlite_error_code();
        match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Error::new(Kind::Busy, "another program is writing to the book and does not let go")
                    .hint("close it or wait for it to finish, then try again")
            }
            Some(ErrorCode::DiskFull) => {
                Error::new(Kind::Storage, "the disk is full; nothing of this change was saved")
                    .hint("free some space and try again")
            }
            Some(ErrorCode::SystemIoFailure) => Error::new(
                Kind::Storage,
                format!(
                    "the disk refused to read or write the book ({error}); nothing of this change was saved"
                ),
            )
            .hint("check that the disk is there and not full, then try again"),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Error::new(Kind::Storage, format!("the book cannot be opened or written ({error})"))
                    .hint("check the permissions of the file and of its folder")
            }
            Some(ErrorCode::NotADatabase) => Error::new(Kind::Storage, "the file is not a Mainstay book")
                .hint("name another file with --book"),
            Some(ErrorCode::DatabaseCorrupt) => {
                Error::new(Kind::Storage, format!("the book is damaged ({error})"))
                    .hint("keep the file as it is and bring back a backup with: mainstay restore FILE")
            }
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
