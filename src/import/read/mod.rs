//! Bytes to records: delimited text in any common encoding, and workbooks. Nothing here knows what a column means.

mod delimited;
mod encoding;
mod form;
mod workbook;

use std::borrow::Cow;
use std::ops::ControlFlow;

use crate::domain::{Error, Kind, Result};

pub use delimited::LONGEST_RECORD;

/// A file as records of cells, in file order. Records without any filled cell are left out.
pub struct Table<'b> {
    body: Body<'b>,
    /// What the reader noticed: (line, what).
    pub notes: Vec<(u64, String)>,
    /// Sheets that could have been read instead, listed; empty: there are none.
    pub other_sheets: String,
}

enum Body<'b> {
    Text { text: Cow<'b, str>, delimiter: u8, first_line: u64 },
    Grid(Vec<(u64, Vec<String>)>),
}

/// One record: its first line in the file (from 1; of a workbook, the row) and its cells.
pub struct Record<'r> {
    /// Where the record begins.
    pub line: u64,
    /// Why the record as a whole cannot be read, if so.
    pub fault: Option<&'static str>,
    cells: Cells<'r>,
}

enum Cells<'r> {
    Text(&'r csv::StringRecord),
    Grid(&'r [String]),
}

impl<'r> Record<'r> {
    /// The cell of a column without the white space around it; empty where the record is too short.
    pub fn cell(&self, column: usize) -> &'r str {
        self.raw(column).trim()
    }

    /// The cell of a column as it is in the file.
    pub fn raw(&self, column: usize) -> &'r str {
        match self.cells {
            Cells::Text(record) => record.get(column).unwrap_or_default(),
            Cells::Grid(cells) => cells.get(column).map(String::as_str).unwrap_or_default(),
        }
    }

    /// Number of cells.
    pub fn len(&self) -> usize {
        match self.cells {
            Cells::Text(record) => record.len(),
            Cells::Grid(cells) => cells.len(),
        }
    }

    /// Whether no cell is filled.
    pub fn is_empty(&self) -> bool {
        (0..self.len()).all(|column| self.cell(column).is_empty())
    }

    /// The cells as they are in the file.
    pub fn to_vec(&self) -> Vec<String> {
        (0..self.len()).map(|column| self.raw(column).to_owned()).collect()
    }
}

