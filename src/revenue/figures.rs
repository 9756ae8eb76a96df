//! Sums over accounts, and the ratios made of them.

use crate::domain::Share;

/// Which of the two published forms of gross revenue retention.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Grr {
    /// The smaller of MRR at the end and at the start, per account, by the MRR at the start. Never above 1.
    #[default]
    Endpoint,
    /// (start - contraction - churn) by start, month by month of the accounts with MRR at the start. At most the
    /// endpoint form, and can be below 0.
    Movements,
}

impl Grr {
    /// Both, in the order in which they are listed.
    pub const ALL: [Grr; 2] = [Grr::Endpoint, Grr::Movements];

    /// `endpoint`, `movements`: as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Grr::Endpoint => "endpoint",
            Grr::Movements => "movements",
        }
    }
}

/// How an account can move.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    New,
    Expansion,
    Contraction,
    Churn,
    Reactivation,
}

impl Kind {
    /// Every kind, in the order in which they are told.
    pub const ALL: [Kind; 5] =
        [Kind::New, Kind::Expansion, Kind::Contraction, Kind::Churn, Kind::Reactivation];

    /// `new`, `expansion`: as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::New => "new",
            Kind::Expansion => "expansion",
            Kind::Contraction => "contraction",
            Kind::Churn => "churn",
            Kind::Reactivation => "reactivation",
        }
    }
}

/// How MRR moved, in minor units. What grows is positive and what shrinks negative, so that the sum of the five is the
/// end less the start, exactly.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Movements {
    /// Of accounts that never had MRR before.
    pub new: i64,
    pub expansion: i64,
    /// 0 or less.
    pub contraction: i64,
    /// Of accounts that went to zero; 0 or less.
    pub churn: i64,
    /// Of accounts that had MRR once, and none at the start of the month.
    pub reactivation: i64,
}

impl Movements {
    /// The net change of one account from one day to another. `returns`: it had MRR on some day up to the first.
    pub fn between(before: i64, after: i64, returns: bool) -> Movements {
        let mut moved = Movements::default();
        let kind = match (before, after) {
            (0, 0) => return moved,
            (0, _) if returns => &mut moved.reactivation,
            (0, _) => &mut moved.new,
            (_, 0) => &mut moved.churn,
            _ if after > before => &mut moved.expansion,
            _ => &mut moved.contraction,
        };
        *kind = after - before;
        moved
    }

    /// What moved in one way.
    pub fn of(&self, kind: Kind) -> i64 {
        match kind {
            Kind::New => self.new,
            Kind::Expansion => self.expansion,
            Kind::Contraction => self.contraction,
            Kind::Churn => self.churn,
            Kind::Reactivation => self.reactivation,
        }
    }

    /// End less start.
    pub fn net(&self) -> i64 {
        self.new + self.expansion + self.contraction + self.churn + self.reactivation
    }

    pub(super) fn add(&mut self, other: &Movements) {
        self.join(other, 1);
    }

    fn join(&mut self, other: &Movements, times: i64) {
        self.new += times * other.new;
        self.expansion += times * other.expansion;
        self.contraction += times * other.contraction;
        self.churn += times * other.churn;
        self.reactivation += times * other.reactivation;
    }
}

/// What an account has and does in a period. Money is in minor units of the book's currency.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct OfAccount {
    pub start_mrr: i64,
    pub end_mrr: i64,
    /// The yearly amount on the last day.
    pub end_arr: i64,
    /// The sum of all months.
    pub movements: Movements,
}

/// The revenue figures of some accounts over a period. Money is in minor units of the book's currency.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Figures {
    pub start_mrr: i64,
    pub end_mrr: i64,
    /// The sum of yearly amounts on the last day.
    pub end_arr: i64,
    pub accounts_at_end: u64,
    /// Accounts with MRR on the first day, and those of them with MRR on the last.
    pub logos: Share,
    /// The sum of all months.
    pub movements: Movements,
    /// Accounts that moved in some month, in the order of [`Kind::ALL`]; one can move in several ways.
    pub movers: [u64; Kind::ALL.len()],
    /// MRR on the last day of accounts with MRR on the first.
    pub kept_mrr: i64,
    /// The same, of each no more than it had on the first.
    pub floor_mrr: i64,
    /// Monthly movements of the accounts with MRR on the first day.
    pub of_start: Movements,
    /// Those of them that expanded in some month.
    pub expanded: u64,
}

