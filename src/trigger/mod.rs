//! Triggers, pure: rules as data, and what they find in the facts of an account on a day.
//!
//! A [`Rule`] says in the words of [`WORDS`] when it fires and when what it fired for is over; [`Rules`] are the built-in
//! ones of `assets/playbooks.toml` with those of the book's own document in their place. [`Case`] is an account on a day;
//! [`look`] compares what the rules say of it with the alerts that stand and gives what is to be done. [`flood`] tells a
//! sudden flood, [`rehearse`] what rules would have found over the last days.
//!
//! An alert on a day follows from how it stood when the day began and from the facts as they are now: so a change that
//! is taken back on the same day takes its alerts with it, in whatever order things happened.

mod case;
mod condition;
mod document;
pub mod flood;
pub mod outline;
mod reading;
mod reason;
mod rehearse;
mod rule;
mod state;
#[cfg(test)]
mod tests;
mod word;

pub use case::{Beside, Case};
pub use condition::{Answer, Condition, Test};
pub use reason::Reason;
pub use rehearse::{DAYS, Firing, Rehearsal};
pub use rule::{Rule, Rules};
pub use state::{Finding, Standing, look};
pub use word::{Allowed, Unit, WORDS, Word};
