//! From the text of a document to checked rules; every error names the line, the rule and the key.

use toml_edit::{Document, Item, TableLike, Value};

use super::condition::{Condition, Test, Values};
use super::reason::Reason;
use super::rule::Rule;
use super::word::{Unit, Word, WordId, code};
use crate::domain::text::{clean, fit, nearest};
use crate::domain::{Band, Error, Level, Result};

/// What stands in a document; playbooks are read elsewhere.
const KEYS: &[&str] = &["trigger", "playbook"];
const RULE_KEYS: &[&str] =
    &["name", "about", "severity", "when", "until", "reason", "play", "segments", "off"];
const ON_SCALES: &[&str] = &["at_least", "above", "at_most", "below", "is"];
const IN_LISTS: &[&str] = &["is", "is_not"];

/// More rules than anyone would read.
const MOST_RULES: usize = 200;
const SHORT: usize = 200;
const LONG: usize = 2_000;

/// An entry of a document; one that is off has no rule.
#[derive(Clone)]
pub(super) struct Entry {
    pub name: Box<str>,
    pub rule: Option<Rule>,
}

impl Entry {
    /// The same under another name.
    pub fn renamed(mut self, name: Box<str>) -> Entry {
        if let Some(rule) = &mut self.rule {
            rule.name.clone_from(&name);
        }
        self.name = name;
        self
    }

    /// The same as one of the book's own document.
    pub fn of_book(mut self) -> Entry {
        if let Some(rule) = &mut self.rule {
            rule.is_own = true;
        }
        self
    }
}

