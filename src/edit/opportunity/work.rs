//! Working on an opportunity: its stage, and who approved it.

use super::{called, not_ahead, on_day, open, text};
use crate::domain::{Day, Error, OpportunityStage, Result};
use crate::expansion::DealId;
use crate::store::edit::{Names, names};
use crate::store::load::{Value, rows};
use crate::store::{Reads, Tx};

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetStage {
    pub id: DealId,
    pub stage: OpportunityStage,
}

impl SetStage {
    /// What the journal says of it.
    ///
    /// # Errors
    /// It is gone, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Stage {} of {}", self.stage, called(on, self.id)?))
    }

    /// Writes it. One that goes back is approved by nobody any more.
    ///
    /// # Errors
    /// The stage is one that another act sets; the opportunity is closed or gone; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        open(tx, self.id)?;
        let instead = match self.stage {
            OpportunityStage::Approved => "say who approved it, and when",
            OpportunityStage::Won => "close it as won: that writes the contract",
            OpportunityStage::Lost => "close it as lost: that asks for the reason",
            _ => {
                let stage = text(self.stage.name());
                let cells =
                    [("stage", &stage), ("approved_by_id", &Value::Null), ("approved_on", &Value::Null)];
                return rows::update(tx, "opportunity", self.id, &cells);
            }
        };
        Err(Error::invalid(format!("the stage {} is not set by itself", self.stage)).hint(instead))
    }
}

/// Somebody at the customer who may say yes did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approve {
    pub id: DealId,
    /// Row id of a contact of the account.
    pub by: i64,
    pub on: Day,
}

impl Approve {
    /// What the journal says of it.
    ///
    /// # Errors
    /// It is gone, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Approved {}", called(on, self.id)?))
    }

    /// Writes it.
    ///
    /// # Errors
    /// The opportunity is closed or gone; the contact is none of the account; the day is still to come; or the book
    /// cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        let deal = open(tx, self.id)?;
        not_ahead(self.on, today)?;
        if !names(tx, Names::Contacts(deal.account))?.iter().any(|(id, _)| *id == self.by) {
            return Err(
                Error::invalid("who approved it is no contact of the account").hint("add the contact first")
            );
        }
        let stage = text(OpportunityStage::Approved.name());
        let (by, on) = (Value::Int(self.by), on_day(self.on));
        let cells = [("stage", &stage), ("approved_by_id", &by), ("approved_on", &on)];
        rows::update(tx, "opportunity", self.id, &cells)
    }
}
