//! What a list is filtered by: the text as typed, what it means, what is wrong with it.

use crate::book::{Filter, Lookups};
use crate::domain::Error;

/// The filter of a list.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    text: String,
    filter: Filter,
    problem: Option<Error>,
}

impl Asked {
    /// As typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// As far as it was understood.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// What is wrong with it.
    pub fn problem(&self) -> Option<&Error> {
        self.problem.as_ref()
    }

    /// Takes in a text, which may still be in the making where it is `live`. What cannot be understood leaves the
    /// filter as it was. Whether the filter is another one now.
    pub fn set(&mut self, text: &str, live: bool, lookups: &Lookups) -> bool {
        text.clone_into(&mut self.text);
        let parsed = if live { Filter::parse_live(text, lookups) } else { Filter::parse(text, lookups) };
        match parsed {
            Ok(filter) => {
                let changed = filter != self.filter;
                (self.filter, self.problem) = (filter, None);
                changed
            }
            Err(problem) => {
                self.problem = Some(problem);
                false
            }
        }
    }

    /// Reads the text again: names of people and segments may have changed, and with them what a term means.
    pub fn reread(&mut self, lookups: &Lookups) {
        let text = std::mem::take(&mut self.text);
        self.set(&text, true, lookups);
    }
}
