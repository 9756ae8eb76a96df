//! The shapes that scripts read: the team's contract, key by key.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::value::RawValue;

use crate::book::{Lookups, Row};
use crate::domain::{Day, Money, Share};
use crate::health::{Why, shown};
use crate::store::native::{Cell, Form, Kind};

pub use crate::report::words::displayed;

/// `{"minor": 1250000, "currency": "USD"}`
#[derive(Serialize)]
pub struct Amount {
    minor: i64,
    currency: String,
}

impl From<Money> for Amount {
    fn from(money: Money) -> Amount {
        Amount { minor: money.minor, currency: money.currency.to_string() }
    }
}

/// `{"part": 45, "of": 50, "ratio": 0.9}`; no ratio of nothing.
#[derive(Serialize)]
pub struct Fraction {
    part: u64,
    of: u64,
    ratio: Option<f64>,
}

impl From<Share> for Fraction {
    fn from(share: Share) -> Fraction {
        Fraction { part: share.part, of: share.of, ratio: share.ratio() }
    }
}

/// An account of `accounts`.
#[derive(Serialize)]
pub struct Account<'a> {
    id: i64,
    external_id: Option<&'a str>,
    name: &'a str,
    segment: Option<&'a str>,
    csm: Option<&'a str>,
    stage: &'static str,
    arr: Option<Amount>,
    health: Option<f64>,
    band: &'static str,
    coverage: f64,
    trend_28d: Option<f64>,
    renewal_date: Option<String>,
    top_driver: Option<&'static str>,
}

impl<'a> Account<'a> {
    /// A row of the board.
    pub fn new(row: &'a Row, lookups: &'a Lookups) -> Account<'a> {
        Account {
            id: row.id,
            external_id: row.external_id.as_deref(),
            name: &row.name,
            segment: lookups.segment(row.segment),
            csm: lookups.member(row.csm),
            stage: row.stage.name(),
            arr: row.arr.map(Amount::from),
            health: row.health.map(shown),
            band: row.band.name(),
            coverage: row.coverage,
            trend_28d: row.trend_28d.map(shown),
            renewal_date: row.renewal_on.map(iso),
            top_driver: row.top_driver,
        }
    }
}

/// `why`.
#[derive(Serialize)]
pub struct Explanation<'a> {
    account: &'a str,
    day: String,
    health: Option<f64>,
    uncapped: Option<f64>,
    band: &'static str,
    coverage: f64,
    measures: Vec<Measure>,
    caps: Vec<Cap<'a>>,
    moved: Moved<'a>,
    to_green: ToGreen<'a>,
}

#[derive(Serialize)]
struct Measure {
    group: &'static str,
    measure: &'static str,
    state: &'static str,
    value: Option<f64>,
    value_on: Option<String>,
    freshness: f64,
    weight: f64,
    score: Option<f64>,
    points: Option<f64>,
    points_lost: Option<f64>,
}

#[derive(Serialize)]
struct Cap<'a> {
    name: &'static str,
    at_most: f64,
    binds: bool,
    reason: &'a str,
}

#[derive(Serialize)]
struct Moved<'a> {
    since: String,
    from: Option<f64>,
    to: Option<f64>,
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct Part<'a> {
    name: &'a str,
    points: f64,
}

#[derive(Serialize)]
struct ToGreen<'a> {
    reachable: bool,
    steps: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    measure_or_cap: &'a str,
    action: &'a str,
    gain: f64,
}

impl<'a> Explanation<'a> {
    /// The explanation of an account's score; `account` is its external id, else its name.
    pub fn new(account: &'a str, why: &'a Why) -> Explanation<'a> {
        Explanation {
            account,
            day: iso(why.day),
            health: why.score.health.map(shown),
            uncapped: why.score.shown_uncapped.map(shown),
            band: why.score.band.name(),
            coverage: why.score.coverage,
            measures: why
                .measures
                .iter()
                .map(|line| Measure {
                    group: line.group.name(),
                    measure: line.measure.name(),
                    state: line.reading.state.name(),
                    value: line.reading.value,
                    value_on: line.reading.value_on.map(iso),
                    freshness: line.reading.freshness,
                    weight: line.reading.weight,
                    score: line.reading.score,
                    points: line.points,
                    points_lost: line.points_lost,
                })
                .collect(),
            caps: why
                .caps
                .iter()
                .map(|line| Cap {
                    name: line.cap.name(),
                    at_most: line.at_most,
                    binds: line.binds,
                    reason: &line.reason,
                })
                .collect(),
            moved: Moved {
                since: iso(why.moved.since),
                from: why.moved.from.map(shown),
                to: why.moved.to.map(shown),
                parts: why
                    .moved
                    .parts
                    .iter()
                    .map(|part| Part { name: &part.name, points: part.points })
                    .collect(),
            },
            to_green: ToGreen {
                reachable: why.to_green.reachable,
                steps: why
                    .to_green
                    .steps
                    .iter()
                    .map(|step| Step { measure_or_cap: &step.name, action: &step.action, gain: step.gain })
                    .collect(),
            },
        }
    }
}

/// A day in ISO 8601.
pub fn iso(day: Day) -> String {
    day.to_string()
}

/// A row with the names of its native columns.
pub struct Native<'a> {
    pub kind: &'static Kind,
    pub cells: &'a [Cell],
}

impl Serialize for Native<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.cells.len()))?;
        for ((name, form), cell) in self.kind.columns.iter().zip(self.cells) {
            match cell {
                // Where rows are called by name they show no identity.
                Cell::Empty if matches!(form, Form::Uid) => {}
                Cell::Empty => map.serialize_entry(name, &None::<()>)?,
                Cell::Text(text) => map.serialize_entry(name, text)?,
                Cell::Integer(number) => map.serialize_entry(name, number)?,
                Cell::Real(number) => map.serialize_entry(name, number)?,
                Cell::YesNo(yes) => map.serialize_entry(name, yes)?,
                Cell::Money(money) => map.serialize_entry(name, &Amount::from(*money))?,
                Cell::Day(day) => map.serialize_entry(name, &iso(*day))?,
                // Digit by digit: a float would not hold all of them.
                Cell::Micro(_) => map.serialize_entry(name, &RawValue::from_string(cell.to_string()).ok())?,
            }
        }
        map.end()
    }
}
