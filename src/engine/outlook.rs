//! What is expected of the renewals of a time, with what was expected before.

use super::renewals::Renewals;
use super::view::View;
use crate::domain::{Day, Result};
use crate::renewal::{OwnRates, Renewal, Spread, Sums};
use crate::store::renewal as book;

/// Days of a week, and of a month by the weekday.
const WEEK: i32 = 7;
const MONTH: i32 = 28;

/// Renewals of a time, now and before.
pub struct Outlook {
    pub now: Renewals,
    /// How those of the last two years ended.
    pub own: OwnRates,
    pub spread: Spread,
    pub week: Then,
    pub month: Then,
}

/// The same renewals on an earlier day.
#[derive(Clone, Debug, PartialEq)]
pub struct Then {
    pub day: Day,
    pub renewals: Vec<Renewal>,
    /// In minor units of the book's currency, by the rates of now: what moved is the forecast, not the currency.
    pub weighted: i64,
    pub likely: i64,
}

impl View {
    /// What is expected of renewals that were read on this view's day, with how those of the past ended.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn outlook(&self, now: Renewals, own: OwnRates) -> Result<Outlook> {
        let (week, month) = (self.then(&now, WEEK)?, self.then(&now, MONTH)?);
        Ok(Outlook { spread: now.spread(&own), own, week, month, now })
    }

    fn then(&self, now: &Renewals, days: i32) -> Result<Then> {
        let day = self.day() - days;
        let renewals = self.renewals_then(&now.wanted, day)?;
        let segments = book::segments(self.reader())?;
        let mut sums = Sums::default();
        for renewal in &renewals {
            let rules = now.rules(segments.get(&renewal.account).copied().flatten());
            sums.add(renewal, &now.rates, rules, now.day);
        }
        Ok(Then { day, renewals, weighted: sums.weighted, likely: sums.likely })
    }
}
