//! What holds of every window of every book.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::revenue::{Figures, Grr, Metrics, Movements, waterfall};

/// A line of an account: terms one after the other, as renewals leave them, with a gap or an overlap here and there;
/// amounts that round, free ones, ends on the start, two other currencies of which one has rates from a day on.
fn line() -> impl Strategy<Value = Vec<Term>> {
    let codes =
        prop_oneof![8 => Just(None), 2 => Just(Some("EUR")), 2 => Just(Some("USD")), 1 => Just(Some("CHF"))];
    let amount = prop_oneof![1 => Just(0), 2 => 0..40_i64, 4 => 0..10_000_000_i64];
    // Days of the term, days to the next one; what the next costs.
    let step = (prop_oneof![1 => Just(0), 6 => 1..400], prop_oneof![3 => Just(0), 1 => -60..200], amount);
    (0..1_500, vec(step, 1..4), codes, any::<bool>()).prop_map(|(first, steps, code, open)| {
        let currency = code.map(|code| Currency::parse(code).unwrap());
        let (mut start, last) = (first, steps.len() - 1);
        let mut terms = Vec::new();
        for (place, (days, gap, yearly_minor)) in steps.into_iter().enumerate() {
            let end = (!open || place < last).then(|| Day(start + days));
            terms.push(Term { start: Day(start), end, yearly_minor, currency });
            start += days + gap;
        }
        terms
    })
}

/// Several lines beside each other; none.
fn account() -> impl Strategy<Value = Vec<Term>> {
    vec(line(), 0..4).prop_map(|lines| lines.concat())
}

fn window() -> impl Strategy<Value = Period> {
    (0..1_800, 1..1_200).prop_map(|(from, days)| Period::new(Day(from), Day(from + days)).unwrap())
}

fn rates() -> Rates {
    let eur = Currency::parse("EUR").unwrap();
    let rates = vec![(eur, Day(-100), 1_100_000), (eur, Day(400), 950_000), (eur, Day(1_100), 1_234_567)];
    Rates { book: Currency::USD, rates }
}

/// MRR of a day, from its definition; None: in a currency without a rate.
fn slow(terms: &[Term], on: Day) -> Option<i64> {
    let chf = Currency::parse("CHF").unwrap();
    if terms.iter().any(|term| term.currency == Some(chf)) {
        return None;
    }
    let yearly: i64 =
        terms.iter().filter(|term| term.active_on(on)).map(|term| term.yearly(&rates(), on).unwrap()).sum();
    // 0 or more: half away from zero is up.
    Some(yearly / 12 + i64::from(yearly % 12 >= 6))
}

/// The group of the account at a place.
fn group(place: usize) -> Option<i64> {
    [None, Some(7), Some(8)][place % 3]
}

fn told(accounts: &[Vec<Term>], period: Period) -> Metrics {
    let rates = rates();
    let mut collector = Collector::new(period, &rates);
    for (place, terms) in accounts.iter().enumerate() {
        collector.account(&Account { group: group(place), terms, losses: &[] });
    }
    collector.finish()
}

/// Whether an account had MRR on the start of a contract up to a day.
fn paid_by(terms: &[Term], day: Day) -> bool {
    terms.iter().any(|term| term.start <= day && slow(terms, term.start) > Some(0))
}

/// What an account does in a window by the definitions: a month at a time, day by day where it matters.
fn movements(terms: &[Term], period: Period) -> Option<Vec<Movements>> {
    let mut months = Vec::new();
    let (mut from, mut seen) = (period.from(), false);
    while from < period.to() {
        let to = (from + 1).month().last_day().min(period.to());
        let (before, after) = (slow(terms, from)?, slow(terms, to)?);
        let mut moved = Movements::default();
        // Any day before: a contract started on it, or it was compared, when a better rate may have made MRR.
        seen |= before > 0;
        let had = seen || paid_by(terms, from);
        match (before, after) {
            (0, after) if had => moved.reactivation = after,
            (0, after) => moved.new = after,
            (before, 0) => moved.churn = -before,
            (before, after) if after > before => moved.expansion = after - before,
            (before, after) => moved.contraction = after - before,
        }
        months.push(moved);
        from = to;
    }
    Some(months)
}

