//! Assessments and training: what answers add up to, templates that are wrong, the commands, the sample book.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod commands;
mod rules;
mod sample;
#[path = "../cli/shell.rs"]
mod shell;
mod templates;
