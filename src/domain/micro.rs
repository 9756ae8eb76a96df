//! A decimal number in millionths, as the book keeps those that are no money.

use std::fmt;

/// Millionths of one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Micro(pub i64);

impl Micro {
    /// The number as a floating one; exact for every number that is met.
    pub fn value(self) -> f64 {
        self.0 as f64 / 1_000_000.0
    }
}

impl fmt::Display for Micro {
    /// Without zeros at its end: `2.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minus = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 1_000_000, self.0.unsigned_abs() % 1_000_000);
        let digits = format!("{minus}{whole}.{part:06}");
        f.pad(digits.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_as_it_was_written() {
        for (micro, text) in [(2_500_000, "2.5"), (-1, "-0.000001"), (100_000_000, "100"), (0, "0")] {
            assert_eq!(Micro(micro).to_string(), text);
        }
    }
}
