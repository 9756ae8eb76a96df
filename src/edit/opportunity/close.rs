//! Closing an opportunity: won, into a contract, or lost.

use super::{called, given, not_ahead, on_day, open, text};
use crate::domain::{ChurnReason, Currency, Day, Error, OpportunityStage, Result};
use crate::edit::renewal::{NextContract, amount};
use crate::expansion::{Deal, DealId};
use crate::health::facts::ContractId;
use crate::renewal::Contract;
use crate::store::load::{Value, rows};
use crate::store::{Reads, Tx, held, renewal as book};

/// Into which contract an opportunity goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntoContract {
    /// One of its own, beside the others: up to the end of the largest of them, where no other is given.
    Own { until: Option<Day> },
    /// One that is there: it is over on the day, and another goes on from there to its end, with what was won on top.
    Change(ContractId),
    /// One that billing has brought already: nothing is written but the link.
    There(ContractId),
}

/// An opportunity that was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Won {
    pub id: DealId,
    /// The day it was signed.
    pub on: Day,
    /// The first day of what was won.
    pub from: Day,
    pub into: IntoContract,
    /// What it adds a year, in minor units of the opportunity's currency; None: as it stands there.
    pub amount: Option<i64>,
    /// How many seats it adds; None: as it stands there.
    pub seats: Option<i64>,
    /// The tier from then on; None: as before, and of a contract of its own none.
    pub plan: Option<String>,
    /// What they said.
    pub outcome: Option<String>,
}

impl Won {
    /// The opportunity as it stands there, into a contract of its own that begins today.
    pub fn of(id: DealId, today: Day) -> Won {
        let into = IntoContract::Own { until: None };
        Won { id, on: today, from: today, into, amount: None, seats: None, plan: None, outcome: None }
    }

    /// What the journal says of it.
    ///
    /// # Errors
    /// It is gone, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Won {}", called(on, self.id)?))
    }

    /// Writes it: the opportunity as won, and what it adds into a contract, so that it is expansion from its first day.
    /// Gives the contract.
    ///
    /// # Errors
    /// The opportunity is closed or gone, or worth nothing; the day is still to come; the contract is none of the
    /// account, is not active on the first day, or is in another currency; the term would end before it begins; or the
    /// book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<ContractId> {
        let deal = open(tx, self.id)?;
        not_ahead(self.on, today)?;
        let contracts = book::of_account(tx, deal.account)?.contracts;
        let yearly = self.amount.or(deal.amount);
        let contract = match self.into {
            IntoContract::There(id) => {
                contracts.iter().find(|own| own.id == id).map(|own| own.id).ok_or_else(no_contract)?
            }
            IntoContract::Own { until } => self.add(tx, &deal, &contracts, worth(yearly)?, until)?,
            IntoContract::Change(id) => {
                let present = contracts.iter().find(|own| own.id == id).ok_or_else(no_contract)?;
                self.change(tx, &deal, present, worth(yearly)?)?
            }
        };
        let set = [
            ("stage", text(OpportunityStage::Won.name())),
            ("amount_minor", Value::from(yearly)),
            ("seats", Value::from(self.seats.or(deal.seats))),
            ("closed_on", on_day(self.on)),
            ("contract_id", Value::Int(contract)),
            ("outcome", given(self.outcome.as_deref().or(deal.outcome.as_deref()))),
        ];
        write(tx, self.id, &set)?;
        Ok(contract)
    }

    /// A contract beside the others.
    fn add(
        &self,
        tx: &Tx<'_>,
        deal: &Deal,
        contracts: &[Contract],
        yearly: i64,
        until: Option<Day>,
    ) -> Result<ContractId> {
        let host = host(contracts, self.from);
        let until = until.or(host.and_then(|host| host.term.end));
        if until.is_some_and(|until| until <= self.from) {
            return Err(Error::invalid(format!("the contract would not run a day from {} on", self.from))
                .hint("say a day after its start"));
        }
        let next = NextContract {
            account: deal.account,
            start: self.from,
            until,
            yearly: &amount(yearly)?,
            currency: &text(deal.currency.code()),
            seats: self.seats.or(deal.seats),
            plan: self.plan.as_deref(),
        };
        next.insert(tx, host)
    }

    /// The present contract is over, and another goes on with what was won on top. Open renewals go on with it.
    fn change(&self, tx: &Tx<'_>, deal: &Deal, present: &Contract, yearly: i64) -> Result<ContractId> {
        let term = present.term;
        if self.from <= term.start || term.end.is_some_and(|end| self.from >= end) {
            let end = term.end.map_or_else(|| "on".to_owned(), |end| format!("to {end}"));
            return Err(Error::invalid(format!(
                "{} is not within the contract, {} {end}",
                self.from, term.start
            ))
            .hint("a contract changes after its first day and before it ends"));
        }
        let currency = currency_of(tx, term.currency)?;
        if currency != deal.currency {
            return Err(Error::invalid(format!(
                "the contract is in {currency}, what was won in {}",
                deal.currency
            ))
            .hint("give it a contract of its own"));
        }
        let seats = self.seats.or(deal.seats);
        let sum = present.seats.map(|own| own.saturating_add(seats.unwrap_or(0))).or(seats);
        let next = NextContract {
            account: deal.account,
            start: self.from,
            until: term.end,
            yearly: &amount(term.yearly_minor.saturating_add(yearly))?,
            currency: &term.currency.map_or(Value::Null, |currency| text(currency.code())),
            seats: sum,
            plan: self.plan.as_deref().or(present.plan.as_deref()),
        };
        let next = next.insert(tx, Some(present))?;
        rows::update(tx, "contract", present.id, &[("end_on", &on_day(self.from))])?;
        for record in book::of_account(tx, deal.account)?.records {
            if record.contract == Some(present.id) && !record.stage.is_closed() {
                rows::update(tx, "renewal", record.id, &[("contract_id", &Value::Int(next))])?;
            }
        }
        Ok(next)
    }
}

