//! Delimited text: which delimiter, and records with the line that each begins on.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::{Cells, Record};
use crate::domain::{Error, Result};

/// Bytes that one record may take. More is a broken file (a quote that is never closed, no line breaks).
/// The longest row of a book, a touchpoint of a million characters, takes a little over half of it.
pub const LONGEST_RECORD: u64 = 8_000_000;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Records looked at to find the delimiter.
const SAMPLE: usize = 50;
/// Bytes looked at to find the delimiter.
const SAMPLE_BYTES: usize = 256 * 1024;

/// The text ready for [`each`], its delimiter, and the number of its first line.
pub fn prepare(text: Cow<'_, str>) -> (Cow<'_, str>, u8, u64) {
    // Old Mac files end lines with CR alone.
    let text =
        if text.contains('\r') && !text.contains('\n') { Cow::Owned(text.replace('\r', "\n")) } else { text };
    // Excel's own way to say it: a first line of `sep=;`.
    if let Some(rest) = text.strip_prefix("sep=") {
        let mut bytes = rest.bytes();
        if let (Some(delimiter), Some(b'\r' | b'\n')) = (bytes.next(), bytes.next())
            && delimiter.is_ascii()
            && let Some((_, body)) = rest.split_once('\n')
        {
            return (Cow::Owned(body.to_owned()), delimiter, 2);
        }
    }
    let delimiter = sniff(&text);
    (text, delimiter, 1)
}

/// The delimiter under which most records have the same number of cells (more than one), then the most cells.
fn sniff(text: &str) -> u8 {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = text.get(..end).unwrap_or(text);
    let score = |delimiter: u8| {
        let mut counts: Vec<usize> = Vec::new();
        for record in reader(sample, delimiter).into_byte_records().take(SAMPLE).flatten() {
            counts.push(record.len());
        }
        let usual = counts
            .iter()
            .copied()
            .filter(|count| *count > 1)
            .max_by_key(|count| (counts.iter().filter(|other| *other == count).count(), *count))?;
        let agree = counts.iter().filter(|count| **count == usual).count();
        Some((agree * 20 / counts.len(), usual))
    };
    DELIMITERS
        .into_iter()
        .filter_map(|delimiter| score(delimiter).map(|score| (score, delimiter)))
        .rev()
        .max_by_key(|(score, _)| *score)
        .map_or(b',', |(_, delimiter)| delimiter)
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(text.as_bytes())
}

/// Calls `take` with every record from number `skip` on, until it breaks off.
///
/// # Errors
/// A record longer than [`LONGEST_RECORD`], or the error of `take`.
pub fn each(
    text: &str,
    delimiter: u8,
    first_line: u64,
    skip: usize,
    take: &mut dyn FnMut(&Record<'_>) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let mut reader = reader(text, delimiter);
    let mut record = csv::StringRecord::new();
    let mut number = 0_usize;
    loop {
        let start = reader.position().clone();
        let more = reader
            .read_record(&mut record)
            .map_err(|error| Error::invalid(format!("cannot be read as a table ({error})")).hint(BROKEN))?;
        if !more {
            return Ok(());
        }
        let (end, end_line) = (reader.position().byte(), reader.position().line());
        let slice = span(text, start.byte(), end);
        let body = slice.trim_start_matches(['\r', '\n']);
        let blank_lines = slice.len().saturating_sub(body.len());
        let skipped = slice.bytes().take(blank_lines).filter(|byte| *byte == b'\n').count();
        let line = start.line().saturating_add(to_u64(skipped)).saturating_add(first_line.saturating_sub(1));
        if end.saturating_sub(start.byte()) > LONGEST_RECORD {
            return Err(Error::invalid(format!(
                "the record that begins in line {line} is {} characters long",
                end.saturating_sub(start.byte())
            ))
            .hint(BROKEN));
        }
        let record_number = number;
        let view = Record { line, fault: None, cells: Cells::Text(&record) };
        if view.is_empty() {
            continue;
        }
        number += 1;
        if record_number < skip {
            continue;
        }
        let several_lines = end_line.saturating_sub(start.line()) > to_u64(skipped).saturating_add(1);
        let open = several_lines && body.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
        if take(&Record { fault: open.then_some(OPEN_QUOTE), ..view })?.is_break() {
            return Ok(());
        }
    }
}

const BROKEN: &str = "export it again as CSV with a line break after every record";
const OPEN_QUOTE: &str =
    "a quotation mark opens in this record and never closes: the rest of the file was read as one cell";

fn span(text: &str, from: u64, to: u64) -> &str {
    let place = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
    text.get(place(from)..place(to).min(text.len())).unwrap_or_default()
}

fn to_u64(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
