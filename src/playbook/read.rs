//! From TOML to checked playbooks; every error names the playbook, the step and the key.

use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Table;

use super::library::{At, Exit, Origin, Playbook, Step};
use crate::domain::shelf::{given, same};
use crate::domain::text::clean;
use crate::domain::{Band, Error, InterventionStep, OwnerRole, Result};

/// Days and hours that a step may lie away from what it counts from.
const MOST_DAYS: i32 = 3_650;
const MOST_HOURS: i32 = 24 * 365;
/// More steps than anyone would work through.
const MOST_STEPS: usize = 200;

const SHORT: usize = 200;
const TITLE: usize = 2_000;
const LONG: usize = 10_000;

/// An entry of a document. One without a playbook switches off the one of its name.
pub(super) struct Entry {
    pub name: Box<str>,
    pub playbook: Option<Playbook>,
}

/// The whole document. Its triggers are read elsewhere.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default, rename = "trigger")]
    _triggers: IgnoredAny,
    #[serde(default)]
    playbook: Vec<Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaybookText {
    name: String,
    title: Option<String>,
    about: Option<String>,
    until: Option<String>,
    #[serde(default)]
    closes: Vec<String>,
    band: Option<String>,
    working_days: Option<bool>,
    #[serde(default)]
    off: bool,
    #[serde(default)]
    step: Vec<Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepText {
    title: String,
    day: Option<i32>,
    hours: Option<i32>,
    renewal: Option<i32>,
    owner: String,
    help: Option<String>,
    message: Option<String>,
    marks: Option<String>,
}

/// Reads the playbooks of a document.
pub(super) fn document(text: &str, origin: Origin) -> Result<Vec<Entry>> {
    let document: Document = toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(1, |before| before.matches('\n').count() + 1);
        Error::invalid(format!("line {line}: {}", clean(error.message().trim())))
            .hint("the document has a [[trigger]] for every trigger and a [[playbook]] for every playbook")
    })?;
    let mut entries: Vec<Entry> = Vec::with_capacity(document.playbook.len());
    for (number, table) in (1..).zip(document.playbook) {
        let place = called("playbook", &table, "name", number);
        let entry = entry(table, origin).map_err(|error| error.at(&place))?;
        if entries.iter().any(|other| same(&other.name, &entry.name)) {
            return Err(Error::invalid(format!("{place}: the document has two of this name"))
                .hint("give every playbook a name of its own"));
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// How errors call a table: by its name where it has one.
fn called(what: &str, table: &Table, key: &str, number: usize) -> String {
    match table.get(key).and_then(toml::Value::as_str).map(str::trim) {
        Some(name) if !name.is_empty() => format!("{what} \"{}\"", clean(name)),
        _ => format!("{what} {number}"),
    }
}

/// A table as one of its kind.
fn typed<'de, T: Deserialize<'de>>(table: Table) -> Result<T> {
    T::deserialize(table).map_err(|error| {
        Error::invalid(clean(error.message().trim()).into_owned())
            .hint("the comment at the top of the built-in document lists every key")
    })
}

fn entry(table: Table, origin: Origin) -> Result<Entry> {
    let text: PlaybookText = typed(table)?;
    let name = needed("name", Some(text.name), SHORT)?;
    if text.off {
        return Ok(Entry { name, playbook: None });
    }
    if text.step.is_empty() {
        return Err(Error::invalid("it has no step")
            .hint("add a [[playbook.step]] with title, day and owner, or switch it off with off = true"));
    }
    if text.step.len() > MOST_STEPS {
        return Err(Error::invalid(format!("it has {} steps, more than {MOST_STEPS}", text.step.len()))
            .hint("make several playbooks of it"));
    }
    let mut steps: Vec<Step> = Vec::with_capacity(text.step.len());
    for (number, table) in (1..).zip(text.step) {
        let place = called("step", &table, "title", number);
        let step = step(table).map_err(|error| error.at(&place))?;
        if steps.iter().any(|other| other.title == step.title) {
            return Err(Error::invalid(format!("{place}: another step has this title too"))
                .hint("give every step a title of its own"));
        }
        steps.push(step);
    }
    let band = text.band.as_deref().map(exit_band).transpose()?;
    let closes = text.closes.into_iter().map(|name| needed("closes", Some(name), SHORT));
    let exit =
        Exit { words: needed("until", text.until, TITLE)?, closes: closes.collect::<Result<_>>()?, band };
    let title = given("title", text.title, SHORT)?.unwrap_or_else(|| name.clone());
    let about = given("about", text.about, TITLE)?.unwrap_or_default();
    let working_days = text.working_days.unwrap_or(true);
    let playbook = Playbook { name: name.clone(), title, about, exit, working_days, steps, origin };
    Ok(Entry { name, playbook: Some(playbook) })
}

/// A band that an account can come up to.
fn exit_band(word: &str) -> Result<Band> {
    match Band::parse(word) {
        Ok(band @ (Band::Yellow | Band::Green)) => Ok(band),
        _ => Err(Error::invalid(format!("band is \"{}\"", clean(word)))
            .hint("a play is over from yellow or from green on")
            .of("band")),
    }
}

fn step(table: Table) -> Result<Step> {
    let text: StepText = typed(table)?;
    let at = match (text.day, text.hours, text.renewal) {
        (Some(day), None, None) => At::Start(within("day", day, 0, MOST_DAYS)?),
        // Half a day and more is a day.
        (None, Some(hours), None) => At::Start((within("hours", hours, 0, MOST_HOURS)? + 12) / 24),
        (None, None, Some(days)) => At::Renewal(within("renewal", days, -MOST_DAYS, MOST_DAYS)?),
        _ => {
            return Err(Error::invalid("it is not said when, or twice")
                .hint("give one of day = 3, hours = 48, renewal = -14")
                .of("day"));
        }
    };
    Ok(Step {
        title: needed("title", Some(text.title), TITLE)?,
        at,
        owner: OwnerRole::parse(&text.owner).map_err(|error| error.at("owner").of("owner"))?,
        help: given("help", text.help, LONG)?,
        message: given("message", text.message, SHORT)?,
        marks: text.marks.as_deref().map(step_of_intervention).transpose()?,
    })
}

/// One of the five steps.
fn step_of_intervention(word: &str) -> Result<InterventionStep> {
    match InterventionStep::parse(word) {
        Ok(step) if step != InterventionStep::Review => Ok(step),
        _ => {
            let names = InterventionStep::STEPS.map(InterventionStep::name).join(", ");
            Err(Error::invalid(format!("marks is \"{}\"", clean(word)))
                .hint(format!("use one of {names}"))
                .of("marks"))
        }
    }
}

fn within(key: &'static str, number: i32, least: i32, most: i32) -> Result<i32> {
    if (least..=most).contains(&number) {
        return Ok(number);
    }
    Err(Error::invalid(format!("{key} is {number}"))
        .hint(format!("use a number from {least} to {most}"))
        .of(key))
}

fn needed(key: &'static str, text: Option<String>, most: usize) -> Result<Box<str>> {
    let is_there = text.is_some();
    given(key, text, most)?.ok_or_else(|| {
        let what = if is_there { "is empty" } else { "is missing" };
        Error::invalid(format!("{key} {what}")).hint("say it in a few words").of(key)
    })
}
