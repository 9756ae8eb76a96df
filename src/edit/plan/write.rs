//! A plan is written: from a template, from the one before it, or empty.

use super::{cells, named, on_day, optional, text};
use crate::domain::text::fit;
use crate::domain::{ContactRole, Day, Error, PlanSection, Quarter, Result};
use crate::plan::{Draft, Item, Plan};
use crate::store::load::{Value, rows};
use crate::store::plan::{self as book, Who};
use crate::store::{Reads, Tx};

/// How many quarters ahead a plan may be for.
const AHEAD: i32 = 3;

/// What a plan begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// A template of this name.
    Template(Box<str>),
    /// The last plan before it: its texts and what is still open.
    Last,
    /// Nothing.
    Nothing,
}

/// A plan to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// Row id of the account.
    pub account: i64,
    /// What it is for.
    pub quarter: Quarter,
    /// What it begins with.
    pub from: From,
}

impl Write {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let from = match &self.from {
            From::Template(name) => format!(", from the template \"{}\"", fit(name, 60)),
            From::Last => ", from the one before it".to_owned(),
            From::Nothing => String::new(),
        };
        Ok(format!("New plan {} for {}{from}", self.quarter, named(on, self.account)?))
    }

    /// What would be written.
    ///
    /// # Errors
    /// The account has a plan for the quarter; the quarter is over or too far ahead; there is no such template, or no
    /// plan before; or the book cannot be read.
    pub fn draft(&self, on: &impl Reads, today: Day) -> Result<Draft> {
        let plans = book::of_account(on, self.account)?;
        self.may_be(&plans, &named(on, self.account)?, today)?;
        Ok(match &self.from {
            From::Nothing => Draft::empty(self.quarter, today),
            From::Last => {
                let before = plans.iter().find(|plan| plan.quarter < self.quarter).ok_or_else(|| {
                    Error::invalid(format!("there is no plan before {} to begin with", self.quarter))
                        .hint("begin with a template")
                })?;
                Draft::carried_over(before, self.quarter, today)
            }
            From::Template(name) => {
                let templates = book::templates(on)?;
                let mut draft = Draft::from_template(templates.find(name)?, self.quarter, today);
                let who = book::who(on, self.account, today)?;
                draft.items.iter_mut().for_each(|item| name_owners(item, &who));
                draft
            }
        })
    }

    fn may_be(&self, plans: &[Plan], name: &str, today: Day) -> Result<()> {
        let (quarter, this) = (self.quarter, today.quarter());
        if plans.iter().any(|plan| plan.quarter == quarter) {
            return Err(Error::invalid(format!("{name} has a plan for {quarter} already"))
                .hint("change that one, or write one for another quarter"));
        }
        if quarter < this {
            return Err(Error::invalid(format!("{quarter} is over, today is in {this}"))
                .hint(format!("write the plan for {this} or a later quarter")));
        }
        if quarter > this + AHEAD {
            return Err(Error::invalid(format!("{quarter} is too far ahead to plan"))
                .hint(format!("plan up to {}", this + AHEAD)));
        }
        Ok(())
    }

    /// Writes the plan with its items; gives its row id.
    ///
    /// # Errors
    /// As [`Write::draft`], or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<i64> {
        let draft = self.draft(tx, today)?;
        let row = [
            ("account_id", Value::Int(self.account)),
            ("quarter", text(&draft.quarter.to_string())),
            ("written_on", on_day(draft.written_on)),
            ("next_review_on", on_day(draft.next_review_on)),
            ("goals", optional(draft.goals.as_deref())),
            ("communication", optional(draft.communication.as_deref())),
            ("renewal_strategy", optional(draft.renewal_strategy.as_deref())),
        ];
        let plan = rows::insert(tx, "plan", &cells(&row))?;
        let mut next = [1_i64; PlanSection::ALL.len()];
        for item in &draft.items {
            let places = PlanSection::ALL.iter().zip(&mut next);
            let place = places.filter(|(section, _)| **section == item.section).map(|(_, next)| next).next();
            let position = place.map_or(0, |next| std::mem::replace(next, *next + 1));
            rows::insert(tx, "plan_item", &cells(&columns(plan, position, item)))?;
        }
        Ok(plan)
    }
}

/// The row of an item.
fn columns(plan: i64, position: i64, item: &Item) -> Vec<(&'static str, Value)> {
    let day = |day: Option<Day>| day.map_or(Value::Null, on_day);
    vec![
        ("plan_id", Value::Int(plan)),
        ("section", text(item.section.name())),
        ("position", Value::Int(position)),
        ("title", text(&item.title)),
        ("detail", optional(item.detail.as_deref())),
        ("current", optional(item.current.as_deref())),
        ("target", optional(item.target.as_deref())),
        ("owner", optional(item.owner.as_deref())),
        ("customer_owner", optional(item.customer_owner.as_deref())),
        ("due_on", day(item.due_on)),
        ("done_on", day(item.done_on)),
        ("probability", optional(item.probability.map(|level| level.name()))),
        ("impact", optional(item.impact.map(|level| level.name()))),
        ("carried_from", item.carried_from.map_or(Value::Null, |from| text(&from.to_string()))),
    ]
}

/// Puts names where a template has roles, as far as somebody has them; else the role stays.
fn name_owners(item: &mut Item, who: &Who) {
    if item.owner.as_deref().is_some_and(|owner| owner.eq_ignore_ascii_case("csm"))
        && let Some(csm) = &who.csm
    {
        item.owner = Some(fit(csm, 200).into());
    }
    let role = item.customer_owner.as_deref().and_then(|role| ContactRole::parse(role).ok());
    let contact = role.and_then(|role| who.contacts.iter().find(|contact| contact.0 == role));
    if let Some((_, name)) = contact {
        item.customer_owner = Some(fit(name, 200).into());
    }
}
