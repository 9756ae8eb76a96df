//! The score with its past: 26 weeks, and the change over 7, 28 and 90 days.

use super::case::{BookDay, Case, Digest};
use super::facts::{AccountFacts, BookFacts, SegmentId};
use super::number::Tenths;
use super::policy::{Policy, PolicySet};
use super::score::{Score, score_case};
use super::sight::Sight;
use crate::domain::{Band, Day};

/// Weekly points of the trend, oldest first; the last is the day itself.
pub const WEEKS: usize = 26;

/// Days that the past of a score reaches back.
pub const PAST_DAYS: i32 = 7 * 25;

/// Stands in [`Scored::weeks`] for a week without health.
pub const NO_HEALTH: Tenths = -1;

/// A score with its past. Differences are of displayed values; None where either day has no health.
#[derive(Clone, PartialEq, Debug)]
pub struct Scored {
    pub score: Score,
    /// Displayed health on days a week apart, oldest first, the last on the day; [`NO_HEALTH`]: none.
    pub weeks: [Tenths; WEEKS],
    /// The bands of these days.
    pub bands: [Band; WEEKS],
    pub trend_7d: Option<Tenths>,
    pub trend_28d: Option<Tenths>,
    pub trend_90d: Option<Tenths>,
}

/// Scores the accounts of a book on one day, with their past. What the book holds on those days is worked out once.
pub struct Scorer<'a> {
    base: Past<'a>,
    /// Ascending by segment.
    segments: Vec<(SegmentId, Past<'a>)>,
}

impl<'a> Scorer<'a> {
    /// A scorer of the accounts of a book on a day.
    pub fn new(book: &'a BookFacts, policies: &'a PolicySet, day: Day) -> Scorer<'a> {
        let own = policies.segments().iter();
        Scorer {
            base: Past::new(book, policies.of(None), day),
            segments: own.map(|(id, policy)| (*id, Past::new(book, policy, day))).collect(),
        }
    }

    /// The score of an account with its past. `facts` must be finished ([`AccountFacts::finish`]).
    pub fn scored(&self, facts: &AccountFacts) -> Scored {
        self.of(facts).scored(facts)
    }

    /// The score of an account with its past, and what `look` makes of what can be seen of it on the day.
    pub fn seen<T>(&self, facts: &AccountFacts, look: impl FnOnce(&Sight<'_>, &Scored) -> T) -> (Scored, T) {
        self.of(facts).seen(facts, look)
    }

    /// The score of an account alone.
    pub fn score(&self, facts: &AccountFacts) -> Score {
        let past = self.of(facts);
        let [today, ..] = &past.weeks;
        score_case(&Case::new(facts, &Digest::new(facts), today, past.policy))
    }

    /// The score of an account and its change over 28 days alone, which is a tenth of the work.
    pub fn recent(&self, facts: &AccountFacts) -> (Score, Option<Tenths>) {
        self.of(facts).recent(facts)
    }

    /// The days under the policy of an account.
    fn of(&self, facts: &AccountFacts) -> &Past<'a> {
        let place = facts
            .segment
            .and_then(|segment| self.segments.binary_search_by_key(&segment, |own| own.0).ok())
            .and_then(|place| self.segments.get(place));
        place.map_or(&self.base, |own| &own.1)
    }
}

/// The days that a score with its past looks at, under one policy.
struct Past<'a> {
    policy: &'a Policy,
    /// The day, and one a week before it, newest first.
    weeks: [BookDay<'a>; WEEKS],
    quarter: BookDay<'a>,
}

