//! What moved a score between two days: parts that add up to the difference exactly.

use crate::domain::Day;
use crate::health::caps::Cap;
use crate::health::measure::Measure;
use crate::health::number::{Tenths, shown, tenths};
use crate::health::policy::Policy;
use crate::health::score::Score;

/// What moved a score since an earlier day.
#[derive(Clone, PartialEq, Debug)]
pub struct Moved {
    pub since: Day,
    /// Displayed health on the earlier day.
    pub from: Option<Tenths>,
    /// Displayed health on the day.
    pub to: Option<Tenths>,
    /// What is not zero: measures in policy order, then caps, then the rounding. Empty where either day has no
    /// health.
    pub parts: Vec<MovedPart>,
}

/// A part of the difference. Both columns add up to it: `points` unrounded, `shown` as displayed.
#[derive(Clone, PartialEq, Debug)]
pub struct MovedPart {
    /// A measure, a cap, or `rounding`.
    pub name: String,
    /// Unrounded; the last part is what rounding to the displayed decimal added.
    pub points: f64,
    /// In tenths, to be shown.
    pub shown: Tenths,
}

/// Name of the part that is left to the displayed difference.
const ROUNDING: &str = "rounding";

/// Differences below this are noise of binary fractions, not movement.
const NOISE: f64 = 1e-9;

pub(super) fn moved(earlier: &Score, score: &Score, policy: &Policy) -> Moved {
    let mut moved = Moved { since: earlier.day, from: earlier.health, to: score.health, parts: Vec::new() };
    let (Some(from), Some(to)) = (earlier.health, score.health) else {
        return moved;
    };
    let points = |score: &Score, measure| score.points(measure).unwrap_or(0.0);
    let measures = Measure::ALL
        .into_iter()
        .map(|measure| (measure.name(), points(score, measure) - points(earlier, measure)));
    let effect = |score: &Score, cap| cap_effect(score, cap, policy);
    let caps = Cap::ALL.into_iter().map(|cap| (cap.name(), effect(score, cap) - effect(earlier, cap)));
    let parts = measures.chain(caps).filter(|(_, points)| points.abs() >= NOISE);
    moved.parts = parts
        .map(|(name, points)| MovedPart { name: name.to_string(), points, shown: tenths(points) })
        .collect();
    let difference = to - from;
    let points = shown(difference) - moved.parts.iter().map(|part| part.points).sum::<f64>();
    let left = difference - moved.parts.iter().map(|part| part.shown).sum::<Tenths>();
    if points.abs() >= NOISE || left != 0 {
        moved.parts.push(MovedPart { name: ROUNDING.to_string(), points, shown: left });
    }
    moved
}

/// What a cap takes away: all of it goes to the first that binds.
fn cap_effect(score: &Score, cap: Cap, policy: &Policy) -> f64 {
    match score.uncapped {
        Some(uncapped) if score.binding_cap(policy) == Some(cap) => policy.at_most(cap) - uncapped,
        _ => 0.0,
    }
}
