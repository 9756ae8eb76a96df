//! What is said about a goal: a value, a judgement, what it is worth. And what follows when one is reached.

use super::entity::{GOAL, GOAL_UPDATE, TASK};
use super::field::Value;
use super::patch::Patch;
use super::records::{Values, called, list, read};
use crate::domain::text::fit;
use crate::domain::{Day, Error, GoalStatus, Micro, Result};
use crate::health::goal::Path;
use crate::store::edit::account_name;
use crate::store::{Reads, Tx};

/// A dated update of a goal.
#[derive(Clone, Debug, PartialEq)]
pub struct UpdateGoal {
    /// Row id of the goal.
    pub goal: i64,
    /// Fields of the update. One without a status says what its value says.
    pub set: Values,
}

impl UpdateGoal {
    /// What the journal says of it: `Updated goal "Fewer stops" of Acme`.
    ///
    /// # Errors
    /// The goal is not there any more, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let at = self.int("current").map(|micro| format!(": {}", Micro(micro))).unwrap_or_default();
        Ok(format!("Updated {}{at}", called(on, &GOAL, self.goal)?))
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.set.iter().find(|(field, _)| field.name == name).map(|(_, value)| value)
    }

    fn int(&self, name: &str) -> Option<i64> {
        self.value(name).and_then(Value::int)
    }

    /// Writes it; one of the same day gives way.
    ///
    /// # Errors
    /// It says nothing; its day is still to come; the goal is not there any more; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<i64> {
        let says = |name: &&str| self.value(name).is_some_and(|value| !value.is_null());
        if !["status", "current", "value", "note"].iter().any(says) {
            return Err(Error::invalid("the update says nothing about the goal")
                .hint("give its current value, a status, what it is worth, or a note"));
        }
        let on = self.int("status_on").and_then(|on| i32::try_from(on).ok()).map_or(today, Day);
        if on > today {
            return Err(Error::invalid(format!("an update on {on} is still to come"))
                .hint("give the day of the value, today at the latest"));
        }
        let goal = read(tx, &GOAL, self.goal)?;
        let mut set = self.set.clone();
        set.retain(|(field, value)| field.name != "status_on" && !value.is_null());
        if self.int("status").is_none()
            && let Some(status) = said_by_value(&goal, on, self.int("current"))
        {
            set.push((GOAL_UPDATE.field("status")?, Value::Int(status.code())));
        }
        let day = Value::Int(on.0.into());
        let same = list(tx, &GOAL_UPDATE, Some(self.goal))?.into_iter().find(|(_, values)| {
            values.iter().any(|(field, value)| field.name == "status_on" && *value == day)
        });
        set.push((GOAL_UPDATE.field("status_on")?, day));
        let patch = match same {
            Some((id, _)) => Patch::row(&GOAL_UPDATE, id, set),
            None => Patch::new(&GOAL_UPDATE, Some(self.goal), set),
        };
        Ok(patch.apply(tx)?.id)
    }
}

/// What a value of a day says about a goal.
fn said_by_value(goal: &Values, on: Day, current: Option<i64>) -> Option<GoalStatus> {
    let value = |name: &str| goal.iter().find(|(field, _)| field.name == name).map(|(_, value)| value);
    let int = |name| value(name).and_then(Value::int);
    let day = |name| int(name).and_then(|day| i32::try_from(day).ok()).map(Day);
    let path = Path {
        baseline: int("baseline").map(|micro| Micro(micro).value()),
        target: int("target").map(|micro| Micro(micro).value()),
        down: value("direction").and_then(Value::text).map(|direction| direction == "down"),
        from: day("started_on"),
        due: day("due"),
    };
    path.judge(Some((on, Micro(current?).value())), on).status
}

/// The task to ask for a reference, once a goal is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskAdvocacy {
    /// Row id of the account.
    pub account: i64,
    /// Row id of the goal that was reached.
    pub goal: i64,
}

/// Days until the task to ask for a reference is due.
const ASK_WITHIN: i32 = 7;

impl AskAdvocacy {
    /// What the task is called.
    fn title(self, on: &impl Reads) -> Result<String> {
        let goal = read(on, &GOAL, self.goal)?;
        let title = goal.iter().find(|(field, _)| field.name == "title").and_then(|(_, value)| value.text());
        Ok(format!("Ask for a reference: \"{}\" is reached", fit(title.unwrap_or_default(), 200)))
    }

    /// What the journal says of it.
    ///
    /// # Errors
    /// The goal is not there any more, or the book cannot be read.
    pub fn label(self, on: &impl Reads) -> Result<String> {
        let name = account_name(on, self.account)?.unwrap_or_default();
        Ok(format!("New task \"{}\" for {}", fit(&self.title(on)?, 60), fit(&name, 60)))
    }

    /// Writes the task; its owner is the account's CSM.
    ///
    /// # Errors
    /// Such a task is open already; the goal is not there any more; or the book cannot be written.
    pub fn apply(self, tx: &Tx<'_>, today: Day) -> Result<()> {
        let title = self.title(tx)?;
        let open = list(tx, &TASK, Some(self.account))?.into_iter().any(|(_, values)| {
            let is = |name: &str, wanted: &Value| {
                values.iter().any(|(field, value)| field.name == name && value == wanted)
            };
            is("title", &Value::Text(title.clone())) && is("done_on", &Value::Null)
        });
        if open {
            return Err(Error::invalid("the task to ask for this reference is open already"));
        }
        let csm = read(tx, &super::entity::ACCOUNT, self.account)?;
        let csm = csm.into_iter().find(|(field, _)| field.name == "csm").map(|(_, value)| value);
        let set = vec![
            (TASK.field("title")?, Value::Text(title)),
            (TASK.field("owner")?, csm.unwrap_or(Value::Null)),
            (TASK.field("due_on")?, Value::Int((today + ASK_WITHIN).0.into())),
            (TASK.field("source")?, Value::Text("goal reached".to_owned())),
        ];
        Patch::new(&TASK, Some(self.account), set).apply(tx).map(drop)
    }
}
