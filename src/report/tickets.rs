//! Open tickets, as pages and documents list them.

use super::table::{Column, Table};
use crate::book::detail::Ticket;
use crate::domain::Day;

/// A row a ticket, with its age in days on a day.
pub fn open(tickets: &[Ticket], day: Day) -> Table {
    let mut table = Table::new([
        Column::Word("priority"),
        Column::Word("opened"),
        Column::Number("days"),
        Column::Text("ticket"),
        Column::Text("subject"),
    ]);
    for ticket in tickets {
        table.push(vec![
            ticket.priority.to_string(),
            ticket.opened_on.to_string(),
            (day - ticket.opened_on).to_string(),
            ticket.external_id.as_deref().unwrap_or_default().to_owned(),
            ticket.subject.as_deref().unwrap_or_default().to_owned(),
        ]);
    }
    table
}
