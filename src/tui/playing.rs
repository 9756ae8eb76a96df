//! What the dashboard does to plays and interventions: the acts of [`crate::edit`] as commands.

use crate::domain::{Day, Error, InterventionOutcome, InterventionStep, PlayOutcome, Result};
use crate::edit::play::{AddStep, Finish, Resume, Start};
use crate::edit::{Value, Values, intervention};
use crate::engine::Command;
use crate::health::facts::AccountId;
use crate::store::{Reads, play as book};

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// The playbook of this place is started, from a form with `owner` and `started_on`.
    Start { account: AccountId, place: usize, alert: Option<i64> },
    /// A play ends, from a form with `note`.
    Finish { play: i64, outcome: PlayOutcome, keep_tasks: bool },
    /// A play gets another step, from a form of a task.
    AddStep(i64),
    /// A play runs again.
    Resume(i64),
    /// An intervention begins.
    Begin { account: AccountId, detected_on: Option<Day> },
    /// A step is taken or a review written, from a form with `date`, `by` and `note`.
    Take { intervention: i64, kind: InterventionStep },
    /// An intervention ends, from a form with `closed_on` and `reason`.
    Close { intervention: i64, outcome: InterventionOutcome },
}

/// An act on a play or an intervention.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    pub does: Does,
    /// What was typed.
    pub set: Values,
}

impl Act {
    /// One that needs no form.
    pub fn of(does: Does) -> Act {
        Act { does, set: Vec::new() }
    }

    fn value(&self, name: &str) -> Option<&Value> {
        let own = self.set.iter().find(|(field, _)| field.name == name);
        own.map(|(_, value)| value).filter(|value| !value.is_null())
    }

    fn text(&self, name: &str) -> String {
        self.value(name).and_then(Value::text).unwrap_or_default().to_owned()
    }

    fn day(&self, name: &str) -> Option<Day> {
        self.value(name).and_then(Value::int).and_then(|day| i32::try_from(day).ok()).map(Day)
    }

    /// The command on a day, under the label by which history and undo call it.
    ///
    /// # Errors
    /// What it is about is gone, or the book cannot be read.
    pub fn command(self, on: &impl Reads, today: Day) -> Result<Command> {
        Ok(match self.does {
            Does::Start { account, place, alert } => {
                let library = book::library(on)?;
                let gone = || Error::not_found("the playbook is not in the book any more");
                let playbook = library.all.get(place).ok_or_else(gone)?.name.clone();
                let owner = self.value("owner").and_then(Value::int);
                let on_day = self.day("started_on").unwrap_or(today);
                let act = Start { account, playbook, alert, owner, on: on_day };
                Command::write(act.label(on)?, move |tx| act.apply(tx, today).map(drop))
            }
            Does::Finish { play, outcome, keep_tasks } => {
                let act = Finish { play, on: today, outcome, note: self.text("note"), keep_tasks };
                Command::write(act.label(on)?, move |tx| act.apply(tx, today))
            }
            Does::AddStep(play) => {
                let act = AddStep { play, set: self.set };
                Command::write(act.label(on)?, move |tx| act.apply(tx).map(drop))
            }
            Does::Resume(play) => {
                let act = Resume { play };
                Command::write(act.label(on)?, move |tx| act.apply(tx))
            }
            Does::Begin { account, detected_on } => {
                let act = intervention::Start { account, detected_on, alert: None, owner: None };
                Command::write(act.label(on)?, move |tx| act.apply(tx, today).map(drop))
            }
            Does::Take { intervention, kind } => {
                let owner = self.value("by").and_then(Value::int);
                let on_day = self.day("date").unwrap_or(today);
                let act =
                    intervention::Take { intervention, kind, on: on_day, owner, note: self.text("note") };
                Command::write(act.label(on)?, move |tx| act.apply(tx, today))
            }
            Does::Close { intervention, outcome } => {
                let on_day = self.day("closed_on").unwrap_or(today);
                let reason = self.text("reason");
                let act = intervention::Close { intervention, on: on_day, outcome, reason };
                Command::write(act.label(on)?, move |tx| act.apply(tx, today))
            }
        })
    }
}
