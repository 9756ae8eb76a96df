//! One matter of many accounts: what a rule found for much of the book at once, for one cause.

use super::matter::{Kind, Matter};
use crate::domain::{Day, Level};
use crate::health::facts::AccountId;

impl Matter {
    /// What a rule found on a day for an account among many, for one cause.
    pub fn of_many(
        (rule, severity): (&str, Level),
        on: Day,
        cause: &str,
        (alert, account): (i64, AccountId),
    ) -> Matter {
        let kind = Kind::Flood {
            alerts: vec![alert],
            accounts: vec![account],
            rule: rule.into(),
            severity,
            cause: cause.into(),
        };
        Matter { account: None, ..Matter::new(kind, account, on, on, told(rule, 1, cause)) }
    }

    /// Takes another one in, if it is the same matter; else gives it back.
    pub fn join(&mut self, other: Matter) -> Option<Matter> {
        let is_same = match (&self.kind, &other.kind) {
            (Kind::Flood { rule, cause, .. }, Kind::Flood { rule: others, cause: its, .. }) => {
                rule == others && cause == its && self.on == other.on
            }
            _ => false,
        };
        if !is_same {
            return Some(other);
        }
        self.is_new_row |= other.is_new_row;
        if let (Kind::Flood { alerts, accounts, .. }, Kind::Flood { alerts: more, accounts: of, .. }) =
            (&mut self.kind, other.kind)
        {
            alerts.extend(more);
            accounts.extend(of);
        }
        self.tell();
        None
    }

    /// Whether an account is one of many.
    pub fn is_shared_by(&self, account: AccountId) -> bool {
        matches!(&self.kind, Kind::Flood { accounts, .. } if accounts.contains(&account))
    }

    /// Takes out what it has of an account; false: nothing is left.
    pub fn part_with(&mut self, account: AccountId) -> bool {
        if let Kind::Flood { alerts, accounts, .. } = &mut self.kind {
            let mut of = accounts.iter();
            alerts.retain(|_| of.next() != Some(&account));
            accounts.retain(|own| *own != account);
            if accounts.is_empty() {
                return false;
            }
        }
        self.tell();
        true
    }

    fn tell(&mut self) {
        if let Kind::Flood { accounts, rule, cause, .. } = &self.kind {
            self.reason = told(rule, accounts.len(), cause).into();
        }
    }
}

/// `no login at 312 accounts at once: the last import of usage is 9 days old`.
fn told(rule: &str, accounts: usize, cause: &str) -> String {
    format!("{rule} at {accounts} accounts at once: {cause}")
}
