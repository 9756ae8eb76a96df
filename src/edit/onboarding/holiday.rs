//! The book's holidays.

use super::{cells, given, on_day};
use crate::domain::{Day, Result};
use crate::store::load::rows;
use crate::store::{Tx, edit};

/// A holiday that is added or removed. Onboardings that run keep the days of their steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeHoliday {
    /// The day.
    pub on: Day,
    /// What it is called, may be empty; None: it is no holiday.
    pub name: Option<String>,
}

impl ChangeHoliday {
    /// What the journal says of it.
    pub fn label(&self) -> String {
        match &self.name {
            Some(_) => format!("Holiday on {}", self.on),
            None => format!("No holiday on {}", self.on),
        }
    }

    /// Writes it; says whether it changed anything.
    ///
    /// # Errors
    /// The book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<bool> {
        let on = on_day(self.on);
        let present = rows::find(tx, "holiday", &[("day_on", &on)], &["name"], 0)?;
        match (present, &self.name) {
            (None, None) => Ok(false),
            (Some((id, _)), None) => edit::delete(tx, "holiday", id).map(|()| true),
            (None, Some(name)) => {
                rows::insert(tx, "holiday", &cells(&[("day_on", on), ("name", given(Some(name)))]))?;
                Ok(true)
            }
            (Some((id, held)), Some(name)) => {
                let name = given(Some(name));
                let same = held.first() == Some(&name);
                if !same {
                    rows::update(tx, "holiday", id, &cells(&[("name", name)]))?;
                }
                Ok(!same)
            }
        }
    }
}
