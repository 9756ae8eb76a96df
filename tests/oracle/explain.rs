//! What moved a score between two days, and what would make it green.

use crate::calc::{Scored, from_parts};
use crate::measures::{MEASURES, Shown, State};

/// What a customer success manager can bring to its best.
const SETTABLE: [&str; 8] =
    ["touch", "sponsor", "live_contacts", "severe_age", "backlog", "goals", "first_outcome", "onboarding"];
const LIFTABLE: [&str; 5] =
    ["renewal_unplanned", "p1_open", "sponsor_left", "first_outcome_overdue", "competitor"];

/// Differences in unrounded points of each measure, in the policy's order, and of the caps.
pub struct Moved {
    pub measures: Vec<(&'static str, f64)>,
    pub caps: f64,
}

/// `None` when one of the two has no health.
pub fn moved(from: &Scored, to: &Scored) -> Option<Moved> {
    let caps = (to.health? - to.uncapped?) - (from.health? - from.uncapped?);
    let before = from.points().into_iter().map(|points| points.map_or(0.0, |(got, _)| got));
    let after = to.points().into_iter().map(|points| points.map_or(0.0, |(got, _)| got));
    let differences = before.zip(after).map(|(before, after)| after - before);
    Some(Moved { measures: MEASURES.iter().map(|m| m.name).zip(differences).collect(), caps })
}

#[derive(Debug, PartialEq)]
pub enum ToGreen {
    NotReachable,
    /// How many measures and caps it takes, and which, when no other choice is as good.
    Steps {
        count: usize,
        which: Option<Vec<&'static str>>,
    },
}

/// Tries every choice of measures. Every cap is below green, so each that holds has to be lifted, as a step of its own.
/// A measure that applies and is missing can be set, too; one that does not apply cannot.
pub fn to_green(scored: &Scored) -> ToGreen {
    if scored.band == "green" {
        return ToGreen::Steps { count: 0, which: Some(Vec::new()) };
    }
    if scored.caps.iter().any(|(name, _)| !LIFTABLE.contains(name)) {
        return ToGreen::NotReachable;
    }
    let options: Vec<usize> = (0..MEASURES.len())
        .filter(|i| SETTABLE.contains(&MEASURES[*i].name) && scored.states[*i] != State::NotApplicable)
        .collect();
    let mut green: Vec<(usize, f64, Vec<usize>)> = Vec::new();
    for choice in 0..(1_u32 << options.len()) {
        let chosen: Vec<usize> =
            (0..options.len()).filter(|bit| choice >> bit & 1 == 1).map(|bit| options[bit]).collect();
        let mut states = scored.states.clone();
        for measure in &chosen {
            states[*measure] =
                State::Present { value: Shown::Open, value_on: Shown::Open, freshness: 1.0, score: 100.0 };
        }
        let then = from_parts(states, Vec::new());
        if then.band == "green" {
            green.push((chosen.len(), then.uncapped.unwrap_or(0.0), chosen));
        }
    }
    let Some(fewest) = green.iter().map(|(count, _, _)| *count).min() else { return ToGreen::NotReachable };
    green.retain(|(count, _, _)| *count == fewest);
    green.sort_by(|a, b| a.1.total_cmp(&b.1));
    let unique = green.len() == 1 || green[1].1 - green[0].1 > 1e-6;
    let caps = scored.caps.iter().map(|(name, _)| *name);
    let measures = green[0].2.iter().map(|measure| MEASURES[*measure].name);
    let mut which: Vec<&'static str> = measures.chain(caps).collect();
    which.sort_unstable();
    ToGreen::Steps { count: which.len(), which: unique.then_some(which) }
}
