//! From TOML to a checked template; every error names the step and the key.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use toml::{Table, Value};

use super::super::needs::{circle, in_a_circle};
use super::{Template, TemplateStep};
use crate::domain::text::{clean, nearest};
use crate::domain::{Error, OwnerRole, Result};

/// Keys of a template and of its steps.
const TEMPLATE_KEYS: &[&str] = &["name", "about", "days", "until", "beside", "step"];
const STEP_KEYS: &[&str] = &[
    "key",
    "title",
    "phase",
    "day",
    "owner",
    "required",
    "milestone",
    "quick_win",
    "training",
    "needs_handoff",
    "needs",
    "help",
];

/// The longest onboarding, in days.
const MOST_DAYS: i32 = 3_650;
/// The earliest step, in days from the start.
const EARLIEST: i32 = -365;
/// More steps than anyone would work through.
const MOST_STEPS: usize = 500;

const SHORT: usize = 200;
const TITLE: usize = 2_000;
const LONG: usize = 10_000;

/// Reads a template.
pub(super) fn template(text: &str) -> Result<Template> {
    let table = parse(text)?;
    let section = Section::new(&table, String::new(), TEMPLATE_KEYS)?;
    let name = section.text("name", SHORT)?;
    let about = section.optional("about", TITLE)?.unwrap_or_default();
    let days = section.whole("days", 1..=MOST_DAYS)?.ok_or_else(|| section.wanting("days"))?;
    let until = section.whole("until", days..=MOST_DAYS)?.unwrap_or(days);
    let beside = section.flag("beside", false)?;
    let tables = section.steps()?;
    let mut steps = Vec::with_capacity(tables.len());
    for (place, table) in tables.iter().enumerate() {
        steps.push(step(table, place, until)?);
    }
    let steps = linked(steps)?;
    Ok(Template { name, about, days, until, beside, steps })
}

fn parse(text: &str) -> Result<Table> {
    text.parse::<Table>().map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(1, |before| before.matches('\n').count() + 1);
        Error::invalid(format!("line {line}: {}", clean(error.message().trim())))
            .hint("a template is TOML: key = value, then a [[step]] for every step")
    })
}

/// A step whose needs are still names.
struct Named {
    step: TemplateStep,
    needs: Vec<Box<str>>,
}

fn step(table: &Table, place: usize, until: i32) -> Result<Named> {
    // Called by its key where it has a sound one.
    let called = match table.get("key").and_then(Value::as_str) {
        Some(key) if !key.trim().is_empty() => format!("step \"{}\"", clean(key.trim())),
        _ => format!("step {}", place + 1),
    };
    let section = Section::new(table, called, STEP_KEYS)?;
    let key = section.text("key", SHORT)?;
    let day = section.whole("day", i32::MIN..=i32::MAX)?.ok_or_else(|| section.wanting("day"))?;
    if day > until {
        return Err(section
            .error("day", format_args!("is {day}, past the end of the template, day {until}"))
            .hint("choose an earlier day, or raise until at the top of the template"));
    }
    if day < EARLIEST {
        return Err(section
            .error("day", format_args!("is {day}, more than a year before the start"))
            .hint(format!("choose a day from {EARLIEST} on")));
    }
    let owner = section.text("owner", SHORT)?;
    let owner = OwnerRole::parse(&owner).map_err(|error| error.at(section.at("owner")).of("owner"))?;
    let step = TemplateStep {
        title: section.text("title", TITLE)?,
        phase: section.text("phase", SHORT)?,
        day,
        owner,
        required: section.flag("required", true)?,
        milestone: section.flag("milestone", false)?,
        quick_win: section.flag("quick_win", false)?,
        training: section.flag("training", false)?,
        needs_handoff: section.flag("needs_handoff", false)?,
        needs: Vec::new(),
        help: section.optional("help", LONG)?,
        key,
    };
    Ok(Named { step, needs: section.names("needs")? })
}

/// The steps in the order of their days, with the places of what they need.
fn linked(mut named: Vec<Named>) -> Result<Vec<TemplateStep>> {
    named.sort_by_key(|named| named.step.day);
    let mut places: HashMap<Box<str>, usize> = HashMap::with_capacity(named.len());
    for (place, Named { step, .. }) in named.iter().enumerate() {
        if places.insert(step.key.clone(), place).is_some() {
            return Err(Error::invalid(format!("{} is that of another step too", at(step, "key")))
                .hint("give every step a key of its own"));
        }
    }
    let mut needs = Vec::with_capacity(named.len());
    for Named { step, needs: names } in &named {
        let mut found = Vec::with_capacity(names.len());
        for name in names {
            let Some(place) = places.get(name) else {
                let error = Error::invalid(format!(
                    "{} names \"{}\", which is no step",
                    at(step, "needs"),
                    clean(name)
                ));
                let error = error.of("needs");
                return Err(match nearest(name, places.keys().map(|key| &**key)) {
                    Some(near) => error.hint(format!("did you mean \"{near}\"?")),
                    None => error.hint("name steps by their key"),
                });
            };
            if !found.contains(place) {
                found.push(*place);
            }
        }
        needs.push(found);
    }
    if let Some(places) = circle(&needs) {
        let keys = places.iter().filter_map(|place| named.get(*place));
        let keys: Vec<String> = keys.map(|named| clean(&named.step.key).into_owned()).collect();
        return Err(in_a_circle(&keys).of("needs"));
    }
    let steps: Vec<TemplateStep> = named
        .into_iter()
        .zip(needs)
        .map(|(Named { step, .. }, needs)| TemplateStep { needs, ..step })
        .collect();
    for step in &steps {
        let later = step.needs.iter().filter_map(|need| steps.get(*need)).find(|need| need.day > step.day);
        if let Some(need) = later {
            return Err(out_of_order(step, step.day, need));
        }
    }
    Ok(steps)
}

