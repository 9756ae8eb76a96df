//! The terminal: entered, left, and always restored.

mod clipboard;
mod editor;
pub mod event;
mod faults;
mod guard;
#[cfg(feature = "encryption")]
pub mod secret;
mod signals;

pub use faults::hear_faults;
pub use guard::Terminal;
pub use signals::{Signal, Signals, listen};
