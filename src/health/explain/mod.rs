//! A score in words and arithmetic: what it is made of, what moved it, what would make it green.

mod caps;
mod moved;
mod to_green;
mod words;

use super::caps::Cap;
use super::case::{BookDay, Case, Digest};
use super::facts::{AccountFacts, BookFacts, OverrideFacts};
use super::measure::{Group, Measure};
use super::number::round9;
use super::policy::Policy;
use super::score::{Reading, Score, covers, score_case};
use crate::domain::{Band, Day};

pub use moved::{Moved, MovedPart};
pub use to_green::{Step, ToGreen};

/// The whole explanation of a score. Texts hold no text of the book or of files but names of metrics, cleaned.
#[derive(Clone, PartialEq, Debug)]
pub struct Why {
    pub day: Day,
    pub score: Score,
    /// Every measure, in policy order.
    pub measures: Vec<MeasureLine>,
    /// The caps that hold, the lowest first.
    pub caps: Vec<CapLine>,
    pub moved: Moved,
    pub to_green: ToGreen,
    /// The CSM's own band, while it holds: shown beside the score.
    pub override_: Option<OverrideFacts>,
    /// How much of what applies is known, and what follows from it.
    pub coverage_note: String,
}

/// The arithmetic of one measure.
#[derive(Clone, PartialEq, Debug)]
pub struct MeasureLine {
    pub measure: Measure,
    pub group: Group,
    pub reading: Reading,
    /// The raw value in words: `42 of 60 seats (70 %)`. Empty where there is none.
    pub value_text: String,
    /// The policy's curve: `0:0 0.5:50 0.8:100`.
    pub curve_text: String,
    pub points: Option<f64>,
    pub points_lost: Option<f64>,
    /// Why it is missing, does not apply, or counts less; empty where there is nothing to say.
    pub note: String,
}

/// A cap that holds.
#[derive(Clone, PartialEq, Debug)]
pub struct CapLine {
    pub cap: Cap,
    pub at_most: f64,
    pub binds: bool,
    /// The fact behind it: `a P1 ticket opened on 2026-03-01 is unresolved for 12 days`.
    pub reason: String,
}

/// Explains the score of an account on a day, and what moved it since another day.
///
/// `facts` must be finished ([`AccountFacts::finish`]).
pub fn why(facts: &AccountFacts, book: &BookFacts, policy: &Policy, day: Day, since: Day) -> Why {
    let digest = Digest::new(facts);
    let today = BookDay::new(book, policy, day);
    let case = Case::new(facts, &digest, &today, policy);
    let score = score_case(&case);
    let then = BookDay::new(book, policy, since);
    let earlier = score_case(&Case::new(facts, &digest, &then, policy));
    Why {
        day,
        measures: measure_lines(&case, &score),
        caps: cap_lines(&case, &score),
        moved: moved::moved(&earlier, &score, policy),
        to_green: to_green::to_green(&case, &score),
        override_: case.override_().cloned(),
        coverage_note: coverage_note(&score, policy),
        score,
    }
}

fn measure_lines(case: &Case, score: &Score) -> Vec<MeasureLine> {
    let line = |(measure, reading): (Measure, &Reading)| MeasureLine {
        measure,
        group: measure.group(),
        reading: *reading,
        value_text: words::value(case, measure, reading),
        curve_text: case.policy.measure(measure).curve.to_string(),
        points: score.points(measure),
        points_lost: score.points_lost(measure),
        note: words::note(case, measure, reading),
    };
    score.measures().map(line).collect()
}

fn cap_lines(case: &Case, score: &Score) -> Vec<CapLine> {
    let held = score.caps(case.policy).into_iter();
    held.map(|held| CapLine {
        cap: held.cap,
        at_most: held.at_most,
        binds: held.binds,
        reason: caps::reason(case, held.cap),
    })
    .collect()
}

fn coverage_note(score: &Score, policy: &Policy) -> String {
    if covers(score.coverage, policy) && score.uncapped.is_some() {
        return format!("{} of what applies is known", words::percent(score.coverage));
    }
    // Rounded down, so that it does not read as the least that is enough.
    let known = words::percent(round9(score.coverage * 100.0).floor() / 100.0);
    let least = words::percent(policy.bands.min_coverage);
    let follows = match score.band {
        Band::Red => "red all the same, since a cap is a veto",
        _ => "too little data to judge",
    };
    format!("{known} of what applies is known, less than {least}: {follows}")
}