impl<'a> Past<'a> {
    fn new(book: &'a BookFacts, policy: &'a Policy, day: Day) -> Past<'a> {
        let mut next = day + 7;
        let weeks = std::array::from_fn(|_| {
            next = next - 7;
            BookDay::new(book, policy, next)
        });
        Past { policy, weeks, quarter: BookDay::new(book, policy, day - 90) }
    }

    fn recent(&self, facts: &AccountFacts) -> (Score, Option<Tenths>) {
        let digest = Digest::new(facts);
        let on = |book: &BookDay| score_case(&Case::new(facts, &digest, book, self.policy));
        let [today, _, _, _, month, ..] = &self.weeks;
        let score = on(today);
        let then = on(month).health;
        let trend = score.health.zip(then).map(|(now, then)| now - then);
        (score, trend)
    }

    fn scored(&self, facts: &AccountFacts) -> Scored {
        self.scored_by(facts, &Digest::new(facts))
    }

    fn seen<T>(&self, facts: &AccountFacts, look: impl FnOnce(&Sight<'_>, &Scored) -> T) -> (Scored, T) {
        let digest = Digest::new(facts);
        let scored = self.scored_by(facts, &digest);
        let [today, ..] = &self.weeks;
        let seen = look(&Sight::new(Case::new(facts, &digest, today, self.policy)), &scored);
        (scored, seen)
    }

    fn scored_by(&self, facts: &AccountFacts, digest: &Digest) -> Scored {
        let on = |book: &BookDay| score_case(&Case::new(facts, digest, book, self.policy));
        let [today, earlier @ ..] = &self.weeks;
        let score = on(today);
        let (mut weeks, mut bands) = ([NO_HEALTH; WEEKS], [score.band; WEEKS]);
        let [past @ .., last] = &mut weeks;
        *last = score.health.unwrap_or(NO_HEALTH);
        for ((slot, band), book) in past.iter_mut().rev().zip(bands.iter_mut().rev().skip(1)).zip(earlier) {
            let score = on(book);
            (*slot, *band) = (score.health.unwrap_or(NO_HEALTH), score.band);
        }
        let quarter = on(&self.quarter).health.unwrap_or(NO_HEALTH);
        let since = |then: Tenths| if then == NO_HEALTH { None } else { Some(score.health? - then) };
        Scored {
            trend_7d: since(weeks[WEEKS - 2]),
            trend_28d: since(weeks[WEEKS - 5]),
            trend_90d: since(quarter),
            weeks,
            bands,
            score,
        }
    }
}

/// The score of an account on a day with its past. For many accounts use [`Scorer`].
///
/// `facts` must be finished ([`AccountFacts::finish`]).
pub fn scored(facts: &AccountFacts, book: &BookFacts, policy: &Policy, day: Day) -> Scored {
    Past::new(book, policy, day).scored(facts)
}

/// A change of band between two weekly days.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Turn {
    /// The first of the weekly days that has the new band.
    pub day: Day,
    pub from: Band,
    pub to: Band,
    /// The displayed health of that day.
    pub health: Option<Tenths>,
}

/// The day since which an account is red, on end; None: it is not red on the day. Looked for on days a week apart, so many
/// weeks back, and then day by day.
///
/// `facts` must be finished ([`AccountFacts::finish`]).
pub fn red_since(
    facts: &AccountFacts,
    book: &BookFacts,
    policy: &Policy,
    day: Day,
    weeks: i32,
) -> Option<Day> {
    let digest = Digest::new(facts);
    let is_red = |day: Day| {
        let on = BookDay::new(book, policy, day);
        score_case(&Case::new(facts, &digest, &on, policy)).band == Band::Red
    };
    let weekly = (0..=weeks).map(|ago| day - ago * 7).take_while(|day| is_red(*day)).last()?;
    Some((1..7).map(|ago| weekly - ago).take_while(|day| is_red(*day)).last().unwrap_or(weekly))
}

/// The changes of band in the weeks up to a day, judged on days a week apart, the earliest first.
///
/// `facts` must be finished ([`AccountFacts::finish`]).
pub fn turns(facts: &AccountFacts, book: &BookFacts, policy: &Policy, day: Day, weeks: i32) -> Vec<Turn> {
    let digest = Digest::new(facts);
    let mut turns = Vec::new();
    let mut before = None;
    for ago in (0..=weeks).rev() {
        let on = BookDay::new(book, policy, day - ago * 7);
        let score = score_case(&Case::new(facts, &digest, &on, policy));
        if let Some(from) = before.filter(|from| *from != score.band) {
            turns.push(Turn { day: on.day, from, to: score.band, health: score.health });
        }
        before = Some(score.band);
    }
    turns
}
