//! How likely a renewal is: by the policy, until the book's own past tells.

use std::collections::HashMap;

use super::pair::{Earlier, Renewal, RenewalId};
use crate::domain::{Band, Forecast, RenewalStage, Share};
use crate::health::policy::RenewalRules;

/// From so many closed renewals on their share is a rate: below, one more or less would turn it.
pub const ENOUGH: u64 = 20;

/// How closed renewals of the book ended, by what was said of them while they were open and by the band in which the
/// account was at the time when they had to be decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnRates {
    by_band: HashMap<(Option<Forecast>, Band), Share>,
    by_call: HashMap<Option<Forecast>, Share>,
}

/// A chance and where it is from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// 0 to 1.
    pub value: f64,
    /// Closed renewals that it is the share of; None: it is the policy's.
    pub n: Option<u64>,
}

impl OwnRates {
    /// Takes in a closed renewal.
    pub fn count(&mut self, call: Option<Forecast>, band: Band, won: bool) {
        self.by_band.entry((call, band)).or_default().count(won);
        self.by_call.entry(call).or_default().count(won);
    }

    /// Of how many closed renewals they are.
    pub fn n(&self) -> u64 {
        self.by_call.values().map(|share| share.of).sum()
    }

    /// The shares by forecast and band, of which at least one renewal was closed.
    pub fn by_band(&self) -> Vec<(Option<Forecast>, Band, Share)> {
        let mut all: Vec<_> =
            self.by_band.iter().map(|((call, band), share)| (*call, *band, *share)).collect();
        all.sort_unstable_by_key(|own| (own.0.is_none(), own.0, own.1));
        all
    }

    /// The chance of a renewal: what was closed is certain; else the book's rate for its forecast and band, else for
    /// its forecast, else the policy's percentage.
    pub fn chance(&self, renewal: &Renewal, band: Band, rules: &RenewalRules) -> Chance {
        match renewal.stage {
            RenewalStage::Won => return Chance { value: 1.0, n: None },
            RenewalStage::Lost => return Chance { value: 0.0, n: None },
            _ => {}
        }
        let own = [self.by_band.get(&(renewal.call, band)), self.by_call.get(&renewal.call)];
        let known = own.into_iter().flatten().find(|share| share.of >= ENOUGH);
        let rate = known.and_then(|share| Some((share.ratio()?, share.of)));
        match rate {
            Some((value, n)) => Chance { value, n: Some(n) },
            None => Chance { value: rules.weight(renewal.call) as f64 / 100.0, n: None },
        }
    }
}

/// What was said last of each renewal before it was closed, from what is known of it in the order of the days.
pub fn last_calls<'a>(
    changes: impl IntoIterator<Item = &'a (RenewalId, Earlier)>,
) -> HashMap<RenewalId, Option<Forecast>> {
    let open = changes.into_iter().filter(|(_, earlier)| !earlier.stage.is_closed());
    open.map(|(id, earlier)| (*id, earlier.forecast)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Currency, Day};
    use crate::health::PolicySet;
    use crate::renewal::{Record, of_account};

    fn rules() -> RenewalRules {
        PolicySet::builtin().unwrap().of(None).renewal
    }

    fn renewal(stage: RenewalStage, forecast: Option<Forecast>) -> Renewal {
        let record = Record {
            id: 1,
            contract: None,
            due_on: Day(100),
            stage,
            forecast,
            reason: None,
            amount: Some(1),
            currency: None,
            quote_by: None,
            notice_on: None,
            closed_on: None,
            churn_reason: None,
            competitor: None,
        };
        of_account(1, &[], vec![record], &rules(), (Day(50), Currency::USD)).remove(0)
    }

    #[test]
    fn the_policy_speaks_until_enough_were_closed_then_the_book_by_forecast_and_band() {
        let mut own = OwnRates::default();
        let commit = renewal(RenewalStage::Quoted, Some(Forecast::Commit));
        let chance = |own: &OwnRates, band| own.chance(&commit, band, &rules());
        // 12 of 15 in green, 3 of 4 in red: 19 in all, one too few.
        (0..15).for_each(|nth| own.count(Some(Forecast::Commit), Band::Green, nth < 12));
        (0..4).for_each(|nth| own.count(Some(Forecast::Commit), Band::Red, nth < 3));
        assert_eq!(chance(&own, Band::Green), Chance { value: 0.9, n: None });
        own.count(Some(Forecast::Commit), Band::Red, false);
        // 15 of 20, whatever the band.
        assert_eq!(chance(&own, Band::Green), Chance { value: 0.75, n: Some(20) });
        // 17 of 20 in green by itself.
        (0..5).for_each(|_| own.count(Some(Forecast::Commit), Band::Green, true));
        assert_eq!(chance(&own, Band::Green), Chance { value: 0.85, n: Some(20) });
        assert_eq!((chance(&own, Band::Grey), own.n()), (Chance { value: 0.8, n: Some(25) }, 25));
        let none = renewal(RenewalStage::NotStarted, None);
        assert_eq!(own.chance(&none, Band::Green, &rules()), Chance { value: 0.7, n: None });
        let won = renewal(RenewalStage::Won, None);
        assert_eq!(own.chance(&won, Band::Red, &rules()).value, 1.0);
    }
}
