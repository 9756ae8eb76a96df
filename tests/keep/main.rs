//! A book that survives: backups, restoring, the check of everything, hostile files, kills, full disks.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests from end to end

mod backups;
mod checkup;
mod hostile;
mod kill;
#[path = "../cli/shell.rs"]
mod shell;
mod trouble;
