//! Finishing a play with what came of it, and taking one up again.

use super::{called, cells, given, on_day, text};
use crate::domain::shelf::same;
use crate::domain::{Day, Error, PlayOutcome, Result};
use crate::edit::entity::TASK;
use crate::store::load::{Value, rows};
use crate::store::{Reads, Tx, edit, play as book};

/// The end of a play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finish {
    /// Row id of the play.
    pub play: i64,
    /// Its last day.
    pub on: Day,
    /// What came of it.
    pub outcome: PlayOutcome,
    /// Why.
    pub note: String,
    /// Whether its open tasks stay; else they go.
    pub keep_tasks: bool,
}

impl Finish {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The play is not there any more, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Finished {}: {}", called(on, &book::one(on, self.play)?)?, self.outcome))
    }

    /// Writes it. What is open of its steps is taken away, or stays as a task like any other.
    ///
    /// # Errors
    /// It has ended already; the day is still to come or before the start; it did not work and it is not said why; or
    /// the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        let play = book::one(tx, self.play)?;
        if let Some(ended) = play.ended_on {
            return Err(Error::invalid(format!("{} has ended on {ended} already", called(tx, &play)?))
                .hint("take it up again first to change its outcome"));
        }
        if self.on > today || self.on < play.started_on {
            return Err(Error::invalid(format!("{} cannot end on {}", called(tx, &play)?, self.on))
                .hint(format!("choose a day from its start, {}, to today", play.started_on)));
        }
        if self.outcome != PlayOutcome::Worked && self.note.trim().is_empty() {
            return Err(Error::invalid(format!("it is not said why it {}", was(self.outcome)))
                .hint("say it in a few words: the next play is better for it")
                .of("note"));
        }
        let row = [
            ("ended_on", on_day(self.on)),
            ("outcome", text(self.outcome.name())),
            ("note", given(Some(&self.note))),
        ];
        rows::update(tx, "play", self.play, &cells(&row))?;
        if !self.keep_tasks {
            for task in play.tasks.iter().filter(|task| task.done_on.is_none()) {
                edit::delete(tx, TASK.table, task.id)?;
            }
        }
        Ok(())
    }
}

/// `did not work`, `was cancelled`.
fn was(outcome: PlayOutcome) -> &'static str {
    match outcome {
        PlayOutcome::Worked => "worked",
        PlayOutcome::DidNotWork => "did not work",
        PlayOutcome::Cancelled => "was cancelled",
    }
}

/// A finished play that runs again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resume {
    /// Row id of the play.
    pub play: i64,
}

impl Resume {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The play is not there any more, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Took up {} again", called(on, &book::one(on, self.play)?)?))
    }

    /// Writes it. Steps that were taken away at its end stay away: undo brings them back, this does not.
    ///
    /// # Errors
    /// It runs already, or another one of its playbook does; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let play = book::one(tx, self.play)?;
        let of_account = book::of_account(tx, play.account, Day::MAX)?;
        let mut running = of_account.iter().filter(|other| other.ended_on.is_none());
        if running.any(|other| same(&other.playbook, &play.playbook)) {
            return Err(Error::invalid(format!("{} runs already", called(tx, &play)?)));
        }
        let row = [("ended_on", Value::Null), ("outcome", Value::Null), ("note", Value::Null)];
        rows::update(tx, "play", self.play, &cells(&row))
    }
}
