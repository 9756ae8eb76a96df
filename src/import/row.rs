//! One row of a file on its way into the book: its cells by the names of the kind.

use super::kind::{Column, Filler, Holds, Kind, Need, Place};
use super::mapping::Mapping;
use super::read::Record;
use super::value::decimal::Decimal;
use super::value::{Datum, Style};
use crate::domain::{Currency, Day, Result};
use crate::store::load::Value;
use crate::store::load::names::Named;

use super::directory::{Directory, Trouble};

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// The file has no such column: what is in the book stays.
    Absent,
    /// Nothing: what is in the book is cleared.
    Empty,
    /// Something.
    Is(Datum),
}

/// A row.
#[derive(Debug)]
pub struct Row<'m> {
    /// Its kind.
    pub kind: &'static Kind,
    /// Its first line in the file.
    pub line: u64,
    mapping: &'m Mapping,
    cells: Vec<Cell>,
}

impl<'m> Row<'m> {
    /// Reads a record: values are checked, names are looked up. Names that may be made on first mention and are not
    /// there yet stay text, until [`Row::make_names`].
    ///
    /// # Errors
    /// Which column is refused and why, or the book cannot be read.
    pub fn read(
        kind: &'static Kind,
        mapping: &'m Mapping,
        record: &Record<'_>,
        styles: &[Style],
        directory: &mut Directory<'_>,
        create_accounts: bool,
    ) -> Result<Row<'m>, Trouble> {
        let mut cells = Vec::with_capacity(kind.columns.len());
        for (place, column) in kind.columns.iter().enumerate() {
            if !mapping.has(place) {
                cells.push(Cell::Absent);
                continue;
            }
            let given = mapping.given(record, place, column.holds);
            let Some(given) = given.filter(|given| !column.visible || !given.is_blank()) else {
                if column.need == Need::Always {
                    return Err(Trouble::Row(column.name, empty(record)));
                }
                cells.push(Cell::Empty);
                continue;
            };
            let style = styles.get(place).copied().unwrap_or_default();
            let datum = given.read(column.holds, style).map_err(|why| Trouble::Row(column.name, why))?;
            cells.push(Cell::Is(look_up(datum, column, directory, create_accounts)?));
        }
        Ok(Row { kind, line: record.line, mapping, cells })
    }

    /// Makes the names that are not in the book yet.
    ///
    /// # Errors
    /// The book cannot be written.
    pub fn make_names(&mut self, directory: &mut Directory<'_>) -> Result<()> {
        for (column, cell) in self.kind.columns.iter().zip(&mut self.cells) {
            let Cell::Is(Datum::Text(text)) = cell else { continue };
            let id = match column.holds {
                Holds::Member => directory.make(Named::Member, text)?,
                Holds::Segment => directory.make(Named::Segment, text)?,
                Holds::Account => directory.create_account(text)?,
                _ => continue,
            };
            *cell = Cell::Is(Datum::Int(id));
        }
        Ok(())
    }

    /// The cell of a column of the kind.
    pub fn cell(&self, name: &str) -> &Cell {
        self.kind.column(name).and_then(|place| self.cells.get(place)).unwrap_or(&Cell::Absent)
    }

    /// Whether the file has the column.
    pub fn has(&self, name: &str) -> bool {
        *self.cell(name) != Cell::Absent
    }

    /// Whether the cell says something.
    pub fn is(&self, name: &str) -> bool {
        matches!(self.cell(name), Cell::Is(_))
    }

    /// A number, a code or a row id.
    pub fn int(&self, name: &str) -> Option<i64> {
        match self.cell(name) {
            Cell::Is(Datum::Int(number)) => Some(*number),
            _ => None,
        }
    }

    /// A day.
    pub fn day(&self, name: &str) -> Option<Day> {
        self.int(name).and_then(|day| i32::try_from(day).ok()).map(Day)
    }

    /// Text.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.cell(name) {
            Cell::Is(Datum::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// A decimal number and the currency beside it.
    pub fn decimal(&self, name: &str) -> Option<(Decimal, Option<Currency>)> {
        match self.cell(name) {
            Cell::Is(Datum::Decimal(decimal, currency)) => Some((*decimal, *currency)),
            _ => None,
        }
    }

    /// Puts something else into a cell.
    pub fn set(&mut self, name: &str, cell: Cell) {
        if let Some(slot) = self.kind.column(name).and_then(|place| self.cells.get_mut(place)) {
            *slot = cell;
        }
    }

    /// What the file calls a column of the kind.
    pub fn header(&self, name: &str) -> String {
        self.kind.column(name).map(|place| self.mapping.header(self.kind, place)).unwrap_or_default()
    }

    /// What goes into the book: the columns that the file has, of the table of the kind or of its parts.
    pub fn stored(&self, parts: bool) -> Vec<(&'static str, Value)> {
        let mut stored = Vec::with_capacity(self.cells.len());
        for (column, cell) in self.kind.columns.iter().zip(&self.cells) {
            let name = match column.place {
                Place::Own(name) if !parts && column.holds != Holds::Parent => name,
                Place::Part(name) if parts => name,
                Place::Own(_) | Place::Part(_) | Place::Rule => continue,
            };
            let value = match cell {
                Cell::Absent => continue,
                // A new row gets an identity by itself, and the external id may have told it already.
                Cell::Empty if column.holds == Holds::Uid => continue,
                _ if stored.iter().any(|cell: &(&str, Value)| cell.0 == name) => continue,
                Cell::Empty => match column.otherwise {
                    None => Value::Null,
                    Some(Filler::Number(number)) => Value::Int(number),
                    Some(Filler::Word(word)) => Value::Text(word.to_owned()),
                },
                Cell::Is(Datum::Int(number)) => Value::Int(*number),
                Cell::Is(Datum::Text(text)) => match uid(text).filter(|_| name == "external_id") {
                    Some(uid) => {
                        stored.push(("uid", Value::Text(uid.to_owned())));
                        Value::Null
                    }
                    None => Value::Text(text.clone()),
                },
                // The rules of the kind have turned amounts into minor units.
                Cell::Is(Datum::Decimal(..)) => continue,
            };
            stored.push((name, value));
        }
        stored
    }
}

/// The identity that `export` writes as `uid:...` for a row without an id of another system.
fn uid(text: &str) -> Option<&str> {
    text.strip_prefix("uid:").filter(|uid| uuid::Uuid::try_parse(uid).is_ok())
}

/// Why an empty cell is refused; rows with one cell are titles and footers of reports.
fn empty(record: &Record<'_>) -> String {
    let filled = (0..record.len()).filter(|column| !record.cell(*column).is_empty()).count();
    if filled == 1 && record.len() != 1 {
        "is empty: a line with one filled cell looks like a title or a footer, not a record".to_owned()
    } else {
        "is empty".to_owned()
    }
}

fn look_up(
    datum: Datum,
    column: &'static Column,
    directory: &mut Directory<'_>,
    create_accounts: bool,
) -> Result<Datum, Trouble> {
    let Datum::Text(text) = &datum else { return Ok(datum) };
    let id = match column.holds {
        Holds::Account => directory.account(text, column.name, create_accounts)?,
        Holds::Contract => Some(directory.contract(text, column.name)?),
        Holds::Row(to) => Some(directory.linked(to, text, column.name)?),
        Holds::Member => directory.named(Named::Member, text)?,
        Holds::Segment => directory.named(Named::Segment, text)?,
        _ => None,
    };
    Ok(id.map_or(datum, Datum::Int))
}