/// The contract with which another one beside it ends: of those active on a day the largest.
pub fn host(contracts: &[Contract], day: Day) -> Option<&Contract> {
    let active = contracts.iter().filter(|contract| contract.term.active_on(day));
    active.max_by_key(|contract| (contract.term.yearly_minor, std::cmp::Reverse(contract.id)))
}

fn no_contract() -> Error {
    Error::not_found("the contract is none of the account").hint("look at the account's contracts")
}

fn worth(yearly: Option<i64>) -> Result<i64> {
    yearly.filter(|yearly| *yearly > 0).ok_or_else(|| {
        Error::invalid("it is not said what it adds a year").hint("give the yearly amount, such as 12000")
    })
}

fn currency_of(on: &impl Reads, own: Option<Currency>) -> Result<Currency> {
    own.map_or_else(|| Ok(held::rates(on)?.book), Ok)
}

/// An opportunity of which nothing comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    pub id: DealId,
    /// The day it was decided.
    pub on: Day,
    pub reason: ChurnReason,
    /// What they said.
    pub outcome: Option<String>,
}

impl Lost {
    /// What the journal says of it.
    ///
    /// # Errors
    /// It is gone, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Lost {}: {}", called(on, self.id)?, self.reason))
    }

    /// Writes it.
    ///
    /// # Errors
    /// The opportunity is closed or gone; the day is still to come; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        let deal = open(tx, self.id)?;
        not_ahead(self.on, today)?;
        let set = [
            ("stage", text(OpportunityStage::Lost.name())),
            ("closed_on", on_day(self.on)),
            ("lost_reason", text(self.reason.name())),
            ("outcome", given(self.outcome.as_deref().or(deal.outcome.as_deref()))),
        ];
        write(tx, self.id, &set)
    }
}

fn write(tx: &Tx<'_>, id: DealId, set: &[(&'static str, Value)]) -> Result<()> {
    let cells: Vec<_> = set.iter().map(|(column, value)| (*column, value)).collect();
    rows::update(tx, "opportunity", id, &cells)
}
