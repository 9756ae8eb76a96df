//! Starting a play: its steps become tasks.

use super::{cells, named, on_day, text};
use crate::domain::shelf::same;
use crate::domain::text::fit;
use crate::domain::{Day, Error, OwnerRole, Result};
use crate::edit::entity::ACCOUNT;
use crate::edit::read;
use crate::playbook::plan;
use crate::store::load::{Value, rows};
use crate::store::{Reads, Tx, onboarding, play as book};

/// Where tasks of plays say that they come from.
pub(super) const SOURCE: &str = "play";

/// A play to be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// Row id of the account.
    pub account: i64,
    /// The playbook, by its name or a part of it.
    pub playbook: Box<str>,
    /// The alert that it answers, by its row id.
    pub alert: Option<i64>,
    /// Who runs it, by the id of a team member; None: the CSM of the account.
    pub owner: Option<i64>,
    /// Day 0.
    pub on: Day,
}

impl Start {
    /// What the journal says of it.
    ///
    /// # Errors
    /// There is no such playbook, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let library = book::library(on)?;
        let title = fit(&library.find(&self.playbook)?.title, 60).into_owned();
        Ok(format!("Started the play \"{title}\" for {}", named(on, self.account)?))
    }

    /// Writes the play and its tasks; gives its row id. Tasks of the CSM belong to whoever runs the play; those of
    /// another role to the one member of the team that has it, where there is one.
    ///
    /// # Errors
    /// It runs already for this account; there is no such playbook or account; the alert is another account's; a step
    /// counts from a renewal that is not there; the start is too far away; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<i64> {
        let account = read(tx, &ACCOUNT, self.account)?;
        let library = book::library(tx)?;
        let playbook = library.find(&self.playbook)?;
        self.may_start(tx, &playbook.name, &playbook.title, today)?;
        let csm = account.iter().find(|(field, _)| field.name == "csm").and_then(|(_, value)| value.int());
        let owner = self.owner.or(csm);
        let calendar = onboarding::calendar(tx, playbook.working_days)?;
        let renewal = book::renewal_on(tx, self.account, today)?;
        let planned = plan(playbook, self.on, renewal, &calendar, today)?;
        let row = [
            ("account_id", Value::Int(self.account)),
            ("playbook", text(&playbook.name)),
            ("alert_id", Value::from(self.alert)),
            ("owner_id", Value::from(owner)),
            ("started_on", on_day(self.on)),
        ];
        let play = rows::insert(tx, "play", &cells(&row))?;
        let mut members: Vec<(OwnerRole, Option<i64>)> = Vec::new();
        for planned in &planned {
            let role = planned.step.owner;
            let whose = match members.iter().find(|known| known.0 == role) {
                Some((_, whose)) => *whose,
                None => {
                    let whose = if role == OwnerRole::Csm { owner } else { only_member(tx, role)? };
                    members.push((role, whose));
                    whose
                }
            };
            let row = [
                ("account_id", Value::Int(self.account)),
                ("title", text(&planned.step.title)),
                ("owner_id", Value::from(whose)),
                ("due_on", on_day(planned.due_on)),
                ("source", text(SOURCE)),
                ("play_id", Value::Int(play)),
            ];
            rows::insert(tx, "task", &cells(&row))?;
        }
        Ok(play)
    }

    fn may_start(&self, tx: &Tx<'_>, name: &str, title: &str, today: Day) -> Result<()> {
        let title = fit(title, 60);
        let plays = book::of_account(tx, self.account, Day::MAX)?;
        if let Some(other) = plays.iter().find(|play| play.ended_on.is_none() && same(&play.playbook, name)) {
            return Err(Error::invalid(format!(
                "the play \"{title}\" runs for {} since {} already",
                named(tx, self.account)?,
                other.started_on
            ))
            .hint("finish that one first"));
        }
        if let Some(alert) = self.alert
            && crate::store::edit::row(tx, "alert", &["account_id"], alert)?
                != Some(vec![Value::Int(self.account)])
        {
            return Err(Error::invalid(format!("the alert is not one of {}", named(tx, self.account)?))
                .hint(format!("look at the alerts of {today} again")));
        }
        Ok(())
    }
}

/// The only active member of the team with a role.
fn only_member(tx: &Tx<'_>, role: OwnerRole) -> Result<Option<i64>> {
    Ok(match onboarding::members_of(tx, role.name())?.as_slice() {
        [only] => Some(*only),
        _ => None,
    })
}
