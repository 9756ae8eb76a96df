//! `goal`, `people`, `timeline`, `usage`: what the pages of an account show, and what is done there.

mod goal;
mod people;
mod timeline;
mod usage;

pub use goal::{Goal, run as goal};
pub use people::{People, run as people};
pub use timeline::{Timeline, run as timeline};
pub use usage::{Usage, run as usage};
