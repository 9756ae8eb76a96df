//! Revenue of whole books: how long it takes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod scale;