/// Reads the triggers of a document.
///
/// # Errors
/// What is wrong, and where.
pub(super) fn read(text: &str) -> Result<Vec<Entry>> {
    let document = Document::parse(text).map_err(|error| {
        let line = line(text, error.span());
        Error::invalid(format!("{line}{}", clean(error.message().trim())))
            .hint("rules are TOML: a [[trigger]] for every rule, then key = value")
    })?;
    let root = Section { text, table: document.as_table(), place: String::new() };
    root.only(KEYS)?;
    let Some(item) = root.table.get("trigger") else { return Ok(Vec::new()) };
    let Some(tables) = item.as_array_of_tables() else {
        return Err(root
            .error("trigger", "is no list of rules")
            .hint("write [[trigger]], in two brackets, above every rule"));
    };
    if tables.len() > MOST_RULES {
        return Err(Error::invalid(format!("there are {} rules, more than {MOST_RULES}", tables.len()))
            .hint("switch off or join some"));
    }
    let mut entries: Vec<Entry> = Vec::with_capacity(tables.len());
    for (place, table) in tables.iter().enumerate() {
        let called = match table.get("name").and_then(Item::as_str) {
            Some(name) if !name.trim().is_empty() => format!("trigger \"{}\"", fit(name.trim(), 60)),
            _ => format!("trigger {}", place + 1),
        };
        let entry = entry(&Section { text, table, place: called })?;
        if entries.iter().any(|other| other.name == entry.name) {
            return Err(Section { text, table, place: format!("trigger \"{}\"", clean(&entry.name)) }
                .error("name", "is that of another rule too")
                .hint("give every rule a name of its own"));
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn entry(section: &Section<'_>) -> Result<Entry> {
    section.only(RULE_KEYS)?;
    let name = section.text("name", SHORT)?.ok_or_else(|| section.wanting("name"))?;
    if section.flag("off")? {
        return Ok(Entry { name, rule: None });
    }
    let severity = section.text("severity", SHORT)?.ok_or_else(|| section.wanting("severity"))?;
    let severity = Level::parse(&severity).map_err(|error| section.because("severity", error))?;
    let when = section.condition("when")?.ok_or_else(|| section.wanting("when"))?;
    let until = section.condition("until")?.ok_or_else(|| {
        section
            .error("until", "is missing, so that what it finds would never be over")
            .hint("say when the alert closes by itself, as in: until = { health = { at_least = 60 } }")
    })?;
    if when.meets(&until) {
        return Err(section
            .error("until", "can hold while the rule fires, so that the alert would close on that very day")
            .hint(format!(
                "in each alternative of until, ask for the opposite of something that when asks for; when is: {}",
                when.words()
            )));
    }
    let text = section.text("reason", LONG)?.ok_or_else(|| section.wanting("reason"))?;
    let reason = Reason::parse(&text).map_err(|error| section.because("reason", error))?;
    let rule = Rule {
        about: section.text("about", LONG)?,
        play: section.text("play", SHORT)?,
        segments: section.names("segments")?,
        name: name.clone(),
        severity,
        when,
        until,
        reason,
        only: None,
        is_own: false,
    };
    Ok(Entry { name, rule: Some(rule) })
}

/// A table of the text, and how errors call it.
struct Section<'a> {
    text: &'a str,
    table: &'a dyn TableLike,
    place: String,
}

impl<'a> Section<'a> {
    /// Refuses other keys than these.
    fn only(&self, keys: &[&str]) -> Result<()> {
        let Some((key, _)) = self.table.iter().find(|(key, _)| !keys.contains(key)) else { return Ok(()) };
        let error = self.error(key, "is no key that rules know");
        Err(match nearest(key, keys.iter().copied()) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error.hint(format!("use {}", keys.join(", "))),
        })
    }

    /// `line 12: trigger "no login": when.health says`.
    fn error(&self, key: &str, says: impl std::fmt::Display) -> Error {
        // The key itself is what is wrong, or the table where it is wanting.
        let first = key.split('.').next().unwrap_or_default();
        let span = self.table.key(first).and_then(toml_edit::Key::span);
        let span = span.or_else(|| self.table.iter().find_map(|(name, _)| self.table.key(name)?.span()));
        let line = line(self.text, span);
        let place = if self.place.is_empty() { String::new() } else { format!("{}: ", self.place) };
        Error::invalid(format!("{line}{place}{} {says}", clean(key)))
    }

    /// What was found wrong in the value of a key.
    fn because(&self, key: &str, found: Error) -> Error {
        Error { hint: found.hint, ..self.error(key, found.what) }
    }

    fn wanting(&self, key: &str) -> Error {
        self.error(key, "is missing").hint("`mainstay rules show` prints rules with every key")
    }

    fn wrong(&self, key: &str, found: &str, wanted: &str) -> Error {
        self.error(key, format_args!("is {}, where {wanted} is wanted", fit(found.trim(), 60)))
    }

    /// A text, where there is one.
    fn text(&self, key: &str, most: usize) -> Result<Option<Box<str>>> {
        let Some(item) = self.table.get(key) else { return Ok(None) };
        let text = item.as_str().ok_or_else(|| self.wrong(key, &item.to_string(), "text in quotes"))?.trim();
        if text.is_empty() {
            return Err(self.error(key, "is empty").hint("say what it is, or leave the line out"));
        }
        if text.chars().count() > most {
            return Err(self.error(key, format_args!("is longer than {most} characters")).hint("shorten it"));
        }
        Ok(Some(text.into()))
    }

    fn flag(&self, key: &str) -> Result<bool> {
        match self.table.get(key) {
            None => Ok(false),
            Some(item) => item.as_bool().ok_or_else(|| self.wrong(key, &item.to_string(), "true or false")),
        }
    }

    fn names(&self, key: &str) -> Result<Vec<Box<str>>> {
        let Some(item) = self.table.get(key) else { return Ok(Vec::new()) };
        let name = |name: &Value| name.as_str().map(str::trim).filter(|name| !name.is_empty()).map(Box::from);
        let names: Option<Vec<Box<str>>> = item.as_array().and_then(|list| list.iter().map(name).collect());
        names
            .filter(|names| !names.is_empty())
            .ok_or_else(|| self.wrong(key, &item.to_string(), "a list of names of segments"))
    }

    /// A condition: words with what they are compared with, and `any`, a list of alternatives.
    fn condition(&self, key: &str) -> Result<Option<Condition>> {
        let Some(item) = self.table.get(key) else { return Ok(None) };
        let shape = "a table such as { no_login_days = { at_least = \"30 d\" } }";
        let table = item.as_table_like().ok_or_else(|| self.wrong(key, &item.to_string(), shape))?;
        let common = self.tests(key, table)?;
        let Some(any) = table.get("any") else {
            if common.is_empty() {
                return Err(self.error(key, "asks for nothing").hint(format!("write {shape}")));
            }
            return self.whole(key, vec![common]).map(Some);
        };
        let key = format!("{key}.any");
        let shape = format!("a list of tables, [{{ ... }}, {{ ... }}], each {shape}");
        let wrong = || self.wrong(&key, &any.to_string(), &shape);
        let mut alternatives = Vec::new();
        for (place, one) in any.as_array().ok_or_else(wrong)?.iter().enumerate() {
            let table = one.as_inline_table().ok_or_else(wrong)?;
            let at = format!("{key}[{place}]");
            if table.get("any").is_some() {
                return Err(self.error(&at, "has an any inside of any").hint("write every alternative out"));
            }
            let own = self.tests(&at, table)?;
            if own.is_empty() {
                return Err(self.error(&at, "asks for nothing").hint("leave it out, or name a word"));
            }
            alternatives.push([common.clone(), own].concat());
        }
        if alternatives.is_empty() {
            return Err(wrong());
        }
        self.whole(&key, alternatives).map(Some)
    }

    /// A condition that can hold at all.
    fn whole(&self, key: &str, mut any: Vec<Vec<Test>>) -> Result<Condition> {
        for tests in &mut any {
            let mut joined: Vec<Test> = Vec::with_capacity(tests.len());
            for test in tests.iter() {
                match joined.iter_mut().find(|known| known.word == test.word) {
                    Some(known) => known.values = known.values.and(test.values),
                    None => joined.push(*test),
                }
            }
            if let Some(test) = joined.iter().find(|test| test.values.is_empty()) {
                let name = test.word.word().name;
                return Err(self
                    .error(key, format_args!("asks for a {name} that contradicts itself"))
                    .hint("no account is ever so: correct one of the comparisons"));
            }
            *tests = joined;
        }
        Ok(Condition { any })
    }

    /// The words of a condition but `any`.
    fn tests(&self, key: &str, table: &dyn TableLike) -> Result<Vec<Test>> {
        let mut tests = Vec::new();
        for (name, item) in table.iter().filter(|(name, _)| *name != "any") {
            let key = format!("{key}.{name}");
            let word = WordId::find(name).map_err(|error| self.because(&key, error))?;
            let values = self.values(&key, word.word(), item)?;
            if values.and(Values::all(word.word())).is_empty() {
                let all = told_range(word.word());
                return Err(self
                    .error(&key, format_args!("asks for a value that it can never be: it is {all}"))
                    .hint("correct the comparison, or switch the rule off with: off = true"));
            }
            tests.push(Test { word, values });
        }
        Ok(tests)
    }

    /// What a word is compared with: a value, or comparisons all of which hold.
    fn values(&self, key: &str, word: &Word, item: &Item) -> Result<Values> {
        let Some(table) = item.as_table_like() else {
            return self.compared(key, word, "is", item);
        };
        let operators = if word.unit.is_list() { IN_LISTS } else { ON_SCALES };
        let mut values = Values::unlimited(word);
        for (operator, item) in table.iter() {
            let key = format!("{key}.{operator}");
            if !operators.contains(&operator) {
                return Err(self
                    .error(&key, format_args!("is no comparison of {}", word.unit.written()))
                    .hint(format!("use {}", operators.join(", "))));
            }
            values = values.and(self.compared(&key, word, operator, item)?);
        }
        if table.is_empty() {
            return Err(self
                .error(key, "is compared with nothing")
                .hint(format!("use {}", operators.join(", "))));
        }
        Ok(values)
    }

    fn compared(&self, key: &str, word: &Word, operator: &str, item: &Item) -> Result<Values> {
        if word.unit.is_list() {
            let one = |value: &Value| self.of_list(key, word, value);
            let named = match item.as_value() {
                Some(Value::Array(list)) if word.unit == Unit::Band => list
                    .iter()
                    .map(one)
                    .try_fold(0_u8, |set, code| Ok::<_, Error>(set | bits(Values::only(code?))))?,
                Some(value) => bits(Values::only(one(value)?)),
                None => return Err(self.wrong(key, &item.to_string(), word.unit.written())),
            };
            let all = bits(Values::all(word));
            return Ok(Values::Among(if operator == "is_not" { all & !named } else { named }));
        }
        let number = self.number(key, word, item)?;
        let (least, most) = match operator {
            "at_least" | "above" => (number, f64::INFINITY),
            "at_most" | "below" => (f64::NEG_INFINITY, number),
            _ => (number, number),
        };
        Ok(Values::Between { with_least: operator != "above", with_most: operator != "below", least, most })
    }

    /// A word of a list as its code.
    fn of_list(&self, key: &str, word: &Word, value: &Value) -> Result<f64> {
        let wrong = || self.wrong(key, &value.to_string(), word.unit.written());
        match word.unit {
            Unit::Band => {
                let band = Band::parse(value.as_str().ok_or_else(wrong)?);
                band.map(code).map_err(|error| {
                    self.because(key, Error { what: format!("is wrong: {}", error.what), ..error })
                })
            }
            _ => value.as_bool().map(|yes| if yes { 1.0 } else { 0.0 }).ok_or_else(wrong),
        }
    }

    /// A number in the unit of the word and within its range.
    fn number(&self, key: &str, word: &Word, item: &Item) -> Result<f64> {
        let unit = word.unit;
        let plain = item.as_float().or_else(|| item.as_integer().map(|number| number as f64));
        let with = |units: &[&str]| {
            let text = item.as_str()?.trim();
            let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+')))?;
            let (number, unit) = text.split_at_checked(end)?;
            let is_unit = units.contains(&unit.trim());
            number.parse::<f64>().ok().filter(|_| is_unit)
        };
        let number = match unit {
            Unit::Days => with(&["d", "day", "days"]),
            Unit::Percent => with(&["%", "percent"]),
            Unit::Points => plain.or_else(|| with(&["points", "point"])),
            Unit::Count => item.as_integer().map(|number| number as f64),
            Unit::YesNo | Unit::Band => None,
        };
        let number = number.filter(|number| number.is_finite()).ok_or_else(|| {
            let found = item.to_string();
            let error = self.error(
                key,
                format_args!(
                    "is {}, where {} is counted in {}",
                    fit(found.trim(), 60),
                    word.name,
                    unit.written()
                ),
            );
            error.hint("write the number with its unit")
        })?;
        if number < word.range.least || number > word.range.most {
            let found = item.to_string();
            return Err(self
                .error(key, format_args!("is {}, which {} never is", fit(found.trim(), 60), word.name))
                .hint(format!("it is {}", told_range(word))));
        }
        Ok(number)
    }
}

fn bits(values: Values) -> u8 {
    match values {
        Values::Among(set) => set,
        Values::Between { .. } => 0,
    }
}

/// `0 days to 36500 days`.
fn told_range(word: &Word) -> String {
    let bound = |value: f64| if value.abs() >= 1e6 { None } else { Some(word.unit.told(value)) };
    match (bound(word.range.least), bound(word.range.most)) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("{least} or more"),
        (None, Some(most)) => format!("{most} or less"),
        (None, None) => "any number".to_owned(),
    }
}

/// `line 12: `; nothing where that is not known.
fn line(text: &str, span: Option<std::ops::Range<usize>>) -> String {
    let before = span.and_then(|span| text.get(..span.start));
    before.map_or(String::new(), |before| format!("line {}: ", before.matches('\n').count() + 1))
}
