//! Working on the steps of an onboarding.

use super::{called, cells, flag, given, me, missing, named, on_day};
use crate::domain::text::fit;
use crate::domain::{Day, Error, OwnerRole, Result};
use crate::edit::entity::STEP;
use crate::edit::{Patch, Value as Held, Values, delete};
use crate::onboarding::handoff::told;
use crate::onboarding::{Move, Onboarding, State, Step};
use crate::store::load::{Value, rows};
use crate::store::{Reads, Tx, onboarding as book};

/// What becomes of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepTo {
    /// It is done.
    Done {
        /// On this day.
        on: Day,
        /// By this person; None: nobody said.
        by: Option<String>,
    },
    /// It does not apply.
    NotApplicable,
    /// It is to be done again.
    Open,
    /// It comes so many days later (earlier, when negative), with everything that depends on it. Where the onboarding
    /// keeps to working days, these are meant.
    Shift(i32),
    /// It is somebody else's work.
    Owner(Owner),
    /// This is noted of it; None: nothing any more.
    Note(Option<String>),
    /// It is not in the list any more. What needed it needs what it needed.
    Removed,
}

/// Whose work a step is; what is None stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// The role.
    pub role: Option<OwnerRole>,
    /// Row id of the team member; Some(None): nobody in particular.
    pub member: Option<Option<i64>>,
}

/// A change of one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeStep {
    /// Row id of the step.
    pub step: i64,
    /// What becomes of it.
    pub to: StepTo,
    /// Whether it may be done before what it needs is.
    pub anyway: bool,
}

/// What a change of a step did.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// The onboarding, as it was before.
    pub before: Onboarding,
    /// The steps that moved, the first of them the one that was meant.
    pub moves: Vec<Move>,
    /// Whether every required step is done now, and was not before: time to finish.
    pub all_done: bool,
}

impl ChangeStep {
    /// A change that keeps to the rules.
    pub fn new(step: i64, to: StepTo) -> ChangeStep {
        ChangeStep { step, to, anyway: false }
    }

    /// What the journal says of it.
    ///
    /// # Errors
    /// The step is not there any more, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let onboarding = book::of_step(on, self.step)?;
        let title = fit(self.of(&onboarding)?.title.as_ref(), 60).into_owned();
        let whose = named(on, onboarding.account)?;
        Ok(match &self.to {
            StepTo::Done { .. } => format!("Done: \"{title}\" of {whose}"),
            StepTo::NotApplicable => format!("Not applicable: \"{title}\" of {whose}"),
            StepTo::Open => format!("Opened again: \"{title}\" of {whose}"),
            StepTo::Shift(days) => {
                let unit = if onboarding.working_days { "working day" } else { "day" };
                let many = if days.abs() == 1 { "" } else { "s" };
                let way = if *days < 0 { "earlier" } else { "later" };
                format!("Moved \"{title}\" of {whose} {} {unit}{many} {way}", days.unsigned_abs())
            }
            StepTo::Owner(_) => format!("Owner of \"{title}\" of {whose}"),
            StepTo::Note(_) => format!("Note on \"{title}\" of {whose}"),
            StepTo::Removed => format!("Removed \"{title}\" from {}", called(on, &onboarding)?),
        })
    }

    fn of<'a>(&self, onboarding: &'a Onboarding) -> Result<&'a Step> {
        onboarding.step(self.step).ok_or_else(|| Error::not_found("the step is not in the book any more"))
    }

    /// The steps that would move, the one that is meant first; none for any other change.
    ///
    /// # Errors
    /// It cannot be moved so: why. Or the book cannot be read.
    pub fn moves(&self, on: &impl Reads, today: Day) -> Result<Vec<Move>> {
        let StepTo::Shift(days) = self.to else { return Ok(Vec::new()) };
        let onboarding = book::of_step(on, self.step)?;
        let calendar = book::calendar(on, onboarding.working_days)?;
        let mut moves = onboarding.shift(self.step, days, &calendar, today)?;
        moves.sort_by_key(|moved| moved.step != self.step);
        Ok(moves)
    }

    /// Writes it.
    ///
    /// # Errors
    /// A step that is needed is not done yet, or the handoff that it needs lacks something (which is named), and
    /// `anyway` was not said; the day is still to come; it cannot be moved so; the step is not there any more; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<Changed> {
        let before = book::of_step(tx, self.step)?;
        let step = self.of(&before)?;
        let mut moves = Vec::new();
        match &self.to {
            StepTo::Done { on, by } => {
                self.may_be_done(tx, &before, step, *on, today)?;
                let done = [("done_on", on_day(*on)), ("done_by", given(by.as_deref()))];
                self.settle(tx, done, false, today)?;
            }
            StepTo::NotApplicable => self.settle(tx, NOT_DONE, true, today)?,
            StepTo::Open => self.settle(tx, NOT_DONE, false, today)?,
            StepTo::Shift(_) => {
                moves = self.moves(tx, today)?;
                for Move { step, to, .. } in &moves {
                    keep_planned(tx, *step)?;
                    rows::update(tx, "step", *step, &cells(&[("due_on", on_day(*to))]))?;
                }
            }
            StepTo::Owner(owner) => {
                let mut row = Vec::new();
                row.extend(owner.role.map(|role| ("owner_role", super::text(role.name()))));
                row.extend(owner.member.map(|member| ("owner_id", Value::from(member))));
                if !row.is_empty() {
                    rows::update(tx, "step", self.step, &cells(&row))?;
                }
            }
            StepTo::Note(note) => {
                rows::update(tx, "step", self.step, &cells(&[("note", given(note.as_deref()))]))?;
            }
            StepTo::Removed => {
                hand_on(tx, &before, step)?;
                delete(tx, &STEP, self.step)?;
            }
        }
        let after = book::one(tx, before.id)?;
        let is_done = |onboarding: &Onboarding| onboarding.standing(today).state == State::Done;
        let all_done = is_done(&after) && !is_done(&before);
        Ok(Changed { before, moves, all_done })
    }

    fn settle(&self, tx: &Tx<'_>, done: [(&'static str, Value); 2], out: bool, today: Day) -> Result<()> {
        let [on, by] = done;
        let row =
            [on, by, ("not_applicable", flag(out)), ("settled_on", on_day(today)), ("settled_by", me())];
        rows::update(tx, "step", self.step, &cells(&row))
    }

    fn may_be_done(
        &self,
        on_book: &impl Reads,
        onboarding: &Onboarding,
        step: &Step,
        on: Day,
        today: Day,
    ) -> Result<()> {
        let title = || fit(&step.title, 60);
        if on > today {
            return Err(Error::invalid(format!(
                "\"{}\" cannot be done on {on}, which is still to come",
                title()
            ))
            .hint("give the day it was done, today at the latest"));
        }
        if self.anyway {
            return Ok(());
        }
        let missing = missing(on_book, onboarding.account, today)?;
        let obstacles = onboarding.obstacles(step, &missing, today);
        if let Some(need) = obstacles.steps.first() {
            let others = match obstacles.steps.len() {
                1 => String::new(),
                more => format!(" (and {} more)", more - 1),
            };
            return Err(Error::invalid(format!(
                "\"{}\" needs \"{}\"{others} to be done first",
                title(),
                fit(&need.title, 60)
            ))
            .hint("do that one first or set it to not applicable; if this one is done all the same, say --anyway"));
        }
        if !obstacles.handoff.is_empty() {
            return Err(Error::invalid(format!(
                "\"{}\" needs the handoff from sales, which does not say {}",
                title(),
                told(&obstacles.handoff)
            ))
            .hint(
                "fill it in with: mainstay handoff ACCOUNT; if this one is done all the same, say --anyway",
            ));
        }
        Ok(())
    }
}

