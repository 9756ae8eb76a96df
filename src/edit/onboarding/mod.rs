//! What is done to an onboarding: started, worked on step by step, finished, taken up again. Each act has a label for
//! the journal and is applied inside one transaction, where its rules are asked of the book as it is then.

mod finish;
mod handoff;
mod holiday;
pub(super) mod needs;
mod start;
mod step;
mod template;

use crate::domain::text::fit;
use crate::domain::{Day, Result};
use crate::onboarding::Onboarding;
use crate::store::edit::account_name;
use crate::store::load::Value;
use crate::store::{Reads, open};

pub use finish::{Finish, Outcome, Resume};
pub use handoff::{handoff_patch, missing};
pub use holiday::ChangeHoliday;
pub use needs::needable;
pub use start::Start;
pub(super) use step::keep_planned;
pub use step::{AddStep, ChangeStep, Changed, Owner, StepTo};
pub use template::{DeleteTemplate, SaveTemplate, used_by};

/// The name of an account, short enough for a sentence.
fn named(on: &impl Reads, account: i64) -> Result<String> {
    Ok(fit(&account_name(on, account)?.unwrap_or_default(), 60).into_owned())
}

/// `the onboarding "core 30 days" of Acme`.
fn called(on: &impl Reads, onboarding: &Onboarding) -> Result<String> {
    let template = onboarding.template.as_deref().map(|name| format!(" \"{}\"", fit(name, 60)));
    Ok(format!("the onboarding{} of {}", template.unwrap_or_default(), named(on, onboarding.account)?))
}

/// Who is at this machine.
fn me() -> Value {
    Value::Text(open::author().actor)
}

fn on_day(day: Day) -> Value {
    Value::Int(day.0.into())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Text that was given; nothing but spaces is nothing.
fn given(text: Option<&str>) -> Value {
    text.map(str::trim)
        .filter(|text| !text.is_empty())
        .map_or(Value::Null, |text| Value::Text(text.to_owned()))
}

fn flag(yes: bool) -> Value {
    Value::Int(yes.into())
}

/// Columns and what they hold, as the store takes them.
fn cells<'a>(owned: &'a [(&'static str, Value)]) -> Vec<(&'static str, &'a Value)> {
    owned.iter().map(|(column, value)| (*column, value)).collect()
}
