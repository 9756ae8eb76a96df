//! What is done to a renewal: forecast, stage, quote, notice, won, lost. Each act has a label for the journal and is
//! applied inside one transaction, where its rules are asked of the book as it is then. The row of a renewal is written
//! by the first act on it.

mod close;
mod work;

use crate::domain::text::fit;
use crate::domain::{Day, Error, Result};
use crate::renewal::{Contract, Record};
use crate::store::edit::account_name;
use crate::store::load::{Value, rows};
use crate::store::{Reads, Tx, renewal as book};

pub use close::{Lost, Won};
pub use work::{Notice, Quote, SetForecast, SetStage};

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

    /// The contract and the row as the book holds them now.
    ///
    /// # Errors
    /// One of them is not there any more, or the book cannot be read.
    fn present(&self, on: &impl Reads) -> Result<(Option<Contract>, Option<Record>)> {
        let parts = book::of_account(on, self.account)?;
        let contract = parts.contracts.into_iter().find(|contract| Some(contract.id) == self.contract);
        // A row that somebody else wrote meanwhile is the one.
        let record = parts.records.into_iter().rev().find(|record| match self.record {
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
        Ok((contract, record))
    }

    /// The same of a renewal that is not closed.
    ///
    /// # Errors
    /// It is closed; or as [`Target::present`].
    fn open(&self, on: &impl Reads) -> Result<(Option<Contract>, Option<Record>)> {
        let present = self.present(on)?;
        match &present.1 {
            Some(record) if record.stage.is_closed() => {
                Err(Error::invalid(format!("{} is {} already", self.called(on)?, record.stage))
                    .hint("take that back first, with undo or history"))
            }
            _ => Ok(present),
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

fn on_day(day: Day) -> Value {
    Value::Int(day.0.into())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Text that was given; nothing but spaces is nothing.
fn given(text: Option<&str>) -> Value {
    text.map(str::trim).filter(|text| !text.is_empty()).map_or(Value::Null, self::text)
}
