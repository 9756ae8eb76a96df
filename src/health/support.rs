//! Support: age of severe tickets, backlog.

use super::case::Case;
use super::facts::AccountFacts;
use super::measure::Raw;
use super::policy::SupportRules;
use crate::domain::{Day, Priority};

/// The tickets of an account as they stand on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Tickets {
    /// When the oldest unresolved P1 was opened.
    pub oldest_p1: Option<Day>,
    /// When the oldest unresolved P2 was opened.
    pub oldest_p2: Option<Day>,
    /// Unresolved P1.
    pub p1: u32,
    /// Unresolved P1 and P2.
    pub severe: u32,
    /// Unresolved and opened too long ago.
    pub old: u32,
    /// Opened in the window, resolved or not.
    pub opened: u32,
}

impl Tickets {
    /// One pass over the tickets, which are ascending by the day they were opened.
    pub fn on(facts: &AccountFacts, day: Day, rules: &SupportRules) -> Tickets {
        let mut found = Tickets::default();
        for ticket in facts.tickets.iter().take_while(|ticket| ticket.opened_on <= day) {
            let age = day - ticket.opened_on;
            found.opened += u32::from(age < rules.window_days);
            if ticket.resolved_on.is_some_and(|resolved| resolved <= day) {
                continue;
            }
            found.old += u32::from(age > rules.old_days);
            let oldest = match ticket.priority {
                Priority::P1 => &mut found.oldest_p1,
                Priority::P2 => &mut found.oldest_p2,
                Priority::P3 | Priority::P4 => continue,
            };
            found.severe += 1;
            found.p1 += u32::from(ticket.priority == Priority::P1);
            *oldest = oldest.or(Some(ticket.opened_on));
        }
        found
    }
}

pub(super) fn severe_age(case: &Case) -> Raw {
    let age = |opened: Option<Day>| opened.map_or(0.0, |opened| f64::from(case.age(opened)));
    let p2 = age(case.tickets.oldest_p2) * case.policy.support.p2_share;
    Raw::Value(age(case.tickets.oldest_p1).max(p2))
}

pub(super) fn backlog(case: &Case) -> Raw {
    Raw::Value(f64::from(case.tickets.old) / f64::from(case.tickets.opened.max(1)))
}
