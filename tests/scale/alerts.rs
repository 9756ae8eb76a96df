//! Midnight with all rules against midnight without any, and one account's change.

use std::time::{Duration, Instant};

use mainstay::domain::Day;
use mainstay::engine::{Clock, RULES_SETTING, Writer};
use mainstay::store::held::set_setting;
use mainstay::store::load::{Value, rows};
use mainstay::store::{Location, alert};
use mainstay::trigger::Rules;

use super::{TODAY, book_in, cpu, folder_in_memory, median};

/// A document that switches every built-in rule off.
fn all_off() -> String {
    let rules = Rules::builtin().unwrap();
    rules.iter().map(|rule| format!("[[trigger]]\nname = \"{}\"\noff = true\n", rule.name)).collect()
}

/// A book with the rules or without any, and what its days took.
struct Book {
    _dir: tempfile::TempDir,
    location: Location,
    first: Duration,
    midnights: Vec<Duration>,
    /// Processor time of the midnights, in seconds.
    spent: f64,
}

impl Book {
    fn new(accounts: i64, rules: bool) -> Book {
        let (_dir, location) = book_in(folder_in_memory(), accounts);
        let mut writer = Writer::open(&location, Clock::Fixed(TODAY)).unwrap();
        if !rules {
            writer.write("No rules", |tx| set_setting(tx, RULES_SETTING, &all_off())).unwrap();
        }
        let start = Instant::now();
        writer.refresh().unwrap();
        Book { _dir, location, first: start.elapsed(), midnights: Vec::new(), spent: 0.0 }
    }

    fn midnight(&mut self, ahead: i32) {
        let mut writer = Writer::open(&self.location, Clock::Fixed(TODAY + ahead)).unwrap();
        let (start, before) = (Instant::now(), cpu().unwrap_or_default());
        writer.refresh().unwrap();
        self.midnights.push(start.elapsed());
        self.spent += cpu().unwrap_or_default() - before;
    }

    /// What a change of one account takes, and how many alerts are open after many of them.
    fn changes(&self, day: Day) -> (Duration, usize) {
        let mut writer = Writer::open(&self.location, Clock::Fixed(day)).unwrap();
        let changes = (1..=500).map(|account| {
            let (account, on) = (Value::Int(account), Value::Int(day.0.into()));
            let kind = Value::Text("competitor".into());
            let cells = [("account_id", &account), ("seen_on", &on), ("kind", &kind)];
            let start = Instant::now();
            writer.write("Signal", |tx| rows::insert(tx, "signal", &cells)).unwrap();
            start.elapsed()
        });
        let changes = median(changes.collect());
        (changes, alert::open(writer.book(), day).unwrap().len())
    }
}

/// Midnights that are measured.
const MIDNIGHTS: i32 = 9;

#[test]
#[ignore = "slow: ten thousand accounts, eight days"]
fn midnight_with_all_rules_costs_at_most_half_as_much_again() {
    // `ALERT_ACCOUNTS` measures another number of them.
    let accounts =
        std::env::var("ALERT_ACCOUNTS").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000);
    let [mut with, mut without] = [true, false].map(|rules| Book::new(accounts, rules));
    // In turn, so that a noisy minute is one of both.
    for ahead in 1..=MIDNIGHTS {
        with.midnight(ahead);
        without.midnight(ahead);
    }
    let day = TODAY + MIDNIGHTS;
    let ((change, open), (plain, none)) = (with.changes(day), without.changes(day));
    let (ours, theirs) = (median(with.midnights), median(without.midnights));
    let midnight = ours.as_secs_f64() / theirs.as_secs_f64();
    println!("{accounts} accounts, {open} alerts open with all rules, {none} without");
    println!("  first day: {:?} against {:?}", with.first, without.first);
    println!("  midnight: {ours:?} against {theirs:?}, ratio {midnight:.2}");
    println!("  processor time of all: {:.2} s against {:.2} s", with.spent, without.spent);
    println!("  one account's change: {change:?} against {plain:?}");
    assert_eq!(none, 0);
    assert!(midnight <= 1.5, "midnight with rules: {midnight:.2} of that without");
    // Its share of the book, and the alert that it opens is written too.
    assert!(change <= plain * 2 + Duration::from_micros(500), "one change: {change:?}");
}
