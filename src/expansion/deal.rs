//! Opportunities, and the pipeline that they make.

use super::roi::{Return, RoiInputs};
use crate::domain::money::Rates;
use crate::domain::{ChurnReason, Currency, Day, Money, OpportunityKind, OpportunityStage};
use crate::health::facts::{AccountId, ContractId};
use crate::health::policy::ExpansionRules;

/// Row id of an opportunity.
pub type DealId = i64;

/// An opportunity. Texts are as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Deal {
    pub id: DealId,
    pub account: AccountId,
    pub title: Box<str>,
    pub kind: Option<OpportunityKind>,
    pub stage: OpportunityStage,
    /// What it adds a year, in minor units.
    pub amount: Option<i64>,
    pub currency: Currency,
    /// How many seats it adds.
    pub seats: Option<i64>,
    pub opened_on: Option<Day>,
    /// By when it is expected.
    pub close_on: Option<Day>,
    /// The day it was won or lost.
    pub closed_on: Option<Day>,
    pub proposal: Proposal,
    /// Who at the customer said yes.
    pub approved_by: Option<Box<str>>,
    pub approved_on: Option<Day>,
    pub lost_reason: Option<ChurnReason>,
    /// What they said when it was won or lost.
    pub outcome: Option<Box<str>>,
    /// The contract that it was executed into.
    pub contract: Option<ContractId>,
}

/// What is proposed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    pub problem: Option<Box<str>>,
    pub solution: Option<Box<str>>,
    /// The return in words.
    pub roi: Option<Box<str>>,
    pub timeline: Option<Box<str>>,
    /// What the return is worked out from.
    pub inputs: RoiInputs,
}

/// What an opportunity was until a day on which it changed.
#[derive(Clone, Debug, PartialEq)]
pub struct DealChange {
    /// The day of the change.
    pub until: Day,
    pub stage: OpportunityStage,
    pub amount: Option<i64>,
    pub currency: Option<Currency>,
}

impl Deal {
    /// Whether something is still to be done.
    pub fn is_open(&self) -> bool {
        !self.stage.is_closed()
    }

    /// How opportunities are ordered: the open ones by the day they are expected, then the closed ones, the latest
    /// first.
    pub fn order(&self) -> impl Ord + use<> {
        let on = if self.is_open() {
            self.close_on.unwrap_or(Day::MAX).0
        } else {
            -self.closed_on.or(self.close_on).unwrap_or(Day::MIN).0
        };
        (!self.is_open(), on, self.id)
    }

    /// What it adds a year.
    pub fn money(&self) -> Option<Money> {
        self.amount.map(|minor| Money { minor, currency: self.currency })
    }

    /// What it returns to the customer, where its inputs say so.
    pub fn returns(&self) -> Option<Return> {
        self.proposal.inputs.work_out(self.amount, self.currency)
    }

    /// Whether it is open, and was expected before a day.
    pub fn is_late(&self, day: Day) -> bool {
        self.is_open() && self.close_on.is_some_and(|on| on < day)
    }

    /// As it was on a day, by the first change after it; None: it was not there yet.
    pub fn seen_on(mut self, day: Day, changed: Option<&DealChange>) -> Option<Deal> {
        if self.opened_on.is_some_and(|opened| opened > day) {
            return None;
        }
        if let Some(before) = changed {
            (self.stage, self.amount) = (before.stage, before.amount);
            self.currency = before.currency.unwrap_or(self.currency);
        } else if self.closed_on.is_some_and(|closed| closed > day) {
            // Closed later, by nobody knows which way.
            self.stage = OpportunityStage::Identified;
        }
        if self.is_open() {
            (self.closed_on, self.lost_reason, self.outcome, self.contract) = (None, None, None, None);
        }
        if self.approved_on.is_some_and(|on| on > day) {
            (self.approved_on, self.approved_by) = (None, None);
        }
        Some(self)
    }
}

/// Amounts of a stage. Money is in minor units of the book's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageSum {
    pub count: usize,
    pub amount: i64,
    /// Each by the weight of its stage.
    pub weighted: i64,
    /// Those without an amount, or in a currency without a rate: in no sum.
    pub unknown: usize,
}

impl StageSum {
    /// Takes in another.
    pub fn join(&mut self, other: &StageSum) {
        self.count += other.count;
        self.amount = self.amount.saturating_add(other.amount);
        self.weighted = self.weighted.saturating_add(other.weighted);
        self.unknown += other.unknown;
    }
}

/// Amounts by stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pipeline {
    /// In the order of [`OpportunityStage::ALL`].
    sums: [StageSum; OpportunityStage::ALL.len()],
}

impl Pipeline {
    /// Counts one, by the rates of a day.
    pub fn add(&mut self, deal: &Deal, rates: &Rates, rules: &ExpansionRules, day: Day) {
        let mut own = StageSum { count: 1, ..StageSum::default() };
        match deal.money().and_then(|money| rates.convert(money, day)) {
            Some(amount) => {
                // Half up: amounts are 0 or more.
                let weighted = (i128::from(amount) * i128::from(rules.weight(deal.stage)) + 50) / 100;
                own.amount = amount;
                own.weighted = i64::try_from(weighted).unwrap_or(i64::MAX);
            }
            None => own.unknown = 1,
        }
        let mut sums = OpportunityStage::ALL.iter().zip(&mut self.sums);
        if let Some((_, sum)) = sums.find(|(stage, _)| **stage == deal.stage) {
            sum.join(&own);
        }
    }

    /// Takes in another.
    pub fn join(&mut self, other: &Pipeline) {
        self.sums.iter_mut().zip(&other.sums).for_each(|(sum, other)| sum.join(other));
    }

    /// Every stage with its sum, in order.
    pub fn stages(&self) -> impl Iterator<Item = (OpportunityStage, &StageSum)> {
        OpportunityStage::ALL.iter().copied().zip(&self.sums)
    }

    /// The sum of a stage.
    pub fn of(&self, stage: OpportunityStage) -> StageSum {
        self.stages().find(|own| own.0 == stage).map(|own| *own.1).unwrap_or_default()
    }

    /// The sum of those that are neither won nor lost.
    pub fn open(&self) -> StageSum {
        let mut sum = StageSum::default();
        self.stages().filter(|(stage, _)| !stage.is_closed()).for_each(|(_, own)| sum.join(own));
        sum
    }
}
