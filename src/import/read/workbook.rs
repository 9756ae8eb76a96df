//! Workbooks: XLSX, XLS, XLSB and ODS. Dates come out as ISO text, whole numbers without ".0".

use std::collections::BTreeMap;
use std::fmt::{Display, UpperExp};
use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Reader, Sheets, Xlsx, XlsxError, open_workbook_auto_from_rs};

use crate::domain::text::clean;
use crate::domain::{Day, Error, Result};

/// Columns that are read; a stray cell to the right of them would make every record long.
const WIDEST: usize = 2_000;

/// The least number of which a spreadsheet does not keep every digit: it keeps fifteen.
const CUT_OFF: u64 = 1_000_000_000_000_000;

/// A sheet that was read.
pub struct Sheet {
    /// Its records with their row numbers.
    pub rows: Vec<(u64, Vec<String>)>,
    /// The other sheets, listed, where nobody chose this one; empty: there is no choice.
    pub others: String,
    /// What was noticed.
    pub notes: Vec<(u64, String)>,
}

/// The sheet of that name, else the first one with anything in it.
///
/// # Errors
/// Locked with a password, no workbook, no such sheet, nothing in it.
pub fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Sheet> {
    let mut book = open(bytes)?;
    let names = book.sheet_names();
    let listed = |names: &[&String]| {
        names.iter().map(|name| format!("\"{}\"", clean(name))).collect::<Vec<_>>().join(", ")
    };
    if let Some(wanted) = sheet {
        let found = names.iter().find(|name| name.as_str() == wanted);
        let found = found.or_else(|| names.iter().find(|name| name.to_lowercase() == wanted.to_lowercase()));
        let Some(name) = found else {
            return Err(Error::not_found(format!("has no sheet \"{}\"", clean(wanted)))
                .hint(format!("its sheets are {}", listed(&names.iter().collect::<Vec<_>>()))));
        };
        let rows = rows_of(&mut book, name)?;
        return if rows.is_empty() {
            Err(Error::invalid(format!("has nothing in the sheet \"{}\"", clean(name)))
                .hint("name another sheet with --sheet"))
        } else {
            Ok(Sheet { rows, others: String::new(), notes: Vec::new() })
        };
    }
    for name in &names {
        let rows = rows_of(&mut book, name)?;
        let Some(first) = rows.first().map(|row| row.0) else { continue };
        let others = listed(&names.iter().filter(|other| *other != name).collect::<Vec<_>>());
        let mut notes = Vec::new();
        if !others.is_empty() {
            let read = clean(name);
            let note = format!("only the sheet \"{read}\" was read; choose another with --sheet: {others}");
            notes.push((first, note));
        }
        return Ok(Sheet { rows, others, notes });
    }
    Err(Error::invalid("has nothing in its sheets").hint("export it again; it needs a line of column names"))
}

fn open(bytes: &[u8]) -> Result<Sheets<Cursor<&[u8]>>> {
    // Tried first, since the guessing below does not say why it failed.
    match Xlsx::new(Cursor::new(bytes)) {
        Ok(book) => return Ok(Sheets::Xlsx(book)),
        Err(XlsxError::Password) => {
            return Err(Error::invalid("is locked with a password").hint(
                "open it in the spreadsheet program, save it without a password, and import that file",
            ));
        }
        Err(_) => {}
    }
    open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| {
        if is_damaged(bytes) {
            Error::invalid("is a workbook that is damaged or not complete").hint(
                "fetch it once more, or save it again in the spreadsheet program; then import that file",
            )
        } else if bytes.starts_with(b"PK") {
            Error::invalid("is a zip archive, not a spreadsheet").hint("unpack it and import the file inside")
        } else {
            Error::invalid(format!("is not a spreadsheet that can be read ({})", clean(&error.to_string())))
                .hint("export it again as CSV or XLSX")
        }
    })
}

/// Whether an archive that is no workbook was about to be one: it begins as one, and no other document stands in it.
fn is_damaged(bytes: &[u8]) -> bool {
    /// Where the name of the first entry begins.
    const NAME: usize = 30;
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    let first = bytes.get(NAME..).unwrap_or_default();
    let begins = [&b"[Content_Types].xml"[..], b"_rels/", b"docProps/", b"xl/"];
    begins.iter().any(|name| first.starts_with(name)) && !holds(b"word/") && !holds(b"ppt/")
}

/// The filled rows of a sheet. XLSX is streamed, since one stray cell far below makes its full grid enormous.
fn rows_of(book: &mut Sheets<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<(u64, Vec<String>)>> {
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut put = |row: u32, column: u32, text: String| {
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if text.trim().is_empty() || column >= WIDEST {
            return;
        }
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = text;
        }
    };
    match book {
        Sheets::Xlsx(xlsx) => {
            let mut cells = xlsx.worksheet_cells_reader(sheet).map_err(|error| broken(sheet, error))?;
            while let Some(cell) = cells.next_cell().map_err(|error| broken(sheet, error))? {
                let (row, column) = cell.get_position();
                put(row, column, text_of(&Data::from(cell.get_value().clone())));
            }
        }
        other => {
            let range = other.worksheet_range(sheet).map_err(|error| broken(sheet, error))?;
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, value) in range.used_cells() {
                let place = |offset: usize, start: u32| {
                    u32::try_from(offset).unwrap_or(u32::MAX).saturating_add(start)
                };
                put(place(row, top), place(column, left), text_of(value));
            }
        }
    }
    Ok(rows.into_iter().map(|(row, cells)| (u64::from(row).saturating_add(1), cells)).collect())
}

fn broken(sheet: &str, error: impl Display) -> Error {
    Error::invalid(format!("has a damaged sheet \"{}\" ({})", clean(sheet), clean(&error.to_string())))
        .hint("save it again in the spreadsheet program, or export it as CSV")
}

/// As a spreadsheet writes such a number to CSV, so that nobody takes what is left of an id for a whole one.
fn cut_off(number: &impl UpperExp) -> String {
    format!("{number:E}").replace('E', "E+")
}

fn text_of(value: &Data) -> String {
    match value {
        Data::Int(number) if number.unsigned_abs() >= CUT_OFF => cut_off(number),
        Data::Float(number) if number.abs() >= 1e15 => cut_off(number),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(flag) => flag.to_string(),
        Data::DateTime(date) => date_text(*date),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

/// ISO 8601. A date of before 1900 (a bare time) or a duration stays the number that the workbook holds.
fn date_text(date: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let calendar = Day::from_ymd(i32::from(year), u32::from(month), u32::from(day));
    match calendar {
        Some(day) if date.is_datetime() && date.as_f64() >= 1.0 => {
            if (hour, minute, second) == (0, 0, 0) {
                day.to_string()
            } else {
                format!("{day} {hour:02}:{minute:02}:{second:02}")
            }
        }
        _ => date.as_f64().to_string(),
    }
}
