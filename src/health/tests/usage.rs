use super::*;

fn licensed(users: f64, age: i32) -> AccountFacts {
    AccountFacts {
        contracts: vec![contract(1, ago(400), None, Some(60))],
        usage: vec![series(USERS, &[(ago(age), users)])],
        ..AccountFacts::default()
    }
}

#[test]
fn licence_utilisation_is_users_by_seats_on_its_curve() {
    let of = |users| fresh(&licensed(users, 0), Measure::LicenceUtilisation);
    close(of(15.0), (0.25, 25.0)); // half way to 0.5:50
    close(of(30.0), (0.5, 50.0));
    close(of(42.0), (0.7, 50.0 + 0.2 / 0.3 * 50.0));
    close(of(48.0), (0.8, 100.0));
    close(of(66.0), (1.1, 100.0));
    assert!(scored_today(&licensed(60.0, 0)).band != crate::domain::Band::Green, "one measure is sparse");
    assert!(!scored_today(&licensed(60.0, 0)).over_licence);
    assert!(scored_today(&licensed(61.0, 0)).over_licence);
}

#[test]
fn users_lose_weight_from_28_days_on_and_are_gone_at_56() {
    for (age, freshness) in [(0, 1.0), (28, 1.0), (29, 27.0 / 28.0), (42, 0.5), (55, 1.0 / 28.0)] {
        let reading = reading(&licensed(30.0, age), Measure::LicenceUtilisation);
        assert!((reading.freshness - freshness).abs() < 1e-12, "{age}: {reading:?}");
        assert_eq!(reading.value_on, Some(ago(age)));
    }
    let gone = reading(&licensed(30.0, 56), Measure::LicenceUtilisation);
    assert_eq!((gone.state, gone.value, gone.value_on, gone.freshness), (State::Missing, None, None, 0.0));
}

#[test]
fn seats_are_those_of_the_contracts_active_on_the_day() {
    let mut facts = licensed(30.0, 0);
    facts.contracts = vec![
        contract(1, ago(400), Some(TODAY), Some(1000)), // over on its end
        contract(2, TODAY, Some(TODAY + 1), Some(20)),  // active from its start
        contract(3, ago(10), None, Some(40)),
        contract(4, ago(10), None, None),
        contract(5, TODAY + 1, None, Some(1000)),
    ];
    close(fresh(&facts, Measure::LicenceUtilisation), (0.5, 50.0)); // 30 / (20 + 40)
    facts.contracts.truncate(1);
    assert_eq!(state(&facts, Measure::LicenceUtilisation), State::Missing);
}

#[test]
fn the_latest_users_count_and_none_after_the_day() {
    let mut facts = licensed(30.0, 0);
    facts.usage = vec![series(USERS, &[(TODAY + 1, 60.0), (ago(7), 10.0), (ago(3), 45.0)])];
    close(fresh(&facts, Measure::LicenceUtilisation), (0.75, 50.0 + 0.25 / 0.3 * 50.0));
}

fn features(records: &[FeatureUse]) -> AccountFacts {
    AccountFacts { features: records.to_vec(), ..AccountFacts::default() }
}

#[test]
fn without_a_catalog_every_recorded_feature_is_entitled() {
    // The book knows 4 features; 2 are used: 2 / 4.
    let facts =
        features(&[used(ago(1), 1, 3.0), used(ago(27), 2, 1.0), used(ago(28), 3, 9.0), used(ago(2), 4, 0.0)]);
    close(fresh(&facts, Measure::FeatureAdoption), (0.5, 50.0));
}

#[test]
fn uses_in_the_window_add_up_to_a_use() {
    let facts = features(&[used(ago(1), 1, 0.5), used(ago(9), 1, 0.5), used(ago(9), 2, 0.5)]);
    close(fresh(&facts, Measure::FeatureAdoption), (0.25, 25.0));
}

#[test]
fn no_use_in_the_window_is_zero_at_the_weight_of_the_last_record() {
    let aged = reading(&features(&[used(ago(42), 1, 5.0)]), Measure::FeatureAdoption);
    assert_eq!((aged.value, aged.score, aged.freshness), (Some(0.0), Some(0.0), 0.5)); // (56 - 42) / 28
    assert_eq!(aged.value_on, Some(ago(42)));
    assert_eq!(state(&features(&[used(ago(56), 1, 5.0)]), Measure::FeatureAdoption), State::Missing);
    assert_eq!(state(&features(&[]), Measure::FeatureAdoption), State::Missing);
    // A record of 0 uses is a record.
    close(fresh(&features(&[used(ago(3), 1, 0.0)]), Measure::FeatureAdoption), (0.0, 0.0));
}

