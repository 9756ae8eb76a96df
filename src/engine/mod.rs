//! The one door for writing, and the reading that goes with it.
//!
//! [`Writer`] changes the book in transactions that journal and rescore. [`View`] reads a day of it. [`Desk`] is both
//! for the dashboard: the writer on a thread of its own, which takes [`Command`]s; changes of any origin come back as
//! [`Event`]s. [`keep`] has backups, restoring and the check of a book.

mod aside;
mod beside;
mod clock;
mod command;
mod desk;
mod expansion;
mod figures;
mod judge;
pub mod keep;
mod keeper;
mod letter;
mod outlook;
mod plays;
mod rehearse;
mod renewals;
mod revenue;
mod row;
mod rulebook;
mod survey;
mod thread;
mod today;
mod trials;
mod undo;
mod view;
mod watch;
mod whatif;
mod writer;

pub use crate::store::policy::POLICY_SETTING;
pub use crate::store::undo::{Refusal, Undone};
pub use beside::{Beside, Due};
pub use clock::Clock;
pub use command::Command;
pub use desk::{Desk, Event, Number};
pub use expansion::{AccountExpansion, Expansion, ExpansionAsk, Prospect, Worked};
pub use figures::{Measured, Named};
pub use judge::Judge;
pub use outlook::{Outlook, Then};
pub use plays::{Draftable, Playing, Plays, PlaysOf, Running};
pub use rehearse::{Tally, each_firing, rehearse};
pub use renewals::{Dossier, Renewals, Standing, Wanted};
pub use revenue::{Mover, Retention, Revenue, RevenueAsk};
pub use rulebook::{KnownPlaybook, KnownRule, Rulebook, SetRules, Tried, TriedRule, checked, sound};
pub use survey::{Pick, Survey};
pub use today::{Morning, TodayAsk, Told, judged as judged_today, scale as scale_today};
pub use view::{Board, View};
pub use watch::{RULES_SETTING, WATCH, rules, rules_from};
pub use whatif::{Basis, Span};
pub use writer::{Writer, Written};
