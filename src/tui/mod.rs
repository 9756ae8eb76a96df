//! The dashboard: inputs and changes of the book -> [`App`] -> effects and one draw.
//!
//! [`App`] knows no terminal, so tests press keys and read screens. Only `term` and `run` touch the terminal.
//! At rest nothing is drawn and nothing is written: there is no tick.

pub mod action;
pub mod app;
mod arranged;
pub mod asked;
pub mod board;
pub mod change;
pub mod checklists;
pub mod config;
pub mod deed;
pub mod expand;
mod form;
pub mod keymap;
pub mod lanes;
pub mod letters;
pub mod look;
mod narrowed;
mod overlays;
mod paint;
pub mod papers;
pub mod planning;
pub mod plans;
pub mod playing;
mod prospects;
mod record;
pub mod renew;
pub mod revenue;
pub mod run;
pub mod runs;
mod screens;
pub mod sheets;
pub mod shelf;
pub mod source;
mod stepping;
pub mod still;
pub mod tale;
pub mod term;
mod terms;
pub mod theme;
pub mod today;
mod widgets;
mod words;
pub mod work;

pub use app::{App, Effect, Home};
pub use config::Config;
pub use run::run;
pub use source::Source;
