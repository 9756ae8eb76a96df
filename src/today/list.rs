//! The list of the day: a line a customer, what is most pressing first.

use std::collections::HashMap;

use super::matter::{Kind, Matter};
use super::rank::{Factors, Scale, Standing, of_account};
use crate::domain::Day;
use crate::health::facts::AccountId;
use crate::health::policy::TodayRules;

/// Whose a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// A customer's.
    Account(AccountId),
    /// Tasks of no account.
    Nobody,
    /// One matter of many accounts: by its first alert.
    Many(i64),
}

impl Whose {
    /// Whose a matter is.
    pub fn of(matter: &Matter) -> Whose {
        match (&matter.kind, matter.account) {
            (Kind::Flood { alerts, .. }, _) => Whose::Many(alerts.first().copied().unwrap_or_default()),
            (_, Some(account)) => Whose::Account(account),
            (_, None) => Whose::Nobody,
        }
    }

    /// A number of its own among all lines.
    pub fn id(self) -> i64 {
        match self {
            Whose::Account(id) => id,
            Whose::Nobody => i64::MIN,
            Whose::Many(alert) => -1 - alert,
        }
    }

    /// The account of a line.
    pub fn account(self) -> Option<AccountId> {
        match self {
            Whose::Account(id) => Some(id),
            Whose::Nobody | Whose::Many(_) => None,
        }
    }
}

/// A matter in its line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// Its place among all matters.
    pub place: usize,
    /// Its rank.
    pub rank: f64,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Customer {
    /// Whose it is.
    pub whose: Whose,
    /// See [`of_account`].
    pub rank: f64,
    /// The most pressing first.
    pub matters: Vec<Ranked>,
}

impl Customer {
    /// Its most pressing matter, by its place among all.
    pub fn first(&self) -> Option<usize> {
        self.matters.first().map(|ranked| ranked.place)
    }
}

/// How an account stands, and by which rules it is ranked.
pub type Judged<'a> = (Standing, &'a TodayRules);

/// Puts matters, given with their places among all, into lines: the highest rank first, of the same rank by name.
/// `judged` leaves matters out by None, as those of customers who left; so does a weight of 0.
pub fn lines<'a, 'm>(
    matters: impl Iterator<Item = (usize, &'m Matter)>,
    scale: &Scale,
    day: Day,
    judged: impl Fn(&Matter) -> Option<Judged<'a>>,
    name: impl Fn(Whose) -> &'a str,
) -> Vec<Customer> {
    let mut found: HashMap<Whose, (f64, Vec<Ranked>)> = HashMap::new();
    for (place, matter) in matters {
        let Some((own, rules)) = judged(matter) else { continue };
        if rules.weight(matter.kind.weighed()) > 0.0 {
            let rank = Factors::of(matter, &own, scale, day, rules).rank();
            let line = found.entry(Whose::of(matter)).or_insert_with(|| (rules.further, Vec::new()));
            line.1.push(Ranked { place, rank });
        }
    }
    let mut lines: Vec<Customer> = found
        .into_iter()
        .map(|(whose, (further, mut matters))| {
            matters.sort_by(|one, other| other.rank.total_cmp(&one.rank).then(one.place.cmp(&other.place)));
            let rank = of_account(matters.iter().map(|matter| matter.rank), further);
            Customer { whose, rank, matters }
        })
        .collect();
    lines.sort_by(|one, other| {
        let by_name = || name(one.whose).cmp(name(other.whose)).then(one.whose.cmp(&other.whose));
        other.rank.total_cmp(&one.rank).then_with(by_name)
    });
    lines
}
