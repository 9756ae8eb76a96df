//! What is done to matters of the list of the day, one or several as one change: done, or put off until a day.

use super::records::called;
use crate::domain::{Day, Error, Result};
use crate::edit::alert::{Dismiss, Snooze};
use crate::edit::entity::{PLAN, STEP, TASK};
use crate::edit::onboarding::{ChangeStep, StepTo};
use crate::edit::plan::PlanCheckIn;
use crate::edit::renewal::{Later, Target};
use crate::edit::{Patch, Value};
use crate::store::{Reads, Tx, load};

/// Matters by their rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Tasks.
    pub tasks: Vec<i64>,
    /// Steps of onboardings.
    pub steps: Vec<i64>,
    /// Alerts; one of many accounts at once has many.
    pub alerts: Vec<i64>,
    /// Accounts whose check-in is due.
    pub check_ins: Vec<i64>,
    /// Account plans whose review is due.
    pub plans: Vec<i64>,
    /// Account plans on which nobody works, or after which the next one is to be written.
    pub stale: Vec<i64>,
    /// Renewals that want something.
    pub renewals: Vec<Target>,
}

impl Rows {
    /// How many there are.
    pub fn len(&self) -> usize {
        let rows = [&self.tasks, &self.steps, &self.alerts, &self.check_ins, &self.plans, &self.stale];
        rows.into_iter().map(Vec::len).sum::<usize>() + self.renewals.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// `3 tasks, 1 alert`.
    fn words(&self) -> String {
        let count = |rows: usize, one: &str| match rows {
            0 => None,
            1 => Some(format!("1 {one}")),
            many => Some(format!("{many} {one}s")),
        };
        let kinds = [
            count(self.tasks.len(), "task"),
            count(self.steps.len(), "step"),
            count(self.alerts.len(), "alert"),
            count(self.check_ins.len(), "check-in"),
            count(self.plans.len(), "plan review"),
            count(self.stale.len(), "account plan"),
            count(self.renewals.len(), "renewal"),
        ];
        kinds.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Tasks and steps that are done, alerts that are dismissed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Which. Check-ins, plans and renewals are not done by saying so.
    pub rows: Rows,
    /// Why the alerts are dismissed.
    pub reason: String,
    /// Who did it.
    pub by: Option<String>,
}

/// Matters that are put off: they are hidden on the list of the day until the day, and their own dates stay as they are;
/// but check-ins are planned for it, and reviews are due on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutOff {
    /// Which.
    pub rows: Rows,
    /// Until when.
    pub until: Day,
}

impl Done {
    fn step(&self, step: i64, today: Day) -> ChangeStep {
        ChangeStep::new(step, StepTo::Done { on: today, by: self.by.clone() })
    }

    fn dismiss(&self) -> Dismiss {
        Dismiss { alerts: self.rows.alerts.clone(), reason: self.reason.clone() }
    }

    /// What the journal says of it.
    ///
    /// # Errors
    /// Something is gone, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let rows = &self.rows;
        match (rows.tasks.as_slice(), rows.steps.as_slice(), rows.alerts.as_slice()) {
            ([task], [], []) => Ok(format!("Done: {}", called(on, &TASK, *task)?)),
            ([], [step], []) => self.step(*step, Day::MAX).label(on),
            ([], [], [_, ..]) => self.dismiss().label(on),
            _ => Ok(format!("Done: {}", rows.words())),
        }
    }

    /// Writes it: all or nothing.
    ///
    /// # Errors
    /// A step waits for another one or for the handoff; an alert has no reason; something is closed or gone; or the book
    /// cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        let on = Value::Int(today.0.into());
        for task in &self.rows.tasks {
            Patch::row(&TASK, *task, vec![(TASK.field("done_on")?, on.clone())]).apply(tx)?;
        }
        for step in &self.rows.steps {
            self.step(*step, today).apply(tx, today)?;
        }
        if self.rows.alerts.is_empty() { Ok(()) } else { self.dismiss().apply(tx) }
    }
}

impl PutOff {
    fn snooze(&self) -> Snooze {
        Snooze { alerts: self.rows.alerts.clone(), until: self.until }
    }

    fn later(&self, renewal: Target) -> Later {
        Later { of: renewal, until: self.until }
    }

    fn check_in(&self, account: i64) -> PlanCheckIn {
        PlanCheckIn { account, on: self.until }
    }

    /// What the journal says of it.
    ///
    /// # Errors
    /// Something is gone, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let (rows, until) = (&self.rows, self.until);
        if let ([], [_, ..]) = (rows.tasks.as_slice(), rows.alerts.as_slice())
            && rows.len() == rows.alerts.len()
        {
            return self.snooze().label(on);
        }
        let named = |entity, row: i64| Ok(format!("Put off until {until}: {}", called(on, entity, row)?));
        if rows.len() > 1 {
            return Ok(format!("Put off until {until}: {}", rows.words()));
        }
        match (rows.tasks.first(), rows.steps.first(), rows.check_ins.first(), rows.renewals.first()) {
            (Some(task), ..) => named(&TASK, *task),
            (_, Some(step), ..) => named(&STEP, *step),
            (.., Some(account), _) => self.check_in(*account).label(on),
            (.., Some(renewal)) => self.later(*renewal).label(on),
            _ => Ok(format!("Put off until {until}: {}", rows.words())),
        }
    }

    /// Writes it: all or nothing.
    ///
    /// # Errors
    /// The day is not ahead; something is closed or gone; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        if self.until <= today {
            return Err(Error::invalid(format!("{} is not ahead", self.until))
                .hint("put it off until tomorrow or later, such as +1w"));
        }
        let until = Value::Int(self.until.0.into());
        for task in &self.rows.tasks {
            Patch::row(&TASK, *task, vec![(TASK.field("snoozed_until")?, until.clone())]).apply(tx)?;
        }
        for plan in &self.rows.plans {
            Patch::row(&PLAN, *plan, vec![(PLAN.field("next_review_on")?, until.clone())]).apply(tx)?;
        }
        let hidden: [(_, &Vec<i64>); 2] = [("step", &self.rows.steps), ("plan", &self.rows.stale)];
        for (table, rows) in hidden {
            for row in rows {
                load::rows::update(
                    tx,
                    table,
                    *row,
                    &[("snoozed_until", &load::Value::Int(self.until.0.into()))],
                )?;
            }
        }
        for renewal in &self.rows.renewals {
            self.later(*renewal).apply(tx)?;
        }
        for account in &self.rows.check_ins {
            self.check_in(*account).apply(tx, today)?;
        }
        if self.rows.alerts.is_empty() { Ok(()) } else { self.snooze().apply(tx, today) }
    }
}
