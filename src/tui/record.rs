//! Records as lists show them: their fields as text.

use crate::domain::{Day, Result};
use crate::edit::{self, Context, Entity, Values, entity};
use crate::engine::Desk;
use crate::health::facts::AccountId;

use super::source::OF_ACCOUNT;

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

/// The records of an account, kind by kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filed {
    /// Of each kind the first ones in its order, mostly the newest.
    pub records: Vec<Record>,
    /// How many of a kind there are beyond these, where there are.
    pub beyond: Vec<(&'static Entity, usize)>,
}

impl Filed {
    /// Reads at most so many of each kind, each with what belongs to it.
    pub(super) fn read(desk: &Desk, account: AccountId, most: usize) -> Result<Filed> {
        let on = desk.view().reader();
        let mut filed = Filed::default();
        for entity in OF_ACCOUNT {
            let context = Context::load(on, entity.fields().iter(), Some(account), desk.day())?;
            let (found, all) = edit::first(on, entity, account, most)?;
            if all > found.len() {
                filed.beyond.push((entity, all - found.len()));
            }
            let found = found.iter().map(|(id, values)| shown(entity, *id, Some(account), values, &context));
            let records: Vec<Record> = found.collect();
            let mut below = Vec::new();
            for kind in entity::ALL.iter().filter(|kind| is_below(kind, entity)) {
                for record in &records {
                    let own = listed(desk, kind, Some(record.id), Some(account))?;
                    below.extend(
                        own.into_iter()
                            .map(|own| Record { title: format!("{}: {}", record.title, own.title), ..own }),
                    );
                }
            }
            filed.records.extend(records);
            filed.records.append(&mut below);
        }
        Ok(filed)
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
