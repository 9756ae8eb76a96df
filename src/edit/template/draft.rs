//! The text of a template, changed part by part: comments, order and what is not touched stay as they were written.

use std::collections::HashMap;

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use super::shape::{Shape, of};
use crate::domain::text::{clean, fit};
use crate::domain::{Error, Result};
use crate::edit::field::{Field, FieldKind, LinkTo, Value};
use crate::edit::records::unique;
use crate::edit::{Entity, Values};
use crate::onboarding::Template;
use crate::store::template::Kind;

/// The key by which parts name each other.
const KEY: &str = "key";
/// The key under which they are named.
const NEEDS: &str = "needs";

/// A place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The top.
    Head,
    /// A part, counted from 0 in the order of the text.
    Part(usize),
}

/// A change of the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Fields of the head or of a part become this.
    Set(Place, Values),
    /// A part is added at the end.
    Add(Values),
    /// A part goes. What needed it needs what it needed.
    Remove(usize),
    /// A part comes so many days later, and pushes what would come before it.
    Shift(usize, i32),
}

/// The text of a template.
#[derive(Clone, Debug)]
pub struct Draft {
    kind: Kind,
    shape: &'static Shape,
    document: DocumentMut,
}

impl Draft {
    /// Reads a text, sound or not.
    ///
    /// # Errors
    /// It is no TOML, its parts are no list, or templates of this kind have no form.
    pub fn read(kind: Kind, toml: &str) -> Result<Draft> {
        let shape = of(kind).ok_or_else(|| {
            Error::invalid("a template of this kind is written as a whole").hint("press E for the editor")
        })?;
        let mut document: DocumentMut = toml.parse().map_err(|error: toml_edit::TomlError| {
            Error::invalid(format!("the text is no TOML: {}", clean(error.message().trim())))
                .hint("press E to mend it in the editor")
        })?;
        let parts = document.entry(shape.list).or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
        *parts = Item::ArrayOfTables(std::mem::take(parts).into_array_of_tables().map_err(|_| {
            Error::invalid(format!("{} is no list of tables", shape.list))
                .hint("press E to mend it in the editor")
        })?);
        Ok(Draft { kind, shape, document })
    }

    /// The text as it stands now.
    pub fn text(&self) -> String {
        self.document.to_string()
    }

