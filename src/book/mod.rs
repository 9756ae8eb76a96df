//! The read model: one small row an account, as the board and the `accounts` command show it,
//! with the one filter and the one sort order that every list asks.

pub mod row;
pub mod totals;

pub use row::{Lookups, Row};
pub use totals::{BandTotal, Counted, Totals};
