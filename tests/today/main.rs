//! What needs somebody today: the arithmetic of the rank, the day of every kind of matter, what is new, the command.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod cli;
mod days;
mod rank;
#[path = "../cli/shell.rs"]
mod shell;
mod since;
