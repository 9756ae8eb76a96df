//! Matters that were handled and are still in what was read: they are off the list at once, and there again when the
//! change was refused.

use crate::tui::source::Number;

type Key = (&'static str, i64);

/// What a change handles.
#[derive(Debug)]
struct Entry {
    number: Number,
    keys: Vec<Key>,
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

    /// Adds what a change handles.
    pub fn add(&mut self, number: Number, keys: Vec<Key>) {
        self.entries.push(Entry { number, keys, done: None });
    }

    /// Takes in that a change was done or refused; whether the list is another one by that.
    pub fn handled(&mut self, number: Number, done: bool) -> bool {
        let before = self.entries.len();
        if !done {
            self.entries.retain(|entry| entry.number != number);
        }
        for entry in self.entries.iter_mut().filter(|entry| entry.number == number) {
            entry.done = Some(self.asked);
        }
        self.entries.len() != before
    }

    /// Takes in an answer: what was done before its question was asked is not in it any more.
    pub fn answered(&mut self, number: u64) {
        self.entries.retain(|entry| entry.done.is_none_or(|asked| asked >= number));
    }

    /// Whether a matter is among them.
    pub fn has(&self, key: &Key) -> bool {
        self.entries.iter().any(|entry| entry.keys.contains(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_handled_stays_away_until_a_question_asked_later_is_answered() {
        let mut leaving = Leaving::default();
        leaving.asked(1);
        leaving.add(7, vec![("task", 1)]);
        assert!(leaving.has(&("task", 1)) && !leaving.has(&("task", 2)));
        leaving.asked(2);
        leaving.handled(7, true);
        leaving.answered(2);
        assert!(leaving.has(&("task", 1)), "the second question was asked before it was done");
        leaving.asked(3);
        leaving.answered(3);
        assert!(!leaving.has(&("task", 1)));
    }

    #[test]
    fn what_was_refused_is_there_again() {
        let mut leaving = Leaving::default();
        leaving.add(7, vec![("task", 1)]);
        assert!(leaving.handled(7, false));
        assert!(!leaving.has(&("task", 1)));
    }
}
