//! A year of the sample book day by day: the same alerts as judging each day from scratch, and as the engine finds.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;

use mainstay::domain::{Day, Stage};
use mainstay::engine::{Judge, each_firing};
use mainstay::health::Replay;
use mainstay::renewal::{Earlier, RenewalId};
use mainstay::store::facts::{self, AccountRecord};
use mainstay::store::renewal_change;
use mainstay::trigger::{Answer, Beside, Case, Rules};

use crate::support::Desk;

/// 2026-06-30.
const END: Day = Day(20_634);

/// Account, rule: the days on which an alert opened and closed.
type Told = BTreeSet<(i64, String, Day, Option<Day>)>;

/// As the program works it out, in one pass over the accounts.
fn replayed(desk: &Desk, from: Day, to: Day) -> Told {
    let view = desk.view(to);
    let judge = Judge::load(view.reader(), to).unwrap();
    let mut told = Told::new();
    each_firing(view.reader(), &judge, &judge.rules, from, |_, firings| {
        told.extend(firings.into_iter().map(|firing| {
            let rule = judge.rules.get(firing.rule).unwrap().name.to_string();
            (firing.account, rule, firing.opened_on, firing.closed_on)
        }));
        Ok(())
    })
    .unwrap();
    told
}

fn records(desk: &Desk) -> Vec<AccountRecord> {
    let mut records = Vec::new();
    facts::each(desk.view(END).reader(), i64::MIN..=i64::MAX, None, |record| {
        records.push(record);
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    records
}

/// Each day by itself: what the conditions say on it, and nothing kept from the day before but what is open.
fn from_scratch(desk: &Desk, from: Day, to: Day) -> Told {
    let view = desk.view(to);
    let judge = Judge::load(view.reader(), to).unwrap();
    let mut earlier: HashMap<RenewalId, Vec<(RenewalId, Earlier)>> = HashMap::new();
    for (id, change) in renewal_change::all(view.reader()).unwrap() {
        earlier.entry(id).or_default().push((id, change));
    }
    let records = records(desk);
    let (mut open, mut told): (BTreeMap<(i64, String), Day>, Told) = Default::default();
    for day in (from.0..=to.0).map(Day) {
        let replay = Replay::new(&judge.held, &judge.policies, day, day);
        for record in records.iter().filter(|record| record.facts.stage != Some(Stage::Churned)) {
            let changes: Vec<_> = record
                .renewal
                .records
                .iter()
                .flat_map(|renewal| earlier.get(&renewal.id).cloned().unwrap_or_default())
                .collect();
            let beside = Beside {
                contracts: &record.renewal.contracts,
                records: &record.renewal.records,
                earlier: &changes,
                plans: &record.plans,
                currency: judge.rates.book,
            };
            replay.each(&record.facts, |sight, past| {
                let case = Case::new(sight, past, beside);
                for rule in judge.rules.iter() {
                    let key = (record.facts.id, rule.name.to_string());
                    let when = rule.when.ask(&case);
                    if when != Answer::Yes && !open.contains_key(&key) {
                        continue;
                    }
                    let until = rule.until.ask(&case);
                    assert!(when != Answer::Yes || until != Answer::Yes, "{} on {day} is both", rule.name);
                    let is_over =
                        until == Answer::Yes || (until == Answer::NoBaseline && when != Answer::Yes);
                    if open.contains_key(&key) && is_over {
                        let opened = open.remove(&key).unwrap();
                        told.insert((key.0, key.1, opened, Some(day)));
                    } else if when == Answer::Yes {
                        open.entry(key).or_insert(day);
                    }
                }
            });
        }
    }
    told.extend(open.into_iter().map(|((account, rule), opened)| (account, rule, opened, None)));
    told
}

#[test]
fn a_year_day_by_day_gives_the_alerts_of_each_day_from_scratch() {
    let desk = Desk::sample(END);
    let from = END - 364;
    let (replayed, scratch) = (replayed(&desk, from, END), from_scratch(&desk, from, END));
    let differ: Vec<_> = replayed.symmetric_difference(&scratch).collect();
    assert!(differ.is_empty(), "{differ:?}");
    // Every rule had something to say in a year.
    let fired: BTreeSet<&str> = replayed.iter().map(|told| told.1.as_str()).collect();
    for rule in Rules::builtin().unwrap().iter() {
        assert!(fired.contains(&*rule.name), "{} never fired", rule.name);
    }
}

#[test]
fn the_engine_finds_the_same_with_its_clock_moved_day_by_day() {
    let (from, to) = (END + 1, END + 25);
    let desk = Desk::sample(END);
    // The day of the sample is not a day of this: its alerts are taken away as if it had never been judged.
    desk.conn.execute_batch("DELETE FROM alert").unwrap();
    for day in (from.0..=to.0).map(Day) {
        desk.comes(day);
    }
    let mut statement =
        desk.conn.prepare("SELECT account_id, rule, opened_on, closed_on FROM alert").unwrap();
    let found: Told = statement
        .query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, Day(row.get(2)?), row.get::<_, Option<i32>>(3)?.map(Day)))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let expected = replayed(&desk, from, to);
    let differ: Vec<_> = found.symmetric_difference(&expected).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

#[test]
fn every_trigger_fires_somewhere_in_the_sample_at_its_today() {
    let desk = Desk::sample(END);
    let fired: BTreeSet<String> = desk.names(END).into_iter().map(|name| name.1).collect();
    let rules = Rules::builtin().unwrap();
    let silent: Vec<&str> =
        rules.iter().map(|rule| &*rule.name).filter(|name| !fired.contains(*name)).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn the_order_of_facts_does_not_matter() {
    let desk = Desk::sample(END);
    let view = desk.view(END);
    let judge = Judge::load(view.reader(), END).unwrap();
    let replay = Replay::new(&judge.held, &judge.policies, END, END);
    for mut record in records(&desk) {
        let told = |record: &AccountRecord| {
            let mut told = Vec::new();
            let beside = Beside {
                contracts: &record.renewal.contracts,
                records: &record.renewal.records,
                earlier: &[],
                plans: &record.plans,
                currency: judge.rates.book,
            };
            replay.each(&record.facts, |sight, past| {
                let case = Case::new(sight, past, beside);
                told = judge
                    .rules
                    .iter()
                    .map(|rule| (rule.when.ask(&case), rule.until.ask(&case), rule.reason.tell(&case)))
                    .collect();
            });
            told
        };
        let before = told(&record);
        let facts = &mut record.facts;
        facts.contracts.reverse();
        facts.contacts.reverse();
        facts.usage.reverse();
        facts.features.reverse();
        facts.tickets.reverse();
        facts.surveys.reverse();
        facts.touchpoints.reverse();
        facts.signals.reverse();
        facts.goals.reverse();
        facts.onboardings.reverse();
        facts.plans.reverse();
        facts.renewals.reverse();
        facts.finish();
        record.renewal.contracts.reverse();
        record.renewal.records.reverse();
        record.plans.reverse();
        assert_eq!(told(&record), before, "{}", record.name);
    }
}
