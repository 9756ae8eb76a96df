//! What the dashboard does to goals and people: the acts of [`crate::edit`] as commands.

use crate::domain::{Day, Result};
use crate::edit::outcome::{AskAdvocacy, UpdateGoal};
use crate::edit::renewal::Foresee;
use crate::edit::successor::Replace;
use crate::engine::{Command, SetRules};
use crate::store::Reads;
use crate::tui::expand::Expand;
use crate::tui::playing::Act;
use crate::tui::renew::Renew;

/// One act.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Something is said about a goal.
    UpdateGoal(UpdateGoal),
    /// A goal was reached, and somebody is to ask for a reference.
    Ask(AskAdvocacy),
    /// Somebody takes over from somebody who leaves.
    Replace(Replace),
    /// Something becomes of a renewal.
    Renew(Renew),
    /// Something becomes of an opportunity.
    Expand(Expand),
    /// What was tried out of several renewals is expected.
    Foresee(Foresee),
    /// Something is done to a play or an intervention.
    Play(Act),
    /// The rules of alerts and the playbooks are others.
    SetRules(SetRules),
}

impl Deed {
    /// The command on a day, under the label by which history and undo call it.
    ///
    /// # Errors
    /// What it is about is gone, or the book cannot be read.
    pub fn command(self, on: &impl Reads, today: Day) -> Result<Command> {
        Ok(match self {
            Deed::UpdateGoal(act) => Command::write(act.label(on)?, move |tx| act.apply(tx, today).map(drop)),
            Deed::Ask(act) => Command::write(act.label(on)?, move |tx| act.apply(tx, today)),
            Deed::Renew(act) => act.command(on, today)?,
            Deed::Expand(act) => act.command(on, today)?,
            Deed::Foresee(act) => Command::write(act.label(on)?, move |tx| act.apply(tx)),
            Deed::SetRules(act) => act.command(),
            Deed::Play(act) => act.command(on, today)?,
            Deed::Replace(act) => Command::write(act.label(on)?, move |tx| act.apply(tx).map(drop)),
        })
    }
}
