//! A file or standard input as bytes.

use std::fs;
use std::io::Read;
use std::path::Path;

use crate::domain::text::clean;
use crate::domain::{Error, Kind, Result};

/// The whole of a file; `-` is standard input.
///
/// # Errors
/// Not there, a folder, not readable.
pub fn read_file(path: &Path) -> Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|error| Error::new(Kind::Storage, format!("standard input cannot be read ({error})")))?;
        return Ok(bytes);
    }
    let shown = path.display().to_string();
    let shown = clean(&shown);
    if path.is_dir() {
        return Err(
            Error::invalid(format!("{shown} is a folder, not a file")).hint("name one of the files in it")
        );
    }
    fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Error::not_found(format!("there is no file {shown}")).hint("check the name and the folder")
        }
        std::io::ErrorKind::PermissionDenied => Error::new(Kind::Storage, format!("{shown} may not be read"))
            .hint("check the permissions of the file, or close the program that has it open"),
        _ => Error::new(Kind::Storage, format!("{shown} cannot be read ({error})"))
            .hint("check that its disk or share is there"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_says_why() {
        let dir = tempfile::tempdir().unwrap();
        assert!(read_file(dir.path()).unwrap_err().what.contains("folder"));
        let missing = read_file(&dir.path().join("none.csv")).unwrap_err();
        assert_eq!(missing.kind, Kind::NotFound);
        let file = dir.path().join("a.csv");
        fs::write(&file, "x").unwrap();
        assert_eq!(read_file(&file).unwrap(), b"x");
    }
}
