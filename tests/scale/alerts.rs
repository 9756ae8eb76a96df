//! Midnight with all rules against midnight without any, and one account's change.

use std::time::{Duration, Instant};

use mainstay::engine::{Clock, RULES_SETTING, Writer};
use mainstay::store::held::set_setting;
use mainstay::store::load::{Value, rows};
use mainstay::trigger::Rules;

use super::{TODAY, book_in, cpu, folder_in_memory, median};

/// A document that switches every built-in rule off.
fn all_off() -> String {
    let rules = Rules::builtin().unwrap();
    rules.iter().map(|rule| format!("[[trigger]]\nname = \"{}\"\noff = true\n", rule.name)).collect()
}

/// Midnights after the first day of the rules, and changes of one account: wall time and processor time of each.
struct Measured {
    first: Duration,
    midnight: Duration,
    cpu: f64,
    change: Duration,
    open: usize,
}

fn measured(accounts: i64, rules: bool) -> Measured {
    let (_dir, location) = book_in(folder_in_memory(), accounts);
    let mut writer = Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
    if !rules {
        writer.write("No rules", |tx| set_setting(tx, RULES_SETTING, &all_off())).unwrap();
    }
    let start = Instant::now();
    writer.refresh().unwrap();
    let first = start.elapsed();
    let before = cpu().unwrap_or_default();
    let midnights = (1..=7).map(|ahead| {
        let mut writer = Writer::open(&location, Clock::Fixed(TODAY + ahead)).unwrap();
        let start = Instant::now();
        writer.refresh().unwrap();
        start.elapsed()
    });
    let midnights: Vec<Duration> = midnights.collect();
    let spent = (cpu().unwrap_or_default() - before) / 7.0;
    let day = TODAY + 7;
    let mut writer = Writer::open(&location, Clock::Fixed(day)).unwrap();
    let changes = (1..=500).map(|account| {
        let (account, on) = (Value::Int(account), Value::Int(day.0.into()));
        let kind = Value::Text("competitor".into());
        let cells = [("account_id", &account), ("seen_on", &on), ("kind", &kind)];
        let start = Instant::now();
        writer.write("Signal", |tx| rows::insert(tx, "signal", &cells)).unwrap();
        start.elapsed()
    });
    let changes: Vec<Duration> = changes.collect();
    let open = mainstay::store::alert::open(writer.book(), day).unwrap().len();
    Measured { first, midnight: median(midnights), cpu: spent, change: median(changes), open }
}

#[test]
#[ignore = "slow: ten thousand accounts, eight days"]
fn midnight_with_all_rules_costs_at_most_half_as_much_again() {
    // `ALERT_ACCOUNTS` measures another number of them.
    let accounts =
        std::env::var("ALERT_ACCOUNTS").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000);
    let (with, without) = (measured(accounts, true), measured(accounts, false));
    let ratio = |one: Duration, other: Duration| one.as_secs_f64() / other.as_secs_f64();
    let midnight = ratio(with.midnight, without.midnight);
    println!("{accounts} accounts, {} alerts open with all rules, {} without", with.open, without.open);
    println!("  first day: {:?} against {:?}", with.first, without.first);
    println!("  midnight: {:?} against {:?}, ratio {midnight:.2}", with.midnight, without.midnight);
    println!("  processor time: {:.2} s against {:.2} s", with.cpu, without.cpu);
    println!("  one account's change: {:?} against {:?}", with.change, without.change);
    assert_eq!(without.open, 0);
    assert!(midnight <= 1.5, "midnight with rules: {midnight:.2} of that without");
    // Its share of the book, and the alert that it opens is written too.
    assert!(with.change <= without.change * 2 + Duration::from_micros(500), "one change: {:?}", with.change);
}
