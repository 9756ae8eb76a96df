//! The scorer: `score(facts, book, policy, day)`, pure. No clock, no I/O, no randomness.
//!
//! Only facts dated on or before the day count, so one function gives the present, any past day, the trend,
//! and the preview of a changed policy. Arithmetic: the team's `health` design, section "Arithmetic".
//!
//! One file a group of measures turns facts into raw values; [`score`](score()) turns those into points by the
//! [`Policy`]'s curves, limits them by the [`Cap`]s and decides the band. [`Scorer`] does so for a whole book with
//! 26 weeks of past, and [`why`] says it in words.

mod caps;
mod case;
mod curve;
mod engagement;
mod explain;
pub mod facts;
pub mod goal;
mod measure;
mod number;
pub(crate) mod outcomes;
pub mod people;
pub mod policy;
mod reach;
mod saved;
mod score;
mod sentiment;
mod sight;
mod support;
mod trend;
pub mod usage;

#[cfg(test)]
mod tests;

pub use caps::{Cap, CapSet, HeldCap};
pub use curve::Curve;
pub use explain::{CapLine, MeasureLine, Moved, MovedPart, Step, ToGreen, Why, why};
pub use measure::{Group, MEASURES, Measure, State};
pub use number::{Tenths, round9, shown, tenths};
pub use policy::{Policy, PolicySet, SegmentPolicy};
pub use reach::UsageReach;
pub use saved::{Adopted, Rescue, Rescues, SAVED_AFTER};
pub use score::{Reading, Score, breadth, score, to_import, unjudged};
pub use sight::{Past, PastDay, Replay, Sight};
pub use trend::{NO_HEALTH, PAST_DAYS, Scored, Scorer, Turn, WEEKS, red_since, scored, turns};
pub use usage::Licence;
