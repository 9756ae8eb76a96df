//! How many of some accounts have a plan, and how they stand.

use super::standing::{Standing, State};
use crate::domain::{Day, GoalStatus, Share};

/// How some accounts stand by their plans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Those with a plan for the quarter, of all.
    pub share: Share,
    states: [usize; State::ALL.len()],
    /// Goals of these accounts.
    pub goals: Goals,
    /// Accounts whose check-in is overdue.
    pub late: usize,
}

impl Coverage {
    /// Counts one more account.
    pub fn add(&mut self, standing: &Standing, goals: Goals, is_late: bool, day: Day) {
        self.share.count(standing.is_covered(day));
        let place = State::ALL.iter().position(|state| *state == standing.state);
        if let Some(count) = place.and_then(|place| self.states.get_mut(place)) {
            *count += 1;
        }
        self.goals.on_track += goals.on_track;
        self.goals.at_risk += goals.at_risk;
        self.goals.off_track += goals.off_track;
        self.late += usize::from(is_late);
    }

    /// Every state with how many accounts are in it, the worst first.
    pub fn each(&self) -> impl Iterator<Item = (State, usize)> {
        State::ALL.into_iter().zip(self.states)
    }
}

/// The open goals of an account by how they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Goals {
    /// On track.
    pub on_track: u32,
    /// At risk.
    pub at_risk: u32,
    /// Off track, or due and not reached.
    pub off_track: u32,
}

impl Goals {
    /// Counts one more that nobody closed: one that was due and is not reached is off track, one that is reached is no
    /// longer open.
    pub fn count(&mut self, status: GoalStatus) {
        match status {
            GoalStatus::OnTrack => self.on_track += 1,
            GoalStatus::AtRisk => self.at_risk += 1,
            GoalStatus::OffTrack | GoalStatus::Missed => self.off_track += 1,
            GoalStatus::Achieved => {}
        }
    }

    /// Those of which it is known how they stand.
    pub fn open(self) -> u32 {
        self.on_track + self.at_risk + self.off_track
    }
}
