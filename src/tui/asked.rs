//! What a list is filtered by: the text as typed, what it means, what is wrong with it.

use crate::book::{Filter, Lookups};
use crate::domain::Error;

/// The filter of a list.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    text: String,
    /// The part of it that is about accounts; the rest is about what the list has beside them.
    of_accounts: String,
    filter: Filter,
    problem: Option<Error>,
    /// What is not understood yet of a text in the making, which may still become a term.
    doubt: Option<Error>,
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

    /// What is not understood of it so far, while it is typed.
    pub fn doubt(&self) -> Option<&Error> {
        self.doubt.as_ref()
    }

    /// Takes in a text, which may still be in the making where it is `live`. What cannot be understood leaves the
    /// filter as it was. Whether the filter is another one now.
    pub fn set(&mut self, text: &str, live: bool, lookups: &Lookups) -> bool {
        self.set_part(text, text, live, lookups)
    }

    /// The same for a list that has understood the rest of the text by itself.
    pub fn set_part(&mut self, text: &str, of_accounts: &str, live: bool, lookups: &Lookups) -> bool {
        text.clone_into(&mut self.text);
        of_accounts.clone_into(&mut self.of_accounts);
        let parsed = if live {
            Filter::parse_live(of_accounts, lookups)
        } else {
            Filter::parse(of_accounts, lookups).map(|filter| (filter, None))
        };
        match parsed {
            Ok((filter, doubt)) => {
                let changed = filter != self.filter;
                (self.filter, self.problem, self.doubt) = (filter, None, doubt);
                changed
            }
            Err(problem) => {
                self.problem = Some(problem);
                false
            }
        }
    }

    /// Takes in a text that the list does not understand; the filter stays as it was.
    pub fn refuse(&mut self, text: &str, problem: Error) {
        text.clone_into(&mut self.text);
        self.problem = Some(problem);
    }

    /// Reads the text again: names of people and segments may have changed, and with them what a term means.
    pub fn reread(&mut self, lookups: &Lookups) {
        let (text, of_accounts) = (std::mem::take(&mut self.text), std::mem::take(&mut self.of_accounts));
        self.set_part(&text, &of_accounts, true, lookups);
    }
}
