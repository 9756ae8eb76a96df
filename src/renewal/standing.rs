//! What is to be said of a renewal on a day.

use super::pair::Renewal;
use crate::domain::{Day, Forecast, RenewalStage};
use crate::health::policy::RenewalRules;

/// Something to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// The contract is over and nothing was decided.
    Overdue,
    /// Its day of notice has passed.
    NoticePassed,
    /// The quote should be out.
    QuoteLate,
    /// So near to its end the forecast is commit or at risk.
    Undecided,
    /// No account plan for the quarter of its end.
    NoPlan,
    /// The days of notice are more than the term has.
    NoticeTooLong,
    /// Another contract begins where this one ends.
    Continued,
}

impl Flag {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Flag::Overdue => "overdue",
            Flag::NoticePassed => "notice_passed",
            Flag::QuoteLate => "quote_late",
            Flag::Undecided => "undecided",
            Flag::NoPlan => "no_plan",
            Flag::NoticeTooLong => "notice_too_long",
            Flag::Continued => "continued",
        }
    }

    /// What it says, and what to do.
    pub fn words(self) -> &'static str {
        match self {
            Flag::Overdue => "overdue",
            Flag::NoticePassed => "notice day passed",
            Flag::QuoteLate => "quote late",
            Flag::Undecided => "say commit or at risk",
            Flag::NoPlan => "no plan",
            Flag::NoticeTooLong => "notice is longer than the term",
            Flag::Continued => "a next contract is there: set it to won",
        }
    }
}

impl Renewal {
    /// Days until it is due; negative: it is overdue.
    pub fn days_left(&self, day: Day) -> i32 {
        self.due_on - day
    }

    /// Whether the contract is over and nothing was decided.
    pub fn is_overdue(&self, day: Day) -> bool {
        self.is_open() && self.due_on <= day
    }

    /// Whether it is to be prepared now: open, and due within the policy's window or overdue.
    pub fn is_in_window(&self, day: Day, rules: &RenewalRules) -> bool {
        self.is_open() && self.days_left(day) <= rules.window_days
    }

    /// Whether the forecast must be, and is not, commit or at risk.
    pub fn is_undecided(&self, day: Day, rules: &RenewalRules) -> bool {
        let said =
            matches!(self.call, Some(Forecast::Commit | Forecast::AtRisk | Forecast::Won | Forecast::Lost));
        self.is_open() && self.days_left(day) <= rules.decide_days && !said
    }

    /// Whether the quote should be out and is not. One who gave notice waits for none.
    pub fn is_quote_late(&self, day: Day) -> bool {
        self.is_open()
            && self.stage != RenewalStage::ChurnNotice
            && !self.stage.is_quoted()
            && self.dates.quote_by < day
    }

    /// What is to be looked at on a day, the most pressing first. Nothing, once it is closed.
    pub fn flags(&self, planned: bool, day: Day, rules: &RenewalRules) -> Vec<Flag> {
        if !self.is_open() {
            return Vec::new();
        }
        let near = self.is_in_window(day, rules);
        [
            (Flag::Overdue, self.is_overdue(day)),
            (Flag::NoticePassed, self.dates.notice_by < day && self.due_on > day),
            (Flag::QuoteLate, self.is_quote_late(day)),
            (Flag::Undecided, self.is_undecided(day, rules)),
            (Flag::NoPlan, near && !planned),
            (Flag::NoticeTooLong, self.dates.notice_is_cut),
            (Flag::Continued, self.continued.is_some()),
        ]
        .into_iter()
        .filter_map(|(flag, holds)| holds.then_some(flag))
        .collect()
    }
}

/// By what the priority of a renewal is multiplied so many days before its end (health design, "Renewal risk").
pub fn urgency(days_left: i32) -> f64 {
    match days_left {
        ..=30 => 1.5,
        31..=60 => 1.35,
        61..=90 => 1.2,
        91..=180 => 1.1,
        _ => 1.0,
    }
}
