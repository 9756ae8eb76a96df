//! Figures and names as the screens write them.

use super::theme::Role;
use crate::book::row::Tenths;
use crate::domain::{Day, Forecast, Level, OpportunityStage};
use crate::onboarding::State;
use crate::plan;

/// What the screens call a measure, a cap, or a part of `moved`. Unknown names keep theirs, without underscores.
pub fn label(name: &str) -> String {
    LABELS
        .iter()
        .find(|known| known.0 == name)
        .map_or_else(|| name.replace('_', " "), |known| known.1.to_owned())
}

const LABELS: &[(&str, &str)] = &[
    ("licence_utilisation", "licence use"),
    ("feature_adoption", "feature use"),
    ("usage_trend", "usage trend"),
    ("goals", "goals"),
    ("first_outcome", "first outcome"),
    ("onboarding", "onboarding"),
    ("touch", "last touch"),
    ("sponsor", "sponsor contact"),
    ("live_contacts", "live contacts"),
    ("severe_age", "severe tickets"),
    ("backlog", "ticket backlog"),
    ("nps", "NPS"),
    ("csat", "CSAT"),
    ("pulse", "pulse"),
    ("p1_open", "P1 open"),
    ("silent", "silent"),
    ("sponsor_left", "sponsor left"),
    ("churn_notice", "churn notice"),
    ("first_outcome_overdue", "outcome overdue"),
    ("renewal_unplanned", "no renewal plan"),
    ("competitor", "competitor"),
];

/// Health with its decimal: 713 is `71.3`.
pub fn tenths(value: Tenths) -> String {
    let size = value.unsigned_abs();
    format!("{}{}.{}", if value < 0 { "-" } else { "" }, size / 10, size % 10)
}

/// Health, or a dash where there is none.
pub fn health(value: Option<Tenths>) -> String {
    value.map_or_else(|| "–".to_owned(), tenths)
}

/// A difference with its sign: `+4.1`.
pub fn signed(value: Tenths) -> String {
    if value > 0 { format!("+{}", tenths(value)) } else { tenths(value) }
}

/// Beyond this many tenths of a point a trend improves or declines.
const STEADY: Tenths = 50;

/// The arrow of a trend, and what it means.
pub fn arrow(trend: Tenths) -> (&'static str, Role) {
    match trend {
        up if up > STEADY => ("↗", Role::Better),
        down if down < -STEADY => ("↘", Role::Worse),
        _ => ("→", Role::Dim),
    }
}

/// Points with a decimal: `12.3`; a negative zero is none.
pub fn points(value: f64) -> String {
    let text = format!("{value:.1}");
    if text == "-0.0" { "0.0".to_owned() } else { text }
}

/// A difference of points with its sign.
pub fn signed_points(value: f64) -> String {
    let text = points(value);
    if text.starts_with('-') || text == "0.0" { text } else { format!("+{text}") }
}

/// What a cap does: `  at most 49.0, binds`.
pub fn limit(at_most: f64, binds: bool) -> String {
    format!("  at most {}{}", points(at_most), if binds { ", binds" } else { "" })
}

/// A share as whole percent: 0.853 is `85 %`.
pub fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// With a capital letter in front: `contract` is `Contract`.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A count with its noun: `1 account`, `3 accounts`, `12,345 accounts`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", thousands(number), if number == 1 { "" } else { "s" })
}

/// A number with commas between thousands.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The sign of an onboarding's state, its word, and how they look.
pub fn standing(state: State) -> (&'static str, &'static str, Role) {
    let (sign, role) = match state {
        State::Stuck => ("■", Role::Red),
        State::Behind => ("▲", Role::Yellow),
        State::OnTrack => ("●", Role::Green),
        State::Done => ("✓", Role::Note),
    };
    (sign, state.name(), role)
}

/// The sign of how an account stands by its plans, its word, and how they look.
pub fn plan(state: plan::State) -> (&'static str, &'static str, Role) {
    use plan::State::{Agreed, Draft, Due, None, Review, Reviewed, Stale};
    let (sign, role) = match state {
        None | Stale => ("■", Role::Red),
        Due | Review => ("▲", Role::Yellow),
        Draft => ("◌", Role::Grey),
        Agreed => ("●", Role::Green),
        Reviewed => ("✓", Role::Note),
    };
    (sign, state.name(), role)
}

/// The sign of a forecast, its word, and how they look.
pub fn call(call: Option<Forecast>) -> (&'static str, &'static str, Role) {
    match call {
        Some(Forecast::Won) => ("✓", "won", Role::Green),
        Some(Forecast::Commit) => ("●", "commit", Role::Green),
        Some(Forecast::BestCase) => ("◐", "best case", Role::Note),
        Some(Forecast::AtRisk) => ("▲", "at risk", Role::Yellow),
        Some(Forecast::Lost) => ("■", "lost", Role::Red),
        None => ("◌", "no forecast", Role::Grey),
    }
}

/// The sign of a stage of an opportunity, and how it looks.
pub fn deal(stage: OpportunityStage) -> (&'static str, Role) {
    match stage {
        OpportunityStage::Identified => ("◌", Role::Grey),
        OpportunityStage::Proposal | OpportunityStage::Presented => ("◐", Role::Note),
        OpportunityStage::BusinessCase | OpportunityStage::Approved => ("●", Role::Green),
        OpportunityStage::Won => ("✓", Role::Green),
        OpportunityStage::Lost => ("■", Role::Red),
    }
}

/// How a level of risk looks.
pub fn level(level: Level) -> Role {
    match level {
        Level::Low => Role::Green,
        Level::Medium => Role::Yellow,
        Level::High => Role::Red,
    }
}

/// Days from one day to another, in words: `today`, `in 12 days`, `7 days ago`.
pub fn away(day: Day, today: Day) -> String {
    match day - today {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        ahead if ahead > 0 => format!("in {ahead} days"),
        past => format!("{} days ago", past.unsigned_abs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_people_write_them() {
        assert_eq!([tenths(713), tenths(5), tenths(-41), tenths(1000)], ["71.3", "0.5", "-4.1", "100.0"]);
        assert_eq!([signed(41), signed(0), signed(-3)], ["+4.1", "0.0", "-0.3"]);
        assert_eq!([points(-0.04), signed_points(0.05), signed_points(-2.0)], ["0.0", "+0.1", "-2.0"]);
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!([count(1, "account"), count(0, "account")], ["1 account", "0 accounts"]);
    }

    #[test]
    fn a_trend_points_beyond_five_points_only() {
        assert_eq!([51, 50, 0, -50, -51].map(|trend| arrow(trend).0), ["↗", "→", "→", "→", "↘"]);
    }

    #[test]
    fn days_read_from_today() {
        let today = Day(20_000);
        let read = |days| away(today + days, today);
        assert_eq!(
            [read(0), read(1), read(12), read(-1), read(-7)],
            ["today", "tomorrow", "in 12 days", "yesterday", "7 days ago"]
        );
    }
}
