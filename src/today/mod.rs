//! What needs somebody today, pure: the matters of accounts, which of them comes first and why, and what is new since
//! somebody last looked.
//!
//! A [`Matter`] is one thing that wants something done: an alert, a task, a step of an onboarding, a renewal, a check-in,
//! an account plan. Alerts, tasks and steps are rows of the book; the others follow from dates ([`dated`]), and are left
//! out where an open alert says the same ([`Matter::is_told_by`]). A customer is one line of the list, with all its
//! matters behind it; [`rank`] has the arithmetic of their order.

pub mod dated;
mod flood;
mod list;
mod matter;
pub mod rank;
mod since;

pub use list::{Customer, Judged, Ranked, Whose, customer, lines, order};
pub use matter::{Key, Kind, Matter, Wants};
pub use rank::{Factors, Scale, Standing};
pub use since::{Bands, Closed, Mark, Seen, Turn, turn};
