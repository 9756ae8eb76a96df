//! What holds of every window of every book.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::revenue::{Grr, Movements};

/// Days 0 to 1500, amounts that round, free ones, two other currencies of which one has rates from a day on.
fn term() -> impl Strategy<Value = Term> {
    let codes =
        prop_oneof![6 => Just(None), 1 => Just(Some("EUR")), 1 => Just(Some("USD")), 1 => Just(Some("CHF"))];
    (
        0..1500,
        proptest::option::weighted(0.8, 0..900),
        prop_oneof![Just(0), 0..40_i64, 0..10_000_000_i64],
        codes,
    )
        .prop_map(|(start, length, yearly_minor, code)| Term {
            start: Day(start),
            end: length.map(|length| Day(start + length)),
            yearly_minor,
            currency: code.map(|code| Currency::parse(code).unwrap()),
        })
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

proptest! {
    #[test]
    fn movements_add_up_and_the_forms_keep_their_order(
        accounts in vec(vec(term(), 0..5), 0..12),
        from in 0..1_500,
        length in 1..1_200,
    ) {
        let period = Period::new(Day(from), Day(from + length)).unwrap();
        let rates = rates();
        let mut collector = Collector::new(period, &rates);
        for (place, terms) in accounts.iter().enumerate() {
            let group = [None, Some(7), Some(8)][place % 3];
            collector.account(&Account { group, terms, losses: &[] });
        }
        let told = collector.finish();
        let total = &told.total;

        // From the definition, account by account.
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

        // End less start is the sum of the movements, of each month and of all; no month is left out.
        prop_assert_eq!(total.movements.net(), total.end_mrr - total.start_mrr);
        let mut at = total.start_mrr;
        let mut sum = Movements::default();
        for month in &told.months {
            prop_assert_eq!(month.start, at);
            prop_assert_eq!(month.end - month.start, month.movements.net());
            let Movements { new, expansion, contraction, churn, reactivation } = month.movements;
            prop_assert!(new >= 0 && expansion >= 0 && reactivation >= 0 && contraction <= 0 && churn <= 0);
            sum.add(&month.movements);
            at = month.end;
        }
        prop_assert_eq!((at, sum), (total.end_mrr, total.movements));

        // The endpoint form is never above 1 and never below the other.
        if let (Some(endpoint), Some(movements)) = (total.grr(Grr::Endpoint), total.grr(Grr::Movements)) {
            prop_assert!(endpoint <= 1.0 && endpoint >= movements);
            prop_assert!(total.nrr().unwrap() >= endpoint);
        }

        // The groups, and the reasons, are the whole.
        let groups = |of: fn(&crate::revenue::Figures) -> i64| told.groups.iter().map(|group| of(&group.1)).sum::<i64>();
        prop_assert_eq!(groups(|sums| sums.end_mrr), total.end_mrr);
        prop_assert_eq!(groups(|sums| sums.movements.net()), total.movements.net());
        let lost: i64 = told.reasons.iter().map(|reason| reason.churn + reason.contraction).sum();
        prop_assert_eq!(lost, total.movements.churn + total.movements.contraction);
        // Whoever is new in the window is in a cohort; a cohort may also have come and gone within a month.
        prop_assert!(told.cohorts.iter().all(|cohort| cohort.kept.iter().all(|kept| kept.accounts <= cohort.accounts)));
    }
}
