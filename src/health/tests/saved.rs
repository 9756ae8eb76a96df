use super::*;
use crate::domain::Period;
use crate::health::{Adopted, Rescue, Rescues};

/// A book that judges by tickets alone, so that an account without one is green and covered.
fn book() -> BookFacts {
    BookFacts { ticket: Some(ago(3000)), ..BookFacts::default() }
}

/// A customer for long, with a P1 from 200 to 180 days ago: red 196, 189 and 182 days ago. 90 days after the last of
/// these days is 92 days ago.
fn endangered() -> AccountFacts {
    AccountFacts {
        contracts: vec![contract(1, ago(1000), None, None)],
        tickets: vec![ticket(Priority::P1, ago(200), Some(ago(180)))],
        ..AccountFacts::default()
    }
}

/// Judged over the year up to `TODAY`, as it is known on a day.
fn known_on(facts: &AccountFacts, today: Day) -> Option<Rescue> {
    let (book, mut facts) = (book(), facts.clone());
    facts.finish();
    Rescues::new(&book, &BUILT_IN, Period::new(ago(365), TODAY).unwrap(), today).rescue(&facts)
}

fn rescue(facts: &AccountFacts) -> Option<Rescue> {
    known_on(facts, TODAY)
}

#[test]
fn saved_is_who_is_green_or_yellow_90_days_after_the_last_red_week() {
    assert_eq!(rescue(&endangered()), Some(Rescue::Saved));
    // Red again on the very day, which is not a weekly one.
    let mut again = endangered();
    again.tickets.push(ticket(Priority::P1, ago(95), Some(ago(91))));
    assert_eq!(rescue(&again), Some(Rescue::Lost));
    // Gone by then.
    let mut gone = endangered();
    gone.contracts = vec![contract(1, ago(1000), Some(ago(93)), None)];
    assert_eq!(rescue(&gone), Some(Rescue::Lost));
}

#[test]
fn who_renewed_meanwhile_is_saved_whatever_comes_after() {
    let renewed = |on: Day| {
        let mut facts = endangered();
        facts.tickets.push(ticket(Priority::P1, ago(95), Some(ago(91))));
        facts.renewals.push(RenewalFacts { contract: 1, won_on: on });
        rescue(&facts)
    };
    // From the first red week, 196 days ago, to 90 days after the last.
    let days = [197, 196, 92, 91].map(|age| renewed(ago(age)));
    let [lost, saved] = [Some(Rescue::Lost), Some(Rescue::Saved)];
    assert_eq!(days, [lost, saved, saved, lost]);
}

#[test]
fn it_is_open_until_the_90_days_are_over_but_not_for_those_who_left() {
    assert_eq!(known_on(&endangered(), ago(93)), Some(Rescue::Open));
    assert_eq!(known_on(&endangered(), ago(92)), Some(Rescue::Saved));
    let mut gone = endangered();
    gone.contracts = vec![contract(1, ago(1000), Some(ago(120)), None)];
    assert_eq!(known_on(&gone, ago(100)), Some(Rescue::Lost));
    let mut still = endangered();
    still.tickets = vec![ticket(Priority::P1, ago(30), None)];
    assert_eq!(rescue(&still), Some(Rescue::Open));
}

#[test]
fn a_churn_notice_counts_on_its_day_also_between_two_weeks() {
    let mut facts = endangered();
    facts.tickets.clear();
    assert_eq!(rescue(&facts), None, "never stood badly");
    // 154 and 147 days ago are the weekly days around it.
    facts.signals = vec![signal(SignalClass::ChurnNotice, ago(150), Some(ago(149)))];
    assert_eq!(rescue(&facts), Some(Rescue::Saved));
    // Before they were a customer, and before the period.
    facts.contracts = vec![contract(1, ago(149), None, None)];
    assert_eq!(rescue(&facts), None);
    facts.contracts = vec![contract(1, ago(1000), None, None)];
    facts.signals = vec![signal(SignalClass::ChurnNotice, ago(365), Some(ago(364)))];
    assert_eq!(rescue(&facts), None);
}

#[test]
fn features_are_counted_as_health_counts_them_on_the_last_day() {
    let book = full_book();
    let period = Period::new(ago(90), ago(7)).unwrap();
    let rescues = Rescues::new(&book, &BUILT_IN, period, TODAY);
    let mut facts = AccountFacts {
        // 28 days end 7 days ago: the first is 34 days ago. One is too early, one too late.
        features: vec![
            used(ago(35), 1, 5.0),
            used(ago(34), 2, 1.0),
            used(ago(8), 3, 0.0),
            used(ago(6), 4, 9.0),
        ],
        ..AccountFacts::default()
    };
    facts.finish();
    // The book knows four features; nothing says that they are not core.
    assert_eq!(rescues.adopted(&facts), Some(Adopted { used: 1, entitled: 4 }));
    assert_eq!(rescues.adopted(&AccountFacts::default()), None);
}
