//! The terminal: entered, left, and always restored.

mod clipboard;
mod editor;
pub mod event;
mod guard;
#[cfg(feature = "encryption")]
pub mod secret;
mod signals;

pub use guard::Terminal;
pub use signals::{Signal, Signals, listen};
