//! Renewals: which contracts have one, what is done to it, what is expected of it, and the commands.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod acts;
mod bad;
mod cli;
mod pairs;
mod risk;
mod sample;
#[path = "../cli/shell.rs"]
mod shell;
mod support;
mod whatif;
