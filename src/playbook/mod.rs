//! Playbooks and the plays that are run from them: pure rules, no I/O and no clock.
//!
//! A [`Playbook`] lists steps with their days and says by what it is over; a [`Library`] holds those that can be chosen.
//! [`plan`] dates the steps from a start. What runs in the book is a [`Play`], whose steps are tasks:
//! [`Play::progress`] says how far it has come, [`Exit::holds`] whether it has done its work.

mod dates;
mod figures;
mod intervention;
mod library;
mod message;
mod play;
mod read;

pub use dates::{Planned, plan};
pub use figures::{Case, Figures, LATER_DAYS, Mean, figures};
pub use intervention::{Entry, Evidence, Intervention, Proposal, REVIEW_DAYS, proposals};
pub use library::{At, Exit, Library, Origin, Playbook, Step};
pub use message::{FACTS, Facts, Letter, Message, Messages};
pub use play::{Play, PlayTask, Progress, Seen};
