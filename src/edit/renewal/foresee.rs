//! Forecasts of several renewals at once, as they were tried out in a what-if.

use super::work::{SetForecast, amount_in};
use super::{Target, amount};
use crate::domain::{Error, Forecast, Result};
use crate::store::{Reads, Tx};

/// What is expected of one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    pub of: Target,
    pub call: Forecast,
    /// What a year costs after it, in minor units of the contract's currency; None: what is known of it stays.
    pub amount: Option<i64>,
}

/// What is expected of several renewals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foresee {
    pub all: Vec<Foreseen>,
    /// Of every one.
    pub reason: String,
}

impl Foresee {
    /// What the journal says of it: of one renewal what [`SetForecast`] says.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        match self.all.as_slice() {
            [one] => self.forecast(one).label(on),
            many => Ok(format!("Forecast of {} renewals, as tried out", many.len())),
        }
    }

    fn forecast(&self, one: &Foreseen) -> SetForecast {
        SetForecast { of: one.of, call: one.call, reason: self.reason.clone() }
    }

    /// Writes all of them, or none.
    ///
    /// # Errors
    /// There is none; no reason is given; one of them is closed by now; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        if self.all.is_empty() {
            return Err(Error::invalid("nothing is supposed of any renewal").hint("mark one first"));
        }
        for one in &self.all {
            self.forecast(one).apply(tx)?;
            if let Some(yearly) = one.amount {
                // Opened again: the forecast may have written its row.
                let open = one.of.open(tx)?;
                let set = amount_in(&open, amount(yearly)?);
                open.of.write(tx, open.record.as_ref(), &set)?;
            }
        }
        Ok(())
    }
}
