//! The commands as other people's scripts run them: exit codes, JSON key by key, complaints in one sentence.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests from end to end

mod import;
mod metrics;
mod read;
mod report;
mod shell;
mod undo;
