//! The words of customer success as plain types: no I/O, no clock.
//!
//! Everything here is known by every other module and knows none of them.

pub mod day;
pub mod error;
pub mod letters;
pub mod micro;
pub mod money;
pub mod month;
pub mod period;
pub mod reporting;
pub mod share;
pub mod shelf;
pub mod term;
pub mod text;
pub mod words;

pub use day::{Day, Quarter};
pub use error::{Error, Kind, Result};
pub use micro::Micro;
pub use money::{Currency, Money};
pub use month::Month;
pub use period::Period;
pub use share::{Median, Share};
pub use term::Term;
pub use words::{
    Band, ChurnReason, ContactRole, Forecast, GoalStatus, InterventionOutcome, InterventionStep, Level,
    OpportunityKind, OpportunityStage, OwnerRole, PlanSection, PlanStatus, PlayOutcome, Priority,
    RenewalStage, Stage, SurveyKind, TouchpointKind,
};
