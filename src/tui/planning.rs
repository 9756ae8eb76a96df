//! What the dashboard does to plans and check-ins: the acts of [`crate::edit::plan`] as commands.

use crate::domain::{Day, Error, Quarter, Result};
use crate::edit::plan::{AddItem, Agree, From, ItemDone, PlanCheckIn, Review, Write};
use crate::engine::Command;
use crate::health::facts::AccountId;
use crate::store::{Reads, plan as book};

/// What a new plan begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// The plan before it.
    Last,
    /// The template of this place.
    Template(usize),
    /// Nothing.
    Nothing,
}

/// One act.
#[derive(Clone, Debug, PartialEq)]
pub enum Planning {
    /// A plan is written.
    Write { account: AccountId, quarter: Quarter, begin: Begin },
    /// The customer agrees to one.
    Agree(Agree),
    /// One is looked at again.
    Review(Review),
    /// One gets another item.
    AddItem(AddItem),
    /// An item is done, or open again.
    ItemDone(ItemDone),
    /// The next check-in is planned.
    CheckIn(AccountId),
}

impl Planning {
    /// The command on a day, under the label by which history and undo call it.
    ///
    /// # Errors
    /// What it is about is gone, or the book cannot be read.
    pub fn command(self, on: &impl Reads, today: Day) -> Result<Command> {
        Ok(match self {
            Planning::Write { account, quarter, begin } => {
                let from = match begin {
                    Begin::Last => From::Last,
                    Begin::Nothing => From::Nothing,
                    Begin::Template(place) => {
                        let known = book::templates(on)?.all.into_iter().nth(place);
                        let gone = || Error::not_found("the template is not in the book any more");
                        From::Template(known.ok_or_else(gone)?.name)
                    }
                };
                let act = Write { account, quarter, from };
                Command::write(act.label(on)?, move |tx| act.apply(tx, today).map(drop))
            }
            Planning::Agree(act) => Command::write(act.label(on)?, move |tx| act.apply(tx, today)),
            Planning::Review(act) => Command::write(act.label(on)?, move |tx| act.apply(tx, today)),
            Planning::AddItem(act) => Command::write(act.label(on)?, move |tx| act.apply(tx).map(drop)),
            Planning::ItemDone(act) => Command::write(act.label(on)?, move |tx| act.apply(tx, today)),
            Planning::CheckIn(account) => {
                let cover = book::covers(on, today, Some(account))?.pop();
                let day = cover.map_or(today, |cover| cover.check_in.proposed(today));
                let act = PlanCheckIn { account, on: day };
                Command::write(act.label(on)?, move |tx| act.apply(tx, today).map(drop))
            }
        })
    }
}
