//! Starting an onboarding from a plan.

use super::{cells, flag, named, on_day, text};
use crate::domain::text::fit;
use crate::domain::{Day, Error, OwnerRole, Result, Stage};
use crate::edit::entity::ACCOUNT;
use crate::edit::{Value as Held, read};
use crate::onboarding::{Plan, beside};
use crate::store::load::{Value, rows};
use crate::store::{Reads, Tx, onboarding as book};

/// An onboarding to be started.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// Row id of the account.
    pub account: i64,
    /// What was looked at and agreed to.
    pub plan: Plan,
}

impl Start {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let plan = &self.plan;
        Ok(format!(
            "Started the onboarding \"{}\" of {} on {}",
            fit(&plan.template, 60),
            named(on, self.account)?,
            plan.start
        ))
    }

    /// Whether it may start: see [`beside`].
    ///
    /// # Errors
    /// Another one runs that it may not run beside; or the book cannot be read.
    pub fn check(&self, on: &impl Reads, today: Day) -> Result<()> {
        let templates = book::templates(on)?;
        let mut running = book::of_account(on, self.account)?;
        running.retain(|onboarding| onboarding.is_running(today));
        match templates.named(&self.plan.template) {
            Some(template) => beside(template, &running, &templates),
            // It was deleted since it was looked at: its name alone says what it is.
            None => Err(Error::not_found(format!(
                "the template \"{}\" is not in the book any more",
                fit(&self.plan.template, 60)
            ))
            .hint("choose another one")),
        }
    }

    /// Writes the onboarding, its steps and what they need; gives its row id. An account that was not being onboarded
    /// yet (stage acquisition) is, from now on. Steps of the CSM belong to the account's; those of another role to
    /// the one member of the team that has it, where there is one.
    ///
    /// # Errors
    /// It may not start, there is nothing in it, or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<i64> {
        self.check(tx, today)?;
        let plan = &self.plan;
        if plan.kept().next().is_none() {
            return Err(Error::invalid("every step is left out, so there is nothing to start")
                .hint("take at least one step in"));
        }
        let account = read(tx, &ACCOUNT, self.account)?;
        let of = |name: &str| account.iter().find(|(field, _)| field.name == name).map(|(_, value)| value);
        let id = rows::insert(
            tx,
            "onboarding",
            &cells(&[
                ("account_id", Value::Int(self.account)),
                ("template", text(&plan.template)),
                ("started_on", on_day(plan.start)),
                ("days", Value::Int(plan.days.into())),
                ("working_days", flag(plan.calendar.is_working())),
            ]),
        )?;
        let csm = of("csm").and_then(Held::int);
        let mut owners = Vec::with_capacity(OwnerRole::ALL.len());
        for role in OwnerRole::ALL {
            owners.push((*role, if *role == OwnerRole::Csm { csm } else { only_member(tx, *role)? }));
        }
        self.write_steps(tx, id, &owners)?;
        if of("stage").and_then(Held::int) == Some(Stage::Acquisition.code()) {
            let stage = [("stage", Value::Int(Stage::Onboarding.code()))];
            rows::update(tx, "account", self.account, &cells(&stage))?;
        }
        Ok(id)
    }

    fn write_steps(&self, tx: &Tx<'_>, onboarding: i64, owners: &[(OwnerRole, Option<i64>)]) -> Result<()> {
        let mut ids: Vec<Option<i64>> = Vec::with_capacity(self.plan.steps.len());
        for (position, planned) in (0_i64..).zip(&self.plan.steps) {
            if planned.left_out {
                ids.push(None);
                continue;
            }
            let step = &planned.step;
            let owner = owners.iter().find(|(role, _)| *role == step.owner).and_then(|(_, id)| *id);
            let row = [
                ("onboarding_id", Value::Int(onboarding)),
                ("position", Value::Int(position)),
                ("phase", text(&step.phase)),
                ("title", text(&step.title)),
                ("required", flag(step.required)),
                ("due_on", on_day(planned.due_on)),
                ("planned_on", on_day(planned.due_on)),
                ("owner_role", text(step.owner.name())),
                ("owner_id", Value::from(owner)),
                ("milestone", flag(step.milestone)),
                ("quick_win", flag(step.quick_win)),
                ("training", flag(step.training)),
                ("needs_handoff", flag(step.needs_handoff)),
                ("help", step.help.as_deref().map_or(Value::Null, text)),
            ];
            ids.push(Some(rows::insert(tx, "step", &cells(&row))?));
        }
        for (place, id) in ids.iter().enumerate() {
            let Some(id) = id else { continue };
            for need in self.needs(place, &ids) {
                let row = [("step_id", Value::Int(*id)), ("needs_id", Value::Int(need))];
                rows::insert(tx, "step_dependency", &cells(&row))?;
            }
        }
        Ok(())
    }

    /// Row ids of what a step needs; in place of a step that is left out, what that one would have needed.
    fn needs(&self, place: usize, ids: &[Option<i64>]) -> Vec<i64> {
        let mut found = Vec::new();
        let mut seen = vec![place];
        let mut ahead = vec![place];
        while let Some(place) = ahead.pop() {
            for need in self.plan.steps.get(place).into_iter().flat_map(|planned| &planned.step.needs) {
                if seen.contains(need) {
                    continue;
                }
                seen.push(*need);
                match ids.get(*need).copied().flatten() {
                    Some(id) => found.push(id),
                    None => ahead.push(*need),
                }
            }
        }
        found
    }
}

/// The only active member of the team with a role.
fn only_member(tx: &Tx<'_>, role: OwnerRole) -> Result<Option<i64>> {
    Ok(match book::members_of(tx, role.name())?.as_slice() {
        [only] => Some(*only),
        _ => None,
    })
}
