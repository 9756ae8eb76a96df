//! What the renewals are cut into under headings.

use crate::book::Board;
use crate::domain::{Day, Forecast, text};
use crate::engine::Standing;
use crate::renewal::{Bucket, By};

/// What the list is cut into.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum GroupLanes {
    #[default]
    Quarter,
    Month,
    Csm,
    Segment,
    Forecast,
    None,
}

/// The order of the forecasts as headings: the surest first.
const CALLS: [Option<Forecast>; 6] = [
    Some(Forecast::Won),
    Some(Forecast::Commit),
    Some(Forecast::BestCase),
    None,
    Some(Forecast::AtRisk),
    Some(Forecast::Lost),
];

impl GroupLanes {
    /// Every grouping, in the order of the picker.
    pub const ALL: &'static [GroupLanes] = &[
        GroupLanes::Quarter,
        GroupLanes::Month,
        GroupLanes::Csm,
        GroupLanes::Segment,
        GroupLanes::Forecast,
        GroupLanes::None,
    ];

    /// The grouping in words.
    pub fn name(self) -> &'static str {
        match self {
            GroupLanes::Quarter => "quarter",
            GroupLanes::Month => "month",
            GroupLanes::Csm => "CSM",
            GroupLanes::Segment => "segment",
            GroupLanes::Forecast => "forecast",
            GroupLanes::None => "no groups",
        }
    }

    /// The heading of a renewal, behind what orders the headings: those in time and by forecast have an order of their
    /// own, people and segments that of their names.
    pub fn heading(self, standing: &Standing, day: Day, board: &Board) -> (usize, String) {
        let lookups = board.lookups();
        let named = |name: Option<&str>, none: &str| {
            let shown = name.map_or_else(|| none.to_owned(), |name| text::clean(name).into_owned());
            // Those without one stand last.
            (usize::from(name.is_none()), shown)
        };
        let in_time = |by| match Bucket::of(&standing.renewal, by, None, day) {
            Bucket::Overdue => (0, "overdue".to_owned()),
            Bucket::Month(month) => (1, month.to_string()),
            Bucket::Quarter(quarter) => (1, quarter.to_string()),
            Bucket::Of(_) => (1, String::new()),
        };
        match self {
            GroupLanes::Quarter => in_time(By::Quarter),
            GroupLanes::Month => in_time(By::Month),
            GroupLanes::Csm => named(lookups.member(standing.csm), "no CSM"),
            GroupLanes::Segment => named(lookups.segment(standing.segment), "no segment"),
            GroupLanes::Forecast => {
                let call = standing.renewal.call;
                let place = CALLS.iter().position(|own| *own == call).unwrap_or(CALLS.len());
                (place, call.map_or("no forecast", Forecast::name).to_owned())
            }
            GroupLanes::None => (0, String::new()),
        }
    }
}
