//! Expansion: who is a candidate, what is done to an opportunity, what it comes to, and the commands.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod acts;
mod cli;
mod found;
mod sample;
#[path = "../cli/shell.rs"]
mod shell;
mod support;