impl Figures {
    /// Net revenue retention. None, as for every ratio: there was no MRR on the first day.
    pub fn nrr(&self) -> Option<f64> {
        self.of_start_mrr(self.kept_mrr)
    }

    /// Gross revenue retention.
    pub fn grr(&self, form: Grr) -> Option<f64> {
        self.of_start_mrr(match form {
            Grr::Endpoint => self.floor_mrr,
            Grr::Movements => self.start_mrr + self.of_start.contraction + self.of_start.churn,
        })
    }

    /// MRR lost, by MRR at the start: what gross retention leaves.
    pub fn gross_churn(&self, form: Grr) -> Option<f64> {
        self.grr(form).map(|grr| 1.0 - grr)
    }

    /// MRR lost less MRR expanded, by MRR at the start: what net retention leaves, below 0 when it grew.
    pub fn net_churn(&self) -> Option<f64> {
        self.nrr().map(|nrr| 1.0 - nrr)
    }

    /// Accounts kept.
    pub fn logo_retention(&self) -> Option<f64> {
        self.logos.ratio()
    }

    /// Accounts with MRR at the start that expanded in some month, by all of them.
    pub fn expansion_rate(&self) -> Option<f64> {
        Share { part: self.expanded, of: self.logos.of }.ratio()
    }

    /// What they expanded by, by MRR at the start.
    pub fn expansion_mrr_rate(&self) -> Option<f64> {
        self.of_start_mrr(self.of_start.expansion)
    }

    /// Accounts that moved so in some month.
    pub fn moved(&self, kind: Kind) -> u64 {
        let own = Kind::ALL.iter().zip(self.movers).find(|own| *own.0 == kind);
        own.map_or(0, |own| own.1)
    }

    fn of_start_mrr(&self, part: i64) -> Option<f64> {
        (self.start_mrr > 0).then(|| part as f64 / self.start_mrr as f64)
    }

    /// The same with the sums of some of its accounts as they would be.
    pub fn with(mut self, some: &Figures, were: &Figures) -> Figures {
        self.add(some);
        self.join(were, -1);
        self
    }

    /// Counts an account. Most do not move: they are done with before the rest.
    pub(super) fn count(&mut self, own: &OfAccount) {
        self.start_mrr += own.start_mrr;
        self.end_mrr += own.end_mrr;
        self.end_arr += own.end_arr;
        self.accounts_at_end += u64::from(own.end_mrr > 0);
        if own.start_mrr > 0 {
            self.logos.count(own.end_mrr > 0);
            self.kept_mrr += own.end_mrr;
            self.floor_mrr += own.end_mrr.min(own.start_mrr);
        }
        if own.movements == Movements::default() {
            return;
        }
        self.movements.add(&own.movements);
        for (movers, kind) in self.movers.iter_mut().zip(Kind::ALL) {
            *movers += u64::from(own.movements.of(kind) != 0);
        }
        if own.start_mrr > 0 {
            self.of_start.add(&own.movements);
            self.expanded += u64::from(own.movements.expansion > 0);
        }
    }

    /// Adds another's sums.
    pub(super) fn add(&mut self, other: &Figures) {
        self.join(other, 1);
    }

    /// Adds another's sums so many times.
    fn join(&mut self, other: &Figures, times: i64) {
        let count = |own: &mut u64, other: u64| {
            *own = own.saturating_add_signed(times * i64::try_from(other).unwrap_or(i64::MAX));
        };
        self.start_mrr += times * other.start_mrr;
        self.end_mrr += times * other.end_mrr;
        self.end_arr += times * other.end_arr;
        self.kept_mrr += times * other.kept_mrr;
        self.floor_mrr += times * other.floor_mrr;
        self.movements.join(&other.movements, times);
        self.of_start.join(&other.of_start, times);
        count(&mut self.accounts_at_end, other.accounts_at_end);
        count(&mut self.logos.part, other.logos.part);
        count(&mut self.logos.of, other.logos.of);
        count(&mut self.expanded, other.expanded);
        for (own, other) in self.movers.iter_mut().zip(other.movers) {
            count(own, other);
        }
    }
}
