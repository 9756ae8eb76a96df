//! Where adoption stands: read from usage, never typed.

use crate::domain::Day;
use crate::domain::text::fold;

/// Uses are added up over so many days, which end on the day.
pub const WINDOW_DAYS: i32 = 28;

/// What the book knows of the use of a feature, or of a metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Name of the feature or the metric, as stored.
    pub name: Box<str>,
    /// What it is.
    pub what: What,
    /// Uses within [`WINDOW_DAYS`], or the last value.
    pub value: f64,
    /// The last day of which something is known.
    pub on: Day,
}

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A feature: its uses added up.
    Feature,
    /// A metric: its last value.
    Metric,
}

impl Reading {
    /// `312 uses in 28 d`, `45 on 2026-03-01`, `not used for 28 d`.
    pub fn words(&self) -> String {
        let value = figure(self.value);
        match self.what {
            What::Feature if self.value <= 0.0 => format!("not used for {WINDOW_DAYS} d"),
            What::Feature => format!("{value} uses in {WINDOW_DAYS} d"),
            What::Metric => format!("{value} on {}", self.on),
        }
    }
}

/// A number without decimals that say nothing: at most two.
pub fn figure(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The reading that an item of adoption is about: the feature or metric of its name.
pub fn reading<'r>(readings: &'r [Reading], title: &str) -> Option<&'r Reading> {
    let key = fold(title);
    readings.iter().find(|reading| fold(&reading.name) == key)
}

/// Whether a target is reached: it begins with a number, and the reading is at least that. None: it cannot be told.
pub fn is_reached(reading: Option<&Reading>, target: Option<&str>) -> Option<bool> {
    let target = target?.trim().replace(',', "");
    let end = target.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(target.len());
    let number: f64 = target.get(..end)?.parse().ok()?;
    // Of 85% the share is meant.
    let number = if target.get(end..).is_some_and(|rest| rest.trim_start().starts_with('%')) {
        number / 100.0
    } else {
        number
    };
    Some(reading?.value >= number)
}
