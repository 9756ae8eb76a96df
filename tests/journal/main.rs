//! The journal, undo and redo: what was done can be taken back to the last byte, or the reason is said.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod commands;
mod history;
mod import;
mod properties;
mod refused;
mod replay;
mod steps;
mod support;
