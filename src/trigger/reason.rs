//! The text of an alert: words in braces stand for their figures.

use super::case::Case;
use super::reading::plain;
use super::word::WordId;
use crate::domain::text::clean;
use crate::domain::{Error, Result};

/// The longest reason, in characters.
const LONGEST: usize = 2_000;

/// A text with figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reason {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(Box<str>),
    Figure(WordId),
}

impl Reason {
    /// As it was written: `no login for {no_login_days}`.
    pub fn words(&self) -> String {
        let words = |part: &Part| match part {
            Part::Text(text) => text.to_string(),
            Part::Figure(id) => format!("{{{}}}", id.word().name),
        };
        self.parts.iter().map(words).collect()
    }

    /// Reads `no login for {no_login_days}`.
    ///
    /// # Errors
    /// A word that there is not, a brace without its other one, too long a text.
    pub(super) fn parse(text: &str) -> Result<Reason> {
        if text.chars().count() > LONGEST {
            return Err(Error::invalid(format!("is longer than {LONGEST} characters")).hint("shorten it"));
        }
        let lone = || {
            Error::invalid("has a brace without its other one")
                .hint("write a word as {health}, in two braces")
        };
        let mut parts = Vec::new();
        let mut rest = text.trim();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or_else(lone)?;
            if before.contains('}') || name.contains('{') {
                return Err(lone());
            }
            let word = WordId::find(name.trim()).map_err(|error| Error {
                what: format!("names {{{}}}, which {}", clean(name), error.what),
                ..error
            })?;
            if !before.is_empty() {
                parts.push(Part::Text(before.into()));
            }
            parts.push(Part::Figure(word));
            rest = after;
        }
        if rest.contains('}') {
            return Err(lone());
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.into()));
        }
        Ok(Reason { parts })
    }

    /// The text with the figures of a day.
    pub fn tell(&self, case: &Case<'_>) -> String {
        let mut told = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => told.push_str(text),
                Part::Figure(id) => {
                    let word = id.word();
                    let own = word.tell.and_then(|tell| tell(case));
                    told.push_str(&own.unwrap_or_else(|| plain(word.unit, case.value(*id))));
                }
            }
        }
        told
    }
}
