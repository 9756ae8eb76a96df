//! Closing a renewal: won, with the next contract, or lost.

use super::work::NOTICE;
use super::{Target, given, on_day, text};
use crate::domain::text::fit;
use crate::domain::{ChurnReason, Day, Error, Forecast, RenewalStage, Result};
use crate::renewal::{Contract, Length, Record};
use crate::store::load::{Value, rows};
use crate::store::{Reads, Tx, renewal as book};

/// A renewal that is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Won {
    pub of: Target,
    /// The day it was signed.
    pub on: Day,
    /// What a year costs, in minor units of the contract's currency; None: as before.
    pub amount: Option<i64>,
    /// The day the next contract is over; None: a term as long as before.
    pub until: Option<Day>,
    /// Its first day, where it is renewed early: the present contract is over then. None: the day this one ends.
    pub from: Option<Day>,
    /// Seats; None: as before.
    pub seats: Option<i64>,
    /// Why they pay less, where they do: it is counted among the losses.
    pub reason: Option<ChurnReason>,
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
    /// its plan, days of notice and automatic renewal. Notice that was given is taken back: its signal is closed.
    ///
    /// # Errors
    /// The renewal is closed; it names no contract; the day is still to come; the next term ends before it starts, is
    /// longer than the calendar, or an early start lies outside of the present term; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<Next> {
        let (contract, record) = self.of.open(tx)?;
        not_ahead(self.on, today)?;
        let Some(contract) = contract else {
            return Err(Error::invalid(format!(
                "{} names no contract that could go on",
                self.of.called(tx)?
            ))
            .hint("add the contract, or name it in the renewal"));
        };
        let next = self.next(&contract)?;
        if self.from.is_some() {
            rows::update(tx, "contract", contract.id, &[("end_on", &on_day(next.start))])?;
        }
        let yearly = Value::Int(next.yearly_minor);
        let currency = contract.term.currency.map_or(Value::Null, |currency| text(currency.code()));
        insert_next(tx, self.of.account, &contract, &next, (&yearly, &currency))?;
        let of = Target { due_on: next.start, ..self.of };
        let set = [
            ("stage", text(RenewalStage::Won.name())),
            ("forecast", text(Forecast::Won.name())),
            ("amount_minor", yearly),
            ("currency", currency),
            ("closed_on", on_day(self.on)),
            ("churn_reason", given(self.reason.map(ChurnReason::name))),
        ];
        of.write(tx, record.as_ref(), &set)?;
        for signal in book::signals_of(tx, self.of.account, NOTICE)? {
            rows::update(tx, "signal", signal, &[("closed_on", &on_day(self.on))])?;
        }
        Ok(next)
    }

    /// The next contract.
    fn next(&self, contract: &Contract) -> Result<Next> {
        let term = contract.term;
        let end = term.end.unwrap_or(self.of.due_on);
        let start = match self.from {
            Some(from) if from <= term.start || from > end => {
                return Err(Error::invalid(format!(
                    "{from} is not within the present term, {} to {end}",
                    term.start
                ))
                .hint("an early renewal starts before the present contract ends"));
            }
            from => from.unwrap_or(end),
        };
        let until = match self.until {
            Some(until) => until,
            // Counted from its own start, so that 29 February comes back wherever the calendar has it.
            None => Length::of(term.start, end).and_then(|length| length.after(start)).ok_or_else(|| {
                Error::invalid("the next term would end later than a book can hold")
                    .hint("say until when it runs")
            })?,
        };
        if until <= start {
            return Err(Error::invalid(format!("the next term would end on {until}, not after {start}"))
                .hint("say a day after its start"));
        }
        Ok(Next {
            start,
            until,
            yearly_minor: self.amount.unwrap_or(term.yearly_minor),
            before_minor: term.yearly_minor,
            seats: self.seats.or(contract.seats),
            same_length: Length::of(term.start, end) == Length::of(start, until),
        })
    }
}

/// The contract that a renewal led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    pub start: Day,
    pub until: Day,
    /// In minor units.
    pub yearly_minor: i64,
    /// The same of the contract before.
    pub before_minor: i64,
    pub seats: Option<i64>,
    /// Whether the term is as long as before.
    pub same_length: bool,
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
        format!("{way}{term}: {} to {}", self.start, self.until)
    }
}

fn insert_next(
    tx: &Tx<'_>,
    account: i64,
    contract: &Contract,
    next: &Next,
    (yearly, currency): (&Value, &Value),
) -> Result<()> {
    let cells = [
        ("account_id", Value::Int(account)),
        ("start_on", on_day(next.start)),
        ("end_on", on_day(next.until)),
        ("yearly_minor", yearly.clone()),
        ("currency", currency.clone()),
        ("seats", Value::from(next.seats)),
        ("plan", given(contract.plan.as_deref())),
        ("auto_renew", Value::from(contract.auto_renew.map(i64::from))),
        ("notice_days", Value::from(contract.notice_days)),
    ];
    let cells: Vec<_> = cells.iter().map(|(column, value)| (*column, value)).collect();
    rows::insert(tx, "contract", &cells).map(|_| ())
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
        let (contract, record): (Option<Contract>, Option<Record>) = self.of.open(tx)?;
        not_ahead(self.on, today)?;
        let mut of = self.of;
        if let Some(until) = self.until {
            let Some(contract) = contract else {
                return Err(Error::invalid("the renewal names no contract that could end earlier")
                    .hint("leave the day away"));
            };
            if until < contract.term.start || until > self.of.due_on {
                return Err(Error::invalid(format!(
                    "{until} is not within the term, {} to {}",
                    contract.term.start, self.of.due_on
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
        of.write(tx, record.as_ref(), &set)
    }
}

fn not_ahead(on: Day, today: Day) -> Result<()> {
    if on > today {
        return Err(Error::invalid(format!("a renewal closed on {on} is still to come"))
            .hint("give the day it was decided, today at the latest"));
    }
    Ok(())
}
