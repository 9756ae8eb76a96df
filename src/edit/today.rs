//! What is done to matters of the list of the day, one or several as one change: done, or put off until a day.

use super::records::called;
use crate::domain::{Day, Error, Result};
use crate::edit::alert::{Dismiss, Snooze};
use crate::edit::entity::{PLAN, TASK};
use crate::edit::onboarding::{ChangeStep, StepTo};
use crate::edit::plan::PlanCheckIn;
use crate::edit::{Patch, Value};
use crate::store::{Reads, Tx};

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
}

impl Rows {
    /// How many there are.
    pub fn len(&self) -> usize {
        [&self.tasks, &self.steps, &self.alerts, &self.check_ins, &self.plans].into_iter().map(Vec::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// `3 tasks, 1 alert`.
    fn words(&self) -> String {
        let count = |rows: &Vec<i64>, one: &str| match rows.len() {
            0 => None,
            1 => Some(format!("1 {one}")),
            many => Some(format!("{many} {one}s")),
        };
        let kinds = [
            count(&self.tasks, "task"),
            count(&self.steps, "step"),
            count(&self.alerts, "alert"),
            count(&self.check_ins, "check-in"),
            count(&self.plans, "plan review"),
        ];
        kinds.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Tasks and steps that are done, alerts that are dismissed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Which. Check-ins and plans are not done by saying so.
    pub rows: Rows,
    /// Why the alerts are dismissed.
    pub reason: String,
    /// Who did it.
    pub by: Option<String>,
}

/// Matters that are put off: tasks and alerts are hidden until the day, check-ins are planned for it, reviews are due on
/// it. Steps have their place in a checklist, and are moved there.
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
        match (rows.len(), rows.tasks.as_slice(), rows.check_ins.as_slice()) {
            (1, [task], _) => Ok(format!("Put off until {until}: {}", called(on, &TASK, *task)?)),
            (1, _, [account]) => self.check_in(*account).label(on),
            _ => Ok(format!("Put off until {until}: {}", rows.words())),
        }
    }

    /// Writes it: all or nothing.
    ///
    /// # Errors
    /// The day is not ahead; a step is among them; something is closed or gone; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        if self.until <= today {
            return Err(Error::invalid(format!("{} is not ahead", self.until))
                .hint("put it off until tomorrow or later, such as +1w"));
        }
        if !self.rows.steps.is_empty() {
            return Err(Error::invalid("a step of an onboarding is moved in its checklist")
                .hint("open the account: > moves the step with everything that depends on it"));
        }
        let until = Value::Int(self.until.0.into());
        for task in &self.rows.tasks {
            Patch::row(&TASK, *task, vec![(TASK.field("snoozed_until")?, until.clone())]).apply(tx)?;
        }
        for plan in &self.rows.plans {
            Patch::row(&PLAN, *plan, vec![(PLAN.field("next_review_on")?, until.clone())]).apply(tx)?;
        }
        for account in &self.rows.check_ins {
            self.check_in(*account).apply(tx, today)?;
        }
        if self.rows.alerts.is_empty() { Ok(()) } else { self.snooze().apply(tx, today) }
    }
}
