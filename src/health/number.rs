//! Rounding, in one place: nine decimals first, so that ties do not depend on binary fractions.

/// Health in tenths (0 to 1000), as displayed: 71.3 is 713. Differences are in tenths too.
pub type Tenths = i16;

/// The value rounded to nine decimals, half away from zero.
pub fn round9(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}

/// The value as displayed with one decimal: rounded to nine decimals, then half away from zero.
///
/// 49.95 is 500 (50.0), 49.949 is 499.
pub fn tenths(value: f64) -> Tenths {
    // Whole billionths divided by a power of ten: a tie lands exactly on a half.
    let shown = ((value * 1e9).round() / 1e8).round();
    #[allow(clippy::cast_possible_truncation)] // whole, and a float cast saturates
    let shown = shown as Tenths;
    shown
}

/// Tenths as the number that they show: 713 is 71.3.
pub fn shown(tenths: Tenths) -> f64 {
    f64::from(tenths) / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_away_from_zero_whatever_their_binary_fraction() {
        for (value, expected) in [
            (49.95, 500),
            (49.949, 499),
            (74.95, 750),
            (74.949_999_999_9, 750), // nine decimals first: 74.950000000
            (74.949_999_99, 749),
            (0.05, 1),
            (-0.05, -1),
            (0.15, 2),
            (0.35, 4),
            (99.999_999_999_99, 1000),
            (0.0, 0),
        ] {
            assert_eq!(tenths(value), expected, "{value}");
        }
        assert_eq!(round9(0.1 + 0.2), 0.3);
        assert_eq!(shown(713), 71.3);
    }
}
