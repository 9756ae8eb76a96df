//! Items of a plan: added, done, taken up again. Their fields are edited and they are deleted like any record.

use super::{called, cells, named, on_day, text};
use crate::domain::text::fit;
use crate::domain::{Day, Error, PlanSection, Result};
use crate::edit::plan::entity_of;
use crate::edit::{Patch, Values};
use crate::store::load::{Value, rows};
use crate::store::{Reads, Tx, plan as book};

/// An item that a plan gets.
#[derive(Clone, Debug, PartialEq)]
pub struct AddItem {
    /// Row id of the plan.
    pub plan: i64,
    /// The part that it goes into.
    pub section: PlanSection,
    /// Fields of the part's entity and what they hold; the title at least.
    pub set: Values,
}

/// An item that is done, or is to be done again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemDone {
    /// Row id of the item.
    pub item: i64,
    /// When it was done; None: it is open again.
    pub on: Option<Day>,
}

impl AddItem {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        Patch::new(entity_of(self.section), Some(self.plan), self.set.clone()).label(on)
    }

    /// Writes it at the end of its part; gives its row id.
    ///
    /// # Errors
    /// A field is wrong, the plan is gone, or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<i64> {
        let plan = book::one(tx, self.plan)?;
        let entity = entity_of(self.section);
        let last = plan.part(self.section).iter().map(|item| item.position).max().unwrap_or(0);
        // The part is no field of its entity: it is set with the place.
        let record = Patch::new(entity, Some(self.plan), self.set.clone()).checked(tx)?;
        let mut row = record;
        row.push(("section", text(self.section.name())));
        row.push(("position", Value::Int(last.saturating_add(1))));
        rows::insert(tx, entity.table, &cells(&row))
    }
}

impl ItemDone {
    /// What the journal says of it.
    ///
    /// # Errors
    /// The item is gone, or the book cannot be read.
    pub fn label(&self, on: &impl Reads) -> Result<String> {
        let plan = book::of_item(on, self.item)?;
        let title = plan.item(self.item).map_or("", |item| &item.title);
        let what = if self.on.is_some() { "Done" } else { "Opened again" };
        Ok(format!("{what}: \"{}\" of {}", fit(title, 60), named(on, plan.account)?))
    }

    /// Writes it.
    ///
    /// # Errors
    /// The day is still to come; the item is gone; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>, today: Day) -> Result<()> {
        let plan = book::of_item(tx, self.item)?;
        if let Some(on) = self.on.filter(|on| *on > today) {
            return Err(Error::invalid(format!(
                "nothing in {} can be done on {on}, which is still to come",
                called(tx, &plan)?
            ))
            .hint("give the day it was done, today at the latest"));
        }
        let row = [("done_on", self.on.map_or(Value::Null, on_day))];
        rows::update(tx, "plan_item", self.item, &cells(&row))
    }
}
