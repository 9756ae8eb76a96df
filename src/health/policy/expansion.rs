//! The numbers by which expansions are suggested. They stand beside the score and change none.

use super::keys::Keys;
use crate::domain::text::fold;
use crate::domain::{OpportunityStage, Result};
use crate::health::curve::Curve;

/// When an account is worth talking to about more, and what an opportunity counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExpansionRules {
    /// Metric of the share of the capacity, in lower case.
    pub capacity_metric: Box<str>,
    /// So old its value may be.
    pub capacity_days: i32,
    /// From this share on the tier is nearly full.
    pub capacity_from: f64,
    /// Above this share the seats are short.
    pub seats_above: f64,
    /// For so many days an achieved goal is a reason.
    pub goal_days: i32,
    /// Kinds of signals, folded.
    pub growth_signals: Vec<Box<str>>,
    pub need_signals: Vec<Box<str>>,
    pub unpaid_signals: Vec<Box<str>>,
    /// So many customers tell how well a feature fits.
    pub least_peers: u64,
    /// With less of the weights readiness is not told, 0 to 1.
    pub min_coverage: f64,
    drivers: [DriverRule; Driver::ALL.len()],
    /// Percent of the amount by stage, in the order of [`OpportunityStage::ALL`].
    weight: [i64; STAGES],
}

const STAGES: usize = OpportunityStage::ALL.len();

/// A part of readiness.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DriverRule {
    /// Its part in the mean.
    pub weight: f64,
    /// From value to points; it only rises.
    pub curve: Curve,
}

/// What readiness is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Driver {
    SeatUse,
    CapacityUse,
    AdvancedUse,
    Adoption,
    UsageGrowth,
    GoalsAchieved,
    Sentiment,
    GrowthSignals,
}

impl Driver {
    /// Every driver, in policy order.
    pub const ALL: [Driver; 8] = [
        Driver::SeatUse,
        Driver::CapacityUse,
        Driver::AdvancedUse,
        Driver::Adoption,
        Driver::UsageGrowth,
        Driver::GoalsAchieved,
        Driver::Sentiment,
        Driver::GrowthSignals,
    ];

    /// The name in the policy and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Driver::SeatUse => "seat_use",
            Driver::CapacityUse => "capacity_use",
            Driver::AdvancedUse => "advanced_use",
            Driver::Adoption => "adoption",
            Driver::UsageGrowth => "usage_growth",
            Driver::GoalsAchieved => "goals_achieved",
            Driver::Sentiment => "sentiment",
            Driver::GrowthSignals => "growth_signals",
        }
    }
}

impl ExpansionRules {
    /// Every driver with its rule, in policy order.
    pub fn drivers(&self) -> impl Iterator<Item = (Driver, &DriverRule)> {
        Driver::ALL.into_iter().zip(&self.drivers)
    }

    /// How many percent of the amount a stage counts.
    pub fn weight(&self, stage: OpportunityStage) -> i64 {
        let own = OpportunityStage::ALL.iter().zip(self.weight).find(|own| *own.0 == stage);
        own.map_or(0, |own| own.1)
    }
}

/// Reads the section.
pub(super) fn read(keys: &Keys) -> Result<ExpansionRules> {
    let key = |name: &str| format!("expansion.{name}");
    let kinds = |name: &str| -> Result<Vec<Box<str>>> {
        let names = keys.names(&key(name))?;
        Ok(names.iter().map(|name| Box::from(fold(name))).collect())
    };
    let mut rules = ExpansionRules {
        capacity_metric: keys.name(&key("capacity_metric"))?,
        capacity_days: keys.days(&key("capacity_days"), 1)?,
        capacity_from: keys.number(&key("capacity_from"), 0.0..=10.0)?,
        seats_above: keys.number(&key("seats_above"), 0.0..=10.0)?,
        goal_days: keys.days(&key("goal_days"), 1)?,
        growth_signals: kinds("growth_signals")?,
        need_signals: kinds("need_signals")?,
        unpaid_signals: kinds("unpaid_signals")?,
        least_peers: keys.whole(&key("least_peers"), 1..=1_000_000)?.unsigned_abs(),
        min_coverage: keys.number(&key("min_coverage"), 0.0..=1.0)?,
        ..ExpansionRules::default()
    };
    for (driver, rule) in Driver::ALL.iter().zip(&mut rules.drivers) {
        let key = |part: &str| format!("expansion.readiness.{}.{part}", driver.name());
        *rule = DriverRule {
            weight: keys.number(&key("weight"), 0.0..=1e6)?,
            curve: keys.curve(&key("curve"), 100.0, true)?,
        };
    }
    for (stage, weight) in OpportunityStage::ALL.iter().zip(&mut rules.weight) {
        *weight = keys.whole(&format!("expansion.weight.{}", stage.name().replace(' ', "_")), 0..=100)?;
    }
    Ok(rules)
}
