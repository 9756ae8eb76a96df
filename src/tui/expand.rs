//! What the dashboard does to an opportunity: the acts of [`crate::edit::opportunity`], from what forms and lists give.

use crate::domain::{ChurnReason, Day, OpportunityStage, Result};
use crate::edit::opportunity::{Approve, IntoContract, Lost, SetStage, Won};
use crate::edit::{Value, Values};
use crate::engine::Command;
use crate::expansion::DealId;
use crate::store::Reads;

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expanding {
    /// How far it has come.
    Stage(OpportunityStage),
    /// Somebody said yes, from a form with `approved_by` and `approved_on`.
    Approve,
    /// Signed, from a form with the terms of the contract; the yearly amount and the seats that the contract has before.
    Won { into: IntoContract, yearly: i64, seats: i64 },
    /// Nothing comes of it.
    Lost(ChurnReason),
}

impl Expanding {
    /// What its form is called.
    pub fn title(self) -> &'static str {
        match self {
            Expanding::Stage(_) => "How far has it come?",
            Expanding::Approve => "Who approved it?",
            Expanding::Won { into: IntoContract::Change(_), .. } => "Won: the contract from then on",
            Expanding::Won { .. } => "Won: a contract of its own",
            Expanding::Lost(_) => "Lost: why?",
        }
    }
}

/// An act on an opportunity.
#[derive(Clone, Debug, PartialEq)]
pub struct Expand {
    pub what: Expanding,
    pub id: DealId,
    /// What was typed.
    pub set: Values,
}

impl Expand {
    fn value(&self, name: &str) -> Option<&Value> {
        let own = self.set.iter().find(|(field, _)| field.name == name);
        own.map(|(_, value)| value).filter(|value| !value.is_null())
    }

    fn int(&self, name: &str) -> Option<i64> {
        self.value(name).and_then(Value::int)
    }

    fn day(&self, name: &str) -> Option<Day> {
        self.int(name).and_then(|day| i32::try_from(day).ok()).map(Day)
    }

    /// The command on a day, under the label by which history and undo call it.
    ///
    /// # Errors
    /// What it is about is gone, or the book cannot be read.
    pub fn command(self, on: &impl Reads, today: Day) -> Result<Command> {
        let id = self.id;
        Ok(match self.what {
            Expanding::Stage(stage) => {
                let act = SetStage { id, stage };
                Command::write(act.label(on)?, move |tx| act.apply(tx))
            }
            Expanding::Approve => {
                let by = self.int("approved_by").unwrap_or_default();
                let act = Approve { id, by, on: self.day("approved_on").unwrap_or(today) };
                Command::write(act.label(on)?, move |tx| act.apply(tx, today))
            }
            Expanding::Won { into, yearly, seats } => {
                let into = match into {
                    IntoContract::Own { .. } => IntoContract::Own { until: self.day("end") },
                    other => other,
                };
                let act = Won {
                    from: self.day("start").unwrap_or(today),
                    into,
                    amount: self.int("arr").map(|all| all - yearly),
                    seats: self.int("seats").map(|all| all - seats),
                    plan: self.value("plan").and_then(Value::text).map(str::to_owned),
                    ..Won::of(id, today)
                };
                Command::write(act.label(on)?, move |tx| act.apply(tx, today).map(drop))
            }
            Expanding::Lost(reason) => {
                let act = Lost { id, on: today, reason, outcome: None };
                Command::write(act.label(on)?, move |tx| act.apply(tx, today))
            }
        })
    }
}