/// Remembers the day that was planned first, before a step gets another one.
pub(in crate::edit) fn keep_planned(tx: &Tx<'_>, step: i64) -> Result<()> {
    let by = Value::Int(step);
    match rows::find(tx, "step", &[("id", &by), ("planned_on", &Value::Null)], &["due_on"], 0)? {
        Some((id, held)) => match held.into_iter().next() {
            Some(due) => rows::update(tx, "step", id, &cells(&[("planned_on", due)])),
            None => Ok(()),
        },
        None => Ok(()),
    }
}

const NOT_DONE: [(&str, Value); 2] = [("done_on", Value::Null), ("done_by", Value::Null)];

/// What needed a step needs what the step needed.
fn hand_on(tx: &Tx<'_>, onboarding: &Onboarding, step: &Step) -> Result<()> {
    for dependant in onboarding.steps.iter().filter(|other| other.needs.contains(&step.id)) {
        for need in step.needs.iter().filter(|need| !dependant.needs.contains(need) && **need != dependant.id)
        {
            let row = [("step_id", Value::Int(dependant.id)), ("needs_id", Value::Int(*need))];
            rows::insert(tx, "step_dependency", &cells(&row))?;
        }
    }
    Ok(())
}

/// A step that an onboarding gets beside those of its template.
#[derive(Clone, Debug, PartialEq)]
pub struct AddStep {
    /// Row id of the onboarding.
    pub onboarding: i64,
    /// Fields of [`STEP`] and what they hold; title and due day at least.
    pub set: Values,
}

impl AddStep {
    /// A step after steps of these row ids.
    ///
    /// # Errors
    /// None in a sound build.
    pub fn after(onboarding: i64, mut set: Values, needs: &[i64]) -> Result<AddStep> {
        let needs = needs.iter().copied().map(Held::Int).collect();
        set.push((STEP.field("needs")?, Held::List(needs)));
        Ok(AddStep { onboarding, set })
    }

    fn patch(&self) -> Patch {
        Patch::new(&STEP, Some(self.onboarding), self.set.clone())
    }

    fn int(&self, name: &str) -> Option<i64> {
        self.set.iter().find(|(field, _)| field.name == name).and_then(|(_, value)| value.int())
    }

    /// What the journal says of it.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        self.patch().label(on)
    }

    /// Writes it; gives its row id. It stands after the steps that are due on the same day.
    ///
    /// # Errors
    /// It may not stand so among the others ([`Onboarding::may_stand`]); a field is wrong; or the book cannot be
    /// written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<i64> {
        let mut patch = self.patch();
        if self.int("position").is_none_or(|position| position == 0) {
            let onboarding = book::one(tx, self.onboarding)?;
            let last = onboarding.steps.iter().map(|step| step.position).max().unwrap_or(0);
            patch.set.retain(|(field, _)| field.name != "position");
            patch.set.push((STEP.field("position")?, Held::Int(last.saturating_add(1))));
        }
        let id = patch.apply(tx)?.id;
        if let Some(due) = self.int("due_on") {
            rows::update(tx, "step", id, &cells(&[("planned_on", Value::Int(due))]))?;
        }
        Ok(id)
    }
}
