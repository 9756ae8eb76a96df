//! Matters that were handled and are still in what was read: they are off the list at once, and there again when the
//! change was refused.

use std::collections::BTreeSet;

use crate::today::{Key, Whose};
use crate::tui::source::Number;

/// A matter that leaves, and whose it is.
pub type Gone = (Whose, Key);

/// What a change handles.
#[derive(Debug)]
struct Entry {
    number: Number,
    gone: Vec<Gone>,
    /// The last question that was asked before it was done: its answer may still have them. None: it is not done yet.
    done: Option<u64>,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Leaving {
    entries: Vec<Entry>,
    /// The number of the last question.
    asked: u64,
}

impl Leaving {
    /// Takes in that a question was asked.
    pub fn asked(&mut self, number: u64) {
        self.asked = self.asked.max(number);
    }

    /// The number of the last question.
    pub fn last_asked(&self) -> u64 {
        self.asked
    }

    /// Adds what a change handles.
    pub fn add(&mut self, number: Number, gone: Vec<Gone>) {
        self.entries.push(Entry { number, gone, done: None });
    }

    /// Takes in that a change was done.
    pub fn done(&mut self, number: Number) {
        for entry in self.entries.iter_mut().filter(|entry| entry.number == number) {
            entry.done = Some(self.asked);
        }
    }

    /// Takes in that a change was refused: gives whose matters are there again.
    pub fn refused(&mut self, number: Number) -> BTreeSet<Whose> {
        let back = self.entries.extract_if(.., |entry| entry.number == number);
        back.flat_map(|entry| entry.gone).map(|(whose, _)| whose).collect()
    }

    /// Takes in an answer about somebody, or about all: what was done before its question was asked is not in it any
    /// more.
    pub fn answered(&mut self, number: u64, about: Option<Whose>) {
        // What is of many is told with each of them.
        let is_of =
            |whose: Whose| about.is_none_or(|about| about == whose) || matches!(whose, Whose::Many(_));
        for entry in self.entries.iter_mut().filter(|entry| entry.done.is_some_and(|asked| asked < number)) {
            entry.gone.retain(|(whose, _)| !is_of(*whose));
        }
        self.entries.retain(|entry| !entry.gone.is_empty());
    }

    /// Whether a matter is among them.
    pub fn has(&self, key: &Key) -> bool {
        self.entries.iter().any(|entry| entry.gone.iter().any(|(_, gone)| gone == key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Gone = (Whose::Account(1), ("task", 1));
    const TWO: Gone = (Whose::Account(2), ("task", 2));

    #[test]
    fn what_was_handled_stays_away_until_a_question_asked_later_is_answered() {
        let mut leaving = Leaving::default();
        leaving.asked(1);
        leaving.add(7, vec![ONE]);
        assert!(leaving.has(&ONE.1) && !leaving.has(&TWO.1));
        leaving.asked(2);
        leaving.done(7);
        leaving.answered(2, None);
        assert!(leaving.has(&ONE.1), "the second question was asked before it was done");
        leaving.asked(3);
        leaving.answered(3, None);
        assert!(!leaving.has(&ONE.1));
    }

    #[test]
    fn an_answer_about_another_account_says_nothing_of_it() {
        let mut leaving = Leaving::default();
        leaving.add(7, vec![ONE, TWO]);
        leaving.done(7);
        leaving.asked(2);
        leaving.answered(1, Some(ONE.0));
        assert!(!leaving.has(&ONE.1) && leaving.has(&TWO.1));
        leaving.answered(2, Some(TWO.0));
        assert!(!leaving.has(&TWO.1));
    }

    #[test]
    fn what_was_refused_is_there_again() {
        let mut leaving = Leaving::default();
        leaving.add(7, vec![ONE]);
        assert_eq!(leaving.refused(7), BTreeSet::from([ONE.0]));
        assert!(!leaving.has(&ONE.1));
    }
}
