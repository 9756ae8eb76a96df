//! Figures of many: a share of a whole, a median. Both know how many they are of.

/// So many of so many.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Share {
    /// Those that count.
    pub part: u64,
    /// All of them.
    pub of: u64,
}

impl Share {
    /// Counts one more.
    pub fn count(&mut self, is_part: bool) {
        self.part += u64::from(is_part);
        self.of += 1;
    }

    /// The share as a fraction; None of nothing: never 0, never infinite.
    pub fn ratio(self) -> Option<f64> {
        (self.of > 0).then(|| self.part as f64 / self.of as f64)
    }
}

/// The middle of some values: of an even number of them the mean of the two in the middle.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Median {
    /// The middle.
    pub value: f64,
    /// Of how many values.
    pub n: usize,
}

impl Median {
    /// The middle of whole numbers; None of nothing.
    pub fn of(values: &mut [i32]) -> Option<Median> {
        values.sort_unstable();
        let n = values.len();
        let upper = *values.get(n / 2)?;
        let lower = *values.get(n.checked_sub(1)? / 2)?;
        Some(Median { value: f64::midpoint(f64::from(lower), f64::from(upper)), n })
    }
}

/// Whether an answer counts as satisfied: 4 or 5 on a scale up to 5, other scales in proportion. In any unit, the same
/// for both.
pub fn is_satisfied(score: i64, scale: i64) -> bool {
    i128::from(score) * 5 >= i128::from(scale) * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_an_even_number_is_between_two() {
        let of = |values: &[i32]| Median::of(&mut values.to_vec()).map(|median| (median.value, median.n));
        assert_eq!(of(&[9, -1, 4]), Some((4.0, 3)));
        assert_eq!(of(&[7, 4]), Some((5.5, 2)));
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn a_share_of_nothing_is_none() {
        assert_eq!(Share::default().ratio(), None);
        assert_eq!(Share { part: 45, of: 50 }.ratio(), Some(0.9));
    }

    #[test]
    fn four_of_five_satisfies_on_every_scale() {
        assert!(is_satisfied(4, 5) && is_satisfied(8, 10) && !is_satisfied(7, 10) && !is_satisfied(3, 5));
    }
}
