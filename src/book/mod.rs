//! The read model: one small row an account, as the board and the `accounts` command show it,
//! with the one filter and the one sort order that every list asks.

pub mod board;
pub mod row;

pub use board::{BandTotal, Board, Totals, Touched};
pub use row::{Lookups, Row};
