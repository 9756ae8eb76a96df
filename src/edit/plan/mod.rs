//! What is done to account plans: written, agreed, reviewed, worked on item by item; the next check-in planned. Each act
//! has a label for the journal and is applied inside one transaction, where its rules are asked of the book as it is
//! then.

mod item;
mod progress;
mod tables;
mod template;
mod write;

use crate::domain::text::fit;
use crate::domain::{Day, Result};
use crate::plan::Plan;
use crate::store::Reads;
use crate::store::edit::account_name;
use crate::store::load::Value;

pub use item::{AddItem, ItemDone};
pub use progress::{Agree, PlanCheckIn, Review};
pub use tables::{ADOPTION, IDEA, MILESTONE, RISK, entity_of};
pub use template::{DeleteTemplate, SaveTemplate};
pub use write::{From, Write};

/// The name of an account, short enough for a sentence.
fn named(on: &impl Reads, account: i64) -> Result<String> {
    Ok(fit(&account_name(on, account)?.unwrap_or_default(), 60).into_owned())
}

/// `the plan 2026-Q3 of Acme`.
fn called(on: &impl Reads, plan: &Plan) -> Result<String> {
    Ok(format!("the plan {} of {}", plan.quarter, named(on, plan.account)?))
}

fn on_day(day: Day) -> Value {
    Value::Int(day.0.into())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn optional(given: Option<&str>) -> Value {
    given.map_or(Value::Null, text)
}

/// Columns and what they hold, as the store takes them.
fn cells<'a>(owned: &'a [(&'static str, Value)]) -> Vec<(&'static str, &'a Value)> {
    owned.iter().map(|(column, value)| (*column, value)).collect()
}
