//! The editing model, without a screen: what can be edited ([`entity`]), how a field is typed and read ([`parse`],
//! [`show`], [`step`]), and how a change gets into the book ([`Patch`]). Forms, cells of tables and commands all go
//! through here, inside a transaction of the engine.

pub mod alert;
pub mod assess;
pub mod day;
mod enablement;
pub mod entity;
mod field;
pub mod intervention;
pub mod log;
mod merge;
pub mod onboarding;
pub mod opportunity;
pub mod outcome;
mod patch;
pub mod plan;
pub mod play;
pub mod questionnaire;
mod records;
pub mod renewal;
mod rules;
mod services;
pub mod successor;
mod tables;
pub mod template;
#[cfg(test)]
mod tests;
pub mod today;
pub mod training;
mod typed;

pub use entity::{Entity, Parent};
pub use field::{Field, FieldKind, LinkTo, Value};
pub use merge::{Merged, merge, merge_label};
pub use patch::{Applied, Conflict, Patch, Target};
pub use records::{Values, account_of, delete, delete_label, first, links, list, open_tasks, read, title};
pub use typed::{Context, parse, show, step};
