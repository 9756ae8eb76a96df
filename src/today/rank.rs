//! What comes first: rank = risk x ARR x urgency, each factor explained.
//!
//! ```text
//! risk    = factor of the account's health (no_band without one) x weight of the matter
//! ARR     = max(least_arr, ARR of the account / mean ARR of the book's accounts)
//! urgency = factor of the days until it is due x renewal::urgency(days until the account's next renewal)
//! ```
//!
//! Curves, weights and the least are the section `[today]` of the policy. The ARR is counted in means of the book, so
//! that a rank reads the same in every currency: 1 is a matter of weight 1 that is due in a month, of a healthy account
//! of average size. The least keeps small customers on the list: below a quarter of the mean, size no longer counts.
//!
//! The rank of an account is that of its first matter and `further` (a half) of the second, half of that of the third
//! and so on: more matters come earlier than fewer, yet never twice as early as the most pressing of them alone.
//!
//! Factors are rounded to hundredths before they are multiplied, so that the arithmetic that is shown is the arithmetic
//! that ranks.
//!
//! Every factor can only rise when what it stands for gets worse (the curves fall, which the policy checks), so what is
//! worse never comes later.

use super::matter::{Kind, Matter, Wants};
use crate::domain::{Currency, Day, Money};
use crate::health::policy::TodayRules;
use crate::health::{Tenths, shown};
use crate::renewal::urgency;

/// What the rank of an account's matters depends on beside the matters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing {
    /// None: it is in no band.
    pub health: Option<Tenths>,
    /// In minor units of the book's currency; None: unknown for want of a rate.
    pub arr: Option<i64>,
    /// The end of its contract that comes next.
    pub renewal_on: Option<Day>,
}

/// What ARR is measured by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Mean ARR of the book's accounts, in minor units of its currency.
    pub mean: i64,
    /// The currency of the book.
    pub currency: Currency,
}

/// The factors of a rank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factors {
    /// Of the account's health.
    pub health: f64,
    /// Of what the matter is.
    pub weight: f64,
    /// ARR in means of the book.
    pub arr: f64,
    /// Of the days until it is due.
    pub due: f64,
    /// Of the days until the renewal.
    pub renewal: f64,
}

impl Factors {
    /// The factors of a matter on a day.
    pub fn of(matter: &Matter, own: &Standing, scale: &Scale, day: Day, rules: &TodayRules) -> Factors {
        let means = if scale.mean > 0 { own.arr.map(|arr| arr as f64 / scale.mean as f64) } else { None };
        Factors {
            health: hundredths(own.health.map_or(rules.no_band, |health| rules.health.at(shown(health)))),
            weight: hundredths(rules.weight(matter.kind.weighed())),
            arr: hundredths(means.unwrap_or(0.0).max(rules.least_arr)),
            due: hundredths(rules.due.at(f64::from(matter.on - day))),
            renewal: own.renewal_on.map_or(1.0, |on| urgency(on - day)),
        }
    }

    /// How much speaks against the account.
    pub fn risk(&self) -> f64 {
        self.health * self.weight
    }

    /// How soon it is to be done.
    pub fn urgency(&self) -> f64 {
        self.due * self.renewal
    }

    /// The product.
    pub fn rank(&self) -> f64 {
        self.risk() * self.arr * self.urgency()
    }
}

/// A factor as it is shown. From the nearest billionth, so that a tie does not depend on binary fractions.
fn hundredths(factor: f64) -> f64 {
    ((factor * 1e9).round() / 1e7).round() / 100.0
}

/// The rank of an account with matters of these ranks, the highest first: each further one counts `further` of the
/// part of the one before it.
pub fn of_account(ranks: impl IntoIterator<Item = f64>, further: f64) -> f64 {
    let mut part = 1.0;
    ranks.into_iter().fold(0.0, |sum, rank| {
        let own = rank * part;
        part *= further;
        sum + own
    })
}

