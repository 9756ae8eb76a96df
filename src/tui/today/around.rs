//! What the lines of the day are made with beside their matters.

use super::leaving::Leaving;
use super::news::News;
use crate::book::Board;
use crate::domain::{Band, Day};
use crate::engine::judged_today;
use crate::health::PolicySet;
use crate::health::facts::AccountId;
use crate::today::{Judged, Matter, Seen, Turn};

/// How the accounts stand, what leaves the list, what was seen before.
pub struct Around<'a> {
    pub board: &'a Board,
    pub policies: Option<&'a PolicySet>,
    pub leaving: &'a Leaving,
    pub seen: Option<&'a Seen>,
    pub news: &'a News,
}

impl<'a> Around<'a> {
    /// See [`judged`].
    pub fn judged(&self, matter: &Matter) -> Option<Judged<'a>> {
        judged(self.policies, matter, self.board)
    }

    /// Whether a matter is new since the last look.
    pub fn is_new(&self, matter: &Matter) -> bool {
        self.seen.is_some_and(|seen| seen.mark.is_new(matter))
    }

    /// See [`turned`].
    pub fn turned(&self, account: AccountId, now: Band, day: Day) -> Option<Turn> {
        turned(self.seen, self.news, (account, now), day)
    }
}

/// How the account of a matter stands and by which rules it is ranked; None: it has left, or nothing was read.
pub fn judged<'a>(policies: Option<&'a PolicySet>, matter: &Matter, board: &Board) -> Option<Judged<'a>> {
    judged_today(matter, policies?, |id| board.get(id))
}

/// How the band of an account turned since the last look.
pub fn turned(seen: Option<&Seen>, news: &News, (account, now): (AccountId, Band), day: Day) -> Option<Turn> {
    let mark = seen?.mark;
    if mark.day >= day { None } else { news.turn(mark.day, account, now) }
}
