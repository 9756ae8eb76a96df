//! What is due and what is expected of it: weighted, by scenario, and how well it is prepared.

use std::collections::BTreeMap;

use super::pair::Renewal;
use crate::domain::money::Rates;
use crate::domain::{Day, Forecast, Money, Month, Quarter, Share};
use crate::health::policy::RenewalRules;

/// What sums are made by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Month,
    Quarter,
    Csm,
    Segment,
}

/// Forecasts in the order in which they are told, the surest first; None: nobody forecast it yet.
pub const SUREST_FIRST: [Option<Forecast>; 6] = [
    Some(Forecast::Won),
    Some(Forecast::Commit),
    Some(Forecast::BestCase),
    None,
    Some(Forecast::AtRisk),
    Some(Forecast::Lost),
];

/// Whether what is forecast so renews in the likely scenario: won, commit, best case, and what nobody forecast yet.
pub fn is_likely(call: Option<Forecast>) -> bool {
    !matches!(call, Some(Forecast::AtRisk | Forecast::Lost))
}

/// One group of the sums, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bucket {
    /// The contract is over and nothing was decided, whenever that was.
    Overdue,
    Month(Month),
    Quarter(Quarter),
    /// Row id of a CSM or a segment; None: accounts without one.
    Of(Option<i64>),
}

impl Bucket {
    /// The group of a renewal; `group` is the CSM's or the segment's id of its account.
    pub fn of(renewal: &Renewal, by: By, group: Option<i64>, day: Day) -> Bucket {
        match by {
            By::Csm | By::Segment => Bucket::Of(group),
            _ if renewal.is_overdue(day) => Bucket::Overdue,
            By::Month => Bucket::Month(renewal.due_on.month()),
            By::Quarter => Bucket::Quarter(renewal.due_on.quarter()),
        }
    }
}

/// Renewals of one forecast. Money is in minor units of the book's currency, a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    pub count: u64,
    /// ARR that ends.
    pub due: i64,
    /// ARR that is expected after it.
    pub expected: i64,
}

impl Part {
    fn join(&mut self, other: &Part) {
        self.count += other.count;
        self.due += other.due;
        self.expected += other.expected;
    }
}

/// Sums over renewals. Money is in minor units of the book's currency, a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub total: Part,
    /// Overdue ones: they are among the others too.
    pub overdue: Part,
    /// By forecast, in the order of [`Forecast::ALL`].
    calls: [Part; Forecast::ALL.len()],
    /// Nobody forecast them yet.
    pub no_call: Part,
    /// Each expected amount by the policy's percent of its forecast, rounded half up, added.
    pub weighted: i64,
    /// All but the lost ones renew.
    pub best: i64,
    /// See [`is_likely`].
    pub likely: i64,
    /// Won and commit.
    pub worst: i64,
    /// Left out of every sum, for want of an amount or of a rate.
    pub unknown: u64,
}

impl Sums {
    /// Those of a forecast; None: that nobody forecast yet.
    pub fn call(&self, call: Option<Forecast>) -> Part {
        let own = call.and_then(|call| Forecast::ALL.iter().zip(self.calls).find(|own| *own.0 == call));
        own.map_or(self.no_call, |own| own.1)
    }

    /// Takes in those of another sum.
    pub fn join(&mut self, other: &Sums) {
        self.total.join(&other.total);
        self.overdue.join(&other.overdue);
        self.no_call.join(&other.no_call);
        self.calls.iter_mut().zip(&other.calls).for_each(|(own, other)| own.join(other));
        self.weighted += other.weighted;
        self.best += other.best;
        self.likely += other.likely;
        self.worst += other.worst;
        self.unknown += other.unknown;
    }

    /// Takes in a renewal; amounts in other currencies by the rates of a day.
    pub fn add(&mut self, renewal: &Renewal, rates: &Rates, rules: &RenewalRules, day: Day) {
        let book = |amount: Option<Money>| amount.and_then(|amount| rates.convert(amount, day));
        let Some(expected) = book(renewal.expected) else {
            self.unknown += 1;
            return;
        };
        let due = match renewal.due {
            None => expected,
            Some(due) => match book(Some(due)) {
                Some(due) => due,
                None => {
                    self.unknown += 1;
                    return;
                }
            },
        };
        let add = |part: &mut Part| {
            part.count += 1;
            part.due += due;
            part.expected += expected;
        };
        add(&mut self.total);
        if renewal.is_overdue(day) {
            add(&mut self.overdue);
        }
        let own = Forecast::ALL.iter().zip(&mut self.calls).find(|own| Some(*own.0) == renewal.call);
        add(own.map_or(&mut self.no_call, |own| own.1));
        self.weighted += (expected.saturating_mul(rules.weight(renewal.call)) + 50) / 100;
        if renewal.call == Some(Forecast::Lost) {
            return;
        }
        let worst = matches!(renewal.call, Some(Forecast::Won | Forecast::Commit));
        self.best += expected;
        self.likely += if is_likely(renewal.call) { expected } else { 0 };
        self.worst += if worst { expected } else { 0 };
    }
}

/// Sums by group.
pub type Groups = BTreeMap<Bucket, Sums>;

/// How well the renewals of the policy's window are prepared: of all of them, those with a plan, a forecast, a quote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub plan: Share,
    pub call: Share,
    pub quote: Share,
    /// With all three.
    pub all: Share,
}

impl Coverage {
    /// Takes in a renewal of the window.
    pub fn add(&mut self, renewal: &Renewal, planned: bool) {
        let (call, quote) = (renewal.call.is_some(), renewal.stage.is_quoted());
        self.plan.count(planned);
        self.call.count(call);
        self.quote.count(quote);
        self.all.count(planned && call && quote);
    }
}
