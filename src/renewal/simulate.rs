//! How much may renew: many draws, each renewal by its own chance.

/// A renewal in the draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bet {
    /// What it brings when it renews, in minor units of one currency.
    pub amount: i64,
    /// How likely that is, 0 to 1.
    pub chance: f64,
}

/// What was drawn, in minor units: one in ten outcomes is at most the low one, half of them the middle, nine in ten
/// the high one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    pub p10: i64,
    pub p50: i64,
    pub p90: i64,
}

/// How often is drawn.
pub const DRAWS: usize = 10_000;
/// The same renewals give the same spread, on every machine and day.
const SEED: u64 = 0x4D41_494E;

/// Draws every renewal [`DRAWS`] times, each by itself; percentiles by the nearest rank.
pub fn spread(bets: &[Bet]) -> Spread {
    let certain = bets.iter().filter(|bet| bet.chance >= 1.0).map(|bet| bet.amount);
    let certain = certain.fold(0_i64, i64::saturating_add);
    let open: Vec<Bet> = bets.iter().copied().filter(|bet| bet.chance > 0.0 && bet.chance < 1.0).collect();
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut draw = || {
        let drawn = open.iter().filter(|bet| random.f64() < bet.chance);
        drawn.fold(certain, |sum, bet| sum.saturating_add(bet.amount))
    };
    let mut sums: Vec<i64> = (0..DRAWS).map(|_| draw()).collect();
    sums.sort_unstable();
    // The nearest rank: the smallest value that so many percent of the draws do not exceed.
    let at = |percent: usize| sums.get((sums.len() * percent).div_ceil(100).saturating_sub(1)).copied();
    Spread {
        p10: at(10).unwrap_or_default(),
        p50: at(50).unwrap_or_default(),
        p90: at(90).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bets(count: usize, amount: i64, chance: f64) -> Vec<Bet> {
        vec![Bet { amount, chance }; count]
    }

    #[test]
    fn what_is_certain_has_no_spread() {
        let sure = [bets(3, 100, 1.0), bets(4, 1_000, 0.0)].concat();
        assert_eq!(spread(&sure), Spread { p10: 300, p50: 300, p90: 300 });
        assert_eq!(spread(&[]), Spread::default());
    }

    #[test]
    fn one_renewal_comes_or_does_not() {
        // At 95% fewer than one draw in ten is nothing; at 5% fewer than one in ten is something.
        assert_eq!(spread(&bets(1, 100, 0.95)), Spread { p10: 100, p50: 100, p90: 100 });
        assert_eq!(spread(&bets(1, 100, 0.05)), Spread::default());
        assert_eq!(spread(&bets(1, 100, 0.5)).p10, 0);
        assert_eq!(spread(&bets(1, 100, 0.5)).p90, 100);
    }

    #[test]
    fn of_many_alike_the_spread_is_that_of_the_binomial_distribution() {
        // 400 at 50%: mean 200, deviation sqrt(400 x 0.25) = 10, and 1.2816 deviations to one in ten: 187 and 213.
        let spread = spread(&bets(400, 1, 0.5));
        assert!((spread.p50 - 200).abs() <= 1, "{spread:?}");
        assert!((spread.p10 - 187).abs() <= 1 && (spread.p90 - 213).abs() <= 1, "{spread:?}");
    }

    #[test]
    fn the_same_renewals_give_the_same_spread() {
        let some = [bets(20, 7, 0.9), bets(20, 11, 0.25)].concat();
        assert_eq!(spread(&some), spread(&some));
    }
}
