//! What a new opportunity begins with, by the reason that was found.

use super::finding::{Finding, Reason, Rule};
use crate::domain::OpportunityKind;
use crate::health::Licence;

/// The beginning of an opportunity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub title: &'static str,
    pub kind: OpportunityKind,
    /// How many seats it would add.
    pub seats: Option<i64>,
    /// The reason with its figures.
    pub problem: String,
}

/// With so many percent of the seats used there is room again.
const ROOM: i64 = 80;

impl Draft {
    /// The one that the first reason suggests; None: there is no reason.
    pub fn of(finding: &Finding, licence: Option<Licence>) -> Option<Draft> {
        let reason = finding.reasons.first()?;
        let rule = reason.rule();
        let kind = rule.suggests();
        let short = finding.reasons.iter().any(|reason| matches!(reason, Reason::Seats { .. }));
        Some(Draft {
            title: match rule {
                Rule::Capacity => "The next tier",
                Rule::Seats => "More seats",
                Rule::Need => "Another department",
                Rule::Goal => "The next use case",
                Rule::Growth => "Room to grow",
            },
            kind,
            seats: licence.filter(|_| short || kind == OpportunityKind::Seats).and_then(wanted),
            problem: finding.why(),
        })
    }
}

/// So many seats more that [`ROOM`] percent of all are used; None: there is room already.
fn wanted(licence: Licence) -> Option<i64> {
    #[allow(clippy::cast_possible_truncation)] // whole, and a float cast saturates
    let users = licence.users.ceil() as i64;
    let all = users.saturating_mul(100).saturating_add(ROOM - 1) / ROOM;
    Some(all - licence.seats).filter(|more| *more > 0)
}
