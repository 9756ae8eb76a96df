//! Conditions: comparisons of words, all of which hold, in one or more alternatives.

use super::case::Case;
use super::word::{Word, WordId, band};

/// What a condition says of an account on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No,
    /// There is nothing to compare with.
    NoBaseline,
}

/// The values that a comparison lets pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Values {
    /// On a scale: between two ends, each with whether it counts.
    Between { least: f64, with_least: bool, most: f64, with_most: bool },
    /// Of a list of at most 8 words: a bit each.
    Among(u8),
}

impl Values {
    /// All that a word can be.
    pub fn all(word: &Word) -> Values {
        if word.unit.is_list() {
            // The words of the list are 0 to most.
            let count = (0..8_u8).filter(|code| f64::from(*code) <= word.range.most);
            return Values::Among(count.fold(0, |set, code| set | 1 << code));
        }
        Values::Between { least: word.range.least, with_least: true, most: word.range.most, with_most: true }
    }

    /// Anything, also beyond what a word is said to be.
    pub fn unlimited(word: &Word) -> Values {
        match Values::all(word) {
            Values::Between { .. } => Values::Between {
                least: f64::NEG_INFINITY,
                with_least: true,
                most: f64::INFINITY,
                with_most: true,
            },
            among => among,
        }
    }

    /// The one word of a list that has this code.
    pub fn only(code: f64) -> Values {
        Values::Among((0..8_u8).filter(|own| f64::from(*own) == code).fold(0, |set, own| set | 1 << own))
    }

    /// What both let pass.
    pub fn and(self, other: Values) -> Values {
        match (self, other) {
            (Values::Among(a), Values::Among(b)) => Values::Among(a & b),
            (
                Values::Between { least: a, with_least: with_a, most: b, with_most: with_b },
                Values::Between { least: c, with_least: with_c, most: d, with_most: with_d },
            ) => {
                let (least, with_least) =
                    if a > c || (a == c && !with_a) { (a, with_a) } else { (c, with_c) };
                let (most, with_most) = if b < d || (b == d && !with_b) { (b, with_b) } else { (d, with_d) };
                Values::Between { least, with_least, most, with_most }
            }
            // A word is on a scale or in a list.
            _ => Values::Among(0),
        }
    }

    /// Whether nothing passes.
    pub fn is_empty(self) -> bool {
        match self {
            Values::Among(set) => set == 0,
            Values::Between { least, with_least, most, with_most } => {
                least > most || (least == most && !(with_least && with_most))
            }
        }
    }

    fn has(self, value: f64) -> bool {
        !self
            .and(match self {
                Values::Among(_) => Values::only(value),
                Values::Between { .. } => {
                    Values::Between { least: value, with_least: true, most: value, with_most: true }
                }
            })
            .is_empty()
    }
}

/// A word and the values of it that hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    pub(super) word: WordId,
    pub(super) values: Values,
}

impl Test {
    fn ask(&self, case: &Case<'_>) -> Answer {
        match case.value(self.word) {
            None => Answer::NoBaseline,
            Some(value) if self.values.has(value) => Answer::Yes,
            Some(_) => Answer::No,
        }
    }

    /// As people read it: `no login days at least 30 days`.
    pub fn words(&self) -> String {
        let word = self.word.word();
        let name = word.name.replace('_', " ");
        match self.values {
            Values::Among(set) => {
                let codes = (0..8_u8).filter(|code| set & (1 << code) != 0).map(f64::from);
                let told: Vec<String> = codes
                    .map(|code| match band(code) {
                        Some(band) if word.unit == super::Unit::Band => band.name().to_owned(),
                        _ => word.unit.told(code),
                    })
                    .collect();
                format!("{name} {}", told.join(" or "))
            }
            Values::Between { least, with_least, most, with_most } => {
                let mut said = Vec::new();
                if least > word.range.least || !with_least {
                    let how = if with_least { "at least" } else { "above" };
                    said.push(format!("{how} {}", word.unit.told(least)));
                }
                if most < word.range.most || !with_most {
                    let how = if with_most { "at most" } else { "below" };
                    said.push(format!("{how} {}", word.unit.told(most)));
                }
                format!("{name} {}", said.join(" and "))
            }
        }
    }
}

/// Alternatives of tests. It holds where all tests of one alternative do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Condition {
    /// At least one, each with at least one test.
    pub(super) any: Vec<Vec<Test>>,
}

impl Condition {
    /// What it says. There is nothing to compare with where that is so in every alternative that does not fail for
    /// another reason.
    pub fn ask(&self, case: &Case<'_>) -> Answer {
        let mut answer = Answer::NoBaseline;
        for tests in &self.any {
            let mut all = Answer::Yes;
            for test in tests {
                match test.ask(case) {
                    Answer::Yes => {}
                    Answer::No => {
                        all = Answer::No;
                        break;
                    }
                    Answer::NoBaseline => all = Answer::NoBaseline,
                }
            }
            match all {
                Answer::Yes => return Answer::Yes,
                Answer::No => answer = Answer::No,
                Answer::NoBaseline => {}
            }
        }
        answer
    }

    /// Two alternatives, of this and of another, of which no test rules the other out: both can hold on one day.
    pub(super) fn meets(&self, other: &Condition) -> bool {
        let apart = |a: &Test, b: &Test| a.word == b.word && a.values.and(b.values).is_empty();
        let meet = |a: &Vec<Test>, b: &Vec<Test>| !a.iter().any(|a| b.iter().any(|b| apart(a, b)));
        self.any.iter().any(|a| other.any.iter().any(|b| meet(a, b)))
    }

    /// As people read it.
    pub fn words(&self) -> String {
        let alternative = |tests: &Vec<Test>| {
            let tests: Vec<String> = tests.iter().map(Test::words).collect();
            tests.join(", ")
        };
        self.any.iter().map(alternative).collect::<Vec<_>>().join("; or ")
    }
}
