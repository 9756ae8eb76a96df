//! Records as they stand in the book: read, listed, called by their name, deleted.

use std::collections::HashMap;

use super::entity::{ACCOUNT, Entity, TASK, TOUCHPOINT};
use super::field::{Field, FieldKind, LinkTo, Value};
use super::onboarding::needs;
use super::typed::{Context, show};
use crate::domain::text::fit;
use crate::domain::{Error, Result};
use crate::store::edit::{self as book, Names};
use crate::store::load;
use crate::store::load::rows::{self, Attendee};
use crate::store::{Reads, Tx};

/// A record: its fields, in the order of the entity.
pub type Values = Vec<(&'static Field, Value)>;

/// A record by its id.
///
/// # Errors
/// There is none (any more), or the book cannot be read.
pub fn read(on: &impl Reads, entity: &'static Entity, id: i64) -> Result<Values> {
    match book::row(on, entity.table, &columns(entity), id)? {
        Some(cells) => values(on, entity, id, cells),
        None => Err(Error::not_found(format!("the {} is not in the book any more", entity.name))),
    }
}

/// The records of one parent (of all of them, without), in the order of the entity.
///
/// # Errors
/// The book cannot be read.
pub fn list(on: &impl Reads, entity: &'static Entity, parent: Option<i64>) -> Result<Vec<(i64, Values)>> {
    let id = load::Value::from(parent);
    list_by(on, entity, &of_parent(entity, parent, &id), None)
}

/// The first records of one parent in the order of the entity, at most so many, and how many there are in all.
///
/// # Errors
/// The book cannot be read.
pub fn first(
    on: &impl Reads,
    entity: &'static Entity,
    parent: i64,
    most: usize,
) -> Result<(Vec<(i64, Values)>, usize)> {
    let id = load::Value::Int(parent);
    let by = of_parent(entity, Some(parent), &id);
    let found = list_by(on, entity, &by, Some(most))?;
    let all = if found.len() < most { found.len() } else { book::count(on, entity.table, &by)? };
    Ok((found, all))
}

/// The condition that records belong to a parent, if any.
fn of_parent<'a>(entity: &Entity, parent: Option<i64>, id: &'a load::Value) -> Vec<book::Cell<'a>> {
    entity.parent.filter(|_| parent.is_some()).map(|of| (of.column, id)).into_iter().collect()
}

