//! What people do with alerts: put one off until a day, hold it for handled, take either back. Whether an alert is open
//! follows from the facts and is written by the engine alone.
//!
//! Every act takes a list, so that the alerts of a group are done as one.

use crate::domain::text::{clean, fit};
use crate::domain::{Day, Error, Result};
use crate::store::alert::{Alert, AlertId};
use crate::store::edit::account_name;
use crate::store::{Reads, Tx, alert as book};

/// The longest reason that an alert can be dismissed with, in characters.
const LONGEST: usize = 10_000;

/// Hides alerts until a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snooze {
    /// Row ids.
    pub alerts: Vec<AlertId>,
    /// The day on which they are there again.
    pub until: Day,
}

/// Holds alerts for handled. They stay open, unseen, until their exit condition holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dismiss {
    /// Row ids.
    pub alerts: Vec<AlertId>,
    /// Why.
    pub reason: String,
}

/// Shows alerts again that were put off or dismissed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wake {
    /// Row ids.
    pub alerts: Vec<AlertId>,
}

impl Snooze {
    /// What the journal says of it: `Alert usage drop of Acme put off until 2026-03-01`.
    ///
    /// # Errors
    /// An alert is closed or gone, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("{} put off until {}", called(on, &self.alerts)?, self.until))
    }

    /// Writes it.
    ///
    /// # Errors
    /// The day is not ahead, an alert is closed or gone, or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        if self.until <= today {
            return Err(Error::invalid(format!("{} is not ahead", self.until))
                .hint("put an alert off until tomorrow or later, such as +1w"));
        }
        each_open(tx, &self.alerts)?.iter().try_for_each(|alert| book::snooze(tx, alert.id, Some(self.until)))
    }
}

impl Dismiss {
    /// What the journal says of it: `Alert usage drop of Acme dismissed: holidays`.
    ///
    /// # Errors
    /// An alert is closed or gone, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("{} dismissed: {}", called(on, &self.alerts)?, fit(self.reason.trim(), 60)))
    }

    /// Writes it.
    ///
    /// # Errors
    /// There is no reason, an alert is closed or gone, or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let reason = self.reason.trim();
        if reason.is_empty() {
            return Err(Error::invalid("no reason is given")
                .hint("say in a few words why there is nothing to do about it")
                .of("dismissed_reason"));
        }
        if reason.chars().count() > LONGEST {
            return Err(Error::invalid(format!("the reason is longer than {LONGEST} characters"))
                .hint("shorten it")
                .of("dismissed_reason"));
        }
        each_open(tx, &self.alerts)?.iter().try_for_each(|alert| book::dismiss(tx, alert.id, Some(reason)))
    }
}

impl Wake {
    /// What the journal says of it: `Alert usage drop of Acme listed again`.
    ///
    /// # Errors
    /// An alert is closed or gone, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("{} listed again", called(on, &self.alerts)?))
    }

    /// Writes it.
    ///
    /// # Errors
    /// An alert is closed or gone, or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        each_open(tx, &self.alerts)?.iter().try_for_each(|alert| {
            book::snooze(tx, alert.id, None)?;
            book::dismiss(tx, alert.id, None)
        })
    }
}

/// `Alert usage drop of Acme`, `Alerts usage drop of 12 accounts`.
fn called(on: &impl Reads, alerts: &[AlertId]) -> Result<String> {
    let alerts = each_open(on, alerts)?;
    match alerts.as_slice() {
        [] => Err(Error::invalid("no alert is named").hint("list them with: mainstay alerts")),
        [one] => {
            let name = account_name(on, one.account)?.unwrap_or_default();
            Ok(format!("Alert {} of {}", fit(&one.rule, 60), fit(&name, 60)))
        }
        [first, rest @ ..] => {
            let same = rest.iter().all(|alert| alert.rule == first.rule);
            let rule = if same { format!(" {}", fit(&first.rule, 60)) } else { String::new() };
            Ok(format!("Alerts{rule} of {} accounts", alerts.len()))
        }
    }
}

/// The alerts of these ids, all of which must be open.
fn each_open(on: &impl Reads, alerts: &[AlertId]) -> Result<Vec<Alert>> {
    let open = |id: &AlertId| {
        let alert = book::one(on, *id)?.ok_or_else(|| {
            Error::not_found("the alert is not in the book any more").hint("look at the list again")
        })?;
        match alert.closed_on {
            None => Ok(alert),
            Some(on) => Err(Error::invalid(format!("the alert {} was closed on {on}", clean(&alert.rule)))
                .hint("what it was about is over; there is nothing to do about it")),
        }
    };
    alerts.iter().map(open).collect()
}
