//! How a plan goes on: agreed with the customer, reviewed; the check-in that comes next.

use super::{called, cells, named, on_day, text};
use crate::domain::text::fit;
use crate::domain::{Day, Error, PlanStatus, Result};
use crate::edit::entity::ACCOUNT;
use crate::edit::{Value as Held, read};
use crate::plan::cadence::SOURCE;
use crate::store::load::{Value, rows};
use crate::store::{Reads, Tx, plan as book};

/// A plan that the customer agrees to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agree {
    /// Row id of the plan.
    pub plan: i64,
    /// When.
    pub on: Day,
    /// With whom.
    pub with: String,
}

/// A plan that is looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Row id of the plan.
    pub plan: i64,
    /// When.
    pub on: Day,
    /// When it is looked at next; None: not within this quarter.
    pub next: Option<Day>,
}

/// The next touchpoint of an account, planned as a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanCheckIn {
    /// Row id of the account.
    pub account: i64,
    /// When it is due.
    pub on: Day,
}

fn not_ahead(what: &str, on: Day, today: Day) -> Result<()> {
    if on <= today {
        return Ok(());
    }
    Err(Error::invalid(format!("a plan cannot be {what} on {on}, which is still to come"))
        .hint("give the day it happened, today at the latest"))
}

impl Agree {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The plan is gone, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let plan = book::one(on, self.plan)?;
        Ok(format!("Agreed {} with {}", called(on, &plan)?, fit(self.with.trim(), 60)))
    }

    /// Writes it. A plan that was reviewed already stays so.
    ///
    /// # Errors
    /// Nobody is named; the day is still to come or lies before the plan was written; the plan is gone; or the book
    /// cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        let plan = book::one(tx, self.plan)?;
        let with = self.with.trim();
        if with.is_empty() {
            return Err(Error::invalid("Agreed with: a plan is agreed with somebody")
                .hint("name the person at the customer"));
        }
        not_ahead("agreed", self.on, today)?;
        if self.on < plan.written_on {
            return Err(Error::invalid(format!(
                "Agreed on: {} is before the plan was written, {}",
                self.on, plan.written_on
            ))
            .hint("correct one of the two days"));
        }
        let status = if plan.status == PlanStatus::Reviewed { plan.status } else { PlanStatus::Agreed };
        let row =
            [("status", text(status.name())), ("agreed_on", on_day(self.on)), ("agreed_with", text(with))];
        rows::update(tx, "plan", self.plan, &cells(&row))
    }
}

impl Review {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The plan is gone, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Reviewed {}", called(on, &book::one(on, self.plan)?)?))
    }

    /// Writes it.
    ///
    /// # Errors
    /// The plan is a draft still; the day is still to come or lies before it was agreed; the next review does not come
    /// after this one; the plan is gone; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        let plan = book::one(tx, self.plan)?;
        if plan.status == PlanStatus::Draft {
            return Err(Error::invalid(format!("the plan {} is a draft still", plan.quarter))
                .hint("agree on it with the customer first"));
        }
        not_ahead("reviewed", self.on, today)?;
        if let Some(agreed) = plan.agreed_on.filter(|agreed| self.on < *agreed) {
            return Err(Error::invalid(format!(
                "Reviewed on: {} is before the plan was agreed, {agreed}",
                self.on
            ))
            .hint("correct one of the two days"));
        }
        if let Some(next) = self.next.filter(|next| *next <= self.on) {
            return Err(Error::invalid(format!("Next review on: {next} is not after this one, {}", self.on))
                .hint("choose a later day, or leave it empty when this was the last one"));
        }
        let row = [
            ("status", text(PlanStatus::Reviewed.name())),
            ("reviewed_on", on_day(self.on)),
            ("next_review_on", self.next.map_or(Value::Null, on_day)),
        ];
        rows::update(tx, "plan", self.plan, &cells(&row))
    }
}

impl PlanCheckIn {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Ok(format!("Check-in with {} planned for {}", named(on, self.account)?, self.on))
    }

    /// Writes a task of the account's CSM; gives its row id.
    ///
    /// # Errors
    /// One is planned already; the day has passed; the account is gone; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<i64> {
        let account = read(tx, &ACCOUNT, self.account)?;
        if self.on < today {
            return Err(Error::invalid(format!(
                "a check-in cannot be planned for {}, which has passed",
                self.on
            ))
            .hint("plan it for today or later; what has happened is logged"));
        }
        let covers = book::covers(tx, today, Some(self.account))?;
        let planned = covers.first().and_then(|cover| cover.check_in.planned);
        if let Some((_, due)) = planned {
            let when = due.map_or(String::new(), |due| format!(" for {due}"));
            return Err(Error::invalid(format!(
                "a check-in with {} is planned already{when}",
                named(tx, self.account)?
            ))
            .hint("change its task, or tick it off"));
        }
        let csm = account.iter().find(|(field, _)| field.name == "csm").and_then(|(_, value)| value.int());
        let row = [
            ("account_id", Value::Int(self.account)),
            ("title", text("Check-in")),
            ("owner_id", Value::from(csm)),
            ("due_on", on_day(self.on)),
            ("source", text(SOURCE)),
        ];
        rows::insert(tx, "task", &cells(&row))
    }
}

impl Review {
    /// The review of a plan on a day, as far as the fields of its form say it.
    pub fn of(plan: i64, on: Day, next: Option<&Held>) -> Review {
        let next = next.and_then(Held::int).and_then(|day| i32::try_from(day).ok()).map(Day);
        Review { plan, on, next }
    }
}
