//! The scorer: `score(facts, book, policy, day)`, pure. No clock, no I/O, no randomness.
//!
//! Only facts dated on or before the day count, so one function gives the present, any past day, the trend,
//! and the preview of a changed policy. Arithmetic: the team's `health` design, section "Arithmetic".

pub mod facts;
