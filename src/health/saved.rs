//! Saved customers: who stood badly in a period and came through. Beside it, what they use of what they may use.
//!
//! A customer stood badly on each weekly day of the period (counted back from its last) on which it was red, and on
//! each day on which a churn notice came in; a customer is an account with an active contract. It is judged by the last
//! of these days: saved is whoever closed a renewal as won from the first of them to 90 days after the last, or is
//! green or yellow, and still a customer, 90 days after the last. Who is not saved yet and has some of these 90 days
//! left is *open*: in the sum of those who stood badly, not among the saved.

use super::case::{BookDay, Case, Digest};
use super::facts::{AccountFacts, BookFacts, SegmentId, SignalClass};
use super::policy::{Policy, PolicySet};
use super::score::score_case;
use super::usage;
use crate::domain::{Band, Day, Period};

/// Days after which it is seen whether a customer was saved.
pub const SAVED_AFTER: i32 = 90;

/// What became of a customer who stood badly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rescue {
    Saved,
    Lost,
    /// The 90 days are not over.
    Open,
}

/// Core features in use, of those that an account is entitled to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Adopted {
    pub used: u32,
    pub entitled: u32,
}

/// Judges the accounts of a book over a period, as it is known on a day. What the book holds on those days is worked
/// out once.
pub struct Rescues<'a> {
    book: &'a BookFacts,
    period: Period,
    today: Day,
    base: Weeks<'a>,
    /// Ascending by segment.
    segments: Vec<(SegmentId, Weeks<'a>)>,
}

/// The weekly days of a period under one policy, the earliest first.
struct Weeks<'a> {
    policy: &'a Policy,
    days: Vec<BookDay<'a>>,
    last: BookDay<'a>,
}

impl<'a> Weeks<'a> {
    fn new(book: &'a BookFacts, policy: &'a Policy, period: Period, today: Day) -> Weeks<'a> {
        let weekly = std::iter::successors(Some(period.to()), |day| Some(*day - 7));
        let mut days: Vec<BookDay> = weekly
            .take_while(|day| *day > period.from())
            .filter(|day| *day <= today)
            .map(|day| BookDay::new(book, policy, day))
            .collect();
        days.reverse();
        Weeks { policy, days, last: BookDay::new(book, policy, period.to()) }
    }
}

impl<'a> Rescues<'a> {
    /// A judge of a period; nothing after `today` is known.
    pub fn new(book: &'a BookFacts, policies: &'a PolicySet, period: Period, today: Day) -> Rescues<'a> {
        let weeks = |policy| Weeks::new(book, policy, period, today);
        let segments = policies.segments().iter().map(|(id, policy)| (*id, weeks(policy))).collect();
        Rescues { book, period, today, base: weeks(policies.of(None)), segments }
    }

    fn weeks(&self, segment: Option<SegmentId>) -> &Weeks<'a> {
        let place = segment.and_then(|id| self.segments.binary_search_by_key(&id, |own| own.0).ok());
        place.and_then(|place| self.segments.get(place)).map_or(&self.base, |own| &own.1)
    }

    /// What became of an account; None: it never stood badly. `facts` must be finished ([`AccountFacts::finish`]).
    pub fn rescue(&self, facts: &AccountFacts) -> Option<Rescue> {
        let weeks = self.weeks(facts.segment);
        let digest = Digest::new(facts);
        let band = |on: &BookDay| score_case(&Case::new(facts, &digest, on, weeks.policy)).band;
        let customer = |day: Day| facts.contracts.iter().any(|contract| contract.active_on(day));
        let is_red = |on: &&BookDay| customer(on.day) && band(on) == Band::Red;
        let noticed = facts.signals.iter().filter(|signal| signal.class == SignalClass::ChurnNotice);
        let known = |day: &Day| self.period.contains(*day) && *day <= self.today && customer(*day);
        let notices = || noticed.clone().map(|signal| signal.day).filter(known);

        // From both ends: of one who is red all the time only two weeks are looked at.
        let first_red = weeks.days.iter().find(is_red).map(|on| on.day);
        let first = first_red.into_iter().chain(notices()).min()?;
        let last_red = first_red.and_then(|_| weeks.days.iter().rev().find(is_red)).map(|on| on.day);
        let last = last_red.into_iter().chain(notices()).max()?;

        let seen = last + SAVED_AFTER;
        let won = |day: Day| first <= day && day <= seen.min(self.today);
        if facts.renewals.iter().any(|renewal| won(renewal.won_on)) {
            return Some(Rescue::Saved);
        }
        if seen > self.today {
            return Some(if customer(self.today) { Rescue::Open } else { Rescue::Lost });
        }
        let stands = band(&BookDay::new(self.book, weeks.policy, seen));
        let came_through = customer(seen) && matches!(stands, Band::Green | Band::Yellow);
        Some(if came_through { Rescue::Saved } else { Rescue::Lost })
    }

    /// The features in use on the period's last day; None: none is recorded, or the account is entitled to none.
    pub fn adopted(&self, facts: &AccountFacts) -> Option<Adopted> {
        let weeks = self.weeks(facts.segment);
        let digest = Digest::new(facts);
        let found = usage::adoption(&Case::new(facts, &digest, &weeks.last, weeks.policy)).ok()?;
        Some(Adopted { used: found.used, entitled: found.entitled })
    }
}
