//! What the dashboard wants written, as data, and how it becomes a command of the engine.

use crate::domain::{Day, Result};
use crate::edit::assess::Assess;
use crate::edit::log::Log;
use crate::edit::today::{Done, PutOff};
use crate::edit::training::{self, Attendance, Guests};
use crate::edit::{self, Entity, Patch};
use crate::engine::Command;
use crate::health::facts::AccountId;
use crate::store::Reads;
use crate::store::today::look;

use super::deed::Deed;
use super::planning::Planning;
use super::stepping::Stepping;
use super::words;
use super::work::Work;

/// A change of the book, done in one transaction.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Fields of records: all of them or none.
    Save(Vec<Patch>),
    /// A date or a number of records so many steps up or down.
    Step(Stepping),
    /// The same of the active contracts of accounts.
    StepContracts { accounts: Vec<AccountId>, field: &'static str, by: i32 },
    /// Two accounts become one, with the records of both.
    Merge { keep: AccountId, gone: AccountId },
    /// A touchpoint and what came with it.
    Log { account: AccountId, log: Box<Log> },
    /// An account is assessed.
    Assess { account: AccountId, assess: Box<Assess> },
    /// Contacts are invited to a training.
    Invite { session: i64, guests: Guests },
    /// Whether invited contacts came.
    Attend(Attendance),
    /// An invitation is taken back.
    Uninvite { session: i64, invitation: i64 },
    /// The last change is taken back.
    Undo,
    /// What was taken back last is done again.
    Redo,
    /// An older change is taken back, where nothing depends on it.
    UndoThis(i64),
    /// Something is done to an onboarding or to a template.
    Onboarding(Work),
    /// Something is done to a plan, or a check-in is planned.
    Planning(Planning),
    /// Something is said about a goal, or somebody takes over.
    Deed(Deed),
    /// Matters of the list of the day are done.
    Handle(Box<Done>),
    /// Matters of the list of the day are put off.
    PutOff(Box<PutOff>),
    /// A person leaves the list of the day: what comes from now on is new to them. Nothing that could be undone.
    Looked(String),
    /// Records with everything below them.
    Delete(Vec<(&'static Entity, i64)>),
}

impl Change {
    /// The command on a day, under the label by which history and undo call it.
    ///
    /// # Errors
    /// A record is gone, or the book cannot be read.
    pub fn command(self, on: &impl Reads, today: Day) -> Result<Command> {
        Ok(match self {
            Change::Save(patches) => {
                let label = match patches.as_slice() {
                    [one] => one.label(on)?,
                    many => many_label(many),
                };
                Command::write(label, move |tx| {
                    for patch in &patches {
                        patch.apply(tx)?;
                    }
                    Ok(())
                })
            }
            Change::Step(stepping) => {
                let label = stepping.label(on)?;
                Command::write(label, move |tx| stepping.apply(tx, today))
            }
            Change::StepContracts { accounts, field, by } => {
                let stepping = Stepping::of_contracts(on, &accounts, field, by, today)?;
                return Change::Step(stepping).command(on, today);
            }
            Change::Merge { keep, gone } => {
                let label = edit::merge_label(on, keep, gone)?;
                Command::write(label, move |tx| edit::merge(tx, keep, gone).map(drop))
            }
            Change::Log { account, log } => {
                let label = log.label(on, account)?;
                Command::write(label, move |tx| log.apply(tx, account, today).map(drop))
            }
            Change::Onboarding(work) => work.command(on, today)?,
            Change::Planning(act) => act.command(on, today)?,
            Change::Deed(deed) => deed.command(on, today)?,
            Change::Assess { account, assess } => {
                let label = assess.label(on, account, today)?;
                Command::write(label, move |tx| assess.apply(tx, account, today).map(drop))
            }
            Change::Invite { session, guests } => {
                let label = training::invite_label(on, session, &guests)?;
                Command::write(label, move |tx| training::invite(tx, session, &guests, today).map(drop))
            }
            Change::Attend(attendance) => {
                let label = attendance.label(on)?;
                Command::write(label, move |tx| attendance.apply(tx, today).map(drop))
            }
            Change::Uninvite { session, invitation } => {
                let label = training::uninvite_label(on, session, invitation)?;
                Command::write(label, move |tx| training::uninvite(tx, invitation))
            }
            Change::Handle(act) => Command::write(act.label(on)?, move |tx| act.apply(tx, today)),
            Change::PutOff(act) => Command::write(act.label(on)?, move |tx| act.apply(tx, today)),
            Change::Looked(person) => Command::note(move |tx| look(tx, &person, today)),
            Change::Undo => Command::Undo,
            Change::Redo => Command::Redo,
            Change::UndoThis(txn) => Command::UndoTxn(txn),
            Change::Delete(records) => {
                let label = match records.as_slice() {
                    [(entity, id)] => edit::delete_label(on, entity, *id)?,
                    many => format!("Deleted {}", counted(many.first().map(|first| first.0), many.len())),
                };
                Command::write(label, move |tx| {
                    for (entity, id) in &records {
                        edit::delete(tx, entity, *id)?;
                    }
                    Ok(())
                })
            }
        })
    }
}

/// `Changed CSM of 50 accounts`.
fn many_label(patches: &[Patch]) -> String {
    let first = patches.first();
    let field = first.and_then(|patch| patch.set.first()).map_or("fields", |(field, _)| field.label);
    format!("Changed {field} of {}", counted(first.map(|patch| patch.entity), patches.len()))
}

fn counted(entity: Option<&'static Entity>, number: usize) -> String {
    entity.map_or_else(
        || words::count(number, "record"),
        |entity| format!("{} {}", words::thousands(number), entity.plural),
    )
}
