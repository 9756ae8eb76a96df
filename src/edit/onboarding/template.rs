//! Templates of the book: written only when they are sound, deleted with a word about who uses them.

use crate::domain::text::fit;
use crate::domain::{Error, Result};
use crate::edit::template;
use crate::onboarding::Template;
use crate::onboarding::template::Origin;
use crate::store::template::{self as shelf, Kind};
use crate::store::{Reads, Tx, onboarding as book};

/// A template to be written into the book. Onboardings that run keep their steps.
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
    /// The text is not a sound template: the place, the step, the key and what is wrong there.
    pub fn new(source: &str, toml: String) -> Result<SaveTemplate> {
        Ok(SaveTemplate { name: Template::parse(source, &toml)?.name, toml })
    }

    /// What the journal says of it.
    pub fn label(&self) -> String {
        format!("Onboarding template \"{}\"", fit(&self.name, 60))
    }

    /// Writes it.
    ///
    /// # Errors
    /// The book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        template::save(tx, Kind::Onboarding, &book::templates(tx)?, &self.name, &self.toml)
    }
}

/// Who uses a template, in a sentence with the names of the first; None: no onboarding that runs came from it.
///
/// # Errors
/// The book cannot be read.
pub fn used_by(on: &impl Reads, template: &str) -> Result<Option<String>> {
    let (count, names) = book::users_of(on, template)?;
    if count == 0 {
        return Ok(None);
    }
    let called: Vec<_> = names.iter().map(|name| fit(name, 40)).collect();
    let more = match count - called.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Ok(Some(format!(
        "\"{}\" is the template of running onboardings: {}{more}",
        fit(template, 60),
        called.join(", ")
    )))
}

/// A template to be taken out of the book. One that stood instead of a built-in one gives way to it.
#[derive(Clone, Debug, PartialEq)]
pub struct DeleteTemplate {
    /// Its name.
    pub name: Box<str>,
    /// Whether it goes although onboardings that run came from it. They keep their steps.
    pub anyway: bool,
}

impl DeleteTemplate {
    /// What the journal says of it.
    pub fn label(&self) -> String {
        format!("Deleted the onboarding template \"{}\"", fit(&self.name, 60))
    }

    /// Deletes it.
    ///
    /// # Errors
    /// It is a built-in one; running onboardings came from it (the first are named), no built-in one has its name,
    /// and `anyway` was not said; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let templates = book::templates(tx)?;
        let known = template::of_the_book(&templates, &self.name)?;
        if known.origin == Origin::Book
            && !self.anyway
            && let Some(used) = used_by(tx, &known.name)?
        {
            return Err(Error::invalid(used)
                .hint("they keep their steps without it; to delete it all the same, say --anyway"));
        }
        shelf::delete(tx, Kind::Onboarding, &known.name)?;
        Ok(())
    }
}