impl<'b> Table<'b> {
    /// Reads a file: text or workbook, whatever its name says.
    ///
    /// # Errors
    /// One sentence each: empty, binary, packed, locked with a password, a sheet that is not there, ...
    pub fn read(bytes: &'b [u8], sheet: Option<&str>) -> Result<Table<'b>> {
        match form::of(bytes)? {
            form::Form::Workbook => {
                let workbook::Sheet { rows, others, notes } = workbook::read(bytes, sheet)?;
                Ok(Table { body: Body::Grid(rows), notes, other_sheets: others })
            }
            form::Form::Text if sheet.is_some() => Err(Error::new(Kind::Usage, "a text file has no sheets")
                .hint("leave --sheet away, or name a workbook")),
            form::Form::Text => {
                let text = encoding::decode(bytes)?;
                let (text, delimiter, first_line) = delimited::prepare(text);
                Ok(Table {
                    body: Body::Text { text, delimiter, first_line },
                    notes: Vec::new(),
                    other_sheets: String::new(),
                })
            }
        }
    }

    /// Calls `take` with every record from number `skip` on, until it breaks off or fails.
    ///
    /// # Errors
    /// A record longer than [`LONGEST_RECORD`], or the error of `take`.
    pub fn each(
        &self,
        skip: usize,
        take: &mut dyn FnMut(&Record<'_>) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        match &self.body {
            Body::Text { text, delimiter, first_line } => {
                delimited::each(text, *delimiter, *first_line, skip, take)
            }
            Body::Grid(rows) => {
                for (line, cells) in rows.iter().skip(skip) {
                    let record = Record { line: *line, fault: None, cells: Cells::Grid(cells) };
                    if take(&record)?.is_break() {
                        break;
                    }
                }
                Ok(())
            }
        }
    }

    /// The first records: (line, cells).
    ///
    /// # Errors
    /// See [`Table::each`].
    pub fn head(&self, records: usize) -> Result<Vec<(u64, Vec<String>)>> {
        let mut head = Vec::new();
        self.each(0, &mut |record| {
            head.push((record.line, record.to_vec()));
            Ok(if head.len() < records { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
        let mut records = Vec::new();
        let table = Table::read(bytes, None).unwrap();
        table
            .each(0, &mut |record| {
                records.push((record.line, record.to_vec()));
                Ok(ControlFlow::Continue(()))
            })
            .unwrap();
        records
    }

    fn row(line: u64, cells: &[&str]) -> (u64, Vec<String>) {
        (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn quotes_newlines_and_ragged_rows_read_as_spreadsheets_read_them() {
        let read = records(b"a,b\n\"1\n2\",\"say \"\"hi\"\"\"\n\n3\n4,5,6\n");
        let expected =
            [row(1, &["a", "b"]), row(2, &["1\n2", "say \"hi\""]), row(5, &["3"]), row(6, &["4", "5", "6"])];
        assert_eq!(read, expected);
    }

    #[test]
    fn every_line_ending_counts_lines() {
        for ending in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,2", "3,4", ""].join(ending);
            assert_eq!(
                records(text.as_bytes()),
                [row(1, &["a", "b"]), row(2, &["1", "2"]), row(3, &["3", "4"])]
            );
        }
    }

    #[test]
    fn the_delimiter_is_found_beside_decimal_commas_and_titles() {
        for text in ["a;b\n1,5;2,5\n3,5;4,5\n", "a\tb\n1,5\t2,5\n", "a|b\n1,5|2,5\n", "sep=;\na;b\n1;2\n"] {
            assert_eq!(records(text.as_bytes()).first().map(|record| record.1.len()), Some(2), "{text}");
        }
        assert_eq!(records(b"Report of May\na;b;c\n1;2;3\n").get(1).map(|record| record.1.len()), Some(3));
        assert_eq!(records(b"\"a;b\",c\n1,2\n").first().map(|record| record.1.len()), Some(2));
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "name,city\nZoë,Malmö – ok\n";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let with_bom = |bom: &[u8], body: Vec<u8>| [bom, &body].concat();
        let files = [
            text.as_bytes().to_vec(),
            with_bom(b"\xEF\xBB\xBF", text.as_bytes().to_vec()),
            with_bom(b"\xFF\xFE", utf16(u16::to_le_bytes)),
            with_bom(b"\xFE\xFF", utf16(u16::to_be_bytes)),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
            b"name,city\nZo\xEB,Malm\xF6 \x96 ok\n".to_vec(),
        ];
        for file in files {
            assert_eq!(records(&file), [row(1, &["name", "city"]), row(2, &["Zoë", "Malmö – ok"])]);
        }
    }

    #[test]
    fn an_open_quote_is_a_fault_of_its_record() {
        let table = Table::read(b"a,b\n1,2\n\"3,4\n5,6\n", None).unwrap();
        let mut faults = Vec::new();
        table
            .each(0, &mut |record| {
                faults.push((record.line, record.fault.is_some()));
                Ok(ControlFlow::Continue(()))
            })
            .unwrap();
        assert_eq!(faults, [(1, false), (2, false), (3, true)]);
    }

    #[test]
    fn what_is_no_table_is_refused_with_a_sentence() {
        let random: Vec<u8> = (0..4096_u32).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[1]).collect();
        let bad: [(&[u8], &str); 8] = [
            (b"", "empty"),
            (b" \n\r\n ", "empty"),
            (b"\x1F\x8B\x08\x00rest", "gzip"),
            (b"BZh91AY&SY", "bzip2"),
            (b"PK\x03\x04 not a workbook", "zip"),
            (b"%PDF-1.4", "PDF"),
            (b"[\"a\"]", "JSON"),
            (&random, "binary"),
        ];
        for (bytes, word) in bad {
            let error = Table::read(bytes, None).err().unwrap();
            assert!(error.what.contains(word) && error.hint.is_some(), "{error}");
        }
    }

    #[test]
    fn a_record_of_ten_million_characters_is_refused_by_line() {
        let text = format!("a,b\n1,2\n{},3\n", "x".repeat(10_000_000));
        let table = Table::read(text.as_bytes(), None).unwrap();
        let error = table.each(0, &mut |_| Ok(ControlFlow::Continue(()))).unwrap_err();
        assert!(error.what.contains("line 3"), "{error}");
    }
}
