//! The templates that there are: those built in, and those of the book in their place or beside them.

use std::sync::OnceLock;

use super::Template;
use crate::domain::text::{clean, fold};
use crate::domain::{Error, Result};

/// File and text of each template that is built in.
const BUILT_IN: &[(&str, &str)] = &[
    ("acquisition_fit.toml", include_str!("../../assets/assessments/acquisition_fit.toml")),
    ("onboarding_risk.toml", include_str!("../../assets/assessments/onboarding_risk.toml")),
];

/// A template of the book that cannot be read: another program wrote it.
pub type Trouble = Error;

/// Every template, with its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq)]
struct Entry {
    template: Template,
    toml: String,
    own: bool,
}

impl Library {
    /// The templates that are built in.
    ///
    /// # Errors
    /// One of them has an error, which a test excludes.
    pub fn built_in() -> Result<Library> {
        // They are asked for with every account that is opened, and never change.
        static PARSED: OnceLock<Result<Library>> = OnceLock::new();
        let entry = |(file, toml): &(&str, &str)| {
            Ok(Entry { template: Template::parse(file, toml)?, toml: (*toml).to_owned(), own: false })
        };
        let parse = || Ok(Library { entries: BUILT_IN.iter().map(entry).collect::<Result<_>>()? });
        PARSED.get_or_init(parse).clone()
    }

    /// The same with those of a book, (name, TOML): they stand in the place of built-in ones of their name. One that
    /// cannot be read is left out and handed back, so that a broken text takes nothing else along.
    ///
    /// # Errors
    /// As [`Library::built_in`].
    pub fn with_own(own: &[(String, String)]) -> Result<(Library, Vec<Trouble>)> {
        let mut library = Library::built_in()?;
        let mut troubles = Vec::new();
        for (name, toml) in own {
            match Template::parse(&format!("template {name}"), toml) {
                Ok(template) => {
                    // The book's name for it counts.
                    let template = Template { name: name.clone(), ..template };
                    library.entries.retain(|entry| fold(&entry.template.name) != fold(name));
                    library.entries.push(Entry { template, toml: toml.clone(), own: true });
                }
                Err(trouble) => troubles.push(trouble),
            }
        }
        library.entries.sort_by_key(|entry| fold(&entry.template.name));
        Ok((library, troubles))
    }

    /// Every template, by name.
    pub fn all(&self) -> impl Iterator<Item = &Template> {
        self.entries.iter().map(|entry| &entry.template)
    }

    /// The template of exactly this name, whatever its case.
    pub fn get(&self, name: &str) -> Option<&Template> {
        self.all().find(|template| fold(&template.name) == fold(name))
    }

    /// The TOML of a template, and whether it is the book's own.
    pub fn toml(&self, template: &Template) -> Option<(&str, bool)> {
        let entry = self.entries.iter().find(|entry| entry.template.name == template.name)?;
        Some((&entry.toml, entry.own))
    }

    /// The template that a name, its beginning or a word of it means.
    ///
    /// # Errors
    /// None is meant, or several; the hint lists them.
    pub fn find(&self, asked: &str) -> Result<&Template> {
        if let Some(template) = self.get(asked) {
            return Ok(template);
        }
        let key = fold(asked);
        let has = |template: &&Template| {
            let name = fold(&template.name);
            !key.is_empty() && (name.starts_with(&key) || name.split(' ').any(|word| word == key))
        };
        let mut fitting = self.all().filter(has);
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Ok(only),
            _ => {
                let names: Vec<&str> = self.all().map(|template| template.name.as_str()).collect();
                Err(Error::not_found(format!("no assessment is called \"{}\"", clean(asked)))
                    .hint(format!("there are {}", names.join(", "))))
            }
        }
    }
}
