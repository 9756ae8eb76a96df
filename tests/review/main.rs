//! The business review and the account plan as documents: every figure by hand, whatever text the book holds, and in a
//! real browser.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod account;
mod bad;
mod browser;
mod figures;
mod hostile;
mod plan;
mod same;
#[path = "../cli/shell.rs"]
mod shell;
