//! What is new since somebody last looked: one rule for the marks on the lines, the counts above them and the list.
//!
//! - A matter is *new* when the first day on which it is listed comes after the day of the look, or when its row came
//!   into the book after it.
//! - An account is *worse* or *better* when its band is another than it was on the day of the look, judged by the dated
//!   facts that are known now. Grey is neither.
//! - A task, a step or an alert is *closed* when it is done or over on a day from the look on, and its row says so only
//!   since then, whoever closed it.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::matter::Matter;
use crate::domain::{Band, Day};
use crate::health::facts::AccountId;

/// When somebody last looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The day.
    pub day: Day,
    /// The last row of the journal then.
    pub seq: i64,
}

impl Mark {
    /// Whether a matter is new since then.
    pub fn is_new(&self, matter: &Matter) -> bool {
        matter.is_new_row || matter.since > self.day
    }
}

/// Something that was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Whose it was.
    pub account: Option<AccountId>,
    /// `task`, `step` or `alert`.
    pub kind: &'static str,
    /// What it was, as stored.
    pub title: Box<str>,
}

/// How a band turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// For the worse.
    Worse,
    /// For the better.
    Better,
}

/// What somebody has seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// When.
    pub mark: Mark,
    /// What was closed since.
    pub closed: Vec<Closed>,
}

/// The bands of all accounts on a day.
pub type Bands = HashMap<AccountId, Band>;

/// How a band turned from one to another; None: it is the same, or one of them is grey.
pub fn turn(then: Band, now: Band) -> Option<Turn> {
    if then == Band::Grey || now == Band::Grey {
        return None;
    }
    // Codes rise from red to green.
    match now.code().cmp(&then.code()) {
        Ordering::Less => Some(Turn::Worse),
        Ordering::Equal => None,
        Ordering::Greater => Some(Turn::Better),
    }
}
