//! What is done to a renewal: forecast, stage, quote, notice, won, lost. Each act has a label for the journal and is
//! applied inside one transaction, where its rules are asked of the book as it is then. The row of a renewal is written
//! by the first act on it.

mod close;
mod contract;
mod foresee;
mod work;

use super::typed::MOST_MINOR;
use crate::domain::text::{clean, fit};
use crate::domain::{Day, Error, RenewalStage, Result};
use crate::import::value::decimal::{PointStyle, read};
use crate::renewal::{Contract, Record};
use crate::store::edit::account_name;
use crate::store::load::{Value, rows};
use crate::store::renewal::{self as book, Parts};
use crate::store::{Reads, Tx};

pub use close::{Lost, Next, Terms, Won};
pub(super) use contract::NextContract;
pub use foresee::{Foresee, Foreseen};
pub use work::{Later, Notice, Quote, SetForecast, SetStage};

/// Which renewal: that of a contract, or a row without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Row id of the account.
    pub account: i64,
    /// Row id of the contract that ends.
    pub contract: Option<i64>,
    /// Row id of the renewal, where there is one.
    pub record: Option<i64>,
    /// The day it is due.
    pub due_on: Day,
}

impl Target {
    /// The one of a renewal as it was read.
    pub fn of(renewal: &crate::renewal::Renewal) -> Target {
        Target {
            account: renewal.account,
            contract: renewal.contract.as_ref().map(|contract| contract.id),
            record: renewal.record.as_ref().map(|record| record.id),
            due_on: renewal.due_on,
        }
    }

    /// `the renewal of Acme on 2026-09-01`.
    ///
    /// # Errors
    /// The book cannot be read.
    fn called(&self, on: &impl Reads) -> Result<String> {
        let name = account_name(on, self.account)?.unwrap_or_default();
        Ok(format!("the renewal of {} on {}", fit(&name, 60), self.due_on))
    }

    /// What the book holds of it now.
    ///
    /// # Errors
    /// The contract or the row is not there any more; the renewal is closed; or the book cannot be read.
    fn open(&self, on: &impl Reads) -> Result<Open> {
        let parts = book::of_account(on, self.account)?;
        let contract = parts.contracts.iter().find(|contract| Some(contract.id) == self.contract).cloned();
        // A row that somebody else wrote meanwhile is the one.
        let record = parts.records.iter().rev().find(|record| match self.record {
            Some(id) => record.id == id,
            None => record.contract == self.contract && record.due_on == self.due_on,
        });
        let gone = |what: &str| {
            Error::not_found(format!("the {what} is not in the book any more")).hint("look at the list again")
        };
        if self.contract.is_some() && contract.is_none() {
            return Err(gone("contract"));
        }
        if self.record.is_some() && record.is_none() {
            return Err(gone("renewal"));
        }
        // The end may have been moved since it was looked at.
        let end = contract.as_ref().and_then(|contract| contract.term.end);
        let of = Target { due_on: end.unwrap_or(self.due_on), ..*self };
        match record {
            Some(record) if record.stage.is_closed() => {
                Err(Error::invalid(format!("{} is {} already", of.called(on)?, record.stage))
                    .hint("take that back first, with undo or history"))
            }
            record => Ok(Open { of, contract, record: record.cloned(), parts }),
        }
    }

    /// Writes cells of its row, and the row itself where there is none yet.
    ///
    /// # Errors
    /// The book cannot be written.
    fn write(&self, tx: &Tx<'_>, record: Option<&Record>, set: &[(&'static str, Value)]) -> Result<()> {
        let (account, contract) = (Value::Int(self.account), Value::from(self.contract));
        let due = on_day(self.due_on);
        let mut row: Vec<(&'static str, &Value)> =
            set.iter().map(|(column, value)| (*column, value)).collect();
        match record {
            Some(record) => {
                // An open row follows the end of its contract.
                row.push(("due_on", &due));
                row.push(("contract_id", &contract));
                rows::update(tx, "renewal", record.id, &row)
            }
            None => {
                row.extend([("account_id", &account), ("contract_id", &contract), ("due_on", &due)]);
                rows::insert(tx, "renewal", &row).map(|_| ())
            }
        }
    }
}

/// An open renewal as the book holds it at the moment of the act.
struct Open {
    of: Target,
    contract: Option<Contract>,
    record: Option<Record>,
    /// Everything of the account.
    parts: Parts,
}

impl Open {
    /// Whether notice is open of another contract of the account: it keeps the signal, which is the account's.
    fn is_notice_elsewhere(&self, day: Day) -> bool {
        let closed = |contract: i64| {
            let mut own = self.parts.records.iter().filter(|record| record.contract == Some(contract));
            own.any(|record| record.stage.is_closed())
        };
        let others = self.parts.contracts.iter().filter(|other| Some(other.id) != self.of.contract);
        let mut given = others.filter(|other| {
            other.notice_given_on.is_some() && other.term.end.is_none_or(|end| end > day) && !closed(other.id)
        });
        let own = self.record.as_ref().map(|record| record.id);
        let mut noted = self.parts.records.iter().filter(|other| Some(other.id) != own);
        given.next().is_some() || noted.any(|other| other.stage == RenewalStage::ChurnNotice)
    }

    /// Closes the signal of the notice that is settled.
    fn close_notice(&self, tx: &Tx<'_>, on: Day) -> Result<()> {
        if self.is_notice_elsewhere(on) {
            return Ok(());
        }
        for signal in book::signals_of(tx, self.of.account, NOTICE)? {
            rows::update(tx, "signal", signal, &[("closed_on", &on_day(on))])?;
        }
        Ok(())
    }
}

/// An amount that a renewal can have.
pub(super) fn amount(minor: i64) -> Result<Value> {
    if !(0..=MOST_MINOR).contains(&minor) {
        return Err(Error::invalid("a year costs nothing or more, and less than a million million")
            .hint("give the yearly amount, such as 48000"));
    }
    Ok(Value::Int(minor))
}

/// A percentage as it is typed, `5`, `-10 %`, `+3.5%`, in millionths.
///
/// # Errors
/// It is none.
pub fn percent(typed: &str) -> Result<i64> {
    let number = typed.trim().trim_end_matches('%').trim_end().trim_start_matches('+');
    let percent = read(number, PointStyle::Dot).ok().and_then(|(percent, _)| percent.scaled(6));
    percent.ok_or_else(|| {
        Error::invalid(format!("\"{}\" is no percentage", clean(typed))).hint("write it as 5, 3.5 or -10")
    })
}

/// The kind of signal that stands for notice, as health knows it.
const NOTICE: &str = "churn notice";

pub(super) fn on_day(day: Day) -> Value {
    Value::Int(day.0.into())
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Text that was given; nothing but spaces is nothing.
pub(super) fn given(text: Option<&str>) -> Value {
    text.map(str::trim).filter(|text| !text.is_empty()).map_or(Value::Null, self::text)
}
