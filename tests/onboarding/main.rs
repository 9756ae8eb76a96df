//! Onboarding: templates, plans, shifting, how one stands, what is done to it, and the commands.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod acts;
mod cli;
mod drafts;
mod handoff;
mod plan;
mod sample;
mod score;
#[path = "../cli/shell.rs"]
mod shell;
mod shift;
mod standing;
mod support;
mod templates;
mod undone;
