//! What undo must know of the tables: their columns, what they refer to, what refers to them. Read from the book, so
//! that it is never out of step with the schema.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::Connection;

use crate::domain::{Error, Result};
use crate::store::described::{self, Described};

/// A reference from one table to the id of another.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The table that refers.
    pub child: &'static Described,
    /// Its column.
    pub column: String,
    /// The table that is referred to.
    pub parent: &'static Described,
}

/// The tables of a book, each read when it is first asked for.
pub struct Tables<'c> {
    conn: &'c Connection,
    columns: RefCell<HashMap<&'static str, Rc<[String]>>>,
    references: RefCell<Option<Rc<[Reference]>>>,
}

impl<'c> Tables<'c> {
    pub fn new(conn: &'c Connection) -> Tables<'c> {
        Tables { conn, columns: RefCell::default(), references: RefCell::default() }
    }

    /// The table of a name in the journal. Only names that the program knows ever become SQL.
    pub fn named(&self, name: &str) -> Result<&'static Described> {
        described::table(name).ok_or_else(|| unknown(name))
    }

    /// Its columns.
    pub fn columns(&self, of: &'static Described) -> Result<Rc<[String]>> {
        if let Some(columns) = self.columns.borrow().get(of.table) {
            return Ok(Rc::clone(columns));
        }
        let mut statement =
            self.conn.prepare_cached("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
        let names: Rc<[String]> =
            statement.query_map([of.table], |row| row.get(0))?.collect::<rusqlite::Result<Vec<_>>>()?.into();
        self.columns.borrow_mut().insert(of.table, Rc::clone(&names));
        Ok(names)
    }

    /// Refuses a name that is no column of the table.
    pub fn check(&self, of: &'static Described, column: &str) -> Result<()> {
        if self.columns(of)?.iter().any(|known| known == column) { Ok(()) } else { Err(unknown(column)) }
    }

    /// Every reference between the tables.
    pub fn references(&self) -> Result<Rc<[Reference]>> {
        if let Some(references) = self.references.borrow().as_ref() {
            return Ok(Rc::clone(references));
        }
        let mut statement = self.conn.prepare_cached(
            "SELECT child.name, fk.\"from\", fk.\"table\"
             FROM sqlite_schema AS child JOIN pragma_foreign_key_list(child.name) AS fk WHERE child.type = 'table'",
        )?;
        let rows = statement
            .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get::<_, String>(2)?)))?
            .collect::<rusqlite::Result<Vec<(String, String, String)>>>()?;
        let references: Rc<[Reference]> = rows
            .into_iter()
            .filter_map(|(child, column, parent)| {
                let (child, parent) = (described::table(&child)?, described::table(&parent)?);
                Some(Reference { child, column, parent })
            })
            .collect();
        *self.references.borrow_mut() = Some(Rc::clone(&references));
        Ok(references)
    }
}

fn unknown(name: &str) -> Error {
    Error::invalid(format!(
        "the history names \"{}\", which this program does not know",
        crate::domain::text::clean(name)
    ))
    .hint("it was written by another version or another program; check the book")
}
