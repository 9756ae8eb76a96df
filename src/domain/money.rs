//! Money: integer minor units and a currency. Never a float.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::error::{Error, Result};

/// An ISO 4217 currency code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl TryFrom<String> for Currency {
    type Error = Error;

    fn try_from(code: String) -> Result<Currency> {
        Currency::parse(&code)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_owned()
    }
}

impl Currency {
    /// US dollar, the currency of a book in which nothing says otherwise.
    pub const USD: Currency = Currency(*b"USD");

    /// Reads a three-letter code, in any case.
    ///
    /// # Errors
    /// Not three letters.
    pub fn parse(text: &str) -> Result<Currency> {
        let bytes = text.trim().as_bytes();
        match <[u8; 3]>::try_from(bytes) {
            Ok(code) if code.iter().all(u8::is_ascii_alphabetic) => {
                Ok(Currency(code.map(|byte| byte.to_ascii_uppercase())))
            }
            _ => Err(Error::invalid(format!("\"{}\" is not a currency", super::text::clean(text)))
                .hint("use a three-letter code such as USD or EUR")),
        }
    }

    /// The code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// How many decimals the minor unit has (ISO 4217): 2 for most.
    pub fn decimals(&self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// Minor units in one major unit: 100 for most.
    pub fn per_major(&self) -> i64 {
        10_i64.pow(self.decimals())
    }

    /// The sign that stands before an amount on screen: `$`, `€`, or the code and a space.
    pub fn sign(&self) -> String {
        match &self.0 {
            b"USD" => "$".into(),
            b"EUR" => "€".into(),
            b"GBP" => "£".into(),
            b"JPY" => "¥".into(),
            b"INR" => "₹".into(),
            _ => format!("{} ", self.code()),
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount in minor units of a currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Money {
    /// Minor units (cents).
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// The amount for a narrow column: `$1.2M`, `$48.0k`, `$950`, at most 7 cells in most currencies.
    pub fn short(&self) -> String {
        let sign = self.currency.sign();
        let minus = if self.minor < 0 { "-" } else { "" };
        let minor = u128::from(self.minor.unsigned_abs());
        let per_major = u128::from(self.currency.per_major().unsigned_abs());
        // Half away from zero; the unit is chosen on the rounded figure, so that none reads as 1000.0k.
        let rounded =
            |parts: u128, unit: u128| (minor * parts * 2 + unit * per_major) / (unit * per_major * 2);
        let whole = rounded(1, 1);
        if whole < 1_000 {
            return format!("{minus}{sign}{whole}");
        }
        let mut shown = (rounded(10, 1_000_000_000), "B");
        for (unit, letter) in [(1_000_000, "M"), (1_000, "k")] {
            let tenths = rounded(10, unit);
            if tenths < 10_000 {
                shown = (tenths, letter);
            }
        }
        format!("{minus}{sign}{}.{}{}", shown.0 / 10, shown.0 % 10, shown.1)
    }
}

impl Money {
    /// The bare number, as files have it: `12500.00`.
    pub fn decimal(&self) -> String {
        let (minor, per_major) = (self.minor.unsigned_abs(), self.currency.per_major().unsigned_abs());
        let minus = if self.minor < 0 { "-" } else { "" };
        match usize::try_from(self.currency.decimals()).unwrap_or(2) {
            0 => format!("{minus}{minor}"),
            decimals => format!("{minus}{}.{:0decimals$}", minor / per_major, minor % per_major),
        }
    }
}

impl fmt::Display for Money {
    /// The whole amount: `$12,500.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per_major = self.currency.per_major().unsigned_abs();
        let minor = self.minor.unsigned_abs();
        let digits = (minor / per_major).to_string();
        let mut whole = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                whole.push(',');
            }
            whole.push(digit);
        }
        let minus = if self.minor < 0 { "-" } else { "" };
        let decimals = usize::try_from(self.currency.decimals()).unwrap_or(2);
        let text = if decimals == 0 {
            format!("{minus}{}{whole}", self.currency.sign())
        } else {
            format!("{minus}{}{whole}.{:0decimals$}", self.currency.sign(), minor % per_major)
        };
        f.pad(&text)
    }
}

/// The book's currency and its own dated rates.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// The currency of totals.
    pub book: Currency,
    /// (currency, from this day on, one unit in millionths of a unit of the book's currency),
    /// ascending by currency and day.
    pub rates: Vec<(Currency, Day, i64)>,
}

impl Rates {
    /// Whether amounts in a currency can be converted on any day at all.
    pub fn know(&self, currency: Currency) -> bool {
        currency == self.book || self.rates.binary_search_by_key(&currency, |rate| rate.0).is_ok()
    }

    /// An amount in the book's currency by the rate of a day, rounded half away from zero; None: no rate.
    pub fn convert(&self, amount: Money, day: Day) -> Option<i64> {
        if amount.currency == self.book {
            return Some(amount.minor);
        }
        let known = self.rates.partition_point(|rate| (rate.0, rate.1) <= (amount.currency, day));
        let rate = self.rates.get(..known)?.last().filter(|rate| rate.0 == amount.currency)?.2;
        let from = i128::from(amount.currency.per_major()) * 1_000_000;
        let product = i128::from(amount.minor) * i128::from(rate) * i128::from(self.book.per_major());
        let half = if product < 0 { -from / 2 } else { from / 2 };
        i64::try_from((product + half) / from).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(minor: i64) -> Money {
        Money { minor, currency: Currency::USD }
    }

    #[test]
    fn amounts_read_as_people_write_them() {
        assert_eq!(usd(1_250_000).to_string(), "$12,500.00");
        assert_eq!(usd(-5).to_string(), "-$0.05");
        assert_eq!(usd(123_456_789_012).to_string(), "$1,234,567,890.12");
        let yen = Money { minor: 1_500, currency: Currency::parse("jpy").unwrap() };
        assert_eq!(yen.to_string(), "¥1,500");
        assert_eq!((usd(-123_456_705).decimal(), yen.decimal()), ("-1234567.05".into(), "1500".into()));
    }

    #[test]
    fn short_amounts_keep_three_figures() {
        assert_eq!(usd(0).short(), "$0");
        assert_eq!(usd(95_000).short(), "$950");
        assert_eq!(usd(99_999).short(), "$1.0k");
        assert_eq!(usd(99_900).short(), "$999");
        assert_eq!(usd(100_000).short(), "$1.0k");
        assert_eq!(usd(4_800_000).short(), "$48.0k");
        assert_eq!(usd(99_999_900).short(), "$1.0M");
        assert_eq!(usd(-12_191_529_600).short(), "-$121.9M");
        assert_eq!(usd(i64::MIN).short().chars().next(), Some('-'));
    }

    #[test]
    fn rates_convert_by_the_day_and_across_decimals() {
        let (eur, jpy) = (Currency::parse("EUR").unwrap(), Currency::parse("JPY").unwrap());
        let rates = Rates {
            book: Currency::USD,
            rates: vec![(eur, Day(0), 1_100_000), (eur, Day(10), 1_200_000), (jpy, Day(0), 6_500)],
        };
        let at = |minor, currency, day| rates.convert(Money { minor, currency }, Day(day));
        assert_eq!(at(100, eur, 9), Some(110));
        assert_eq!(at(100, eur, 10), Some(120));
        assert_eq!(at(100, eur, -1), None);
        // 1,000 yen at 0.0065 are 6.50 dollars.
        assert_eq!(at(1_000, jpy, 5), Some(650));
        assert_eq!(at(77, Currency::USD, -5), Some(77));
    }
}
