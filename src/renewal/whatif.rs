//! What if renewals came out so: they, and the contracts of their account, as they would be then. Sums and metrics are
//! made of these by the same functions as of the real ones.

use super::forecast::is_likely;
use super::pair::Renewal;
use super::term::next_end;
use crate::domain::{Day, Forecast, Money, RenewalStage, Term};

/// How a renewal may come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The contract ends, and none follows.
    Lost,
    /// A term as long as before follows, at this yearly amount.
    Won(Money),
}

impl Renewal {
    /// How it comes out as it is forecast in the likely scenario: what is at risk or lost ends, the rest renews at what
    /// is expected. None: it is closed, or nothing is known that could renew.
    pub fn likely(&self) -> Option<Outcome> {
        if !self.is_open() {
            return None;
        }
        if is_likely(self.call) { self.expected.map(Outcome::Won) } else { Some(Outcome::Lost) }
    }

    /// Why nothing else can be supposed of it than what is.
    pub fn is_settled(&self) -> Option<&'static str> {
        match () {
            () if !self.is_open() => Some("it is closed; undo or history opens it"),
            () if self.continued.is_some() => Some("a next contract is there already"),
            () if self.contract.is_none() => Some("it names no contract that could go on"),
            () => None,
        }
    }

    /// The renewal closed in this way.
    pub fn supposed(&self, outcome: Outcome) -> Renewal {
        let (stage, call, expected) = match outcome {
            Outcome::Lost => {
                let nothing = self.due.or(self.expected).map(|money| Money { minor: 0, ..money });
                (RenewalStage::Lost, Forecast::Lost, nothing)
            }
            Outcome::Won(amount) => (RenewalStage::Won, Forecast::Won, Some(amount)),
        };
        Renewal { stage, call: Some(call), expected, ..self.clone() }
    }

    /// What the contract that follows is worth; None: none does, or it is in the book already. Where it ends again up to
    /// a day it renews as it is, as whatever nobody forecast yet.
    fn next(&self, outcome: Outcome, until: Day) -> Option<Term> {
        let Outcome::Won(amount) = outcome else { return None };
        let present = self.contract.as_ref().filter(|_| self.continued.is_none())?.term;
        let mut end = next_end(present.start, self.due_on, self.due_on)?;
        let mut start = self.due_on;
        while end <= until {
            (start, end) = (end, next_end(start, end, end)?);
        }
        Some(Term {
            start: self.due_on,
            end: Some(end),
            yearly_minor: amount.minor,
            currency: Some(amount.currency),
        })
    }
}

/// The contracts of an account after its renewals came out so, as far as they matter up to a day.
pub fn terms_then<'a>(
    terms: &[Term],
    until: Day,
    outcomes: impl IntoIterator<Item = (&'a Renewal, Outcome)>,
) -> Vec<Term> {
    let next = outcomes.into_iter().filter_map(|(renewal, outcome)| renewal.next(outcome, until));
    terms.iter().copied().chain(next).collect()
}
