//! The numbers by which the list of the day is ranked. They stand beside the score and change none.

use super::keys::Keys;
use crate::domain::{Level, Result};
use crate::health::curve::Curve;

/// What makes a matter come first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TodayRules {
    /// Health of the account to its factor; falls.
    pub health: Curve,
    /// The factor of an account in no band.
    pub no_band: f64,
    /// The least that an account's ARR counts, in means of the book's accounts.
    pub least_arr: f64,
    /// Days until a matter is due to its factor; falls.
    pub due: Curve,
    /// The part of its rank with which the second matter of an account counts, the third with this part of that, and
    /// so on; 0 to 1.
    pub further: f64,
    /// In the order of [`Weighed::ALL`].
    weights: [f64; Weighed::ALL.len()],
}

impl TodayRules {
    /// What matters of a kind weigh; 0: they are not listed.
    pub fn weight(&self, of: Weighed) -> f64 {
        Weighed::ALL.iter().zip(self.weights).find(|own| *own.0 == of).map_or(0.0, |own| own.1)
    }
}

/// What has a weight of its own on the list of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weighed {
    /// An alert of a severity.
    Alert(Level),
    /// A task.
    Task,
    /// A step of an onboarding.
    Step,
    /// A renewal that wants something.
    Renewal,
    /// A check-in that is due.
    CheckIn,
    /// An account plan that is to be written or reviewed.
    Plan,
}

impl Weighed {
    /// Everything that has one, in policy order.
    pub const ALL: [Weighed; 8] = [
        Weighed::Alert(Level::High),
        Weighed::Alert(Level::Medium),
        Weighed::Alert(Level::Low),
        Weighed::Task,
        Weighed::Step,
        Weighed::Renewal,
        Weighed::CheckIn,
        Weighed::Plan,
    ];

    /// The name in the policy.
    pub fn name(self) -> &'static str {
        match self {
            Weighed::Alert(Level::High) => "alert_high",
            Weighed::Alert(Level::Medium) => "alert_medium",
            Weighed::Alert(Level::Low) => "alert_low",
            Weighed::Task => "task",
            Weighed::Step => "step",
            Weighed::Renewal => "renewal",
            Weighed::CheckIn => "check_in",
            Weighed::Plan => "plan",
        }
    }
}

/// The highest factor that there may be.
const MOST: f64 = 100.0;

/// Reads the section.
pub(super) fn read(keys: &Keys) -> Result<TodayRules> {
    let mut rules = TodayRules {
        health: keys.curve("today.health", MOST, false)?,
        no_band: keys.number("today.no_band", 0.0..=MOST)?,
        least_arr: keys.number("today.least_arr", 0.0..=MOST)?,
        due: keys.curve("today.due", MOST, false)?,
        further: keys.number("today.further", 0.0..=1.0)?,
        weights: [0.0; Weighed::ALL.len()],
    };
    for (of, weight) in Weighed::ALL.iter().zip(&mut rules.weights) {
        *weight = keys.number(&format!("today.weight.{}", of.name()), 0.0..=MOST)?;
    }
    Ok(rules)
}