/// The sentence about a step that would lie before one that it needs.
pub(super) fn out_of_order(step: &TemplateStep, day: i32, need: &TemplateStep) -> Error {
    Error::invalid(format!(
        "{} names \"{}\", which lies on day {}, after day {day}",
        at(step, "needs"),
        clean(&need.key),
        need.day,
    ))
    .hint("a step can need only steps of the same day or an earlier one")
    .of("needs")
}

/// The place of a key of a step in words.
fn at(step: &TemplateStep, key: &str) -> String {
    format!("step \"{}\": {key}", clean(&step.key))
}

/// A table of the text, and how errors call it.
struct Section<'a> {
    table: &'a Table,
    place: String,
}

impl<'a> Section<'a> {
    /// A table that has no other keys.
    fn new(table: &'a Table, place: String, keys: &[&'static str]) -> Result<Section<'a>> {
        let section = Section { table, place };
        match table.keys().find(|key| !keys.contains(&key.as_str())) {
            Some(key) => {
                let error = Error::invalid(format!("{} is no key of a template", section.at(&clean(key))));
                Err(match nearest(key, keys.iter().copied()) {
                    Some(near) => error.hint(format!("did you mean {near}?")),
                    None => error.hint(format!("use {}", keys.join(", "))),
                })
            }
            None => Ok(section),
        }
    }

    /// The place of a key in words.
    fn at(&self, key: &str) -> String {
        if self.place.is_empty() { key.to_owned() } else { format!("{}: {key}", self.place) }
    }

    fn error(&self, key: &'static str, says: impl std::fmt::Display) -> Error {
        Error::invalid(format!("{} {says}", self.at(key))).of(key)
    }

    fn wanting(&self, key: &'static str) -> Error {
        self.error(key, "is missing")
            .hint("`mainstay onboarding template core` prints a template with every key")
    }

    fn wrong(&self, key: &'static str, found: &Value, wanted: &str) -> Error {
        let found = found.to_string();
        self.error(key, format_args!("is {}, where {wanted} is wanted", crate::domain::text::fit(&found, 60)))
    }

    /// A text that is not empty.
    fn text(&self, key: &'static str, most: usize) -> Result<Box<str>> {
        self.optional(key, most)?.ok_or_else(|| match self.table.get(key) {
            Some(_) => self.error(key, "is empty").hint("say what it is"),
            None => self.wanting(key),
        })
    }

    /// A text, or nothing.
    fn optional(&self, key: &'static str, most: usize) -> Result<Option<Box<str>>> {
        let Some(value) = self.table.get(key) else { return Ok(None) };
        let text = value.as_str().ok_or_else(|| self.wrong(key, value, "text in quotes"))?.trim();
        if text.chars().count() > most {
            return Err(self.error(key, format_args!("is longer than {most} characters")).hint("shorten it"));
        }
        Ok(Some(text.into()).filter(|_| !text.is_empty()))
    }

    fn whole(&self, key: &'static str, range: RangeInclusive<i32>) -> Result<Option<i32>> {
        let Some(value) = self.table.get(key) else { return Ok(None) };
        let number = value.as_integer().and_then(|number| i32::try_from(number).ok());
        let number = number.filter(|number| range.contains(number)).ok_or_else(|| {
            let bounds = if *range.start() == i32::MIN {
                "a whole number of days".to_owned()
            } else {
                format!("a whole number of days from {} to {}", range.start(), range.end())
            };
            self.wrong(key, value, &bounds)
        })?;
        Ok(Some(number))
    }

    fn flag(&self, key: &'static str, otherwise: bool) -> Result<bool> {
        match self.table.get(key) {
            None => Ok(otherwise),
            Some(value) => value.as_bool().ok_or_else(|| self.wrong(key, value, "true or false")),
        }
    }

    fn names(&self, key: &'static str) -> Result<Vec<Box<str>>> {
        let Some(value) = self.table.get(key) else { return Ok(Vec::new()) };
        let name = |name: &Value| name.as_str().map(|name| Box::from(name.trim()));
        let names = value.as_array().and_then(|list| list.iter().map(name).collect());
        names.ok_or_else(|| self.wrong(key, value, "a list of keys of steps"))
    }

    /// The tables of the steps, at least one.
    fn steps(&self) -> Result<Vec<&'a Table>> {
        let Some(value) = self.table.get("step") else {
            return Err(Error::invalid("the template has no step").hint("write a [[step]] for every step"));
        };
        let tables: Option<Vec<&Table>> =
            value.as_array().and_then(|list| list.iter().map(Value::as_table).collect());
        let tables = tables.ok_or_else(|| {
            self.error("step", "is no list of steps")
                .hint("write [[step]], in two brackets, above every step")
        })?;
        match tables.len() {
            0 => Err(Error::invalid("the template has no step").hint("write a [[step]] for every step")),
            many if many > MOST_STEPS => {
                Err(Error::invalid(format!("the template has {many} steps, more than {MOST_STEPS}"))
                    .hint("make several templates of it"))
            }
            _ => Ok(tables),
        }
    }
}
