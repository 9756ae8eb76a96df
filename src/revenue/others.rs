//! Figures of a period that stand beside revenue.

use std::collections::BTreeMap;

use super::collect::GroupId;
use crate::domain::Share;

/// Below this many answers a score is marked: one person more would turn it.
pub const FEW: u64 = 5;

/// Net promoter score: the latest answer of each person.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Nps {
    /// Answers of 9 and 10.
    pub promoters: u64,
    /// Answers above 6 and below 9.
    pub passives: u64,
    /// Answers up to 6.
    pub detractors: u64,
}

impl Nps {
    /// Counts an answer from 0 to 10, in millionths.
    pub fn count(&mut self, micro: i64) {
        match micro {
            9_000_000.. => self.promoters += 1,
            ..=6_000_000 => self.detractors += 1,
            _ => self.passives += 1,
        }
    }

    /// How many answers there are.
    pub fn n(&self) -> u64 {
        self.promoters + self.passives + self.detractors
    }

    /// Percent of promoters less percent of detractors, -100 to 100; None without answers.
    pub fn score(&self) -> Option<f64> {
        let (promoters, detractors) = (self.promoters as f64, self.detractors as f64);
        (self.n() > 0).then(|| (promoters - detractors) * 100.0 / self.n() as f64)
    }

    /// Whether there are too few answers to rely on.
    pub fn is_few(&self) -> bool {
        self.n() < FEW
    }
}

/// How much of what was sold is in use: of accounts of which both are known.
#[derive(Clone, Copy, PartialEq, Default, Debug)]
pub struct Utilisation {
    /// Active users, the latest known of each account.
    pub users: f64,
    /// Seats of the active contracts.
    pub seats: i64,
    /// Accounts in the figure.
    pub accounts: u64,
    /// Those of them with more users than seats.
    pub over: u64,
}

impl Utilisation {
    /// Counts an account with seats, whose active users may be unknown.
    pub fn count(&mut self, users: Option<f64>, seats: i64) {
        let Some(users) = users.filter(|_| seats > 0) else { return };
        self.users += users;
        self.seats = self.seats.saturating_add(seats);
        self.accounts += 1;
        self.over += u64::from(users > seats as f64);
    }

    /// Users by seats, which may be above 1; None without either.
    pub fn ratio(&self) -> Option<f64> {
        (self.seats > 0).then(|| self.users / self.seats as f64)
    }
}

/// Core features in use, of those that accounts are entitled to: of accounts of which both are known.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Adoption {
    /// Core features with enough uses in the policy's days.
    pub features: Share,
    /// Accounts in the figure.
    pub accounts: u64,
}

impl Adoption {
    /// Counts an account.
    pub fn count(&mut self, used: u32, entitled: u32) {
        self.features.part += u64::from(used);
        self.features.of += u64::from(entitled);
        self.accounts += 1;
    }
}

/// Customers who stood badly in a period and came through ([`crate::health::Rescue`]).
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Saves {
    /// Saved, of all who stood badly.
    pub saved: Share,
    /// Those of them of whom it is not yet known.
    pub open: u64,
}

/// What a book's other facts tell of a period.
#[derive(Clone, Copy, PartialEq, Default, Debug)]
pub struct Others {
    pub nps: Nps,
    /// Satisfied answers: surveys, and tickets on the day they were resolved.
    pub csat: Share,
    /// Opportunities won, of those opened in the period that came to a proposal.
    pub proposals: Share,
    /// On the period's last day.
    pub utilisation: Utilisation,
    /// On the period's last day.
    pub adoption: Adoption,
    pub saves: Saves,
}

/// The same of all accounts, and by what they are grouped by.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Grouped {
    pub total: Others,
    /// The accounts without one first.
    pub groups: BTreeMap<Option<GroupId>, Others>,
}

impl Grouped {
    /// Counts something of an account: in all, and in its group where there are groups.
    pub fn count(&mut self, group: Option<Option<GroupId>>, add: impl Fn(&mut Others)) {
        add(&mut self.total);
        if let Some(group) = group {
            add(self.groups.entry(group).or_default());
        }
    }
}
