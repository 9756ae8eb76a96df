//! Interventions: the entities of their forms, and what is done to them. Each act has a label for the journal and is
//! applied inside one transaction.

use std::sync::OnceLock;

use super::entity::{Entity, Parent};
use super::field::Row;
use super::play;
use super::tables::{OF_ACCOUNT, row};
use crate::domain::shelf::same;
use crate::domain::text::fit;
use crate::domain::{Day, Error, InterventionOutcome, InterventionStep, PlayOutcome, Result};
use crate::playbook::Intervention;
use crate::store::edit::account_name;
use crate::store::load::{Value, rows};
use crate::store::{Reads, Tx, intervention as book, play as plays};

const INTERVENTION_ROWS: &[Row] = &[
    row("exit_criteria", "Saved when", "what both sides will call saved"),
    row("target_health", "Health aimed at", "0 to 100"),
    row("target_on", "By", ""),
    row("owner", "Led by", ""),
    row("started_on", "Started on", ""),
    row("closed_on", "Closed on", ""),
    row("outcome", "Outcome", ""),
    row("reason", "Why", ""),
    row("external_id", "Id elsewhere", ""),
];

/// What is done about accounts that are red.
pub static INTERVENTION: Entity = Entity {
    name: "intervention",
    plural: "interventions",
    table: "intervention",
    kind: "interventions",
    rows: INTERVENTION_ROWS,
    made: OnceLock::new(),
    title: &["started_on"],
    parent: Some(OF_ACCOUNT),
    order: "started_on DESC, id DESC",
};

const ENTRY_ROWS: &[Row] = &[
    row("kind", "Step", "").needed(),
    row("date", "Date", "").needed(),
    row("by", "By", ""),
    row("note", "Note", "what was found, said, agreed"),
];

/// The steps and reviews of an intervention.
pub static ENTRY: Entity = Entity {
    name: "step of an intervention",
    plural: "steps of interventions",
    table: "intervention_entry",
    kind: "interventions",
    rows: ENTRY_ROWS,
    made: OnceLock::new(),
    title: &["kind", "date"],
    parent: Some(Parent { column: "intervention_id", entity: "intervention", required: true }),
    order: "entered_on, id",
};

/// The playbook that runs with an intervention.
pub const SAVE_PLAN: &str = "save plan";

/// The name of an account, short enough for a sentence.
fn named(on: &impl Reads, account: i64) -> Result<String> {
    Ok(fit(&account_name(on, account)?.unwrap_or_default(), 60).into_owned())
}

fn on_day(day: Day) -> Value {
    Value::Int(day.0.into())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Text that was given; nothing but spaces is nothing.
fn given(text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() { Value::Null } else { self::text(text) }
}

fn cells<'a>(owned: &'a [(&'static str, Value)]) -> Vec<(&'static str, &'a Value)> {
    owned.iter().map(|(column, value)| (*column, value)).collect()
}

/// An intervention that is about to be changed.
///
/// # Errors
/// It is gone or closed, or the book cannot be read.
fn still_open(on: &impl Reads, id: i64) -> Result<Intervention> {
    let own = book::one(on, id)?;
    match own.closed_on {
        Some(closed) => Err(Error::invalid(format!(
            "the intervention for {} is closed since {closed}",
            named(on, own.account)?
        ))
        .hint("undo its end, or begin another one")),
        None => Ok(own),
    }
}

/// A day on which something of an intervention can have happened.
fn not_ahead(what: &str, on: Day, today: Day) -> Result<()> {
    if on <= today {
        return Ok(());
    }
    Err(Error::invalid(format!("{what} on {on} is still to come")).hint("give a day up to today").of("date"))
}

/// An intervention to be begun, with its play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// Row id of the account.
    pub account: i64,
    /// The day on which it was seen that the account is at risk, where the facts tell: it is noted as the first step.
    pub detected_on: Option<Day>,
    /// The alert that it answers, by its row id.
    pub alert: Option<i64>,
    /// Who leads it, by the id of a team member; None: the CSM of the account.
    pub owner: Option<i64>,
}

impl Start {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Began the intervention for {}", named(on, self.account)?))
    }

    /// Writes it, and starts the play [`SAVE_PLAN`] where it does not run; gives its row id.
    ///
    /// # Errors
    /// One is open already; there is no such account; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<i64> {
        let all = book::of_account(tx, self.account, Day::MAX)?;
        if let Some(other) = all.iter().find(|own| own.closed_on.is_none()) {
            return Err(Error::invalid(format!(
                "an intervention for {} runs since {} already",
                named(tx, self.account)?,
                other.started_on
            ))
            .hint("go on with that one"));
        }
        let running = plays::of_account(tx, self.account, Day::MAX)?;
        let runs = running.iter().find(|play| play.ended_on.is_none() && same(&play.playbook, SAVE_PLAN));
        let play = match runs {
            Some(play) => play.id,
            None => {
                let (account, alert, owner) = (self.account, self.alert, self.owner);
                play::Start { account, playbook: SAVE_PLAN.into(), alert, owner, on: today }
                    .apply(tx, today)?
            }
        };
        let owner = plays::one(tx, play)?.owner;
        let row = [
            ("account_id", Value::Int(self.account)),
            ("play_id", Value::Int(play)),
            ("owner_id", Value::from(self.owner.or(owner))),
            ("started_on", on_day(today)),
        ];
        let id = rows::insert(tx, INTERVENTION.table, &cells(&row))?;
        if let Some(on) = self.detected_on {
            let kind = InterventionStep::Detected;
            let note = "red by its health".to_owned();
            Take { intervention: id, kind, on, owner: None, note }.apply(tx, today)?;
        }
        Ok(id)
    }
}

