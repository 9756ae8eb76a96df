//! The list of the day: a line a customer, what is most pressing first.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::matter::{Key, Kind, Matter};
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
    /// Of the part of a matter, what the next one counts.
    pub further: f64,
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

/// The line of somebody, of matters given with their places; None: nothing of it counts. `judged` leaves matters out by
/// None, as those of customers who left; so does a weight of 0.
pub fn customer<'a, 'm>(
    whose: Whose,
    matters: impl Iterator<Item = (usize, &'m Matter)>,
    scale: &Scale,
    day: Day,
    judged: impl Fn(&Matter) -> Option<Judged<'a>>,
) -> Option<Customer> {
    let mut found: Vec<(Ranked, Key)> = Vec::new();
    let mut share = 0.0;
    for (place, matter) in matters {
        let Some((own, rules)) = judged(matter) else { continue };
        if rules.weight(matter.kind.weighed()) > 0.0 {
            share = rules.further;
            let rank = Factors::of(matter, &own, scale, day, rules).rank();
            found.push((Ranked { place, rank }, matter.key()));
        }
    }
    found.sort_by(|(one, key), (other, next)| other.rank.total_cmp(&one.rank).then_with(|| key.cmp(next)));
    let matters: Vec<Ranked> = found.into_iter().map(|(ranked, _)| ranked).collect();
    let rank = of_account(matters.iter().map(|matter| matter.rank), share);
    (!matters.is_empty()).then_some(Customer { whose, rank, further: share, matters })
}

/// By what lines stand in their order: the highest rank first, of the same rank by the place of their names among all.
pub fn order(rank: f64, name: u32, whose: Whose) -> (Reverse<u64>, u32, Whose) {
    // Of numbers that are not negative, the bits order as they do.
    (Reverse(rank.max(0.0).to_bits()), name, whose)
}

/// Puts matters, given with their places among all, into lines in their [order]. `name` is the place of somebody's name
/// among all; the rest is as of a [`customer`].
pub fn lines<'a, 'm>(
    matters: impl Iterator<Item = (usize, &'m Matter)>,
    scale: &Scale,
    day: Day,
    judged: impl Fn(&Matter) -> Option<Judged<'a>>,
    name: impl Fn(Whose) -> u32,
) -> Vec<Customer> {
    let mut found: HashMap<Whose, Vec<(usize, &Matter)>> = HashMap::new();
    for (place, matter) in matters {
        found.entry(Whose::of(matter)).or_default().push((place, matter));
    }
    let mut lines: Vec<Customer> = found
        .into_iter()
        .filter_map(|(whose, matters)| customer(whose, matters.into_iter(), scale, day, &judged))
        .collect();
    lines.sort_by_cached_key(|line| order(line.rank, name(line.whose), line.whose));
    lines
}
