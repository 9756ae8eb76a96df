//! What the bytes of a file are, whatever its name says.

use crate::domain::{Error, Result};

/// How a file is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Delimited text.
    Text,
    /// XLSX, XLS, XLSB, ODS.
    Workbook,
}

const UNPACK: &str = "unpack it and import the file inside";
const EXPORT: &str = "export the data as CSV or XLSX and import that file";

/// Beginnings of files that are no table: (bytes, what they are, what to do).
const FOREIGN: [(&[u8], &str, &str); 12] = [
    (b"\x1F\x8B", "a gzip file", UNPACK),
    (b"BZh", "a bzip2 file", UNPACK),
    (b"\xFD7zXZ\x00", "an xz file", UNPACK),
    (b"\x28\xB5\x2F\xFD", "a zstd file", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive", UNPACK),
    (b"Rar!", "a rar archive", UNPACK),
    (b"SQLite format 3\0", "an SQLite database", EXPORT),
    (b"%PDF", "a PDF document", EXPORT),
    (b"\x89PNG", "a picture", EXPORT),
    (b"\xFF\xD8\xFF", "a picture", EXPORT),
    (b"PAR1", "a Parquet file", EXPORT),
    (b"\x7FELF", "a program", EXPORT),
];

/// How to read the bytes.
///
/// # Errors
/// Empty, or something that is no table.
pub fn of(bytes: &[u8]) -> Result<Form> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Ok(Form::Workbook);
    }
    if let Some((_, what, hint)) = FOREIGN.iter().find(|(magic, _, _)| bytes.starts_with(magic)) {
        return Err(Error::invalid(format!("is {what}, not a table")).hint(*hint));
    }
    let sample = bytes.get(..65_536).unwrap_or(bytes);
    let mut words = sample.trim_ascii();
    words = words.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(words).trim_ascii();
    if words.is_empty() {
        return Err(Error::invalid("is empty").hint("export it again; it needs a line of column names"));
    }
    let end = bytes.trim_ascii_end().last();
    if matches!((words.first(), end), (Some(b'['), Some(b']')) | (Some(b'{'), Some(b'}'))) {
        return Err(Error::invalid("is JSON, not a table").hint(EXPORT));
    }
    let lower: Vec<u8> = words.iter().take(14).map(u8::to_ascii_lowercase).collect();
    if [&b"<!doctype html"[..], b"<html", b"<?xml", b"<table"].iter().any(|tag| lower.starts_with(tag)) {
        return Err(Error::invalid("is a web page or XML, not a table").hint(EXPORT));
    }
    if super::encoding::utf16(bytes).is_none() && is_binary(sample) {
        return Err(Error::invalid("is a binary file, not a table").hint(EXPORT));
    }
    Ok(Form::Text)
}

/// Text holds hardly any control characters (a stray one is left to the record it is in).
fn is_binary(sample: &[u8]) -> bool {
    // UTF-8, but for a character that the sample cuts: text, however odd.
    let utf8 = std::str::from_utf8(sample).map_or_else(|error| error.error_len().is_none(), |_| true);
    if utf8 && !sample.contains(&0) {
        return false;
    }
    let control = sample.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    control >= 8 && control.saturating_mul(30) > sample.len()
}
