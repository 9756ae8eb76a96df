//! A change of one record: only what differs is written, and nothing over what somebody else changed meanwhile.

use super::entity::{ACCOUNT, Entity, STEP};
use super::field::{Field, FieldKind, LinkTo, Value};
use super::onboarding::{keep_planned, needs};
use super::records::{Values, account_of, called, read};
use super::rules;
use super::typed::{Context, show};
use crate::domain::text::fit;
use crate::domain::{Day, Error, Result};
use crate::store::edit::account_name;
use crate::store::load;
use crate::store::load::rows::{self, Attendee};
use crate::store::{Reads, Tx};

/// Which record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// One to be, of this parent.
    New { parent: Option<i64> },
    /// The one of this id.
    Row(i64),
}

/// A change of one record.
#[derive(Clone, Debug, PartialEq)]
pub struct Patch {
    /// What it is.
    pub entity: &'static Entity,
    /// Which one.
    pub target: Target,
    /// What its fields become.
    pub set: Values,
    /// What its fields were when the editing began; a field that is not named here is written whatever it holds now.
    pub expected: Values,
    /// Whether to write over what somebody else changed meanwhile.
    pub force: bool,
}

/// A field that somebody else changed while it was edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The field.
    pub field: &'static Field,
    /// What it holds now.
    pub theirs: Value,
    /// What was to be written.
    pub yours: Value,
}

/// What a patch did.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// The record.
    pub id: i64,
    /// Fields that were written; none: all was so already.
    pub changed: Vec<&'static Field>,
    /// What was written over.
    pub conflicts: Vec<Conflict>,
}

impl Patch {
    /// A new record of a parent.
    pub fn new(entity: &'static Entity, parent: Option<i64>, set: Values) -> Patch {
        Patch { entity, target: Target::New { parent }, set, expected: Vec::new(), force: false }
    }

    /// Other values of a record that is there.
    pub fn row(entity: &'static Entity, id: i64, set: Values) -> Patch {
        Patch { entity, target: Target::Row(id), set, expected: Vec::new(), force: false }
    }

    /// The same, refused where a field no longer holds what it held when the editing began.
    pub fn expecting(mut self, expected: Values) -> Patch {
        self.expected = expected;
        self
    }

    /// What the journal says of it: `Changed stage of Acme`, `New task of Acme`.
    ///
    /// # Errors
    /// The record is not there (any more), or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        match self.target {
            Target::Row(id) => {
                let present = read(on, self.entity, id)?;
                let differs = |(field, value): &&(&'static Field, Value)| {
                    present.iter().any(|(other, old)| other.name == field.name && old != value)
                };
                let what = match self.set.iter().filter(differs).collect::<Vec<_>>().as_slice() {
                    [] => "nothing".to_owned(),
                    [(field, _)] => field.label.to_lowercase(),
                    several => format!("{} fields", several.len()),
                };
                Ok(format!("Changed {what} of {}", called(on, self.entity, id)?))
            }
            Target::New { parent } => {
                let named = self.entity.title.first().and_then(|name| self.value(name)).and_then(Value::text);
                let title = named.map(|name| format!(" \"{}\"", fit(name, 60))).unwrap_or_default();
                let of = match self.account(on, parent)? {
                    Some(account) => account_name(on, account)?,
                    None => None,
                };
                let of = of.map(|name| format!(" for {}", fit(&name, 60))).unwrap_or_default();
                Ok(format!("New {}{title}{of}", self.entity.name))
            }
        }
    }

    /// What is to be written into a field.
    fn value(&self, name: &str) -> Option<&Value> {
        self.set.iter().find(|(field, _)| field.name == name).map(|(_, value)| value)
    }

    /// The account that a new record will belong to.
    fn account(&self, on: &impl Reads, parent: Option<i64>) -> Result<Option<i64>> {
        match (self.entity.parent, parent) {
            (Some(of), Some(parent)) => account_of(on, Entity::named(of.entity)?, parent),
            _ => Ok(None),
        }
    }

    /// The fields that somebody else changed to something else than what is to be written.
    ///
    /// # Errors
    /// The record is not there any more, or the book cannot be read.
    pub fn conflicts(&self, on: &impl Reads) -> Result<Vec<Conflict>> {
        match self.target {
            Target::New { .. } => Ok(Vec::new()),
            Target::Row(id) => Ok(self.against(&read(on, self.entity, id)?)),
        }
    }

    fn against(&self, present: &[(&'static Field, Value)]) -> Vec<Conflict> {
        let conflict = |(field, yours): &(&'static Field, Value)| {
            let expected = self.expected.iter().find(|(other, _)| other.name == field.name)?;
            let theirs = present.iter().find(|(other, _)| other.name == field.name)?;
            let is_one = theirs.1 != expected.1 && theirs.1 != *yours;
            is_one.then(|| Conflict { field, theirs: theirs.1.clone(), yours: yours.clone() })
        };
        self.set.iter().filter_map(conflict).collect()
    }

    /// Writes the change.
    ///
    /// # Errors
    /// The record is not there any more; a field was changed meanwhile (both values are named; nothing is written);
    /// what would stand there is wrong (in words); or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<Applied> {
        match self.target {
            Target::Row(id) => self.change(tx, id),
            Target::New { parent } => self.create(tx, parent),
        }
    }

    fn change(&self, tx: &Tx<'_>, id: i64) -> Result<Applied> {
        let present = read(tx, self.entity, id)?;
        let conflicts = self.against(&present);
        let account = account_of(tx, self.entity, id)?;
        if let (Some(conflict), false) = (conflicts.first(), self.force) {
            return Err(refusal(tx, conflict, account)?);
        }
        let changed: Values = self
            .set
            .iter()
            .filter(|(field, value)| {
                present.iter().any(|(other, old)| other.name == field.name && old != value)
            })
            .cloned()
            .collect();
        if changed.is_empty() {
            return Ok(Applied { id, changed: Vec::new(), conflicts });
        }
        let record = overlaid(present, &changed);
        rules::check(tx, self.entity, &record, rules::Of { id: Some(id), account })?;
        if *self.entity == STEP {
            needs::may_stand(tx, self.target, &record, &changed)?;
            if changed.iter().any(|(field, _)| field.name == "due_on") {
                keep_planned(tx, id)?;
            }
        }
        self.write(tx, id, &changed)?;
        Ok(Applied { id, changed: changed.into_iter().map(|(field, _)| field).collect(), conflicts })
    }

    fn create(&self, tx: &Tx<'_>, parent: Option<i64>) -> Result<Applied> {
        let filled = self.filled(tx, parent)?;
        let cells = self.cells(&filled, parent);
        let borrowed: Vec<_> = cells.iter().map(|(column, value)| (*column, value)).collect();
        let id = rows::insert(tx, self.entity.table, &borrowed)?;
        link(tx, id, &filled)?;
        Ok(Applied {
            id,
            changed: filled.into_iter().map(|(field, _)| field).collect(),
            conflicts: Vec::new(),
        })
    }

    /// The row of a new record, checked and not written: for acts that add columns of their own.
    ///
    /// # Errors
    /// What would stand there is wrong, in words; or the book cannot be read.
    pub(super) fn checked(&self, tx: &Tx<'_>) -> Result<Vec<(&'static str, load::Value)>> {
        let parent = match self.target {
            Target::New { parent } => parent,
            Target::Row(_) => None,
        };
        Ok(self.cells(&self.filled(tx, parent)?, parent))
    }

    /// What a new record holds, checked.
    fn filled(&self, tx: &Tx<'_>, parent: Option<i64>) -> Result<Values> {
        let blank = self.entity.fields().iter().map(|field| (field, field.otherwise.clone())).collect();
        let record = overlaid(blank, &self.set);
        let account = self.account(tx, parent)?;
        if let (Some(of), None) = (self.entity.parent, parent)
            && of.required
        {
            return Err(Error::invalid(format!("a new {} needs its {}", self.entity.name, of.entity)));
        }
        rules::check(tx, self.entity, &record, rules::Of { id: None, account })?;
        if *self.entity == STEP {
            needs::may_stand(tx, self.target, &record, &record)?;
        }
        Ok(record.into_iter().filter(|(_, value)| !value.is_null()).collect())
    }

    /// The columns of a new record and its parent.
    fn cells(
        &self,
        filled: &[(&'static Field, Value)],
        parent: Option<i64>,
    ) -> Vec<(&'static str, load::Value)> {
        let mut cells = stored(filled);
        if let (Some(of), Some(parent)) = (self.entity.parent, parent) {
            cells.push((of.column, load::Value::Int(parent)));
        }
        cells
    }

    fn write(&self, tx: &Tx<'_>, id: i64, changed: &[(&'static Field, Value)]) -> Result<()> {
        let cells = stored(changed);
        if !cells.is_empty() {
            let borrowed: Vec<_> = cells.iter().map(|(column, value)| (*column, value)).collect();
            rows::update(tx, self.entity.table, id, &borrowed)?;
        }
        link(tx, id, changed)
    }
}

