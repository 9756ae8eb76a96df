//! Alerts: each trigger on its day, once, and closed again; floods; what people do with them; undo; rules of a book.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod acts;
mod bad;
mod cli;
mod fires;
mod flood;
mod replay;
#[path = "../cli/shell.rs"]
mod shell;
mod support;
mod undone;
