//! The words of customer success as plain types: no I/O, no clock.
//!
//! Everything here is known by every other module and knows none of them.

pub mod day;
pub mod error;
pub mod money;
pub mod text;
pub mod words;

pub use day::{Day, Quarter};
pub use error::{Error, Kind, Result};
pub use money::{Currency, Money};
pub use words::{Band, ContactRole, GoalStatus, OwnerRole, Priority, Stage, SurveyKind, TouchpointKind};
