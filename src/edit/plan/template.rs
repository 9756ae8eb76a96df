//! Templates of plans in the book: written only when they are sound, taken away again.

use crate::domain::Result;
use crate::domain::shelf::Sheet;
use crate::domain::text::fit;
use crate::edit::template;
use crate::plan::Template;
use crate::store::template::{self as shelf, Kind};
use crate::store::{Tx, plan as book};

/// A template to be written into the book. Plans that came from it stay as they are.
#[derive(Clone, Debug, PartialEq)]
pub struct SaveTemplate {
    /// Its name, from the text.
    pub name: Box<str>,
    /// Its text.
    toml: String,
}

impl SaveTemplate {
    /// Checks a text; `source` is what errors call it.
    ///
    /// # Errors
    /// The text is not a sound template: the place and what is wrong there.
    pub fn new(source: &str, toml: String) -> Result<SaveTemplate> {
        Ok(SaveTemplate { name: Template::parse(source, &toml)?.name, toml })
    }

    /// What the journal says of it.
    pub fn label(&self) -> String {
        format!("Plan template \"{}\"", fit(&self.name, 60))
    }

    /// Writes it.
    ///
    /// # Errors
    /// The book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        template::save(tx, Kind::Plan, &book::templates(tx)?, &self.name, &self.toml)
    }
}

/// A template to be taken out of the book. One that stood instead of a built-in one gives way to it.
#[derive(Clone, Debug, PartialEq)]
pub struct DeleteTemplate {
    /// Its name, or a part of it.
    pub name: Box<str>,
}

impl DeleteTemplate {
    /// What the journal says of it.
    pub fn label(&self) -> String {
        format!("Deleted the plan template \"{}\"", fit(&self.name, 60))
    }

    /// Deletes it.
    ///
    /// # Errors
    /// There is none, or it is a built-in one; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let templates = book::templates(tx)?;
        let known = template::of_the_book(&templates, &self.name)?;
        shelf::delete(tx, Kind::Plan, &known.name).map(drop)
    }
}
