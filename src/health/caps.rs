//! Caps: rules that limit the score, so that an average cannot hide a veto.

use super::case::Case;
use super::facts::{ContractFacts, SignalClass, SignalFacts};
use super::measure::Measure;
use super::outcomes::way;
use super::people;
use super::usage::series;
use crate::domain::{ContactRole, Day};

/// A rule that limits the score. Ascending order is policy order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Cap {
    /// An unresolved P1 is too old.
    P1Open,
    /// Nobody uses it any more.
    Silent,
    /// A sponsor or champion left and was not replaced.
    SponsorLeft,
    /// The customer gave notice.
    ChurnNotice,
    /// The first outcome is overdue.
    FirstOutcomeOverdue,
    /// A contract ends soon and there is no plan for its quarter.
    RenewalUnplanned,
    /// The customer looks at a competitor.
    Competitor,
}

impl Cap {
    /// Every cap, in policy order.
    pub const ALL: [Cap; 7] = [
        Cap::P1Open,
        Cap::Silent,
        Cap::SponsorLeft,
        Cap::ChurnNotice,
        Cap::FirstOutcomeOverdue,
        Cap::RenewalUnplanned,
        Cap::Competitor,
    ];

    /// The name in the policy and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Cap::P1Open => "p1_open",
            Cap::Silent => "silent",
            Cap::SponsorLeft => "sponsor_left",
            Cap::ChurnNotice => "churn_notice",
            Cap::FirstOutcomeOverdue => "first_outcome_overdue",
            Cap::RenewalUnplanned => "renewal_unplanned",
            Cap::Competitor => "competitor",
        }
    }

    /// This cap's own in a list of one for each.
    pub(super) fn of(self, list: &[f64; Cap::ALL.len()]) -> f64 {
        #[allow(clippy::indexing_slicing)] // the discriminants are 0 to ALL.len() - 1
        list[self as usize]
    }

    fn holds(self, case: &Case) -> bool {
        match self {
            Cap::P1Open => old_p1(case).is_some(),
            Cap::Silent => silence(case).is_some(),
            Cap::SponsorLeft => lost_roles(case).next().is_some(),
            Cap::ChurnNotice => open_signal(case, SignalClass::ChurnNotice).is_some(),
            Cap::FirstOutcomeOverdue => overdue_days(case).is_some(),
            Cap::RenewalUnplanned => unplanned_ends(case).next().is_some(),
            Cap::Competitor => open_signal(case, SignalClass::Competitor).is_some(),
        }
    }
}

/// The caps that hold on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CapSet(u8);

impl CapSet {
    /// Whether a cap holds.
    pub fn contains(self, cap: Cap) -> bool {
        self.0 & (1 << cap as u8) != 0
    }

    /// The caps that hold, in policy order.
    pub fn iter(self) -> impl Iterator<Item = Cap> {
        Cap::ALL.into_iter().filter(move |cap| self.contains(*cap))
    }

    pub(super) fn on(case: &Case) -> CapSet {
        let holding = Cap::ALL.into_iter().filter(|cap| cap.holds(case));
        CapSet(holding.fold(0, |set, cap| set | 1 << cap as u8))
    }
}

/// A cap that holds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct HeldCap {
    pub cap: Cap,
    /// What it limits the health to.
    pub at_most: f64,
    /// Whether it is (one of) the lowest and below the health before caps.
    pub binds: bool,
}

/// When the oldest unresolved P1 was opened, if it is too old.
pub(super) fn old_p1(case: &Case) -> Option<Day> {
    case.tickets.oldest_p1.filter(|opened| case.age(*opened) > case.policy.caps.p1_older_than_days)
}

/// How long nobody has used it.
pub struct Silence {
    pub last_use: Day,
    /// The last day of which the book holds any usage record: a stopped import is no silence.
    pub judged_on: Day,
}

impl Silence {
    /// Days without use.
    pub fn days(&self) -> i32 {
        self.judged_on - self.last_use
    }
}

pub(super) fn silence(case: &Case) -> Option<Silence> {
    last_use(case).filter(|silence| silence.days() >= case.policy.caps.silent_days)
}

/// The last use there was, however long ago; None: there never was one.
pub(super) fn last_use(case: &Case) -> Option<Silence> {
    let judged_on = case.book.usage_on?;
    let last_of = |metric: &i64| {
        let points = case.so_far(series(case, *metric), |point| point.0);
        points.iter().rev().find(|point| point.1 > 0.0).map(|point| point.0)
    };
    let records = case.so_far(&case.facts.features, |record| record.day);
    let feature = records.iter().rev().find(|record| record.uses > 0.0).map(|record| record.day);
    let last_use = case.book.silent_metrics.iter().filter_map(last_of).chain(feature).max()?;
    Some(Silence { last_use, judged_on })
}

/// Roles of which someone left and no active contact has the same: with the day the last one left.
pub(super) fn lost_roles<'a>(case: &Case<'a>) -> impl Iterator<Item = (ContactRole, Day)> + use<'a> {
    people::lost_roles(&case.facts.contacts, case.day)
}

/// The oldest open signal of a class.
pub(super) fn open_signal<'a>(case: &Case<'a>, class: SignalClass) -> Option<&'a SignalFacts> {
    let open = |signal: &&SignalFacts| signal.class == class && signal.open_on(case.day);
    case.facts.signals.iter().filter(open).min_by_key(|signal| signal.day)
}

/// Days since go-live, if the first outcome is not reached and they are more than the target.
pub(super) fn overdue_days(case: &Case) -> Option<i32> {
    let way = way(case).filter(|way| way.reached.is_none() && case.book.judges(Measure::FirstOutcome))?;
    (way.days > case.policy.target_days).then_some(way.days)
}

/// Ends of the contracts that end soon, in a quarter without an account plan.
pub(super) fn unplanned_ends<'a>(case: &Case<'a>) -> impl Iterator<Item = Day> + use<'a> {
    let (facts, day) = (case.facts, case.day);
    let last = day + case.policy.caps.renewal_within_days;
    let soon = move |contract: &ContractFacts| {
        contract.end.filter(|end| contract.active_on(day) && *end <= last).map(|end| (contract.id, end))
    };
    let won = move |contract| {
        facts.renewals.iter().any(|renewal| renewal.contract == contract && renewal.won_on <= day)
    };
    let planned = move |end: Day| {
        let quarter = end.quarter();
        facts.plans.iter().any(|plan| plan.quarter == quarter && plan.written_on <= day)
    };
    facts
        .contracts
        .iter()
        .filter_map(soon)
        .filter(move |(contract, end)| !won(*contract) && !planned(*end))
        .map(|(_, end)| end)
}