/// A factor with what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// `risk`, `ARR` or `urgency`.
    pub of: &'static str,
    /// What it stands for, in words.
    pub said: String,
    /// The factor.
    pub factor: f64,
}

/// The factors of a matter in words, in the order in which they are multiplied.
pub fn explain(matter: &Matter, own: &Standing, scale: &Scale, day: Day, rules: &TodayRules) -> [Part; 5] {
    let factors = Factors::of(matter, own, scale, day, rules);
    let part = |of, said, factor| Part { of, said, factor };
    let none = || "no health: too little is known".to_owned();
    let health = own.health.map_or_else(none, |health| format!("health {:.1} of 100", shown(health)));
    [
        part("risk", health, factors.health),
        part("risk", what(&matter.kind), factors.weight),
        part("ARR", size(own, scale, rules), factors.arr),
        part("urgency", distance(matter, day), factors.due),
        part("urgency", renewal(own.renewal_on.map(|on| on - day)), factors.renewal),
    ]
}

/// `2 x 3 x 1.9 x 1.4 x 1.35`, and what it comes to.
pub fn product(factors: &Factors) -> String {
    let Factors { health, weight, arr, due, renewal } = *factors;
    let parts = [health, weight, arr, due, renewal].map(figure);
    format!("{} = {}", parts.join(" x "), figure(factors.rank()))
}

/// A factor or a rank as people read it: two decimals at most, none at its end.
pub fn figure(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn what(kind: &Kind) -> String {
    match kind {
        Kind::Alert { rule, severity, .. } | Kind::Flood { rule, severity, .. } => {
            format!("an alert of {} severity: {rule}", severity.name())
        }
        Kind::Task { .. } => "a task".to_owned(),
        Kind::Step { .. } => "a step of the onboarding".to_owned(),
        Kind::Renewal { wants, .. } => match wants {
            Wants::Decision => "a renewal that is over and not decided",
            Wants::Quote => "a renewal whose quote is late",
            Wants::Notice => "a renewal past its last day for notice",
            Wants::Forecast => "a renewal without commit or at risk",
            Wants::Begin => "a renewal that nobody prepares",
        }
        .to_owned(),
        Kind::CheckIn => "a check-in".to_owned(),
        Kind::Plan { .. } => "an account plan".to_owned(),
    }
}

fn size(own: &Standing, scale: &Scale, rules: &TodayRules) -> String {
    let money = |minor| Money { minor, currency: scale.currency };
    let least = figure(rules.least_arr);
    match own.arr {
        None => format!("ARR unknown for want of an exchange rate, counted as {least}"),
        Some(_) if scale.mean <= 0 => format!("no account has ARR, counted as {least}"),
        Some(arr) => {
            let means = arr as f64 / scale.mean as f64;
            let said =
                format!("ARR {} is {} times the mean {}", money(arr), figure(means), money(scale.mean));
            if means < rules.least_arr { format!("{said}, counted as {least}") } else { said }
        }
    }
}

fn distance(matter: &Matter, day: Day) -> String {
    let is_alert = matches!(matter.kind, Kind::Alert { .. } | Kind::Flood { .. });
    match (matter.days_late(day), is_alert) {
        (0, true) => "opened today".to_owned(),
        (1, true) => "open for 1 day".to_owned(),
        (days, true) => format!("open for {days} days"),
        (0, false) => "due today".to_owned(),
        (1, false) => "1 day late".to_owned(),
        (-1, false) => "due tomorrow".to_owned(),
        (late, false) if late > 0 => format!("{late} days late"),
        (ahead, false) => format!("due in {} days", ahead.unsigned_abs()),
    }
}

fn renewal(ahead: Option<i32>) -> String {
    match ahead {
        None => "no renewal is known".to_owned(),
        Some(0) => "renewal today".to_owned(),
        Some(1) => "renewal tomorrow".to_owned(),
        Some(ahead) if ahead > 0 => format!("renewal in {ahead} days"),
        Some(late) => format!("renewal {} days ago", late.unsigned_abs()),
    }
}
