//! A flood: one rule that fires for much of the book at once is one thing that happened, and not hundreds.

use crate::domain::Day;

/// A rule floods from this share of the accounts on.
const SHARE: u64 = 10;
/// On the first day on which a rule is known, what holds has held for long, and is listed: only what holds for more than
/// this share is one thing.
const FIRST_SHARE: u64 = 50;
/// Fewer firings than this are no flood, in however small a book.
const LEAST: u64 = 10;
/// Days without a new value after which usage is said to have stopped.
const USAGE_STOPPED: i32 = 14;

/// Whether so many firings of one rule in one evaluation, of so many accounts that are looked after, are a flood.
pub fn is_flood(fired: u64, accounts: u64, is_first_day: bool) -> bool {
    let share = if is_first_day { FIRST_SHARE } else { SHARE };
    fired >= LEAST && fired * 100 > accounts * share
}

/// What is known of an evaluation and of the one before: what a flood may come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// The day that is judged.
    pub day: Day,
    /// What the history calls the change that led to it; None: the day came, or another program changed the book.
    pub change: Option<String>,
    /// Whether the health policy is another than before.
    pub is_policy_new: bool,
    /// Whether the rule was not known before this day, or reads otherwise than before.
    pub is_rule_new: bool,
    /// The last day of which the book holds any usage.
    pub usage_on: Option<Day>,
    /// The day that was judged before.
    pub judged_before: Option<Day>,
    /// Whether the rule asks for usage.
    pub asks_for_usage: bool,
}

impl Circumstances {
    /// The cause in words, for `fired` of `accounts`: the most telling one.
    pub fn cause(&self, fired: u64, accounts: u64) -> String {
        let all = format!("{fired} of {accounts} accounts at once");
        let stopped = self.usage_on.filter(|on| self.asks_for_usage && self.day - *on > USAGE_STOPPED);
        let slept = self.judged_before.map(|before| self.day - before).filter(|days| *days > 1);
        if self.is_rule_new {
            return format!("{all}: the rule is new or was changed");
        }
        if self.is_policy_new {
            return format!("{all}: the health policy was changed");
        }
        if let Some(on) = stopped {
            return format!("{all}: no usage was imported since {on}");
        }
        if let Some(change) = &self.change {
            return format!("{all}, with: {change}");
        }
        if let Some(days) = slept {
            return format!("{all}: the book was last looked at {days} days before");
        }
        format!("{all}: nothing else that happened on {} explains it", self.day)
    }
}
