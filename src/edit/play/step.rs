//! Another step for a play that runs.

use super::{called, cells, text};
use crate::domain::{Error, Result};
use crate::edit::entity::TASK;
use crate::edit::{Patch, Values};
use crate::store::load::{Value, rows};
use crate::store::{Reads, Tx, play as book};

use super::start::SOURCE;

/// A step to be added. It is a task from then on, to be changed and taken away like any other.
#[derive(Clone, Debug, PartialEq)]
pub struct AddStep {
    /// Row id of the play.
    pub play: i64,
    /// Its fields: those of a task.
    pub set: Values,
}

impl AddStep {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The play is not there any more, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Another step for {}", called(on, &book::one(on, self.play)?)?))
    }

    /// Writes it; gives its row id. Without an owner it is whoever's who runs the play.
    ///
    /// # Errors
    /// The play has ended, a field is wrong, or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<i64> {
        let play = book::one(tx, self.play)?;
        if let Some(ended) = play.ended_on {
            return Err(Error::invalid(format!("{} has ended on {ended}", called(tx, &play)?))
                .hint("take it up again first"));
        }
        let id = Patch::new(&TASK, Some(play.account), self.set.clone()).apply(tx)?.id;
        let mut row = vec![("play_id", Value::Int(self.play)), ("source", text(SOURCE))];
        let has_owner = self.set.iter().any(|(field, value)| field.name == "owner" && !value.is_null());
        if !has_owner {
            row.push(("owner_id", Value::from(play.owner)));
        }
        rows::update(tx, TASK.table, id, &cells(&row))?;
        Ok(id)
    }
}
