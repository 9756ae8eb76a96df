//! A log into the book: contacts, touchpoint, attendance, pulse and tasks in one change.

use super::{Log, Person, Who};
use crate::domain::text::fit;
use crate::domain::{ContactRole, Day, Error, Result};
use crate::edit::entity::{ACCOUNT, CONTACT, TASK, TOUCHPOINT};
use crate::edit::{Entity, Patch, Value, Values, list, read};
use crate::store::edit::account_name;
use crate::store::{Reads, Tx};

/// What a log made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logged {
    /// The touchpoint; None: the log held tasks alone.
    pub touchpoint: Option<i64>,
    /// New contacts.
    pub contacts: Vec<i64>,
    /// Tasks.
    pub tasks: Vec<i64>,
}

/// The people of an account.
///
/// # Errors
/// The book cannot be read.
pub fn people(on: &impl Reads, account: i64) -> Result<Vec<Person>> {
    let person = |(id, values): (i64, Values)| {
        let of = |name: &str| values.iter().find(|(field, _)| field.name == name).map(|(_, value)| value);
        Person {
            id,
            name: of("name").and_then(Value::text).unwrap_or_default().to_owned(),
            role: of("role")
                .and_then(Value::int)
                .and_then(ContactRole::from_code)
                .unwrap_or(ContactRole::Unknown),
            left: of("left_on").is_some_and(|left| !left.is_null()),
        }
    };
    Ok(list(on, &CONTACT, Some(account))?.into_iter().map(person).collect())
}

impl Log {
    /// What the journal says of it: `Logged a call with Acme`.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads, account: i64) -> Result<String> {
        let name = account_name(on, account)?.unwrap_or_default();
        let what = if self.is_touch() {
            format!("Logged {}", self.kind.with_article())
        } else {
            "New task".to_owned()
        };
        let with = if self.is_touch() { "with" } else { "for" };
        Ok(format!("{what} {with} {}", fit(&name, 60)))
    }

    /// Writes it. Its tasks belong to the account's CSM.
    ///
    /// # Errors
    /// A part of the line is not understood, or it says nothing; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, account: i64, today: Day) -> Result<Logged> {
        if let Some(problem) = self.problem() {
            return Err(Error::invalid(problem));
        }
        if self.is_touch() && self.text.is_empty() && self.with.is_empty() && self.pulse.is_none() {
            return Err(Error::invalid("the log says nothing").hint("write what was said, or who was there"));
        }
        let mut logged = Logged::default();
        if self.is_touch() {
            let mut attendees = Vec::with_capacity(self.with.len());
            for who in &self.with {
                attendees.push(Value::Int(match who {
                    Who::Contact(id) => *id,
                    Who::New { name, role } => {
                        let set = values(
                            &CONTACT,
                            [("name", Value::Text(name.clone())), ("role", Value::Int(role.code()))],
                        )?;
                        let id = Patch::new(&CONTACT, Some(account), set).apply(tx)?.id;
                        logged.contacts.push(id);
                        id
                    }
                }));
            }
            let text = if self.text.is_empty() { Value::Null } else { Value::Text(self.text.clone()) };
            let set = values(
                &TOUCHPOINT,
                [
                    ("kind", Value::Int(self.kind.code())),
                    ("date", Value::Int(self.on.unwrap_or(today).0.into())),
                    ("text", text),
                    ("pulse", self.pulse.map_or(Value::Null, Value::Int)),
                    ("attendees", Value::List(attendees)),
                    ("by", self.by.map_or(Value::Null, Value::Int)),
                ],
            )?;
            logged.touchpoint = Some(Patch::new(&TOUCHPOINT, Some(account), set).apply(tx)?.id);
        }
        if !self.todos.is_empty() {
            let owner = read(tx, &ACCOUNT, account)?.into_iter().find(|(field, _)| field.name == "csm");
            let owner = owner.map_or(Value::Null, |(_, csm)| csm);
            for todo in &self.todos {
                let set = values(
                    &TASK,
                    [
                        ("title", Value::Text(todo.title.clone())),
                        ("due_on", todo.due.map_or(Value::Null, |day| Value::Int(day.0.into()))),
                        ("owner", owner.clone()),
                        ("source", Value::Text("log".to_owned())),
                    ],
                )?;
                logged.tasks.push(Patch::new(&TASK, Some(account), set).apply(tx)?.id);
            }
        }
        Ok(logged)
    }
}

fn values<const N: usize>(entity: &'static Entity, of: [(&str, Value); N]) -> Result<Values> {
    of.into_iter().map(|(name, value)| Ok((entity.field(name)?, value))).collect()
}
