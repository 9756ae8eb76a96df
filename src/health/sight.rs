//! What rules beside the score see of an account on a day: the very facts and windows that the measures and caps judge,
//! before they become points.

use std::borrow::Cow;
use std::cell::Cell;

use super::case::{BookDay, Case, Digest};
use super::facts::{AccountFacts, BookFacts, SegmentId, SignalClass, SignalFacts};
use super::measure::Measure;
use super::number::Tenths;
use super::policy::{Policy, PolicySet};
use super::score::{Score, score_case};
use super::trend::{NO_HEALTH, PAST_DAYS, Scored, WEEKS};
use super::{caps, engagement, outcomes, sentiment, usage};
use crate::domain::{Band, ContactRole, Day, GoalStatus};

/// An account on a day.
pub struct Sight<'a> {
    case: Case<'a>,
}

impl<'a> Sight<'a> {
    pub(super) fn new(case: Case<'a>) -> Sight<'a> {
        Sight { case }
    }

    /// The day.
    pub fn day(&self) -> Day {
        self.case.day
    }

    /// All facts, also those after the day.
    pub fn facts(&self) -> &'a AccountFacts {
        self.case.facts
    }

    /// What the book holds.
    pub fn book(&self) -> &'a BookFacts {
        self.case.book.held
    }

    /// What the account is judged by.
    pub fn policy(&self) -> &'a Policy {
        self.case.policy
    }

    /// Whether the book holds, on the day, what a measure reads at all.
    pub fn is_judged(&self, measure: Measure) -> bool {
        self.case.book.judges(measure)
    }

    /// Days without use, and the last day with one; None: there never was one. Judged, as the cap `silent` is, on the
    /// last day of which the book holds any usage.
    pub fn silence(&self) -> Option<(i32, Day)> {
        caps::last_use(&self.case).map(|silence| (silence.days(), silence.last_use))
    }

    /// Mean of the key metric in the window of the usage trend, and in the window before.
    pub fn usage_means(&self) -> Option<(f64, f64)> {
        usage::trend(&self.case).ok().map(|trend| (trend.now, trend.before))
    }

    /// Unresolved P1 tickets, and the day on which the oldest was opened.
    pub fn p1(&self) -> (u32, Option<Day>) {
        (self.case.tickets.p1, self.case.tickets.oldest_p1)
    }

    /// The day on which the oldest unresolved P2 ticket was opened.
    pub fn oldest_p2(&self) -> Option<Day> {
        self.case.tickets.oldest_p2
    }

    /// NPS answers of the last days that nobody took back by a later one: day and answer, 0 to 10.
    pub fn nps_answers(&self, days: i32) -> impl Iterator<Item = (Day, f64)> {
        let since = self.case.day - days;
        let answers = sentiment::nps_answers(&self.case).filter(move |answer| answer.day > since);
        answers.map(|answer| (answer.day, answer.score))
    }

    /// CSAT answers of the last days: day and answer, on a scale of five.
    pub fn csat_answers(&self, days: i32) -> &[(Day, f64)] {
        self.case.within(&self.case.digest.csat, days, |answer| answer.0)
    }

    /// The oldest open signal of a class.
    pub fn open_signal(&self, class: SignalClass) -> Option<&'a SignalFacts> {
        caps::open_signal(&self.case, class)
    }

    /// A key role that somebody left and nobody has taken over, and since when; of several the latest.
    pub fn lost_role(&self) -> Option<(ContactRole, Day)> {
        caps::lost_roles(&self.case).max_by_key(|lost| lost.1)
    }

    /// The statuses of the goals that count on the day.
    pub fn goals(&self) -> impl Iterator<Item = GoalStatus> {
        outcomes::counted_goals(&self.case)
    }

    /// The day of the first outcome, where it is reached.
    pub fn first_outcome(&self) -> Option<Day> {
        self.case.facts.first_outcome_on.filter(|on| *on <= self.case.day)
    }

    /// The last touchpoint that is not a bare note.
    pub fn last_touch(&self) -> Option<Day> {
        engagement::last_touch(&self.case)
    }

    /// Since when it is a customer, as far as anything says so.
    pub fn since(&self) -> Option<Day> {
        engagement::since(&self.case)
    }

    /// Whether a contract is active on the day.
    pub fn is_customer(&self) -> bool {
        self.case.facts.contracts.iter().any(|contract| contract.active_on(self.case.day))
    }
}

