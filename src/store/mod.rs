//! SQLite and nothing else: the only module that names rusqlite.
//!
//! A book is opened for writing by one connection ([`Book`]) and for reading by any number ([`Reader`]); WAL keeps
//! them out of each other's way. Inside a writing transaction everything goes through [`Tx`].

pub mod access;
pub mod agenda;
pub mod alert;
mod alone;
pub mod answers;
pub mod assessment;
pub mod backup;
pub mod check;
pub mod contracts;
pub mod convert;
pub mod described;
pub mod detail;
pub mod edit;
mod error;
pub mod facts;
pub mod find;
pub mod glance;
pub mod goals;
pub mod head;
pub mod held;
pub mod history;
pub mod intervention;
pub mod journal;
#[cfg_attr(not(feature = "encryption"), path = "keyless.rs")]
pub mod key;
mod leftover;
pub mod load;
pub mod merge;
pub mod migrate;
pub mod native;
pub mod onboarding;
pub mod open;
pub mod opportunity;
pub mod opportunity_change;
mod owned;
mod packed;
pub mod plan;
pub mod play;
pub mod policy;
pub mod renewal;
pub mod renewal_change;
pub mod restore;
pub mod results;
pub mod runs;
pub mod score;
pub mod segment;
mod series;
pub mod successor;
pub mod template;
pub mod timeline;
pub mod today;
pub mod touched;
pub mod training;
pub mod trigger;
pub mod undo;
mod unready;

use rusqlite::{Connection, TransactionBehavior};

use crate::domain::Result;
pub use error::of_book;
pub use open::{Book, Location, Reader};

/// An open writing transaction: whoever holds it may change the book. Dropped without commit, nothing happened.
pub struct Tx<'a> {
    conn: &'a Connection,
}

/// Whatever can be read from: a [`Reader`], the [`Book`], an open [`Tx`].
pub trait Reads: sealed::Connected {
    #[doc(hidden)]
    fn conn(&self) -> &Connection {
        self.connection()
    }
}

impl<T: sealed::Connected> Reads for T {}

mod sealed {
    use rusqlite::Connection;

    /// Keeps the connection inside `store`.
    pub trait Connected {
        fn connection(&self) -> &Connection;
    }
}

impl sealed::Connected for Tx<'_> {
    fn connection(&self) -> &Connection {
        self.conn
    }
}

impl sealed::Connected for Reader {
    fn connection(&self) -> &Connection {
        &self.conn
    }
}

impl sealed::Connected for Book {
    fn connection(&self) -> &Connection {
        &self.conn
    }
}

impl Reader {
    /// Runs reads that belong together: whatever others write meanwhile, all of them see the book at one moment.
    ///
    /// # Errors
    /// The error of `read`, or the book cannot be read.
    pub fn at_once<T>(&self, read: impl FnOnce(&Reader) -> Result<T>) -> Result<T> {
        let moment = self.conn.unchecked_transaction()?;
        let outcome = read(self)?;
        moment.commit()?;
        Ok(outcome)
    }
}

impl Book {
    /// Runs `change` in one transaction: committed when it succeeds, as if it never was when it fails.
    ///
    /// # Errors
    /// The error of `change`, or the commit's.
    pub fn transact<T>(&mut self, change: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        self.check_place()?;
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let outcome = change(&Tx { conn: &tx })?;
        tx.commit()?;
        Ok(outcome)
    }

    /// Runs `change` in a transaction that is taken back whatever comes of it: what would it do?
    ///
    /// # Errors
    /// The error of `change`.
    pub fn rehearse<T>(&mut self, change: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let outcome = change(&Tx { conn: &tx })?;
        tx.rollback()?;
        Ok(outcome)
    }
}

impl<'a> Tx<'a> {
    /// The connection in the transaction. For the modules of `store` alone.
    pub(in crate::store) fn conn(&self) -> &'a Connection {
        self.conn
    }
}
