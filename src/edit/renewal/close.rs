//! Closing a renewal: won, with the next contract, or lost.

use super::{NextContract, Open, Target, amount, given, on_day, text};
use crate::domain::text::fit;
use crate::domain::{ChurnReason, Day, Error, Forecast, RenewalStage, Result};
use crate::renewal::{self, Contract, Length, next_end};
use crate::store::load::{Value, rows};
use crate::store::{Reads, Tx};

/// A renewal that is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Won {
    pub of: Target,
    /// The day it was signed.
    pub on: Day,
    /// What comes next.
    pub next: Terms,
    /// Why they pay less, where they do: it is counted among the losses.
    pub reason: Option<ChurnReason>,
}

/// What was agreed for the next term; what is not said is as before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// What a year costs, in minor units of the contract's currency.
    pub amount: Option<i64>,
    /// Its first day, where it is renewed early: the present contract is over then. None: the day this one ends.
    pub from: Option<Day>,
    /// The day it is over; None: a term as long as before.
    pub until: Option<Day>,
    pub seats: Option<i64>,
}

impl Won {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Won {}", self.of.called(on)?))
    }

    /// Writes it: the renewal as won, and the next contract, which starts where this one ends, in its currency, with
    /// its plan, days of notice and automatic renewal. Where billing has brought the next contract already, that one is
    /// it, and none is written. Notice that was given is taken back: its signal is closed.
    ///
    /// # Errors
    /// The renewal is closed; it names no contract; the day is still to come; terms are given of a next contract that
    /// is there already; the next term ends before it starts, is longer than the calendar, or an early start lies
    /// outside of the present term; it is for nothing, or a reason is given without a loss; or the book cannot be
    /// written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<Next> {
        let open = self.of.open(tx)?;
        not_ahead(self.on, today)?;
        let Some(contract) = &open.contract else {
            return Err(Error::invalid(format!(
                "{} names no contract that could go on",
                open.of.called(tx)?
            ))
            .hint("add the contract, or name it in the renewal"));
        };
        let there = continued(contract, &open);
        let next = match there {
            Some(there) => self.taken(contract, there)?,
            None => self.planned(contract, open.of.due_on)?,
        };
        if self.reason.is_some() && next.yearly_minor >= next.before_minor {
            return Err(Error::invalid("they do not pay less, so there is no reason for a loss to give")
                .hint("leave the reason away, or give the lower amount"));
        }
        if self.next.from.is_some() {
            rows::update(tx, "contract", contract.id, &[("end_on", &on_day(next.start))])?;
        }
        let currency = match there {
            Some(there) => there.term.currency,
            None => contract.term.currency,
        };
        let (yearly, currency) =
            (amount(next.yearly_minor)?, currency.map_or(Value::Null, |currency| text(currency.code())));
        if there.is_none() {
            let next = NextContract {
                account: self.of.account,
                start: next.start,
                until: next.until,
                yearly: &yearly,
                currency: &currency,
                seats: next.seats,
                plan: contract.plan.as_deref(),
            };
            next.insert(tx, Some(contract))?;
        }
        let due_on = if self.next.from.is_some() { next.start } else { open.of.due_on };
        let set = [
            ("stage", text(RenewalStage::Won.name())),
            ("forecast", text(Forecast::Won.name())),
            ("amount_minor", yearly),
            ("currency", currency),
            ("closed_on", on_day(self.on)),
            ("churn_reason", given(self.reason.map(ChurnReason::name))),
        ];
        Target { due_on, ..open.of }.write(tx, open.record.as_ref(), &set)?;
        open.close_notice(tx, self.on)?;
        Ok(next)
    }

    /// The next contract that is there already.
    fn taken(&self, contract: &Contract, there: &Contract) -> Result<Next> {
        let (term, next) = (contract.term, there.term);
        if self.next != Terms::default() {
            return Err(Error::invalid(format!(
                "the next contract is there already, from {} on, and says what was agreed",
                next.start
            ))
            .hint("close the renewal without terms, and change that contract where it is wrong"));
        }
        let of = |term: crate::domain::Term| term.end.and_then(|end| Length::of(term.start, end));
        Ok(Next {
            start: next.start,
            until: next.end,
            yearly_minor: next.yearly_minor,
            before_minor: term.yearly_minor,
            seats: there.seats,
            same_length: of(term) == of(next),
            was_there: true,
        })
    }

    /// The next contract as it is to be written.
    fn planned(&self, contract: &Contract, end: Day) -> Result<Next> {
        let (term, terms) = (contract.term, self.next);
        let start = match terms.from {
            Some(from) if from <= term.start || from > end => {
                return Err(Error::invalid(format!(
                    "{from} is not within the present term, {} to {end}",
                    term.start
                ))
                .hint("an early renewal starts before the present contract ends"));
            }
            from => from.unwrap_or(end),
        };
        let until = match terms.until {
            Some(until) => until,
            None => next_end(term.start, end, start).ok_or_else(|| {
                Error::invalid("the next term would end later than a book can hold")
                    .hint("say until when it runs")
            })?,
        };
        if until <= start {
            return Err(Error::invalid(format!("the next term would end on {until}, not after {start}"))
                .hint("say a day after its start"));
        }
        let yearly_minor = terms.amount.unwrap_or(term.yearly_minor);
        if yearly_minor == 0 && term.yearly_minor > 0 {
            return Err(Error::invalid("a renewal for nothing is none").hint("close it as lost"));
        }
        Ok(Next {
            start,
            until: Some(until),
            yearly_minor,
            before_minor: term.yearly_minor,
            seats: terms.seats.or(contract.seats),
            same_length: Length::of(term.start, end) == Length::of(start, until),
            was_there: false,
        })
    }
}

