//! The numbers by which renewals are judged. They stand beside the score and change none.

use super::keys::Keys;
use crate::domain::{Forecast, Result};

/// When a renewal wants what, what its forecast counts, and what makes it risky.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RenewalRules {
    /// The quote is out so many days before the end.
    pub quote_days: i32,
    /// Days of notice where the contract says none.
    pub notice_days: i32,
    /// Within these days it is prepared.
    pub window_days: i32,
    /// Within these days the forecast is commit or at risk.
    pub decide_days: i32,
    /// For so long an end that nobody spoke of is overdue.
    pub overdue_days: i32,
    /// By how many percent an amount rises where none was given.
    pub uplift_percent: i64,
    /// Percent of the amount by forecast, in the order of [`Forecast::ALL`].
    weight: [i64; FORECASTS],
    /// The same where nobody forecast it yet.
    no_call: i64,
    pub risk: RiskRules,
}

const FORECASTS: usize = Forecast::ALL.len();

impl RenewalRules {
    /// How many percent of the amount a forecast counts.
    pub fn weight(&self, call: Option<Forecast>) -> i64 {
        let own = call.and_then(|call| Forecast::ALL.iter().zip(self.weight).find(|own| *own.0 == call));
        own.map_or(self.no_call, |own| own.1)
    }
}

/// Something that makes a renewal risky.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RiskFactor {
    /// The band is red.
    Red,
    /// The band is yellow.
    Yellow,
    /// Health fell over 28 days.
    Declining,
    /// Less than half of the seats are used.
    UnusedSeats,
    /// What it is used for changes.
    ChangedUse,
    /// A sponsor or champion left.
    ContactChange,
    /// A technical issue is open.
    TechnicalIssue,
    /// A severe ticket is unresolved.
    Escalation,
    /// NPS answers of 6 and less.
    LowNps,
    /// CSAT below the middle.
    LowCsat,
    /// They look at another product.
    Competitor,
    /// They gave notice.
    ChurnNotice,
    /// No account plan for the quarter of the end.
    NoPlan,
    /// The quote should be out and is not.
    LateQuote,
    /// Nobody spoke to them for longer than the cadence.
    Silence,
}

impl RiskFactor {
    /// Every factor, in policy order.
    pub const ALL: [RiskFactor; 15] = [
        RiskFactor::Red,
        RiskFactor::Yellow,
        RiskFactor::Declining,
        RiskFactor::UnusedSeats,
        RiskFactor::ChangedUse,
        RiskFactor::ContactChange,
        RiskFactor::TechnicalIssue,
        RiskFactor::Escalation,
        RiskFactor::LowNps,
        RiskFactor::LowCsat,
        RiskFactor::Competitor,
        RiskFactor::ChurnNotice,
        RiskFactor::NoPlan,
        RiskFactor::LateQuote,
        RiskFactor::Silence,
    ];

    /// The name in the policy and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            RiskFactor::Red => "red",
            RiskFactor::Yellow => "yellow",
            RiskFactor::Declining => "declining",
            RiskFactor::UnusedSeats => "unused_seats",
            RiskFactor::ChangedUse => "changed_use",
            RiskFactor::ContactChange => "contact_change",
            RiskFactor::TechnicalIssue => "technical_issue",
            RiskFactor::Escalation => "escalation",
            RiskFactor::LowNps => "low_nps",
            RiskFactor::LowCsat => "low_csat",
            RiskFactor::Competitor => "competitor",
            RiskFactor::ChurnNotice => "churn_notice",
            RiskFactor::NoPlan => "no_plan",
            RiskFactor::LateQuote => "late_quote",
            RiskFactor::Silence => "silence",
        }
    }
}

/// Points of the factors, and from how many on the risk is medium or high.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RiskRules {
    pub medium_from: i64,
    pub high_from: i64,
    points: [i64; RiskFactor::ALL.len()],
}

impl RiskRules {
    /// Points of a factor; 0: it does not count.
    pub fn points(&self, factor: RiskFactor) -> i64 {
        let own = RiskFactor::ALL.iter().zip(self.points).find(|own| *own.0 == factor);
        own.map_or(0, |own| own.1)
    }
}

/// Most points that a factor may have.
const MOST_POINTS: i64 = 100;

/// Reads the section.
pub(super) fn read(keys: &Keys) -> Result<RenewalRules> {
    let percent = |name: &str| keys.whole(&format!("renewal.weight.{name}"), 0..=100);
    let mut rules = RenewalRules {
        quote_days: keys.days("renewal.quote_days", 0)?,
        notice_days: keys.days("renewal.notice_days", 0)?,
        window_days: keys.days("renewal.window_days", 1)?,
        decide_days: keys.days("renewal.decide_days", 0)?,
        overdue_days: keys.days("renewal.overdue_days", 0)?,
        uplift_percent: keys.whole("renewal.uplift_percent", -100..=1000)?,
        weight: [0; FORECASTS],
        no_call: percent("no_call")?,
        risk: RiskRules {
            medium_from: keys.whole("renewal.risk.medium_from", 1..=MOST_POINTS)?,
            high_from: keys.whole("renewal.risk.high_from", 1..=MOST_POINTS)?,
            ..RiskRules::default()
        },
    };
    for (call, weight) in Forecast::ALL.iter().zip(&mut rules.weight) {
        *weight = percent(&call.name().replace(' ', "_"))?;
    }
    for (factor, points) in RiskFactor::ALL.iter().zip(&mut rules.risk.points) {
        *points = keys.whole(&format!("renewal.risk.{}", factor.name()), 0..=MOST_POINTS)?;
    }
    if rules.risk.high_from < rules.risk.medium_from {
        return Err(keys.above("renewal.risk.medium_from", "renewal.risk.high_from"));
    }
    Ok(rules)
}
