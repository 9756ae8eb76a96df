//! Working on a renewal: forecast, stage, quote, notice.

use super::{NOTICE, Open, Target, amount, given, on_day, text};
use crate::domain::{Day, Error, Forecast, RenewalStage, Result};
use crate::store::load::{Value, rows};
use crate::store::{Reads, Tx, renewal as book};

/// What the CSM expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetForecast {
    pub of: Target,
    pub call: Forecast,
    pub reason: String,
}

impl SetForecast {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Forecast {} for {}", self.call, self.of.called(on)?))
    }

    /// Writes it.
    ///
    /// # Errors
    /// No reason is given; the forecast is one that closing says; the renewal is closed; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let open = self.of.open(tx)?;
        if self.reason.trim().is_empty() {
            return Err(Error::invalid("it is not said why the forecast changes")
                .hint("give a reason in a few words: next week it is asked for"));
        }
        if self.call == Forecast::Won {
            return Err(
                Error::invalid("won is no forecast of an open renewal").hint("close it as won instead")
            );
        }
        let set = [("forecast", text(self.call.name())), ("reason", given(Some(&self.reason)))];
        open.of.write(tx, open.record.as_ref(), &set)
    }
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetStage {
    pub of: Target,
    pub stage: RenewalStage,
}

impl SetStage {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Stage {} of {}", self.stage, self.of.called(on)?))
    }

    /// Writes it.
    ///
    /// # Errors
    /// The stage is one that another act sets; the renewal is closed; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let open = self.of.open(tx)?;
        let instead = match self.stage {
            RenewalStage::Won => "close it as won: that writes the next contract",
            RenewalStage::Lost => "close it as lost: that asks for the reason",
            RenewalStage::ChurnNotice => "note the notice with its day",
            _ => {
                let stage = text(self.stage.name());
                return open.of.write(tx, open.record.as_ref(), &[("stage", stage)]);
            }
        };
        Err(Error::invalid(format!("the stage {} is not set by itself", self.stage)).hint(instead))
    }
}

/// Hides it on the list of the day until a day; its dates stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Later {
    pub of: Target,
    pub until: Day,
}

impl Later {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Put off until {}: {}", self.until, self.of.called(on)?))
    }

    /// Writes it.
    ///
    /// # Errors
    /// The renewal is closed or gone; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let open = self.of.open(tx)?;
        open.of.write(tx, open.record.as_ref(), &[("snoozed_until", on_day(self.until))])
    }
}

/// A quote that is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    pub of: Target,
    /// What a year costs after it, in minor units of the contract's currency; None: what was expected before.
    pub amount: Option<i64>,
}

impl Quote {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Quote out for {}", self.of.called(on)?))
    }

    /// Writes it. A renewal that has come further keeps its stage.
    ///
    /// # Errors
    /// The renewal is closed, or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let open = self.of.open(tx)?;
        let record = open.record.as_ref();
        let mut set = Vec::new();
        if !record.is_some_and(|record| record.stage.is_quoted()) {
            set.push(("stage", text(RenewalStage::Quoted.name())));
        }
        if let Some(yearly) = self.amount {
            set.extend(amount_in(&open, amount(yearly)?));
        }
        open.of.write(tx, record, &set)
    }
}

/// The cells of an amount, in the currency of the renewal, else of its contract.
pub(super) fn amount_in(open: &Open, amount: Value) -> [(&'static str, Value); 2] {
    let own = open.record.as_ref().and_then(|record| record.currency);
    let currency = own.or(open.contract.as_ref().and_then(|contract| contract.term.currency));
    [("amount_minor", amount), ("currency", currency.map_or(Value::Null, |currency| text(currency.code())))]
}

/// Notice that the customer gave. They stay customers until the contract is over, and can be won back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub of: Target,
    /// The day it was given.
    pub on: Day,
    /// Why, as far as they said.
    pub reason: Option<String>,
}

impl Notice {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Notice on {} for {}", self.on, self.of.called(on)?))
    }

    /// Writes it: on the contract, as stage, as the forecast lost, and as a signal, by which health and alerts know it.
    ///
    /// # Errors
    /// The day is still to come or not before the end; the renewal is closed; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        let open = self.of.open(tx)?;
        if self.on > today {
            return Err(Error::invalid(format!("notice on {} is still to come", self.on))
                .hint("give the day it was received, today at the latest"));
        }
        if self.on >= open.of.due_on {
            return Err(Error::invalid(format!("the contract was over on {} already", open.of.due_on))
                .hint("close its renewal as lost"));
        }
        if let Some(contract) = self.of.contract {
            rows::update(tx, "contract", contract, &[("notice_given_on", &on_day(self.on))])?;
        }
        let mut set = vec![
            ("stage", text(RenewalStage::ChurnNotice.name())),
            ("forecast", text(Forecast::Lost.name())),
        ];
        let reason = given(self.reason.as_deref());
        if reason != Value::Null {
            set.push(("reason", reason.clone()));
        }
        open.of.write(tx, open.record.as_ref(), &set)?;
        // Health and alerts know of it by the signal, which is the account's: of two contracts that are given notice of
        // it is one.
        if book::signals_of(tx, self.of.account, NOTICE)?.is_empty() {
            let (account, kind, on) = (Value::Int(self.of.account), text(NOTICE), on_day(self.on));
            let signal = [("account_id", &account), ("kind", &kind), ("seen_on", &on), ("text", &reason)];
            rows::insert(tx, "signal", &signal)?;
        }
        Ok(())
    }
}