/// Displayed health, where there is one, and band of a day.
pub type PastDay = (Option<Tenths>, Band);

/// Health and band on days a week apart, counted back from a day.
pub trait Past {
    /// Displayed health and band so many weeks ago, 0 to [`WEEKS`] - 1; None: further back.
    fn weeks_ago(&self, weeks: usize) -> Option<PastDay>;

    /// The score of the day itself.
    fn score(&self) -> Cow<'_, Score>;
}

impl Past for Scored {
    fn weeks_ago(&self, weeks: usize) -> Option<PastDay> {
        let place = (WEEKS - 1).checked_sub(weeks)?;
        let health = self.weeks.get(place).copied().filter(|health| *health != NO_HEALTH);
        Some((health, self.bands.get(place).copied()?))
    }

    fn score(&self) -> Cow<'_, Score> {
        Cow::Borrowed(&self.score)
    }
}

/// Looks at accounts on every day of a time, one after the other. What the book holds on those days is worked out once.
pub struct Replay<'a> {
    from: Day,
    to: Day,
    base: Days<'a>,
    /// Ascending by segment.
    segments: Vec<(SegmentId, Days<'a>)>,
}

/// The days under one policy, from as long before the first as the past reaches.
struct Days<'a> {
    policy: &'a Policy,
    first: Day,
    days: Vec<BookDay<'a>>,
}

impl<'a> Days<'a> {
    fn new(book: &'a BookFacts, policy: &'a Policy, from: Day, to: Day) -> Days<'a> {
        let first = from - PAST_DAYS;
        let days = (0..=to - first).map(|ahead| BookDay::new(book, policy, first + ahead)).collect();
        Days { policy, first, days }
    }

    fn on(&self, day: Day) -> Option<(usize, &BookDay<'a>)> {
        let place = usize::try_from(day - self.first).ok()?;
        Some((place, self.days.get(place)?))
    }
}

impl<'a> Replay<'a> {
    /// The days from `from` to `to`, both included.
    pub fn new(book: &'a BookFacts, policies: &'a PolicySet, from: Day, to: Day) -> Replay<'a> {
        let days = |policy| Days::new(book, policy, from, to);
        let segments = policies.segments().iter().map(|(id, policy)| (*id, days(policy))).collect();
        Replay { from, to, base: days(policies.of(None)), segments }
    }

    /// Looks at an account on each day, the earliest first. A score is computed when it is asked for, once a day.
    /// `facts` must be finished ([`AccountFacts::finish`]).
    pub fn each(&self, facts: &AccountFacts, mut look: impl FnMut(&Sight<'_>, &Seen<'_>)) {
        let place = facts.segment.and_then(|id| self.segments.binary_search_by_key(&id, |own| own.0).ok());
        let days = place.and_then(|place| self.segments.get(place)).map_or(&self.base, |own| &own.1);
        let digest = Digest::new(facts);
        let kept = vec![Cell::new(None); days.days.len()];
        for ahead in 0..=self.to - self.from {
            let day = self.from + ahead;
            let Some((_, book)) = days.on(day) else { continue };
            let sight = Sight::new(Case::new(facts, &digest, book, days.policy));
            look(&sight, &Seen { facts, digest: &digest, days, kept: &kept, book });
        }
    }
}

/// The past of an account on a day of a [`Replay`].
pub struct Seen<'r> {
    facts: &'r AccountFacts,
    digest: &'r Digest,
    days: &'r Days<'r>,
    kept: &'r [Cell<Option<PastDay>>],
    /// The day.
    book: &'r BookDay<'r>,
}

impl Past for Seen<'_> {
    fn weeks_ago(&self, weeks: usize) -> Option<PastDay> {
        // As far back as for the present day, so that both find the same.
        let ago = i32::try_from(weeks).ok().filter(|_| weeks < WEEKS)?.checked_mul(7)?;
        let (place, book) = self.days.on(self.book.day - ago)?;
        let kept = self.kept.get(place)?;
        let found = kept.get().unwrap_or_else(|| {
            let score = self.score_on(book);
            (score.health, score.band)
        });
        kept.set(Some(found));
        Some(found)
    }

    fn score(&self) -> Cow<'_, Score> {
        Cow::Owned(self.score_on(self.book))
    }
}

impl Seen<'_> {
    fn score_on(&self, book: &BookDay<'_>) -> Score {
        score_case(&Case::new(self.facts, self.digest, book, self.days.policy))
    }
}
