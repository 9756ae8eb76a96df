use super::*;
use crate::health::{NO_HEALTH, Scorer, WEEKS, scored};

fn facts() -> AccountFacts {
    let mut facts = AccountFacts {
        touchpoints: vec![call(1, ago(200), &[]), call(2, ago(60), &[])],
        tickets: vec![ticket(Priority::P1, ago(33), Some(ago(20)))],
        ..AccountFacts::default()
    };
    facts.finish();
    facts
}

#[test]
fn weeks_are_the_score_of_each_day_seven_apart() {
    let (facts, book, policy) = (facts(), full_book(), policy());
    let all = scored(&facts, &book, policy, TODAY);
    for (place, week) in all.weeks.iter().enumerate() {
        let day = ago(7 * i32::try_from(WEEKS - 1 - place).unwrap());
        assert_eq!(*week, score(&facts, &book, policy, day).health.unwrap_or(NO_HEALTH), "{day}");
    }
    assert_eq!(all.score, score(&facts, &book, policy, TODAY));
}

#[test]
fn trends_are_differences_of_displayed_health() {
    let (facts, book, policy) = (facts(), full_book(), policy());
    let health = |age| score(&facts, &book, policy, ago(age)).health.unwrap();
    // Today touch 60 of 60 days: 100. 28 days ago a P1 was open for 5 days: capped to 49.
    assert_eq!((health(0), health(28)), (1000, 490));
    let all = scored(&facts, &book, policy, TODAY);
    assert_eq!(all.trend_28d, Some(510));
    assert_eq!(all.trend_7d, Some(0));
    // 90 days ago the last touch was 110 days old: 110 / 60 is between 1.5:60 and 3:0.
    let touch: f64 = 60.0 - (110.0 / 60.0 - 1.5) / 1.5 * 60.0;
    assert_eq!(health(90), crate::health::tenths((8.0 * touch + 1500.0) / 23.0));
    assert_eq!(all.trend_90d, Some(1000 - health(90)));
}

#[test]
fn there_is_no_trend_without_a_score_then() {
    let book = BookFacts { touchpoint: Some(ago(20)), ..BookFacts::default() };
    let mut facts = AccountFacts { touchpoints: vec![call(1, ago(20), &[])], ..AccountFacts::default() };
    facts.finish();
    let all = scored(&facts, &book, policy(), TODAY);
    assert_eq!((all.trend_7d, all.trend_28d, all.trend_90d), (Some(0), None, None));
    assert_eq!(all.weeks[WEEKS - 4..], [NO_HEALTH, 1000, 1000, 1000]); // 21, 14, 7, 0 days ago
}

#[test]
fn the_scorer_of_a_book_judges_each_account_by_its_segment() {
    let policies = PolicySet::resolve(None, &[segment(3, "tech-touch"), segment(2, "high-touch")]).unwrap();
    let book = full_book();
    let scorer = Scorer::new(&book, &policies, TODAY);
    for segment in [None, Some(2), Some(3), Some(4)] {
        let facts = AccountFacts { segment, ..facts() };
        let whole = scored(&facts, &book, policies.of(segment), TODAY);
        assert_eq!(scorer.scored(&facts), whole);
        assert_eq!(scorer.recent(&facts), (whole.score, whole.trend_28d));
    }
    assert_ne!(policies.of(Some(2)), policies.of(Some(3)));
}