/// A step that is taken, or what a review saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Take {
    /// Row id of the intervention.
    pub intervention: i64,
    pub kind: InterventionStep,
    pub on: Day,
    /// Who did it, by the id of a team member; None: who leads the intervention.
    pub owner: Option<i64>,
    pub note: String,
}

impl Take {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The intervention is not there any more, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let name = named(on, book::one(on, self.intervention)?.account)?;
        Ok(match self.kind {
            InterventionStep::Review => format!("Reviewed the intervention for {name}"),
            kind => format!("Intervention for {name}: {kind}"),
        })
    }

    /// Writes it; a step that was taken already is changed.
    ///
    /// # Errors
    /// The day is still to come; a review says nothing; the intervention is closed; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        let own = still_open(tx, self.intervention)?;
        not_ahead(self.kind.name(), self.on, today)?;
        if self.kind == InterventionStep::Review && self.note.trim().is_empty() {
            return Err(Error::invalid("it is not said what the review saw")
                .hint("say in a few words what is better, what is not, and what comes next")
                .of("note"));
        }
        let row = [
            ("intervention_id", Value::Int(self.intervention)),
            ("kind", text(self.kind.name())),
            ("entered_on", on_day(self.on)),
            ("owner_id", Value::from(self.owner.or(own.owner))),
            ("note", given(&self.note)),
        ];
        match own.step(self.kind).filter(|_| self.kind != InterventionStep::Review) {
            Some(taken) => rows::update(tx, ENTRY.table, taken.id, &cells(&row)),
            None => rows::insert(tx, ENTRY.table, &cells(&row)).map(drop),
        }
    }
}

/// The end of an intervention. Its play ends with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Close {
    /// Row id of the intervention.
    pub intervention: i64,
    pub on: Day,
    pub outcome: InterventionOutcome,
    /// Why.
    pub reason: String,
}

impl Close {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The intervention is not there any more, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let name = named(on, book::one(on, self.intervention)?.account)?;
        Ok(format!("Closed the intervention for {name} as {}", self.outcome))
    }

    /// Writes it, and finishes the play that runs with it: as worked where the customer was saved.
    ///
    /// # Errors
    /// It is closed already; the day is still to come or before its start; it is not said why; or the book cannot be
    /// written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        let own = still_open(tx, self.intervention)?;
        not_ahead(self.outcome.name(), self.on, today)?;
        if self.on < own.started_on {
            return Err(Error::invalid(format!("{} is before its start, {}", self.on, own.started_on))
                .hint("give a later day")
                .of("date"));
        }
        if self.reason.trim().is_empty() {
            return Err(Error::invalid(format!("it is not said why the customer is {}", self.outcome))
                .hint("say in a few words what did it")
                .of("reason"));
        }
        let row = [
            ("closed_on", on_day(self.on)),
            ("outcome", text(self.outcome.name())),
            ("reason", given(&self.reason)),
        ];
        rows::update(tx, INTERVENTION.table, self.intervention, &cells(&row))?;
        let play = own.play.map(|play| plays::one(tx, play)).transpose()?;
        if let Some(play) = play.filter(|play| play.ended_on.is_none()) {
            let outcome = match self.outcome {
                InterventionOutcome::Saved => PlayOutcome::Worked,
                InterventionOutcome::Lost => PlayOutcome::DidNotWork,
            };
            let (on, note) = (self.on.max(play.started_on), self.reason.clone());
            play::Finish { play: play.id, on, outcome, note, keep_tasks: false }.apply(tx, today)?;
        }
        Ok(())
    }
}
