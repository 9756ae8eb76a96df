//! The rule for low consumption, case by case.

use super::*;

const DAY: Day = Day(20_000);

const RULE: Rule = Rule { window_days: 90, quiet_after: 14, least_attended: 0.5, least_trained: 0.3 };

fn judge(facts: Facts) -> Consumption {
    RULE.judge(facts, DAY)
}

fn words(facts: Facts) -> String {
    judge(facts).words()
}

#[test]
fn an_onboarding_is_quiet_from_its_fifteenth_day_on() {
    // Day 1 is the start itself: started 13 days ago is day 14, 14 days ago is day 15.
    let started = |days| Facts { onboarding: Some(DAY - days), ..Facts::default() };
    assert_eq!(judge(started(13)).low, []);
    assert_eq!(judge(started(14)).low, [Low::Quiet { day: 15 }]);
    assert_eq!(words(started(14)), "day 15 of onboarding and no attended session");
}

#[test]
fn a_session_attended_before_the_onboarding_is_none_of_it() {
    let attended = |last| {
        let facts = Facts { onboarding: Some(DAY - 20), last_attended: Some(last), ..Facts::default() };
        judge(facts).is_low()
    };
    assert!(attended(DAY - 21));
    assert!(!attended(DAY - 20));
}

#[test]
fn fewer_than_half_of_the_invited_is_low_and_half_is_not() {
    let came = |attended| Facts { invited: 4, attended, ..Facts::default() };
    assert_eq!(judge(came(2)).low, []);
    assert_eq!(words(came(1)), "1 of 4 invited came in 90 days");
}

#[test]
fn who_is_not_yet_known_counts_nowhere() {
    let facts = Facts { unknown: 3, live: 3, ..Facts::default() };
    let seen = judge(facts);
    assert!(!seen.is_low() && !seen.judged);
    assert_eq!(seen.words(), "3 not yet known");
}

#[test]
fn few_trained_contacts_count_only_where_training_was_offered() {
    // 2 of 10 is 20%, below 30%.
    let facts = Facts { live: 10, trained: 2, ..Facts::default() };
    assert!(!judge(facts).is_low());
    assert_eq!(words(Facts::default()), "no training");
    let offered = Facts { invited: 2, attended: 2, ..facts };
    assert_eq!(words(offered), "2 of 10 live contacts trained");
    let early = Facts { onboarding: Some(DAY - 3), ..offered };
    assert!(!judge(early).is_low(), "nobody can be trained on day 4");
    assert!(!judge(Facts { trained: 3, ..offered }).is_low());
}

#[test]
fn the_worst_stand_first() {
    let quiet = |days| judge(Facts { onboarding: Some(DAY - days), ..Facts::default() });
    let came = |attended, invited| judge(Facts { attended, invited, ..Facts::default() });
    let few = judge(Facts { invited: 1, attended: 1, live: 10, trained: 1, ..Facts::default() });
    let well = judge(Facts { invited: 1, attended: 1, live: 1, trained: 1, ..Facts::default() });
    let order = [quiet(40), quiet(20), came(0, 2), came(1, 3), few, well];
    let mut mixed: Vec<_> = order.iter().rev().cloned().collect();
    mixed.sort_by(Consumption::against);
    assert_eq!(mixed, order);
}