/// The contract that continues one, where the book has it.
fn continued<'a>(contract: &Contract, open: &'a Open) -> Option<&'a Contract> {
    let all = &open.parts.contracts;
    let next = *renewal::continued(all).get(&contract.id)?;
    all.iter().find(|other| other.id == next)
}

/// The contract that a renewal led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    pub start: Day,
    /// None: it has no end.
    pub until: Option<Day>,
    /// In minor units.
    pub yearly_minor: i64,
    /// The same of the contract before.
    pub before_minor: i64,
    pub seats: Option<i64>,
    /// Whether the term is as long as before.
    pub same_length: bool,
    /// Whether the book had it before.
    pub was_there: bool,
}

impl Next {
    /// `up`, `down`, `same`, also of a `new term`.
    pub fn words(&self) -> String {
        let way = match self.yearly_minor.cmp(&self.before_minor) {
            std::cmp::Ordering::Greater => "up",
            std::cmp::Ordering::Less => "down",
            std::cmp::Ordering::Equal => "same",
        };
        let term = if self.same_length { "" } else { ", new term" };
        let until = self.until.map_or_else(|| " on".to_owned(), |until| format!(" to {until}"));
        format!("{way}{term}: {}{until}", self.start)
    }
}

/// A renewal that is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    pub of: Target,
    /// The day it was decided.
    pub on: Day,
    pub reason: ChurnReason,
    pub competitor: Option<String>,
    /// The last day is earlier than agreed: the contract is over on this day. None: it runs to its end.
    pub until: Option<Day>,
}

impl Lost {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let to = self.competitor.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let to = to.map(|name| format!(" to {}", fit(name, 40))).unwrap_or_default();
        Ok(format!("Lost {}{to}: {}", self.of.called(on)?, self.reason))
    }

    /// Writes it. Revenue is lost when the contract is over, not on the day it was decided.
    ///
    /// # Errors
    /// The renewal is closed; the day is still to come; an earlier last day lies outside of the term; or the book
    /// cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        let open = self.of.open(tx)?;
        not_ahead(self.on, today)?;
        if let Some(next) = open.contract.as_ref().and_then(|contract| continued(contract, &open)) {
            return Err(Error::invalid(format!("another contract goes on from {}", next.term.start))
                .hint("delete that contract first, or close the renewal as won"));
        }
        let mut of = open.of;
        if let Some(until) = self.until {
            let Some(contract) = &open.contract else {
                return Err(Error::invalid("the renewal names no contract that could end earlier")
                    .hint("leave the day away"));
            };
            if until < contract.term.start || until > of.due_on {
                return Err(Error::invalid(format!(
                    "{until} is not within the term, {} to {}",
                    contract.term.start, of.due_on
                ))
                .hint("a contract ends earlier than agreed, or on its day"));
            }
            rows::update(tx, "contract", contract.id, &[("end_on", &on_day(until))])?;
            of.due_on = until;
        }
        let set = [
            ("stage", text(RenewalStage::Lost.name())),
            ("forecast", text(Forecast::Lost.name())),
            ("closed_on", on_day(self.on)),
            ("churn_reason", text(self.reason.name())),
            ("competitor", given(self.competitor.as_deref())),
        ];
        of.write(tx, open.record.as_ref(), &set)?;
        // Who stays with another contract is no customer under notice any more once this one is over.
        let stays = open
            .parts
            .contracts
            .iter()
            .any(|other| Some(other.id) != of.contract && other.term.active_on(of.due_on));
        if stays { open.close_notice(tx, of.due_on) } else { Ok(()) }
    }
}

fn not_ahead(on: Day, today: Day) -> Result<()> {
    if on > today {
        return Err(Error::invalid(format!("a renewal closed on {on} is still to come"))
            .hint("give the day it was decided, today at the latest"));
    }
    Ok(())
}
