//! A date or a number of one record or of many, some steps up or down.

use std::collections::BTreeSet;

use super::words;
use crate::domain::{Day, Error, Result};
use crate::edit::entity::CONTRACT;
use crate::edit::{self, Context, Entity, Patch, Value};
use crate::health::facts::AccountId;
use crate::store::{Reads, Tx, contracts};

/// A field of records, so many steps up or down from what each holds when its turn comes.
#[derive(Clone, Debug, PartialEq)]
pub struct Stepping {
    /// What the records are.
    pub entity: &'static Entity,
    /// Which ones.
    pub ids: Vec<i64>,
    /// The name of the field.
    pub field: &'static str,
    /// Steps up, negative: down.
    pub by: i32,
    /// Accounts that were meant and have no record that could be: said in the label.
    pub left_out: usize,
}

impl Stepping {
    /// Of one record.
    pub fn one(entity: &'static Entity, id: i64, field: &'static str, by: i32) -> Stepping {
        Stepping { entity, ids: vec![id], field, by, left_out: 0 }
    }

    /// Of the contracts of accounts: of each the one that is active on a day. An account with none, or with several,
    /// among which one would have to choose, is left out.
    ///
    /// # Errors
    /// All are left out, or the book cannot be read.
    pub fn of_contracts(
        on: &impl Reads,
        accounts: &[AccountId],
        field: &'static str,
        by: i32,
        today: Day,
    ) -> Result<Stepping> {
        let meant: BTreeSet<AccountId> = accounts.iter().copied().collect();
        let active = contracts::active(on, today)?;
        let of_meant =
            active.chunk_by(|one, other| one.0 == other.0).filter_map(|of_account| match of_account {
                [(account, contract)] if meant.contains(account) => Some(*contract),
                _ => None,
            });
        let ids: Vec<i64> = of_meant.collect();
        if ids.is_empty() {
            return Err(Error::invalid(match meant.len() {
                1 => "the marked account does not have exactly one active contract".to_owned(),
                many => format!("none of the {many} marked accounts has exactly one active contract"),
            })
            .hint("open an account to add a contract, or to choose among several"));
        }
        Ok(Stepping { entity: &CONTRACT, left_out: meant.len() - ids.len(), ids, field, by })
    }

    /// What the journal says of it.
    ///
    /// # Errors
    /// A record is not there (any more), or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let field = self.entity.field(self.field)?;
        if let ([only], 0) = (self.ids.as_slice(), self.left_out) {
            // The label asks for the name of the field alone.
            return Patch::row(self.entity, *only, vec![(field, Value::Null)]).label(on);
        }
        let noun = if self.ids.len() == 1 { self.entity.name } else { self.entity.plural };
        let changed =
            format!("Changed {} of {} {noun}", field.label.to_lowercase(), words::thousands(self.ids.len()));
        Ok(match self.left_out {
            0 => changed,
            some => {
                format!("{changed}; {} left out, without exactly one active", words::count(some, "account"))
            }
        })
    }

    /// Writes it: all or nothing.
    ///
    /// # Errors
    /// A record is not there any more; what would stand there is wrong (in words); or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        let field = self.entity.field(self.field)?;
        let context = Context::load(tx, [field], None, today)?;
        for id in &self.ids {
            let values = edit::read(tx, self.entity, *id)?;
            let context = context.clone().in_currency_of(&values);
            let value = values.iter().find(|(own, _)| own.name == field.name).map(|own| &own.1);
            let next = edit::step(field, value.unwrap_or(&Value::Null), self.by, &context);
            Patch::row(self.entity, *id, vec![(field, next)]).apply(tx)?;
        }
        Ok(())
    }
}
