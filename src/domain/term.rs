//! What one contract is worth, and when.

use super::day::Day;
use super::money::{Currency, Money, Rates};

/// The worth of one contract: active on day d when `start <= d < end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub start: Day,
    /// None: open-ended.
    pub end: Option<Day>,
    /// Yearly amount in minor units, 0 or more.
    pub yearly_minor: i64,
    /// None: the book's currency.
    pub currency: Option<Currency>,
}

impl Term {
    /// Whether the contract is active on a day.
    pub fn active_on(&self, day: Day) -> bool {
        self.start <= day && self.end.is_none_or(|end| day < end)
    }

    /// The yearly amount in the book's currency by the rate of a day; None: a rate is wanting.
    pub fn yearly(&self, rates: &Rates, day: Day) -> Option<i64> {
        let currency = self.currency.unwrap_or(rates.book);
        rates.convert(Money { minor: self.yearly_minor, currency }, day)
    }
}
