//! `goal`, `people`, `timeline`, `usage`: what the pages of an account show, and what is done there.

pub mod goal;
pub mod people;
mod timeline;
pub mod usage;

pub use goal::{Goal, run as goal};
pub use people::{People, run as people};
pub use timeline::{Timeline, run as timeline};
pub use usage::{Usage, run as usage};