/// The records whose columns hold these values, in the order of the entity, at most so many.
fn list_by(
    on: &impl Reads,
    entity: &'static Entity,
    by: &[book::Cell<'_>],
    most: Option<usize>,
) -> Result<Vec<(i64, Values)>> {
    let found = book::first_rows(on, entity.table, &columns(entity), by, entity.order, most)?;
    found.into_iter().map(|(id, cells)| Ok((id, values(on, entity, id, cells)?))).collect()
}

/// The tasks of everyone that are not done, each with its account: in two statements, however many.
///
/// # Errors
/// The book cannot be read.
pub fn open_tasks(on: &impl Reads) -> Result<Vec<(i64, Option<i64>, Values)>> {
    let open = [("done_on", &load::Value::Null)];
    let accounts = book::rows(on, TASK.table, &["account_id"], &open, "id")?;
    let account = |(id, cells): (i64, Vec<load::Value>)| match cells.first() {
        Some(load::Value::Int(account)) => Some((id, *account)),
        _ => None,
    };
    let accounts: HashMap<i64, i64> = accounts.into_iter().filter_map(account).collect();
    let tasks = list_by(on, &TASK, &open, None)?;
    Ok(tasks.into_iter().map(|(id, values)| (id, accounts.get(&id).copied(), values)).collect())
}

fn columns(entity: &'static Entity) -> Vec<&'static str> {
    entity.fields().iter().filter(|field| field.is_column()).map(|field| field.column).collect()
}

fn values(on: &impl Reads, entity: &'static Entity, id: i64, cells: Vec<load::Value>) -> Result<Values> {
    let mut cells = cells.into_iter();
    let mut values = Vec::with_capacity(entity.fields().len());
    for field in entity.fields().iter() {
        let value = if field.is_column() {
            cells.next().map_or(Value::Null, Value::from)
        } else {
            Value::List(match field.kind {
                FieldKind::Links(LinkTo::Step) => needs::held(on, id)?,
                _ => attendees(on, entity, id)?,
            })
        };
        values.push((field, value));
    }
    Ok(values)
}

/// Who attended, which is kept in a table of its own.
fn attendees(on: &impl Reads, entity: &'static Entity, id: i64) -> Result<Vec<Value>> {
    if *entity != TOUCHPOINT {
        return Ok(Vec::new());
    }
    let who = rows::attendees(on, id)?.into_iter().map(|attendee| match attendee {
        Attendee::Contact(contact) => Value::Int(contact),
        // A contact who was deleted since has left no name.
        Attendee::Name(name) if name.is_empty() => Value::Text("someone".to_owned()),
        Attendee::Name(name) => Value::Text(name),
    });
    Ok(who.collect())
}

/// What links of a kind can lead to: ids and names, each name once (a second one of a name bears its id).
///
/// # Errors
/// The book cannot be read.
pub fn links(on: &impl Reads, to: LinkTo, account: Option<i64>) -> Result<Vec<(i64, String)>> {
    let names = match (to, account) {
        (LinkTo::Segment, _) => Names::Segments,
        (LinkTo::Member, _) => Names::Members,
        (LinkTo::Account, _) => Names::Accounts,
        (LinkTo::Contact, Some(account)) => Names::Contacts(account),
        (LinkTo::Contract, Some(account)) => Names::Contracts(account),
        (LinkTo::Step, Some(account)) => Names::Steps(account),
        (LinkTo::Contact | LinkTo::Contract | LinkTo::Step, None) => return Ok(Vec::new()),
    };
    Ok(unique(book::names(on, names)?))
}

/// Each name once: a second one of a name bears its id.
pub(super) fn unique(mut names: Vec<(i64, String)>) -> Vec<(i64, String)> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for (id, name) in &mut names {
        let times = seen.entry(name.clone()).or_default();
        *times += 1;
        if *times > 1 {
            name.push_str(&format!(" #{id}"));
        }
    }
    names
}

/// The account of a record; None: it belongs to none.
///
/// # Errors
/// The book cannot be read.
pub fn account_of(on: &impl Reads, entity: &'static Entity, id: i64) -> Result<Option<i64>> {
    if *entity == ACCOUNT {
        return Ok(Some(id));
    }
    let Some(parent) = entity.parent else { return Ok(None) };
    let found = book::row(on, entity.table, &[parent.column], id)?;
    let above = match found.as_deref() {
        Some([load::Value::Int(above)]) => *above,
        _ => return Ok(None),
    };
    account_of(on, Entity::named(parent.entity)?, above)
}

/// What a person calls a record: `C-12`, `call 2026-03-01`.
pub fn title(entity: &'static Entity, values: &[(&'static Field, Value)], context: &Context) -> String {
    let shown = |name: &&'static str| {
        let (field, value) = values.iter().find(|(field, _)| field.name == *name)?;
        let text = show(field, value, context);
        Some(fit(&text, 60).into_owned()).filter(|text| !text.is_empty())
    };
    let mut parts = entity.title.iter().filter_map(shown);
    // One text names a record; a word and a day need each other.
    let first = parts.next().unwrap_or_default();
    let is_word = entity.title.first().and_then(|name| entity.field(name).ok()).is_some_and(|field| {
        matches!(field.kind, FieldKind::Choice(_) | FieldKind::Day) || *entity == super::entity::SIGNAL
    });
    match parts.next() {
        Some(second) if is_word => format!("{first} {second}"),
        _ => first,
    }
}

/// The sentence of the journal for what happens to a record: `task "Send quote" of Acme`.
pub(super) fn called(on: &impl Reads, entity: &'static Entity, id: i64) -> Result<String> {
    let values = read(on, entity, id)?;
    let context = Context::load(on, [], None, crate::domain::Day::default())?;
    let title = title(entity, &values, &context);
    if *entity == ACCOUNT {
        return Ok(title);
    }
    let of = match account_of(on, entity, id)? {
        Some(account) => book::account_name(on, account)?.map(|name| format!(" of {}", fit(&name, 60))),
        None => None,
    };
    Ok(format!("{} {title}{}", entity.name, of.unwrap_or_default()))
}

/// Deletes a record with everything that belongs to it. Gives what to call it in the journal.
///
/// # Errors
/// There is none (any more), or the book cannot be written.
pub fn delete(tx: &Tx<'_>, entity: &'static Entity, id: i64) -> Result<()> {
    read(tx, entity, id)?;
    book::delete(tx, entity.table, id)
}

/// The label of a deletion.
///
/// # Errors
/// There is none (any more), or the book cannot be read.
pub fn delete_label(on: &impl Reads, entity: &'static Entity, id: i64) -> Result<String> {
    Ok(format!("Deleted {}", called(on, entity, id)?))
}
