//! The read model: one small row an account, as the board and the `accounts` command show it,
//! with the one filter and the one sort order that every list asks.

pub mod board;
pub mod detail;
pub mod facets;
pub mod filter;
mod find;
#[cfg(test)]
pub mod fixture;
pub mod goals;
pub mod names;
mod packed;
pub mod people;
pub mod row;
pub mod sort;
pub mod timeline;
pub mod totals;
pub mod usage;

pub use board::{Board, Touched};
pub use detail::Detail;
pub use facets::Facets;
pub use filter::{Filter, Search};
pub use names::NameIndex;
pub use row::{Lookups, Row};
pub use sort::{Group, Order, SortKey};
pub use totals::{BandTotal, Counted, Totals};
