//! How risky a renewal is, by rules with names, beside what the CSM says of it.

use super::pair::Renewal;
use crate::domain::{Band, Day, Forecast, Level, RenewalStage};
use crate::health::policy::{RenewalRules, RiskFactor};
use crate::health::{Cap, Measure, Score, State, Tenths, shown};

/// A factor that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    pub factor: RiskFactor,
    /// By the policy.
    pub points: i64,
    /// The fact behind it.
    pub words: String,
}

/// What the rules say.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    pub level: Level,
    /// Sum of the factors'.
    pub points: i64,
    /// Those that hold, the heaviest first.
    pub factors: Vec<Factor>,
}

/// What is known of an account on the day, beside its renewal.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub score: &'a Score,
    /// Change of health over 28 days.
    pub trend: Option<Tenths>,
    /// Kind and day of the signals that are open.
    pub signals: &'a [(Box<str>, Day)],
    /// Whether there is an account plan that covers it ([`crate::plan::covers_renewal`]).
    pub planned: bool,
}

/// Health that fell by more than this, in tenths of a point, declines (health design, "Trend").
const DECLINE: Tenths = -50;
/// Below this share of the seats they are unused.
const HALF: f64 = 0.5;
/// A mean of NPS answers of at most this is a detractor's.
const DETRACTOR: f64 = 6.0;
/// Below this share of good answers CSAT is low.
const FEW_GOOD: f64 = 0.6;
/// Days from which the age of a severe ticket is an escalation (half the age of a P2 counts).
const OLD: f64 = 2.0;

impl Risk {
    /// Judges an open renewal on a day.
    pub fn of(renewal: &Renewal, known: &Known<'_>, day: Day, rules: &RenewalRules) -> Risk {
        let mut factors: Vec<Factor> = RiskFactor::ALL
            .into_iter()
            .filter_map(|factor| {
                let points = rules.risk.points(factor);
                let words = (points > 0).then(|| holds(factor, renewal, known, day, rules)).flatten()?;
                Some(Factor { factor, points, words })
            })
            .collect();
        factors.sort_by_key(|factor| -factor.points);
        let points = factors.iter().map(|factor| factor.points).sum();
        let level = match points {
            points if points >= rules.risk.high_from => Level::High,
            points if points >= rules.risk.medium_from => Level::Medium,
            _ => Level::Low,
        };
        Risk { level, points, factors }
    }

    /// The forecast that the rules would give: near the end there is nothing between commit and at risk.
    pub fn call(&self, renewal: &Renewal, day: Day, rules: &RenewalRules) -> Forecast {
        match self.level {
            Level::Low => Forecast::Commit,
            Level::Medium if renewal.days_left(day) > rules.decide_days => Forecast::BestCase,
            Level::Medium | Level::High => Forecast::AtRisk,
        }
    }

    /// Whether the CSM is more hopeful than the rules: worth a word in a review.
    pub fn is_doubted(&self, renewal: &Renewal, day: Day, rules: &RenewalRules) -> bool {
        renewal.is_open() && renewal.call.is_some_and(|call| call < self.call(renewal, day, rules))
    }
}

/// The fact behind a factor; None: it does not hold.
fn holds(
    factor: RiskFactor,
    renewal: &Renewal,
    known: &Known<'_>,
    day: Day,
    rules: &RenewalRules,
) -> Option<String> {
    let score = known.score;
    let value = |measure| {
        let reading = score.reading(measure);
        reading.value.filter(|_| reading.state == State::Present)
    };
    let signal = |kind: &str| {
        let open = known.signals.iter().find(|signal| &*signal.0 == kind);
        open.map(|(kind, on)| format!("{kind} since {on}"))
    };
    let band = |band: Band| {
        let health = score.health.map(|health| format!("health {:.1}", shown(health)));
        (score.band == band).then(|| health.unwrap_or_else(|| format!("band {band}")))
    };
    match factor {
        RiskFactor::Red => band(Band::Red),
        RiskFactor::Yellow => band(Band::Yellow),
        RiskFactor::Declining => known
            .trend
            .filter(|trend| *trend < DECLINE)
            .map(|trend| format!("health fell by {:.1} in 28 days", -shown(trend))),
        RiskFactor::UnusedSeats => value(Measure::LicenceUtilisation)
            .filter(|used| *used < HALF)
            .map(|used| format!("{:.0}% of the seats are used", used * 100.0)),
        RiskFactor::ChangedUse => signal("change of use conditions").or_else(|| signal("budget cut")),
        RiskFactor::ContactChange => {
            let left = || "a sponsor or champion left and was not replaced".to_owned();
            let gone = score.caps.contains(Cap::SponsorLeft).then(left);
            gone.or_else(|| signal("sponsor left"))
        }
        RiskFactor::TechnicalIssue => signal("technical issue"),
        RiskFactor::Escalation => value(Measure::SevereAge)
            .filter(|age| *age >= OLD)
            .map(|_| "a severe ticket is unresolved".to_owned()),
        RiskFactor::LowNps => value(Measure::Nps)
            .filter(|mean| *mean <= DETRACTOR)
            .map(|mean| format!("NPS answers of {mean:.1} on average")),
        RiskFactor::LowCsat => value(Measure::Csat)
            .filter(|share| *share < FEW_GOOD)
            .map(|share| format!("{:.0}% of the CSAT answers are good", share * 100.0)),
        RiskFactor::Competitor => signal("competitor evaluation").or_else(|| signal("competitor")),
        RiskFactor::ChurnNotice => (renewal.stage == RenewalStage::ChurnNotice)
            .then(|| "they gave notice".to_owned())
            .or_else(|| signal("churn notice")),
        RiskFactor::NoPlan => (renewal.is_in_window(day, rules) && !known.planned)
            .then(|| format!("no account plan up to its end in {}", renewal.due_on.quarter())),
        RiskFactor::LateQuote => renewal
            .is_quote_late(day)
            .then(|| format!("the quote was to be out by {}", renewal.dates.quote_by)),
        RiskFactor::Silence => {
            let reading = score.reading(Measure::Touch);
            let words = match (reading.state, reading.value, reading.value_on) {
                (State::Present, None, _) => "never spoken to".to_owned(),
                (State::Present, Some(share), Some(on)) if share > 1.0 => format!("not spoken to since {on}"),
                _ => return None,
            };
            Some(words)
        }
    }
}
