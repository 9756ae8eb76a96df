//! What a list is narrowed to that has more than accounts: terms of its own, and what is asked of the accounts.

use super::asked::Asked;
use super::terms::Terms;
use crate::book::{Board, Lookups};
use crate::domain::Result;
use crate::health::facts::AccountId;

/// The filter of such a list.
#[derive(Debug)]
pub struct Narrowed<T> {
    asked: Asked,
    terms: Terms<T>,
}

impl<T> Default for Narrowed<T> {
    fn default() -> Narrowed<T> {
        Narrowed { asked: Asked::default(), terms: Terms::default() }
    }
}

impl<T: PartialEq> Narrowed<T> {
    /// What it is filtered by.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// What it asks beside the accounts.
    pub fn terms(&self) -> &Terms<T> {
        &self.terms
    }

    /// Takes in a text, which may still be in the making where it is `live`; `test` knows the list's own terms. What
    /// cannot be understood leaves the filter as it was. Whether the filter is another one now.
    pub fn set(
        &mut self,
        text: &str,
        live: bool,
        test: impl Fn(&str, &str, &str) -> Result<Option<T>>,
        lookups: &Lookups,
    ) -> bool {
        match Terms::parse(text, live, test) {
            Ok((terms, of_accounts)) => {
                let others = terms != self.terms;
                self.terms = terms;
                self.asked.set_part(text, &of_accounts, live, lookups) || others
            }
            Err(problem) => {
                self.asked.refuse(text, problem);
                false
            }
        }
    }

    /// Reads the text again: names of people and segments may have changed.
    pub fn reread(&mut self, lookups: &Lookups) {
        self.asked.reread(lookups);
    }

    /// Whether something of an account passes; `holds` says whether a term does.
    pub fn passes(&self, account: AccountId, board: &Board, holds: impl Fn(&T) -> bool) -> bool {
        let filter = self.asked.filter();
        self.terms.hold(holds)
            && (filter.is_empty()
                || board.get(account).is_some_and(|row| filter.matches(row, board.lookups())))
    }

    /// The same of what has a title, in which words may stand as in the name of the account.
    pub fn passes_titled(
        &self,
        account: AccountId,
        title: &str,
        board: &Board,
        holds: impl Fn(&T) -> bool,
    ) -> bool {
        let filter = self.asked.filter();
        self.terms.hold(holds)
            && (filter.is_empty()
                || board.get(account).is_some_and(|row| filter.matches_titled(row, board.lookups(), title)))
    }
}