#[test]
fn a_catalog_says_what_is_core_and_which_plans_are_entitled() {
    let mut book = full_book();
    book.has_catalog = true;
    let listed = |id, core, plans: &[&str]| FeatureFacts {
        in_catalog: true,
        core,
        plans: plans.iter().map(|plan| (*plan).into()).collect(),
        ..feature(id, Some(ago(9)))
    };
    book.features = vec![
        listed(1, true, &[]),
        listed(2, true, &["größe", "gold"]),
        listed(3, true, &["silver"]),
        listed(4, false, &[]),
        feature(5, Some(ago(9))), // recorded, but not in the catalog
        listed(6, true, &["gold"]),
    ];
    let mut facts = features(&[used(ago(1), 1, 1.0), used(ago(1), 4, 1.0), used(ago(1), 5, 1.0)]);
    let adoption = |facts: &AccountFacts| {
        let reading = *score(facts, &book, policy(), TODAY).reading(Measure::FeatureAdoption);
        reading.value
    };
    assert_eq!(adoption(&facts), Some(1.0)); // only feature 1 is for everyone
    facts.contracts = vec![ContractFacts { plan: Some("GRÖSSE".into()), ..contract(1, ago(9), None, None) }];
    assert_eq!(adoption(&facts), Some(1.0)); // ß is not ss
    facts.contracts = vec![ContractFacts { plan: Some("GRÖßE".into()), ..contract(1, ago(9), None, None) }];
    assert_eq!(adoption(&facts), Some(0.5)); // 1 of features 1 and 2
    facts.contracts = vec![ContractFacts { plan: Some("Gold".into()), ..contract(1, ago(9), None, None) }];
    assert_eq!(adoption(&facts), Some(1.0 / 3.0)); // 1 of features 1, 2 and 6
    facts.contracts =
        vec![ContractFacts { plan: Some("Gold".into()), ..contract(1, ago(9), Some(TODAY), None) }];
    assert_eq!(adoption(&facts), Some(1.0)); // over on its end
    book.features.truncate(3);
    book.features.remove(0);
    assert_eq!(score(&facts, &book, policy(), TODAY).reading(Measure::FeatureAdoption).state, State::Missing);
}

#[test]
fn more_features_than_a_word_has_bits_are_counted_too() {
    let mut book = full_book();
    book.features = (1..=200).map(|id| feature(id, Some(ago(9)))).collect();
    let records: Vec<FeatureUse> = (1..=50).map(|id| used(ago(2), id * 4, 1.0)).collect();
    let score = score(&features(&records), &book, policy(), TODAY);
    assert_eq!(score.reading(Measure::FeatureAdoption).value, Some(0.25)); // 50 / 200
}

#[test]
fn usage_trend_compares_the_recorded_values_of_two_windows() {
    let trend = |points: &[(i32, f64)]| {
        let points: Vec<_> = points.iter().rev().map(|(age, value)| (ago(*age), *value)).collect();
        AccountFacts { usage: vec![series(USERS, &points)], ..AccountFacts::default() }
    };
    let of = |points: &[(i32, f64)]| fresh(&trend(points), Measure::UsageTrend);
    close(of(&[(0, 12.0), (27, 8.0), (28, 10.0)]), (0.0, 75.0)); // means 10 and 10: a missing day is no zero
    close(of(&[(1, 9.0), (30, 10.0), (55, 10.0), (56, 99.0)]), (-0.1, 75.0 - 0.1 / 0.2 * 35.0));
    close(of(&[(1, 6.5), (30, 10.0)]), (-0.35, 20.0)); // half way between -0.5:0 and -0.2:40
    close(of(&[(1, 11.0), (30, 10.0)]), (0.1, 87.5));
    close(of(&[(1, 40.0), (30, 10.0)]), (3.0, 100.0));
    close(of(&[(1, 0.0), (30, 10.0)]), (-1.0, 0.0));
    for missing in [&[(1, 5.0)][..], &[(30, 5.0)], &[(1, 5.0), (30, 0.0)], &[(1, 5.0), (56, 5.0)]] {
        assert_eq!(state(&trend(missing), Measure::UsageTrend), State::Missing, "{missing:?}");
    }
}

#[test]
fn the_key_metric_is_the_first_that_the_book_holds() {
    let logins = AccountFacts {
        usage: vec![series(LOGINS, &[(ago(30), 10.0), (ago(1), 12.0)])],
        ..AccountFacts::default()
    };
    let mut book = full_book();
    let of = |facts: &AccountFacts, book: &BookFacts| {
        *score(facts, book, policy(), TODAY).reading(Measure::UsageTrend)
    };
    // The book holds active_users, this account does not: missing, not logins.
    assert_eq!(of(&logins, &book).state, State::Missing);
    book.metrics[0].first_on = Some(TODAY + 1);
    close((of(&logins, &book).value.unwrap(), 0.0), (0.2, 0.0)); // 12 / 10 - 1
    // Neither: feature uses, sums of the windows by 28 days, so gaps do count. (7 / 28) / (14 / 28) - 1.
    book.metrics.clear();
    let uses = features(&[used(ago(40), 1, 10.0), used(ago(40), 2, 4.0), used(ago(27), 1, 7.0)]);
    assert_eq!(of(&uses, &book).value, Some(-0.5));
    assert_eq!(of(&features(&[used(ago(40), 1, 10.0)]), &book).state, State::Missing);
    book.features.clear();
    assert_eq!(of(&uses, &book).state, State::NotApplicable);
}
