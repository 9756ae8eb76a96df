//! From TOML to a checked template. Every error names the file, the question and the key.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::{Choice, Question, Template, Worse};
use crate::domain::text::{clean, fit};
use crate::domain::{Error, Result};

/// The longest that a template may wait before it is stale: a hundred years.
const MOST_DAYS: i64 = 36_500;
/// The longest words of a question or an answer, and of a help.
const WORDS: usize = 200;
const HELP: usize = 2_000;

const TEMPLATE_KEYS: &[&str] =
    &["name", "about", "worse", "medium_from", "high_from", "stale_days", "question"];
const QUESTION_KEYS: &[&str] = &["key", "text", "help", "weight", "answers"];
const ANSWER_KEYS: &[&str] = &["key", "text", "score"];

impl Template {
    /// Reads a template. `file` is what errors call it.
    ///
    /// # Errors
    /// Not TOML, an unknown or missing key, a value that is not what is wanted, a key that stands twice.
    pub fn parse(file: &str, text: &str) -> Result<Template> {
        read(text).map_err(|error| error.at(clean(file)))
    }
}

fn read(text: &str) -> Result<Template> {
    let table = text.parse::<Table>().map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
        Error::invalid(format!(
            "line {}: {}",
            before.matches('\n').count() + 1,
            clean(error.message().trim())
        ))
        .hint("a template is TOML: key = value, and [[question]] before each question")
    })?;
    let keys = Keys { table: &table, at: String::new() };
    keys.known(TEMPLATE_KEYS)?;
    let medium_from = keys.score("medium_from")?;
    let high_from = keys.score("high_from")?;
    if high_from <= medium_from {
        return Err(keys.wrong("high_from", &format!("a number above medium_from, which is {medium_from},")));
    }
    let questions: Vec<Question> = keys
        .list("question")?
        .iter()
        .enumerate()
        .map(|(place, value)| question(value, place))
        .collect::<Result<_>>()?;
    unique(questions.iter().map(|question| question.key.as_str()), "question")?;
    Ok(Template {
        name: keys.text("name", WORDS)?,
        about: keys.optional("about", HELP)?,
        worse: match keys.text("worse", WORDS)?.as_str() {
            "high" => Worse::High,
            "low" => Worse::Low,
            _ => return Err(keys.wrong("worse", "\"high\" or \"low\"")),
        },
        medium_from,
        high_from,
        stale_days: keys
            .whole("stale_days", 1, MOST_DAYS)
            .and_then(|days| i32::try_from(days).map_err(|_| keys.wrong("stale_days", "fewer days")))?,
        questions,
    })
}

fn question(value: &Value, place: usize) -> Result<Question> {
    let table = value.as_table().ok_or_else(|| {
        Error::invalid(format!("question {}: is no question", place + 1))
            .hint("write [[question]] and its keys below")
    })?;
    // Until its key is known, a question goes by its number.
    let mut keys = Keys { table, at: format!("question {}: ", place + 1) };
    let key = keys.text("key", WORDS)?;
    keys.at = format!("question {key}: ");
    keys.known(QUESTION_KEYS)?;
    let answers: Vec<Choice> = keys
        .list("answers")?
        .iter()
        .enumerate()
        .map(|(place, value)| answer(value, place, &keys))
        .collect::<Result<_>>()?;
    if answers.len() < 2 {
        return Err(keys.wrong("answers", "a list of at least two answers"));
    }
    unique(answers.iter().map(|answer| answer.key.as_str()), "answer")
        .map_err(|error| Error { what: format!("{}{}", keys.at, error.what), ..error })?;
    let weight = if table.contains_key("weight") { keys.whole("weight", 1, 100)? } else { 1 };
    Ok(Question {
        text: keys.text("text", WORDS)?,
        help: keys.optional("help", HELP)?,
        weight: u32::try_from(weight).map_err(|_| keys.wrong("weight", "a whole number from 1 to 100"))?,
        key,
        answers,
    })
}

fn answer(value: &Value, place: usize, above: &Keys<'_>) -> Result<Choice> {
    let shape = "a list of { key, text, score }";
    let table = value.as_table().ok_or_else(|| above.wrong("answers", shape))?;
    let mut keys = Keys { table, at: format!("{}answer {}: ", above.at, place + 1) };
    let key = keys.text("key", WORDS)?;
    keys.at = format!("{}answer {key}: ", above.at);
    keys.known(ANSWER_KEYS)?;
    Ok(Choice { text: keys.text("text", WORDS)?, score: keys.score("score")?, key })
}

/// No key may stand twice: the book would not know which question or answer is meant.
fn unique<'a>(keys: impl Iterator<Item = &'a str>, what: &str) -> Result<()> {
    let mut seen = BTreeSet::new();
    for key in keys {
        if !seen.insert(key) {
            return Err(Error::invalid(format!("{what} {}: key stands twice", clean(key)))
                .hint("give each its own key"));
        }
    }
    Ok(())
}

/// A table of the template and the words before its keys in an error.
struct Keys<'a> {
    table: &'a Table,
    at: String,
}

impl Keys<'_> {
    /// Refuses keys that mean nothing here: most often they are misspelt.
    fn known(&self, known: &[&str]) -> Result<()> {
        match self.table.keys().find(|key| !known.contains(&key.as_str())) {
            None => Ok(()),
            Some(key) => Err(Error::invalid(format!("{}{} is no key of it", self.at, clean(key)))
                .hint(format!("use {}", known.join(", ")))),
        }
    }

    fn text(&self, key: &str, most: usize) -> Result<String> {
        let text = self.table.get(key).and_then(Value::as_str).map(str::trim);
        let kept = text.filter(|text| !text.is_empty() && text.chars().count() <= most);
        kept.map(|text| clean(text).into_owned())
            .ok_or_else(|| self.wrong(key, &format!("text of 1 to {most} characters")))
    }

    fn optional(&self, key: &str, most: usize) -> Result<String> {
        if self.table.contains_key(key) { self.text(key, most) } else { Ok(String::new()) }
    }

    fn whole(&self, key: &str, least: i64, most: i64) -> Result<i64> {
        let number = self.table.get(key).and_then(Value::as_integer);
        number
            .filter(|number| (least..=most).contains(number))
            .ok_or_else(|| self.wrong(key, &format!("a whole number from {least} to {most}")))
    }

    fn score(&self, key: &str) -> Result<u8> {
        let score = self.whole(key, 0, 100)?;
        u8::try_from(score).map_err(|_| self.wrong(key, "a whole number from 0 to 100"))
    }

    fn list(&self, key: &str) -> Result<&[Value]> {
        let list = self.table.get(key).and_then(Value::as_array).filter(|list| !list.is_empty());
        list.map(Vec::as_slice).ok_or_else(|| self.wrong(key, "a list of at least one"))
    }

    fn wrong(&self, key: &str, wanted: &str) -> Error {
        let found = self.table.get(key).map_or_else(|| "nothing".to_owned(), Value::to_string);
        Error::invalid(format!("{}{key} is {}, where {wanted} is wanted", self.at, fit(&found, 60)))
            .hint("`mainstay assessments show NAME` prints a template that is right")
    }
}
