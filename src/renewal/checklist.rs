//! What is to be done 120, 90, 60 and 30 days before the end, as far as the book shows by itself whether it is done.

use super::pair::Renewal;
use super::risk::Known;
use crate::domain::{Band, Day, Forecast, RenewalStage};
use crate::health::{Cap, Measure, State};

/// One point of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Days before the end.
    pub at: i32,
    pub what: &'static str,
    pub done: bool,
    /// Whether its day has come.
    pub due: bool,
}

/// The days and points: (days before the end, what, whether it is done).
type Point = (i32, &'static str, fn(&Case<'_>) -> bool);

struct Case<'a> {
    renewal: &'a Renewal,
    known: &'a Known<'a>,
}

const POINTS: &[Point] = &[
    (120, "health is known", |case| case.known.score.band != Band::Grey),
    (120, "no urgent ticket is open", |case| !case.known.score.caps.contains(Cap::P1Open)),
    (120, "the executive sponsor was met lately", |case| {
        let reading = case.known.score.reading(Measure::Sponsor);
        // The curve of the policy begins to fall where a meeting is too long ago.
        reading.state == State::Present && reading.score.is_some_and(|score| score >= 100.0)
    }),
    (120, "a forecast was made", |case| case.renewal.call.is_some()),
    (90, "there is an account plan that covers it", |case| case.known.planned),
    (90, "the forecast is commit or at risk", |case| {
        let call = case.renewal.call;
        matches!(call, Some(Forecast::Commit | Forecast::AtRisk | Forecast::Won | Forecast::Lost))
    }),
    (90, "the day of notice is ahead, or passed without notice", |case| {
        case.renewal.stage != RenewalStage::ChurnNotice
    }),
    (60, "the quote is out", |case| case.renewal.stage.is_quoted()),
    (60, "they are being spoken to", |case| {
        let reading = case.known.score.reading(Measure::Touch);
        reading.state == State::Present && reading.value.is_some_and(|share| share <= 1.0)
    }),
    (30, "they said yes", |case| matches!(case.renewal.stage, RenewalStage::Verbal | RenewalStage::Won)),
    (0, "it is closed", |case| !case.renewal.is_open()),
];

/// The list of a renewal on a day.
pub fn of(renewal: &Renewal, known: &Known<'_>, day: Day) -> Vec<Item> {
    let case = Case { renewal, known };
    let item = |(at, what, done): &Point| Item {
        at: *at,
        what,
        done: done(&case),
        due: renewal.days_left(day) <= *at,
    };
    POINTS.iter().map(item).collect()
}
