//! Plays: the playbooks, what is done to a play, how plays went, and the commands.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod acts;
mod cli;
mod figures;
mod interventions;
mod library;
mod messages;
mod sample;
#[path = "../cli/shell.rs"]
mod shell;
mod support;
