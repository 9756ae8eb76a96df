//! What the list of onboardings is cut into.

use super::Run;
use crate::book::{Board, Row};
use crate::domain::{Day, text};
use crate::onboarding::State;
use crate::training::Taking;

/// What the list is cut into under headings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum GroupRuns {
    #[default]
    None,
    Template,
    Csm,
    Segment,
    Week,
    Training,
}

impl GroupRuns {
    /// Every grouping, in the order of the picker.
    pub const ALL: &'static [GroupRuns] = &[
        GroupRuns::None,
        GroupRuns::Template,
        GroupRuns::Csm,
        GroupRuns::Segment,
        GroupRuns::Week,
        GroupRuns::Training,
    ];

    /// The grouping in words.
    pub fn name(self) -> &'static str {
        match self {
            GroupRuns::None => "no groups",
            GroupRuns::Template => "template",
            GroupRuns::Csm => "CSM",
            GroupRuns::Segment => "segment",
            GroupRuns::Week => "week of start",
            GroupRuns::Training => "training",
        }
    }

    /// The heading above a run.
    pub(super) fn heading(self, run: &Run, row: Option<&Row>, board: &Board) -> String {
        let lookups = board.lookups();
        let named = |name: Option<&str>, none: &str| {
            name.map_or(none.to_owned(), |name| text::clean(name).into_owned())
        };
        match self {
            GroupRuns::None => String::new(),
            GroupRuns::Template => named(run.template.as_deref(), "no template"),
            GroupRuns::Csm => named(row.and_then(|row| lookups.member(row.csm)), "no CSM"),
            GroupRuns::Segment => named(row.and_then(|row| lookups.segment(row.segment)), "no segment"),
            GroupRuns::Week => format!("week of {}", monday(run.started_on)),
            GroupRuns::Training => match run.taking() {
                Taking::Low => "low consumption of training",
                Taking::Unknown => "nothing known of training",
                Taking::Well => "takes its training",
            }
            .to_owned(),
        }
    }
}

/// The Monday on or before a day. Day 0, 1970-01-01, is a Thursday.
fn monday(day: Day) -> Day {
    day - (day.0 + 3).rem_euclid(7)
}

/// How many onboardings are in each state, in the order of [`State::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([usize; State::ALL.len()]);

impl Counts {
    pub(super) fn add(&mut self, state: State) {
        let place = State::ALL.iter().position(|own| *own == state);
        if let Some(count) = place.and_then(|place| self.0.get_mut(place)) {
            *count += 1;
        }
    }

    /// States and how many are in each, the worst first.
    pub fn each(&self) -> impl Iterator<Item = (State, usize)> {
        State::ALL.into_iter().zip(self.0)
    }

    /// How many there are.
    pub fn all(&self) -> usize {
        self.0.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        // 2024-10-04 (day 20000) was a Friday.
        assert_eq!(monday(Day(20_000)), Day(19_996));
        assert_eq!(monday(Day(19_996)), Day(19_996));
        assert_eq!(monday(Day(19_995)), Day(19_989));
        assert_eq!(monday(Day(-1)), Day(-3), "the last day of 1969 was a Wednesday");
    }
}
