//! Questionnaires of the book's own: written only when they are sound, taken away only when no answers need them.

use crate::assessment::Template;
use crate::domain::text::{clean, fit};
use crate::domain::{Error, Result};
use crate::store::template::{self as shelf, Kind};
use crate::store::{Tx, assessment as book};

/// A questionnaire to be written into the book, in the place of the one of its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveQuestionnaire {
    /// Its name, from the text.
    pub name: String,
    toml: String,
}

impl SaveQuestionnaire {
    /// Checks a text; `source` is what errors call it.
    ///
    /// # Errors
    /// The text is no sound questionnaire: the place, the question, the key and what is wrong there.
    pub fn new(source: &str, toml: String) -> Result<SaveQuestionnaire> {
        Ok(SaveQuestionnaire { name: Template::parse(source, &toml)?.name, toml })
    }

    /// What the journal says of it.
    pub fn label(&self) -> String {
        format!("Assessment {}", fit(&self.name, 60))
    }

    /// Writes it.
    ///
    /// # Errors
    /// The book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        shelf::set(tx, Kind::Assessment, &self.name, &self.toml)
    }
}

/// A questionnaire of the book that goes; a built-in one of its name is back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResetQuestionnaire {
    /// Its name.
    pub name: String,
}

impl ResetQuestionnaire {
    /// What the journal says of it.
    pub fn label(&self) -> String {
        format!("Assessment {}: reset", fit(&self.name, 60))
    }

    /// Takes it away.
    ///
    /// # Errors
    /// The book has none of its own of that name; accounts were assessed by it and no built-in one has its name; or
    /// the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let called = clean(&self.name);
        let (kind, name) = (Kind::Assessment, self.name.as_str());
        if shelf::get(tx, kind, name)?.is_none() {
            return Err(Error::not_found(format!("the book has no assessment \"{called}\" of its own"))
                .hint("list them with: mainstay assessments"));
        }
        let uses = book::uses(tx, name)?;
        if uses > 0 && crate::assessment::Library::built_in()?.get(name).is_none() {
            let uses = match uses {
                1 => "1 account was".to_owned(),
                many => format!("{many} accounts were"),
            };
            return Err(Error::invalid(format!("{uses} assessed by \"{called}\"")).hint(
                "without it nobody could read their answers: keep it, or delete those assessments first",
            ));
        }
        shelf::delete(tx, kind, name).map(drop)
    }
}
