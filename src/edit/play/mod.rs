//! What is done to plays: started, finished, taken up again. Each act has a label for the journal and is applied inside
//! one transaction, where its rules are asked of the book as it is then. Their steps are tasks and are edited as such.

mod finish;
mod start;
mod step;
mod table;

use crate::domain::text::fit;
use crate::domain::{Day, Result};
use crate::playbook::{Library, Play};
use crate::store::Reads;
use crate::store::edit::account_name;
use crate::store::load::Value;

pub use finish::{Finish, Resume};
pub use start::Start;
pub use step::AddStep;
pub use table::PLAY;

/// The name of an account, short enough for a sentence.
fn named(on: &impl Reads, account: i64) -> Result<String> {
    Ok(fit(&account_name(on, account)?.unwrap_or_default(), 60).into_owned())
}

/// What a playbook is called: by its title where it can still be chosen, else by its name.
pub fn title_of<'a>(library: &'a Library, name: &'a str) -> &'a str {
    library.named(name).map_or(name, |playbook| &playbook.title)
}

/// `the play "Usage drop" of Acme`.
fn called(on: &impl Reads, play: &Play) -> Result<String> {
    let library = crate::store::play::library(on)?;
    let title = fit(title_of(&library, &play.playbook), 60);
    Ok(format!("the play \"{title}\" of {}", named(on, play.account)?))
}

fn on_day(day: Day) -> Value {
    Value::Int(day.0.into())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Text that was given; nothing but spaces is nothing.
fn given(text: Option<&str>) -> Value {
    text.map(str::trim).filter(|text| !text.is_empty()).map_or(Value::Null, self::text)
}

/// Columns and what they hold, as the store takes them.
fn cells<'a>(owned: &'a [(&'static str, Value)]) -> Vec<(&'static str, &'a Value)> {
    owned.iter().map(|(column, value)| (*column, value)).collect()
}
