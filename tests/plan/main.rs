//! Account plans: templates, what is carried over, how one stands, cadence, asks of advocacy, the acts and the commands.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod cli;
mod rules;
mod sample;
#[path = "../cli/shell.rs"]
mod shell;
mod templates;
