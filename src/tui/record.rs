//! Records as lists show them: their fields as text.

use crate::domain::{Day, Result};
use crate::edit::{self, Context, Entity, Values, entity};
use crate::engine::Desk;
use crate::health::facts::AccountId;

/// A record as lists show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// What kind it is.
    pub entity: &'static Entity,
    /// Which one.
    pub id: i64,
    /// The account that it belongs to.
    pub account: Option<AccountId>,
    /// What a person calls it.
    pub title: String,
    /// Its fields as text, in the order of a form.
    pub fields: Vec<(&'static str, String)>,
}

impl Record {
    /// A field as text; empty where there is none.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|field| field.0 == name).map_or("", |field| field.1.as_str())
    }

    /// A field that is a day.
    pub fn day(&self, name: &str) -> Option<Day> {
        Day::parse(self.field(name)).ok()
    }
}

/// Whether records of a kind belong to records of another: updates to a goal, steps to an onboarding.
pub(super) fn is_below(kind: &Entity, above: &Entity) -> bool {
    kind.parent.is_some_and(|parent| parent.entity == above.name)
}

/// The records of a kind that belong to one (None: all of them), and to an account.
pub(super) fn listed(
    desk: &Desk,
    entity: &'static Entity,
    parent: Option<i64>,
    account: Option<AccountId>,
) -> Result<Vec<Record>> {
    let on = desk.view().reader();
    let context = Context::load(on, entity.fields().iter(), account, desk.day())?;
    let records = edit::list(on, entity, parent)?.into_iter();
    Ok(records.map(|(id, values)| shown(entity, id, account, &values, &context)).collect())
}

/// The tasks of everyone that are not done.
pub(super) fn open_tasks(desk: &Desk) -> Result<Vec<Record>> {
    let on = desk.view().reader();
    let context = Context::load(on, entity::TASK.fields().iter(), None, desk.day())?;
    let tasks = edit::open_tasks(on)?.into_iter();
    Ok(tasks.map(|(id, account, values)| shown(&entity::TASK, id, account, &values, &context)).collect())
}

/// A record as lists show it.
fn shown(
    entity: &'static Entity,
    id: i64,
    account: Option<AccountId>,
    values: &Values,
    context: &Context,
) -> Record {
    let context = context.clone().in_currency_of(values);
    let fields = values.iter().map(|(field, value)| (field.name, edit::show(field, value, &context)));
    Record { entity, id, account, title: edit::title(entity, values, &context), fields: fields.collect() }
}