/// A record with some of its fields replaced.
fn overlaid(mut record: Values, by: &[(&'static Field, Value)]) -> Values {
    for (field, value) in by {
        if let Some(slot) = record.iter_mut().find(|(other, _)| other.name == field.name) {
            slot.1 = value.clone();
        }
    }
    record
}

/// What goes into the entity's own table.
fn stored(values: &[(&'static Field, Value)]) -> Vec<(&'static str, load::Value)> {
    let value = |value: &Value| match value {
        Value::Int(number) => load::Value::Int(*number),
        Value::Text(text) => load::Value::Text(text.clone()),
        Value::Null | Value::List(_) => load::Value::Null,
    };
    let own = values.iter().filter(|(field, _)| field.is_column());
    own.map(|(field, stored)| (field.column, value(stored))).collect()
}

/// Writes what stands in a table of its own, where that is among the values: who attended, what a step needs.
fn link(tx: &Tx<'_>, id: i64, values: &[(&'static Field, Value)]) -> Result<()> {
    needs::write(tx, id, values)?;
    let who = values.iter().find(|(field, _)| field.kind == FieldKind::Links(LinkTo::Contact));
    let Some((_, Value::List(who))) = who else { return Ok(()) };
    let who: Vec<Attendee> = who
        .iter()
        .filter_map(|who| match who {
            Value::Int(contact) => Some(Attendee::Contact(*contact)),
            Value::Text(name) => Some(Attendee::Name(name.clone())),
            Value::Null | Value::List(_) => None,
        })
        .collect();
    rows::set_attendees(tx, id, &who)
}

/// The sentence about a field that somebody else changed.
fn refusal(on: &impl Reads, conflict: &Conflict, account: Option<i64>) -> Result<Error> {
    let context = Context::load(on, [conflict.field], account, Day::default())?;
    let said = |value: &Value| {
        let text = show(conflict.field, value, &context);
        if text.is_empty() { "empty".to_owned() } else { format!("\"{}\"", fit(&text, 60)) }
    };
    Ok(Error::invalid(format!(
        "{} was changed meanwhile: it is {} now, yours is {}",
        conflict.field.label,
        said(&conflict.theirs),
        said(&conflict.yours)
    ))
    .hint("take theirs, or save again to write yours over it"))
}

impl Entity {
    /// Whether records of it belong to one account or are one.
    pub fn is_of_account(&self) -> bool {
        *self == ACCOUNT || self.parent.is_some()
    }
}
