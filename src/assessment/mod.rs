//! Assessments: short scored questionnaires, answered again and again. Pure.
//!
//! A [`Template`] is TOML (assets/assessments, or of the book's own) checked into types. Its answers of one day give
//! an [`Outcome`]: total = weighted mean of the scores of the answered questions. Questions without an answer are left
//! out, never counted as zero; the coverage says how much of the weight the total stands on.

mod library;
mod outcome;
mod read;

pub use library::{Library, Trouble};
pub use outcome::{Outcome, Standing, Trend, given};

use crate::domain::text::{clean, fold};
use crate::domain::{Day, Error, Result};

/// Which end of the totals is the bad one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worse {
    /// The total is a risk.
    High,
    /// The total is a fit.
    Low,
}

/// A questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// What it is called.
    pub name: String,
    /// What it is about, in a sentence without a full stop.
    pub about: String,
    /// Which end of the totals is the bad one.
    pub worse: Worse,
    /// Totals from here on are medium.
    pub medium_from: u8,
    /// Totals from here on are high.
    pub high_from: u8,
    /// An assessment of more than so many days ago is stale.
    pub stale_days: i32,
    /// The questions, in the order in which they are asked.
    pub questions: Vec<Question>,
}

/// A question with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// By what the book and the command line know it.
    pub key: String,
    /// What is asked, in few words.
    pub text: String,
    /// What it means; may be empty.
    pub help: String,
    /// Its part in the total, 1 to 100.
    pub weight: u32,
    /// What can be answered.
    pub answers: Vec<Choice>,
}

/// An answer that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// By what the book and the command line know it.
    pub key: String,
    /// In words.
    pub text: String,
    /// 0 to 100; which end is bad is said by the template.
    pub score: u8,
}

/// An answer that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The key of its question.
    pub question: String,
    /// The key of the chosen answer; None: only its score is known, as from a file.
    pub choice: Option<String>,
    /// 0 to 100.
    pub score: u8,
    /// What was remarked about it.
    pub note: Option<String>,
}

/// A questionnaire as it was answered on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its row in the book; None: not yet in it.
    pub id: Option<i64>,
    /// The name of its template.
    pub template: String,
    /// The day.
    pub on: Day,
    /// Who assessed, by the id of the team member.
    pub by: Option<i64>,
    /// What was remarked.
    pub note: Option<String>,
    /// The answers.
    pub answers: Vec<Answer>,
}

impl Taken {
    /// The answer to a question.
    pub fn answer(&self, question: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.question == question)
    }
}

impl Template {
    /// The question of a key or of the words it is asked in, or the only one that begins so.
    ///
    /// # Errors
    /// There is none, or several begin so; the hint lists the keys.
    pub fn question(&self, asked: &str) -> Result<&Question> {
        let found = meant(&self.questions, asked, |own| [&own.key, &own.text]);
        found.ok_or_else(|| {
            let keys: Vec<&str> = self.questions.iter().map(|own| own.key.as_str()).collect();
            Error::invalid(format!("{} does not ask about \"{}\"", self.name, clean(asked)))
                .hint(format!("it asks about {}", keys.join(", ")))
        })
    }
}

/// The one that a key or words mean: exactly, else as the beginning of one alone.
fn meant<'a, T>(all: &'a [T], typed: &str, names: impl Fn(&T) -> [&String; 2]) -> Option<&'a T> {
    let key = fold(typed);
    let is = |own: &&T, test: &dyn Fn(&str) -> bool| names(own).iter().any(|name| test(&fold(name)));
    if let Some(exact) = all.iter().find(|own| is(own, &|name| name == key)) {
        return Some(exact);
    }
    let mut fitting = all.iter().filter(|own| !key.is_empty() && is(own, &|name| name.starts_with(&key)));
    let first = fitting.next();
    first.filter(|_| fitting.next().is_none())
}

impl Question {
    /// The answer of a key, of words, or of the only words that begin so.
    ///
    /// # Errors
    /// There is none, or several begin so; the hint lists them.
    pub fn choice(&self, typed: &str) -> Result<&Choice> {
        meant(&self.answers, typed, |own| [&own.key, &own.text]).ok_or_else(|| {
            let known: Vec<String> =
                self.answers.iter().map(|own| format!("{} ({})", own.key, own.text)).collect();
            Error::invalid(format!("{}: \"{}\" is no answer to it", self.key, clean(typed)))
                .hint(format!("answer with one of {}", known.join(", ")))
        })
    }

    /// The words of an answer that was given: of its choice, else its bare score.
    pub fn words(&self, answer: &Answer) -> String {
        let chosen = answer.choice.as_deref();
        let known = chosen.and_then(|key| self.answers.iter().find(|own| own.key == key));
        match (known, chosen) {
            (Some(choice), _) => choice.text.clone(),
            (None, Some(gone)) => clean(gone).into_owned(),
            (None, None) => format!("score {}", answer.score),
        }
    }
}
