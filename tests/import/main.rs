//! Import into a book: the rules, bad files, workbooks, and real exports.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod bad;
mod circles;
mod real;
mod rules;
mod shared;
mod shelf;
mod workbooks;