proptest! {
    #[test]
    fn sums_at_both_ends_are_those_of_the_definition(accounts in vec(account(), 0..10), period in window()) {
        let told = told(&accounts, period);
        let total = &told.total;
        let ends = |terms: &Vec<Term>| Some((slow(terms, period.from())?, slow(terms, period.to())?));
        let known: Vec<(i64, i64)> = accounts.iter().filter_map(ends).collect();
        let count = |of: usize| u64::try_from(of).unwrap();
        prop_assert_eq!(told.accounts_excluded, count(accounts.len() - known.len()));
        prop_assert_eq!(total.start_mrr, known.iter().map(|ends| ends.0).sum::<i64>());
        prop_assert_eq!(total.end_mrr, known.iter().map(|ends| ends.1).sum::<i64>());
        let base = || known.iter().filter(|ends| ends.0 > 0);
        prop_assert_eq!(total.kept_mrr, base().map(|ends| ends.1).sum::<i64>());
        prop_assert_eq!(total.floor_mrr, base().map(|ends| ends.1.min(ends.0)).sum::<i64>());
        prop_assert_eq!(total.logos.of, count(base().count()));
        prop_assert_eq!(total.logos.part, count(base().filter(|ends| ends.1 > 0).count()));
        prop_assert_eq!(total.accounts_at_end, count(known.iter().filter(|ends| ends.1 > 0).count()));
    }

    #[test]
    fn every_movement_of_every_month_is_that_of_the_definition(accounts in vec(account(), 0..6), period in window()) {
        let told = told(&accounts, period);
        let mut months = vec![Movements::default(); told.months.len()];
        let mut groups: BTreeMap<Option<i64>, Movements> = BTreeMap::new();
        for (place, terms) in accounts.iter().enumerate() {
            let Some(own) = movements(terms, period) else { continue };
            prop_assert_eq!(own.len(), months.len());
            for (month, moved) in months.iter_mut().zip(&own) {
                month.add(moved);
                groups.entry(group(place)).or_default().add(moved);
            }
        }
        let found: Vec<Movements> = told.months.iter().map(|month| month.movements).collect();
        prop_assert_eq!(found, months);
        for (group, figures) in &told.groups {
            prop_assert_eq!(groups.get(group).copied().unwrap_or_default(), figures.movements);
        }
    }

    #[test]
    fn movements_add_up_to_the_end_less_the_start_of_each_account_each_group_and_all(
        accounts in vec(account(), 0..10),
        period in window(),
    ) {
        let adds_up = |told: &Metrics| {
            let mut at = told.total.start_mrr;
            let mut sum = Movements::default();
            for month in &told.months {
                prop_assert_eq!(month.start, at);
                prop_assert_eq!(month.end - month.start, month.movements.net());
                let Movements { new, expansion, contraction, churn, reactivation } = month.movements;
                prop_assert!(new >= 0 && expansion >= 0 && reactivation >= 0 && contraction <= 0 && churn <= 0);
                sum.add(&month.movements);
                at = month.end;
            }
            prop_assert_eq!((at, sum), (told.total.end_mrr, told.total.movements));
            // The bars of a waterfall hang together, from the start to the end.
            let steps = waterfall(&told.total);
            let mut reached = told.total.start_mrr;
            for step in &steps[1..6] {
                prop_assert_eq!(step.bar, (reached.min(reached + step.amount), reached.max(reached + step.amount)));
                prop_assert_eq!(step.amount == 0, step.accounts == 0 && step.bar.0 == step.bar.1);
                reached += step.amount;
            }
            prop_assert_eq!((reached, steps[6].amount), (told.total.end_mrr, told.total.end_mrr));
            for figures in told.groups.iter().map(|group| &group.1).chain([&told.total]) {
                prop_assert_eq!(figures.movements.net(), figures.end_mrr - figures.start_mrr);
                prop_assert_eq!(figures.of_start.net(), figures.kept_mrr - figures.start_mrr);
            }
            Ok(())
        };
        let all = told(&accounts, period);
        adds_up(&all)?;
        for terms in &accounts {
            adds_up(&told(std::slice::from_ref(terms), period))?;
        }
        // The groups are the whole, and so are the reasons.
        let mut sum = Figures::default();
        all.groups.iter().for_each(|group| sum.add(&group.1));
        prop_assert_eq!(sum, all.total);
        let lost: i64 = all.reasons.iter().map(|reason| reason.churn + reason.contraction).sum();
        prop_assert_eq!(lost, all.total.movements.churn + all.total.movements.contraction);
    }

    #[test]
    fn ratios_keep_within_their_bounds(accounts in vec(account(), 1..10), period in window()) {
        let told = told(&accounts, period);
        for figures in told.groups.iter().map(|group| &group.1).chain([&told.total]) {
            let (endpoint, moved) = (figures.grr(Grr::Endpoint), figures.grr(Grr::Movements));
            prop_assert_eq!(figures.logos.of == 0, endpoint.is_none());
            let (Some(endpoint), Some(moved)) = (endpoint, moved) else { continue };
            let (nrr, logos) = (figures.nrr().unwrap(), figures.logo_retention().unwrap());
            prop_assert!((0.0..=1.0).contains(&endpoint) && moved <= endpoint && endpoint <= nrr);
            prop_assert!((0.0..=1.0).contains(&logos));
            prop_assert_eq!(logos == 0.0, figures.kept_mrr == 0);
            prop_assert!((0.0..=1.0).contains(&figures.expansion_rate().unwrap()));
        }
    }

    #[test]
    fn cohorts_hold_whoever_is_new_and_end_where_the_movements_do(
        accounts in vec(account(), 0..10),
        period in window(),
    ) {
        let all = told(&accounts, period);
        for cohort in &all.cohorts {
            prop_assert!(cohort.mrr > 0);
            prop_assert!(cohort.kept.iter().all(|kept| kept.accounts <= cohort.accounts));
            prop_assert!(cohort.kept.iter().all(|kept| (kept.accounts == 0) == (kept.mrr == 0)));
            // A quarter each from its own to that of the last day.
            let quarters = |day: Day| day.quarter().year * 4 + i32::from(u8::try_from(day.quarter().number).unwrap());
            let own = cohort.quarter.year * 4 + i32::from(u8::try_from(cohort.quarter.number).unwrap());
            prop_assert_eq!(cohort.kept.len(), usize::try_from(quarters(period.to()) - own + 1).unwrap());
        }
        // Of accounts that never paid before, what the cohorts end with is what they have at the end.
        let from = period.from();
        let new = |terms: &&Vec<Term>| !paid_by(terms, from) && slow(terms, from).is_none_or(|mrr| mrr == 0);
        let known = accounts.iter().filter(new).filter_map(|terms| slow(terms, period.to()));
        let kept = |of: fn(&crate::revenue::Kept) -> i64| {
            all.cohorts.iter().filter_map(|cohort| cohort.kept.last()).map(of).sum::<i64>()
        };
        let ends: Vec<i64> = known.collect();
        prop_assert_eq!(kept(|kept| kept.mrr), ends.iter().sum::<i64>());
        let paying = i64::try_from(ends.iter().filter(|mrr| **mrr > 0).count()).unwrap();
        prop_assert_eq!(kept(|kept| i64::try_from(kept.accounts).unwrap()), paying);
    }
}
