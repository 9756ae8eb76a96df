//! How problems were solved in a period.

use crate::book::detail::Ticket;
use crate::domain::{Median, Period, Priority};
use crate::health::facts::TicketFacts;

/// Tickets of a period, and those that are open at its end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Support {
    /// Opened in it.
    pub opened: usize,
    /// Resolved in it.
    pub resolved: usize,
    /// Days from opening to resolving, of those resolved in it; None: there is none.
    pub days: Option<Median>,
    /// Those that were open on its last day, the most urgent and oldest first.
    pub open: Vec<Ticket>,
}

impl Support {
    /// Of all tickets of an account, and of those that are open on the last day.
    pub fn of(tickets: &[TicketFacts], open: &[Ticket], period: Period) -> Support {
        let resolved = tickets.iter().filter_map(|ticket| {
            let on = ticket.resolved_on.filter(|on| period.contains(*on))?;
            Some(on - ticket.opened_on)
        });
        let mut days: Vec<i32> = resolved.collect();
        Support {
            opened: tickets.iter().filter(|ticket| period.contains(ticket.opened_on)).count(),
            resolved: days.len(),
            days: Median::of(&mut days),
            open: open.to_vec(),
        }
    }

    /// How many are open of each priority that has any, the most urgent first.
    pub fn by_priority(&self) -> Vec<(Priority, usize)> {
        let count = |priority| self.open.iter().filter(|ticket| ticket.priority == priority).count();
        Priority::ALL
            .iter()
            .map(|priority| (*priority, count(*priority)))
            .filter(|counted| counted.1 > 0)
            .collect()
    }

    /// How many of the open ones are escalated.
    pub fn escalated(&self) -> usize {
        self.open.iter().filter(|ticket| ticket.escalated).count()
    }
}
