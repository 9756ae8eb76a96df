//! The everyday edits: each says what it did and how to take it back.

mod account;
mod assess;
mod handoff;
mod log;
mod signal;
mod step;
mod task;
mod training;

use serde::Serialize;

use super::args::Format;
use super::context::Context;
use super::out::Out;
use crate::domain::text::{clean, fit, fold};
use crate::domain::{Day, Error, Kind, Result};
pub(in crate::cli) use crate::edit::day::Side;
use crate::edit::day::parse;
use crate::edit::{self, Entity, Patch, Value, Values};
use crate::engine::Writer;
use crate::store::{Reads, Tx};

pub(super) use account::entries;
pub use account::{Delete, Merge, Set, delete, merge, set};
pub use assess::{Assess, run as assess};
pub use handoff::{Handoff, run as handoff};
pub use log::{Log, run as log};
pub use signal::{Signal, run as signal};
pub use step::{Step, run as step};
pub use task::{Task, run as task};
pub use training::{Training, run as training};

/// What an edit did.
#[derive(Serialize)]
pub(in crate::cli) struct Done {
    /// As the history has it.
    pub label: String,
    /// The record that it is about.
    pub id: Option<i64>,
    /// In words, a line each.
    pub changed: Vec<String>,
    #[serde(skip)]
    pub nothing: bool,
}

/// A book open for an edit.
pub(in crate::cli) struct Editor<'c> {
    pub context: &'c Context,
    pub writer: Writer,
}

