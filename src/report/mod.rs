//! Documents to hand on: the business review of an account and its plan, as Markdown that a person completes and as
//! one HTML file that is made of it.
//!
//! A document is written on a [`Sheet`] and becomes a [`Paper`]. What the book's text looks like makes no difference:
//! it is text, in Markdown and in HTML.

pub mod chart;
pub mod html;
mod items;
mod paper;
pub mod plan;
pub mod review;
mod sheet;
pub mod table;
pub mod tickets;
pub mod words;

pub use paper::Paper;
pub use sheet::{Blank, Sheet, blanks};