    /// What a form edits a place as; None: a new part.
    pub fn entity(&self, place: Option<Place>) -> &'static Entity {
        match place {
            Some(Place::Head) => self.shape.head.entity(),
            Some(Place::Part(_)) | None => self.shape.part.entity(),
        }
    }

    /// The places of the parts, group by group and by day within one: how a list shows them.
    pub fn listed(&self) -> Vec<(String, usize)> {
        let mut places: Vec<usize> = (0..self.count()).collect();
        let order = |place: &usize| {
            let group = self.group(*place);
            let known = self.shape.groups.iter().position(|(_, word)| *word == group);
            (known.unwrap_or(self.shape.groups.len()), self.day(*place))
        };
        places.sort_by_key(order);
        places.into_iter().map(|place| (self.group(place), place)).collect()
    }

    fn group(&self, place: usize) -> String {
        self.word(Place::Part(place), self.shape.group).unwrap_or_default().to_owned()
    }

    /// The day of a part, where it says one.
    pub fn day(&self, place: usize) -> Option<i64> {
        self.table(Place::Part(place))?.get("day")?.as_integer()
    }

    /// A text at a place.
    pub fn word(&self, place: Place, key: &str) -> Option<&str> {
        self.table(place)?.get(key)?.as_str()
    }

    /// How a place is called: the name of the template, the title of a part.
    pub fn title(&self, place: Place) -> &str {
        let key = if place == Place::Head { "name" } else { "title" };
        self.word(place, key).unwrap_or_default()
    }

    fn parts(&self) -> impl Iterator<Item = &Table> {
        self.document.get(self.shape.list).and_then(Item::as_array_of_tables).into_iter().flatten()
    }

    fn count(&self) -> usize {
        self.parts().count()
    }

    fn table(&self, place: Place) -> Option<&Table> {
        match place {
            Place::Head => Some(self.document.as_table()),
            Place::Part(place) => self.parts().nth(place),
        }
    }

    fn table_mut(&mut self, place: Place) -> Option<&mut Table> {
        match place {
            Place::Head => Some(self.document.as_table_mut()),
            Place::Part(place) => {
                self.document.get_mut(self.shape.list)?.as_array_of_tables_mut()?.get_mut(place)
            }
        }
    }

    /// What stands at a place, field by field; None: it is not there.
    pub fn values(&self, place: Place) -> Option<Values> {
        let table = self.table(place)?;
        let keys = self.keys();
        let fields = self.entity(Some(place)).fields();
        Some(fields.iter().map(|field| (field, held(table.get(field.name), field, &keys))).collect())
    }

    /// What a new part begins with: beside another one, in its phase and on its day.
    pub fn beginning(&self, beside: Option<usize>) -> Values {
        let beside = beside.and_then(|place| self.values(Place::Part(place))).unwrap_or_default();
        let taken = |field: &Field| {
            let same = [self.shape.group, "day", "owner"].contains(&field.name);
            beside.iter().find(|(own, _)| same && own.name == field.name).map(|(_, value)| value.clone())
        };
        let fields = self.entity(None).fields();
        fields.iter().map(|field| (field, taken(field).unwrap_or_else(|| field.otherwise.clone()))).collect()
    }

    /// The parts that one can need: places and titles, each title once.
    pub fn needable(&self, by: Option<Place>) -> Vec<(i64, String)> {
        let others = (0..self.count()).filter(|place| by != Some(Place::Part(*place)));
        let named =
            |place: usize| Some((i64::try_from(place).ok()?, self.title(Place::Part(place)).to_owned()));
        unique(others.filter_map(named).collect())
    }

    /// The parts by their keys.
    fn keys(&self) -> HashMap<&str, usize> {
        self.parts()
            .enumerate()
            .filter_map(|(place, table)| Some((table.get(KEY)?.as_str()?.trim(), place)))
            .collect()
    }

    /// Makes a change. Whether the text is sound then is for its reader to say.
    ///
    /// # Errors
    /// The part is not there any more; or it cannot be moved so.
    pub fn change(&mut self, edit: &Edit) -> Result<()> {
        match edit {
            Edit::Set(place, values) => self.set(*place, values),
            Edit::Add(values) => {
                let place = self.count();
                let mut table = Table::new();
                table.decor_mut().set_prefix("\n");
                if self.has_keys() {
                    table.insert(KEY, value(self.new_key(values)));
                }
                if let Some(parts) =
                    self.document.get_mut(self.shape.list).and_then(Item::as_array_of_tables_mut)
                {
                    parts.push(table);
                }
                self.set(Place::Part(place), values)
            }
            Edit::Remove(place) => self.remove(*place),
            Edit::Shift(place, days) => self.shift(*place, *days),
        }
    }

    fn gone(&self) -> Error {
        Error::not_found(format!("the {} is not in the template any more", self.entity(None).name))
            .hint("press Esc and choose it again")
    }

    fn set(&mut self, place: Place, values: &Values) -> Result<()> {
        let keys: HashMap<i64, String> = self
            .keys()
            .into_iter()
            .filter_map(|(key, place)| Some((i64::try_from(place).ok()?, key.to_owned())))
            .collect();
        let gone = self.gone();
        let table = self.table_mut(place).ok_or(gone)?;
        for (field, value) in values {
            write(table, field.name, item(field, value, &keys));
        }
        Ok(())
    }

    /// Whether parts name each other.
    fn has_keys(&self) -> bool {
        self.entity(None).fields().iter().any(|field| field.name == NEEDS)
    }

    /// A key that no part has, from the title: `Kickoff booked` is `kickoff-booked`.
    fn new_key(&self, values: &Values) -> String {
        let title =
            values.iter().find(|(field, _)| field.name == "title").and_then(|(_, value)| value.text());
        let words = title.unwrap_or_default().to_lowercase();
        let words: Vec<&str> =
            words.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let mut key: String = words.join("-").chars().take(60).collect();
        if key.is_empty() {
            key.push_str(self.entity(None).name);
        }
        let known = self.keys();
        let numbered = (2..).map(|number| format!("{key}-{number}"));
        let mut all = std::iter::once(key.clone()).chain(numbered);
        all.find(|key| !known.contains_key(key.as_str())).unwrap_or(key)
    }

    fn remove(&mut self, place: usize) -> Result<()> {
        let gone = self.gone();
        let table = self.table(Place::Part(place)).ok_or_else(|| gone.clone())?;
        let key = table.get(KEY).and_then(Item::as_str).map(str::to_owned);
        let handed_on = names(table);
        if let Some(parts) = self.document.get_mut(self.shape.list).and_then(Item::as_array_of_tables_mut) {
            parts.remove(place);
            for other in parts.iter_mut() {
                let mut needs = names(other);
                let Some(at) = needs.iter().position(|need| Some(need) == key.as_ref()) else { continue };
                needs.splice(at..=at, handed_on.iter().cloned());
                let mut seen = std::collections::HashSet::new();
                needs.retain(|need| seen.insert(need.clone()));
                write(other, NEEDS, list(needs));
            }
        }
        Ok(())
    }

    fn shift(&mut self, place: usize, days: i32) -> Result<()> {
        let moved = match self.kind {
            // Only a sound text says what depends on what.
            Kind::Onboarding => {
                let template = Template::parse("the template", &self.text())?;
                let keys = self.keys();
                let at = template.steps.iter().position(|step| keys.get(&*step.key) == Some(&place));
                let moved = template.shift(at.ok_or_else(|| self.gone())?, days)?;
                let own = |(step, day): (usize, i32)| {
                    Some((*keys.get(&*template.steps.get(step)?.key)?, i64::from(day)))
                };
                moved.into_iter().filter_map(own).collect()
            }
            _ => {
                vec![(place, self.day(place).ok_or_else(|| self.no_day(place))?.saturating_add(days.into()))]
            }
        };
        for (place, day) in moved {
            if let Some(table) = self.table_mut(Place::Part(place)) {
                write(table, "day", Some(value(day)));
            }
        }
        Ok(())
    }

    fn no_day(&self, place: usize) -> Error {
        Error::invalid(format!("\"{}\" has no day", fit(self.title(Place::Part(place)), 60)))
            .hint("press e to give it one")
    }
}