impl<'c> Editor<'c> {
    pub(in crate::cli) fn open(context: &'c Context) -> Result<Editor<'c>> {
        Ok(Editor { context, writer: context.writer()? })
    }

    /// The account that is meant.
    pub(in crate::cli) fn account(&self, asked: &str) -> Result<i64> {
        super::account::resolve(self.writer.book(), asked)
    }

    /// Runs a change in one transaction under a label.
    pub(in crate::cli) fn write<T>(
        &mut self,
        label: &str,
        change: impl FnOnce(&Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        let (outcome, written) = self.writer.write(label, change)?;
        if written.stale {
            self.writer.refresh()?;
        }
        Ok(outcome)
    }

    /// Writes a patch and says what it changed.
    pub(in crate::cli) fn apply(&mut self, patch: &Patch) -> Result<Done> {
        let label = patch.label(self.writer.book())?;
        let before = match patch.target {
            edit::Target::Row(id) => edit::read(self.writer.book(), patch.entity, id)?,
            edit::Target::New { .. } => Vec::new(),
        };
        let applied = self.write(&label, |tx| patch.apply(tx))?;
        let book = self.writer.book();
        let account = edit::account_of(book, patch.entity, applied.id)?;
        let after = edit::read(book, patch.entity, applied.id)?;
        let context =
            edit::Context::load(book, applied.changed.iter().copied(), account, self.context.day())?
                .in_currency_of(&after);
        let mut changed = Vec::new();
        for field in &applied.changed {
            let shown = |values: &Values| {
                let value = values.iter().find(|(other, _)| other.name == field.name).map(|(_, value)| value);
                let text = value.map(|value| edit::show(field, value, &context)).unwrap_or_default();
                if text.is_empty() { "empty".to_owned() } else { fit(&text, 80).into_owned() }
            };
            changed.push(if before.is_empty() {
                format!("{}: {}", field.label, shown(&after))
            } else {
                format!("{}: {} -> {}", field.label, shown(&before), shown(&after))
            });
        }
        Ok(Done { label, id: Some(applied.id), nothing: applied.changed.is_empty(), changed })
    }

    /// What was typed into fields, as values.
    pub(in crate::cli) fn typed(
        &self,
        entity: &'static Entity,
        account: Option<i64>,
        present: &Values,
        entries: &[(&str, &str)],
    ) -> Result<Values> {
        let mut fields = Vec::with_capacity(entries.len());
        for (name, text) in entries {
            fields.push((entity.field(name)?, *text));
        }
        let named = fields.iter().map(|(field, _)| *field);
        let context = edit::Context::load(self.writer.book(), named, account, self.context.day())?;
        // An amount is in the currency that is typed beside it, else in that of the record.
        let mut context = context.in_currency_of(present);
        fields.sort_by_key(|(field, _)| field.name != "currency");
        let mut values: Values = Vec::with_capacity(fields.len());
        for (field, text) in fields {
            let value =
                edit::parse(field, text, &context).map_err(|error| Error { kind: Kind::Invalid, ..error })?;
            values.push((field, value));
            context = context.in_currency_of(&values);
        }
        Ok(values)
    }

    /// The record that a number or a part of a title means, among these.
    pub(in crate::cli) fn pick(
        &self,
        entity: &'static Entity,
        records: &[(i64, Values)],
        asked: &str,
    ) -> Result<i64> {
        let id = asked.strip_prefix("id:").unwrap_or(asked).parse::<i64>().ok();
        if let Some((id, _)) = records.iter().find(|(own, _)| Some(*own) == id) {
            return Ok(*id);
        }
        let context = edit::Context::load(self.writer.book(), [], None, self.context.day())?;
        let key = fold(asked);
        let named: Vec<(i64, String)> =
            records.iter().map(|(id, values)| (*id, edit::title(entity, values, &context))).collect();
        let ways: [&dyn Fn(&str) -> bool; 2] = [&|title| title == key, &|title| title.contains(&key)];
        for way in ways {
            let found: Vec<_> =
                named.iter().filter(|(_, title)| !key.is_empty() && way(&fold(title))).collect();
            match found.as_slice() {
                [] => {}
                [(id, _)] => return Ok(*id),
                several => {
                    let lines: Vec<String> = several
                        .iter()
                        .take(10)
                        .map(|(id, title)| format!("id:{id}  {}", clean(title)))
                        .collect();
                    let what = format!("\"{}\" fits {} {}", clean(asked), several.len(), entity.plural);
                    return Err(Error::new(Kind::Ambiguous, what)
                        .hint(format!("say which by its id\n{}", lines.join("\n"))));
                }
            }
        }
        let known: Vec<String> =
            named.iter().take(10).map(|(id, title)| format!("id:{id}  {}", clean(title))).collect();
        let error = Error::not_found(format!("no {} is called \"{}\"", entity.name, clean(asked)));
        Err(if known.is_empty() { error } else { error.hint(format!("there are\n{}", known.join("\n"))) })
    }

    pub(in crate::cli) fn tell(&self, done: &Done, out: &mut Out) -> Result<()> {
        if self.context.format == Format::Json {
            return out.json(done);
        }
        if done.nothing {
            return out.text("Nothing to change: all of it is so already.\n");
        }
        let mut text = format!("{}.\n", clean(&done.label));
        for line in &done.changed {
            text.push_str(&format!("  {}\n", clean(line)));
        }
        text.push_str("Take it back with: mainstay undo\n");
        out.text(&text)
    }
}

/// A day as it was typed, else today.
pub(in crate::cli) fn day_or_today(typed: Option<&str>, side: Side, context: &Context) -> Result<Day> {
    match typed {
        Some(text) => parse(text, context.day(), side),
        None => Ok(context.day()),
    }
}

/// A field and what becomes of it.
fn one(entity: &'static Entity, name: &str, value: Value) -> Result<Values> {
    Ok(vec![(entity.field(name)?, value)])
}

fn on_day(day: Day) -> Value {
    Value::Int(day.0.into())
}

/// The rows of an entity by a test on one field.
fn where_null(
    on: &impl Reads,
    entity: &'static Entity,
    parent: Option<i64>,
    field: &str,
) -> Result<Vec<(i64, Values)>> {
    let mut records = edit::list(on, entity, parent)?;
    records.retain(|(_, values)| values.iter().any(|(own, value)| own.name == field && value.is_null()));
    Ok(records)
}
