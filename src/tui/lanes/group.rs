//! What the renewals are cut into under headings.

use crate::book::Board;
use crate::domain::{Day, Forecast, text};
use crate::engine::Standing;
use crate::renewal::{Bucket, By, SUREST_FIRST};

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

/// One group. Those in time and by forecast stand in their own order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    All,
    In(Bucket),
    Csm(Option<i64>),
    Segment(Option<i64>),
    /// By its place among the forecasts.
    Call(usize),
}

impl Group {
    /// Its heading, behind what orders people and segments: those without a name stand last.
    pub fn heading(self, board: &Board) -> (bool, String) {
        let lookups = board.lookups();
        let named = |name: Option<&str>, none: &str| {
            let shown = name.map_or_else(|| none.to_owned(), |name| text::clean(name).into_owned());
            (name.is_none(), shown)
        };
        let told = match self {
            Group::Csm(id) => return named(lookups.member(id), "no CSM"),
            Group::Segment(id) => return named(lookups.segment(id), "no segment"),
            Group::In(Bucket::Overdue) => "overdue".to_owned(),
            Group::In(Bucket::Month(month)) => month.to_string(),
            Group::In(Bucket::Quarter(quarter)) => quarter.to_string(),
            Group::All | Group::In(Bucket::Of(_)) => String::new(),
            Group::Call(place) => {
                let call = SUREST_FIRST.get(place).copied().flatten();
                call.map_or("no forecast", Forecast::name).to_owned()
            }
        };
        (false, told)
    }

    /// Whether groups of this kind are ordered by their names.
    pub fn is_named(self) -> bool {
        matches!(self, Group::Csm(_) | Group::Segment(_))
    }
}

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

    /// The group of a renewal.
    pub(super) fn of(self, standing: &Standing, day: Day) -> Group {
        let in_time = |by| Group::In(Bucket::of(&standing.renewal, by, None, day));
        match self {
            GroupLanes::Quarter => in_time(By::Quarter),
            GroupLanes::Month => in_time(By::Month),
            GroupLanes::Csm => Group::Csm(standing.csm),
            GroupLanes::Segment => Group::Segment(standing.segment),
            GroupLanes::Forecast => Group::Call(
                SUREST_FIRST
                    .iter()
                    .position(|own| *own == standing.renewal.call)
                    .unwrap_or(SUREST_FIRST.len()),
            ),
            GroupLanes::None => Group::All,
        }
    }
}
