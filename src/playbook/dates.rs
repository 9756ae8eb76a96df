//! From a playbook and a start to dated steps.

use super::library::{At, Playbook, Step};
use crate::domain::text::fit;
use crate::domain::{Day, Error, Result};
use crate::onboarding::{Calendar, FAR_DAYS};

/// A step to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned<'a> {
    /// What the playbook says of it.
    pub step: &'a Step,
    /// By when.
    pub due_on: Day,
}

/// Dates the steps of a playbook, the earliest first.
///
/// A step that falls on a day without work moves to the next one with. What should have been done before the start is
/// due at the start: nobody is late on the day on which a play begins.
///
/// # Errors
/// The start is more than [`FAR_DAYS`] away from today; a step counts from the renewal and there is none; or one would
/// lie on a day that no book can hold.
pub fn plan<'a>(
    playbook: &'a Playbook,
    start: Day,
    renewal: Option<Day>,
    calendar: &Calendar,
    today: Day,
) -> Result<Vec<Planned<'a>>> {
    if (start - today).abs() > FAR_DAYS {
        return Err(Error::invalid(format!("{start} is too far from today, {today}, for a start"))
            .hint(format!("start within {FAR_DAYS} days; check the year")));
    }
    let mut planned = Vec::with_capacity(playbook.steps.len());
    for step in &playbook.steps {
        let bare = match (step.at, renewal) {
            (At::Start(days), _) => start + days,
            (At::Renewal(days), Some(renewal)) => renewal + days,
            (At::Renewal(_), None) => {
                return Err(Error::invalid(format!(
                    "\"{}\" counts from the renewal, and no contract of the account has an end ahead",
                    fit(&playbook.title, 60)
                ))
                .hint("enter the contract with its end first"));
            }
        };
        let due_on = calendar.on_or_after(bare.max(start));
        if !(Day::MIN..=Day::MAX).contains(&due_on) {
            return Err(Error::invalid(format!(
                "\"{}\" would be due on {due_on}, which no book can hold",
                fit(&step.title, 60)
            ))
            .hint("choose another start"));
        }
        planned.push(Planned { step, due_on });
    }
    planned.sort_by_key(|planned| planned.due_on);
    Ok(planned)
}
