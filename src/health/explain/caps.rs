//! Why a cap holds, and what lifts it, in words.

use super::words::{and, days};
use crate::domain::{Day, Priority, Quarter};
use crate::health::caps::{Cap, lost_roles, old_p1, open_signal, overdue_days, silence, unplanned_ends};
use crate::health::case::Case;
use crate::health::facts::SignalClass;

/// The fact behind a cap that holds; empty for one that does not.
pub(super) fn reason(case: &Case, cap: Cap) -> String {
    let text = match cap {
        Cap::P1Open => old_p1(case).map(|opened| {
            format!("a P1 ticket opened on {opened} is unresolved for {}", days(case.age(opened)))
        }),
        Cap::Silent => silence(case).map(|silence| {
            let age = days(silence.judged_on - silence.last_use);
            format!(
                "last used on {}, {age} before the book's last usage on {}",
                silence.last_use, silence.judged_on
            )
        }),
        Cap::SponsorLeft => {
            let lost: Vec<String> = lost_roles(case)
                .map(|(role, left)| format!("the {role} left on {left} and nobody active has the role"))
                .collect();
            (!lost.is_empty()).then(|| and(&lost))
        }
        Cap::ChurnNotice => signal(case, SignalClass::ChurnNotice, "churn notice"),
        Cap::FirstOutcomeOverdue => overdue_days(case).map(|since| {
            let target = days(case.policy.target_days);
            format!("live for {} without the first outcome, due within {target}", days(since))
        }),
        Cap::RenewalUnplanned => unplanned_ends(case).min().map(|end| {
            format!(
                "a contract ends on {end}, in {}, and {} has no account plan",
                days(end - case.day),
                end.quarter()
            )
        }),
        Cap::Competitor => signal(case, SignalClass::Competitor, "competitor"),
    };
    text.unwrap_or_default()
}

/// What lifts a cap.
pub(super) fn action(case: &Case, cap: Cap) -> String {
    match cap {
        Cap::P1Open => {
            let limit = case.policy.caps.p1_older_than_days;
            let old =
                open_tickets(case, |priority, opened| priority == Priority::P1 && case.age(opened) > limit);
            close_tickets(&old, "P1")
        }
        Cap::SponsorLeft => {
            let roles: Vec<String> = lost_roles(case).map(|(role, _)| format!("a new {role}")).collect();
            format!("Find {}", and(&roles))
        }
        Cap::FirstOutcomeOverdue => "Reach the first outcome".to_string(),
        Cap::RenewalUnplanned => {
            let mut quarters: Vec<Quarter> = unplanned_ends(case).map(Day::quarter).collect();
            quarters.sort_unstable();
            quarters.dedup();
            let quarters: Vec<String> = quarters.iter().map(Quarter::to_string).collect();
            format!("Write the account plan for {}", and(&quarters))
        }
        Cap::Competitor => "Settle and close the competitor signal".to_string(),
        Cap::Silent => "Bring the customer back to using it".to_string(),
        Cap::ChurnNotice => "Win the customer back and close the churn notice".to_string(),
    }
}

/// When the unresolved tickets of a kind were opened, oldest first.
pub(super) fn open_tickets(case: &Case, of: impl Fn(Priority, Day) -> bool) -> Vec<Day> {
    case.so_far(&case.facts.tickets, |ticket| ticket.opened_on)
        .iter()
        .filter(|ticket| ticket.resolved_on.is_none_or(|resolved| case.day < resolved))
        .filter(|ticket| of(ticket.priority, ticket.opened_on))
        .map(|ticket| ticket.opened_on)
        .collect()
}

/// `Close the P1 ticket opened on 2026-03-01`.
pub(super) fn close_tickets(opened: &[Day], what: &str) -> String {
    match opened {
        [] => format!("Close every {what} ticket"),
        [one] => format!("Close the {what} ticket opened on {one}"),
        [first, ..] => format!("Close the {} {what} tickets, the oldest opened on {first}", opened.len()),
    }
}

fn signal(case: &Case, class: SignalClass, name: &str) -> Option<String> {
    open_signal(case, class).map(|signal| format!("the {name} signal of {} is open", signal.day))
}
