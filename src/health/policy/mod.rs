//! The policy: every number of the scorer, checked.
//!
//! [`Policy`] is what one account is judged by; [`PolicySet`] is the whole policy of a book, with one [`Policy`] for
//! each segment. Its text, with what every number means, is `assets/policy.toml`.

mod expansion;
mod keys;
mod overlay;
mod read;
mod renewal;
mod set;
mod today;

use super::caps::Cap;
use super::curve::Curve;
use super::measure::{MEASURES, Measure};
use crate::domain::ContactRole;
use crate::training;

pub use expansion::{Driver, DriverRule, ExpansionRules};
pub use renewal::{RenewalRules, RiskFactor, RiskRules};
pub use set::{PolicySet, SegmentPolicy};
pub use today::{TodayRules, Weighed};

/// What the accounts of one segment are judged by.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Days between touchpoints.
    pub cadence_days: i32,
    /// Days from go-live to the first outcome.
    pub target_days: i32,
    /// How often an account may be asked to be an advocate within a year.
    pub asks_a_year: i64,
    pub bands: Bands,
    pub usage: UsageRules,
    pub outcomes: OutcomeRules,
    pub engagement: EngagementRules,
    pub support: SupportRules,
    pub sentiment: SentimentRules,
    /// Which accounts take too little training. No part of the score.
    pub training: training::Rule,
    pub caps: CapRules,
    /// Beside health: renewals.
    pub renewal: RenewalRules,
    /// Beside health: what comes first today.
    pub today: TodayRules,
    /// Beside health: who is ready to buy more.
    pub expansion: ExpansionRules,
    measures: [MeasureRule; MEASURES],
}

/// Where the bands begin, and what too little data is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bands {
    pub green_from: f64,
    pub yellow_from: f64,
    /// Coverage below this is grey, 0 to 1.
    pub min_coverage: f64,
    /// A cap at this or less makes red out of grey.
    pub veto_at_most: f64,
}

/// What every measure has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MeasureRule {
    /// Its part in the mean.
    pub weight: f64,
    /// From raw value to points.
    pub curve: Curve,
    /// A value counts in full until it is that old; None: its values do not age.
    pub fresh_days: Option<i32>,
}

/// Windows and metrics of the usage measures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UsageRules {
    /// Metric that counts users, in lower case.
    pub licence_metric: Box<str>,
    pub licence_days: i32,
    pub min_uses: f64,
    pub adoption_days: i32,
    /// In lower case, most wanted first.
    pub key_metric: Vec<Box<str>>,
    pub trend_days: i32,
}

/// Worth of the goals' statuses and windows of the outcome measures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutcomeRules {
    pub closed_days: i32,
    pub worth: GoalWorth,
    /// From days since go-live / target days to the value.
    pub pace: Curve,
    pub ended_days: i32,
}

/// What a goal counts in each status, 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GoalWorth {
    pub achieved: f64,
    pub on_track: f64,
    pub at_risk: f64,
    pub off_track: f64,
    pub missed: f64,
}

/// Windows of the engagement measures.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct EngagementRules {
    /// Days that count for a sponsor who was never met.
    pub never_days: i32,
    pub live_days: i32,
    /// Days between touchpoints with a contact, in the order of [`ContactRole::ALL`].
    pub cadence: [i32; ContactRole::ALL.len()],
}

impl EngagementRules {
    /// Days between touchpoints with a contact of a role.
    pub fn cadence_of(&self, role: ContactRole) -> i32 {
        let place = ContactRole::ALL.iter().position(|other| *other == role);
        place.and_then(|place| self.cadence.get(place)).copied().unwrap_or_default()
    }
}

/// Windows of the support measures.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SupportRules {
    /// Part of a P2's age that counts, 0 to 1.
    pub p2_share: f64,
    pub old_days: i32,
    pub window_days: i32,
}

/// Windows of the sentiment measures.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SentimentRules {
    pub nps_days: i32,
    /// The least good answer on a scale of 1 to 5.
    pub good_from: f64,
    pub csat_days: i32,
}

/// Limits of the caps, and when they hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CapRules {
    at_most: [f64; Cap::ALL.len()],
    pub p1_older_than_days: i32,
    pub silent_days: i32,
    /// Metrics of which a value above 0 is a use, in lower case.
    pub silent_metrics: Vec<Box<str>>,
    pub renewal_within_days: i32,
}

impl Policy {
    /// The rule of a measure.
    pub fn measure(&self, measure: Measure) -> &MeasureRule {
        measure.of(&self.measures)
    }

    /// What a cap limits the health to.
    pub fn at_most(&self, cap: Cap) -> f64 {
        cap.of(&self.caps.at_most)
    }

    /// Every measure with its rule, in policy order.
    pub fn rules(&self) -> impl Iterator<Item = (Measure, &MeasureRule)> {
        Measure::ALL.into_iter().zip(&self.measures)
    }
}