/// What a key of a table holds, as the form has it.
fn held(item: Option<&Item>, field: &Field, keys: &HashMap<&str, usize>) -> Value {
    let Some(item) = item else { return field.otherwise.clone() };
    let link = |name: &str| {
        let place = keys.get(name.trim()).and_then(|place| i64::try_from(*place).ok());
        // A name of no part stays readable, so that it can be taken out.
        place.map_or_else(|| Value::Text(name.trim().to_owned()), Value::Int)
    };
    match &field.kind {
        FieldKind::Links(LinkTo::Step) => {
            let names = item.as_array().into_iter().flatten();
            Value::List(names.filter_map(|name| name.as_str()).map(link).collect())
        }
        FieldKind::YesNo => item.as_bool().map_or(Value::Null, |yes| Value::Int(yes.into())),
        FieldKind::Int { .. } => item.as_integer().map_or(Value::Null, Value::Int),
        _ => item.as_str().map_or(Value::Null, |text| Value::Text(text.trim().to_owned())),
    }
}

/// What is written under a key; None: nothing, since leaving it away says the same.
fn item(field: &Field, held: &Value, keys: &HashMap<i64, String>) -> Option<Item> {
    if held.is_null() || *held == field.otherwise {
        return None;
    }
    match (&field.kind, held) {
        (FieldKind::YesNo, Value::Int(yes)) => Some(value(*yes != 0)),
        (_, Value::Int(number)) => Some(value(*number)),
        (_, Value::Text(text)) => Some(value(text.as_str())),
        (_, Value::List(parts)) => list(parts.iter().filter_map(|part| match part {
            Value::Int(place) => keys.get(place).cloned(),
            Value::Text(name) => Some(name.clone()),
            Value::Null | Value::List(_) => None,
        })),
        (_, Value::Null) => None,
    }
}

fn list(names: impl IntoIterator<Item = String>) -> Option<Item> {
    let names: Array = names.into_iter().collect();
    (!names.is_empty()).then(|| value(names))
}

fn names(table: &Table) -> Vec<String> {
    let names = table.get(NEEDS).and_then(Item::as_array).into_iter().flatten();
    names.filter_map(|name| name.as_str()).map(|name| name.trim().to_owned()).collect()
}

/// Writes a key; what is said behind it on its line stays.
fn write(table: &mut Table, key: &str, item: Option<Item>) {
    let Some(mut item) = item else {
        table.remove(key);
        return;
    };
    match table.get_mut(key) {
        Some(old) => {
            if let (Some(before), Some(now)) = (old.as_value(), item.as_value_mut()) {
                *now.decor_mut() = before.decor().clone();
            }
            *old = item;
        }
        None => {
            table.insert(key, item);
        }
    }
}
