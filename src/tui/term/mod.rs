//! The terminal: entered, left, and always restored.

mod clipboard;
pub mod event;
mod guard;
mod signals;

pub use guard::Terminal;
pub use signals::{Signal, Signals, listen};
