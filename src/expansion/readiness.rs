//! How ready an account is to buy more, in points: as the health is a weighted mean of what is known.

use super::account::Account;
use super::finding::share;
use crate::domain::Day;
use crate::health::policy::Driver;
use crate::health::{Measure, State, Tenths, tenths};

/// What is known for a driver: its value, the day that it is of, the part of its weight that is left by its age.
struct Known {
    value: f64,
    on: Option<Day>,
    freshness: f64,
}

/// One driver's part in readiness.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    pub driver: Driver,
    /// None: nothing is known, and the driver is left out; `missing` says why.
    pub value: Option<f64>,
    pub value_on: Option<Day>,
    /// Part of the weight that is left by the age of the value, 0 to 1.
    pub freshness: f64,
    /// The policy's.
    pub weight: f64,
    /// 0 to 100, by the policy's curve.
    pub score: Option<f64>,
    /// Its share of readiness: all shares add up to it.
    pub points: Option<f64>,
    /// Why nothing is known.
    pub missing: &'static str,
}

impl Line {
    /// The value in words: `93%`, `4 features`.
    pub fn words(&self) -> Option<String> {
        let value = self.value?;
        let count = |one: &str, many: &str| format!("{value:.0} {}", if value == 1.0 { one } else { many });
        Some(match self.driver {
            Driver::SeatUse | Driver::CapacityUse | Driver::Adoption => format!("{:.0}%", value * 100.0),
            Driver::UsageGrowth => format!("{:+.0}%", value * 100.0),
            Driver::AdvancedUse => count("feature", "features"),
            Driver::GoalsAchieved => count("goal", "goals"),
            Driver::Sentiment => format!("{value:.1} of 10"),
            Driver::GrowthSignals => count("signal", "signals"),
        })
    }

    /// What the driver is, in words.
    pub fn label(&self) -> &'static str {
        match self.driver {
            Driver::SeatUse => "Seats in use",
            Driver::CapacityUse => "Capacity in use",
            Driver::AdvancedUse => "Advanced features in use",
            Driver::Adoption => "Core features in use",
            Driver::UsageGrowth => "Growth of use",
            Driver::GoalsAchieved => "Goals achieved",
            Driver::Sentiment => "NPS answers",
            Driver::GrowthSignals => "Signals of growth",
        }
    }
}

/// How ready an account is.
#[derive(Clone, Debug, PartialEq)]
pub struct Readiness {
    /// 0 to 100 in tenths; None: too little is known.
    pub score: Option<Tenths>,
    /// Weights of what is known by all weights, 0 to 1.
    pub coverage: f64,
    /// In policy order.
    pub lines: [Line; Driver::ALL.len()],
}

impl Readiness {
    pub(super) fn of(account: &Account<'_>) -> Readiness {
        let mut lines = Driver::ALL.map(|driver| Line {
            driver,
            value: None,
            value_on: None,
            freshness: 0.0,
            weight: 0.0,
            score: None,
            points: None,
            missing: "",
        });
        let (mut all, mut present, mut sum) = (0.0, 0.0, 0.0);
        for (line, (driver, rule)) in lines.iter_mut().zip(account.rules().drivers()) {
            line.weight = rule.weight;
            all += rule.weight;
            match known(driver, account) {
                Err(why) => line.missing = why,
                Ok(Known { value, on, freshness }) => {
                    let score = rule.curve.at(value);
                    (line.value, line.value_on, line.freshness) = (Some(value), on, freshness);
                    line.score = Some(score);
                    present += rule.weight * freshness;
                    sum += rule.weight * freshness * score;
                }
            }
        }
        let coverage = if all > 0.0 { present / all } else { 0.0 };
        if present > 0.0 {
            for line in &mut lines {
                line.points = line.score.map(|score| line.weight * line.freshness * score / present);
            }
        }
        // A hair, so that exactly enough is enough whatever the binary fractions.
        let enough = present > 0.0 && coverage + 1e-9 >= account.rules().min_coverage;
        Readiness { score: enough.then(|| tenths((sum / present).clamp(0.0, 100.0))), coverage, lines }
    }

    /// The drivers of which something is known, those with the most points first.
    pub fn drivers(&self) -> Vec<&Line> {
        let mut known: Vec<&Line> = self.lines.iter().filter(|line| line.points.is_some()).collect();
        known.sort_by(|a, b| b.points.unwrap_or(0.0).total_cmp(&a.points.unwrap_or(0.0)));
        known
    }
}

/// What is known for a driver, or why nothing is.
fn known(driver: Driver, account: &Account<'_>) -> Result<Known, &'static str> {
    let today = |value: f64| Ok(Known { value, on: None, freshness: 1.0 });
    let measured = |measure: Measure, value: Option<f64>, why: &'static str| {
        let reading = account.score.reading(measure);
        let value = value.or(reading.value).filter(|_| reading.state == State::Present).ok_or(why)?;
        Ok(Known { value, on: reading.value_on, freshness: reading.freshness })
    };
    match driver {
        Driver::SeatUse => {
            let licence = account.licence()?;
            measured(Measure::LicenceUtilisation, Some(share(licence)), "the users are not known any more")
        }
        Driver::CapacityUse => {
            let (on, value) = account.capacity().ok_or("no recent value of the capacity is recorded")?;
            Ok(Known { value, on: Some(on), freshness: 1.0 })
        }
        Driver::AdvancedUse => {
            let used =
                account.advanced().ok_or("no use of a feature, or no advanced feature, is recorded")?;
            // A catalog has far fewer than 2^32 features.
            today(f64::from(u32::try_from(used.len()).unwrap_or(u32::MAX)))
        }
        Driver::Adoption => measured(Measure::FeatureAdoption, None, "no use of a feature is recorded"),
        Driver::UsageGrowth => measured(Measure::UsageTrend, None, "no two windows of use to compare"),
        Driver::GoalsAchieved => match account.goals() {
            (0, _) => Err("no goal is open or was closed lately"),
            (_, achieved) => today(f64::from(achieved)),
        },
        Driver::Sentiment => measured(Measure::Nps, None, "nobody answered lately"),
        Driver::GrowthSignals => {
            let rules = account.rules();
            let open =
                account.signals(&rules.growth_signals).count() + account.signals(&rules.need_signals).count();
            match u32::try_from(open).unwrap_or(u32::MAX) {
                0 => Err("no signal of growth or of a new need is open"),
                open => today(f64::from(open)),
            }
        }
    }
}
