//! The templates that can be chosen: the built-in ones, and those of the book, which stand before a built-in one of
//! the same name.

use std::borrow::Cow;

use super::{Template, same};
use crate::domain::text::{clean, fold};
use crate::domain::{Error, Kind, Result};

/// The built-in templates: file and text.
pub const BUILT_IN: [(&str, &str); 5] = [
    ("core.toml", include_str!("../../../assets/onboarding/core.toml")),
    ("smb-digital.toml", include_str!("../../../assets/onboarding/smb-digital.toml")),
    ("enterprise.toml", include_str!("../../../assets/onboarding/enterprise.toml")),
    ("expansion.toml", include_str!("../../../assets/onboarding/expansion.toml")),
    ("admin-change.toml", include_str!("../../../assets/onboarding/admin-change.toml")),
];

/// Where a template comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The program.
    BuiltIn,
    /// The book has it beside the built-in ones.
    Book,
    /// The book has it instead of a built-in one of the same name.
    Changed,
}

impl Origin {
    /// The word.
    pub fn name(self) -> &'static str {
        match self {
            Origin::BuiltIn => "built-in",
            Origin::Book => "of the book",
            Origin::Changed => "changed",
        }
    }
}

/// A template that can be chosen, or what is wrong with it (another program may have written it).
#[derive(Clone, Debug)]
pub struct Known {
    /// Its name.
    pub name: Box<str>,
    /// Where it comes from.
    pub origin: Origin,
    /// Its text.
    pub toml: Cow<'static, str>,
    /// What the text says.
    pub template: Result<Template>,
}

/// Every template that can be chosen.
#[derive(Clone, Debug)]
pub struct Templates {
    /// The built-in ones in their order, then those of the book by name.
    pub all: Vec<Known>,
}

impl Templates {
    /// The built-in templates, and those of the book: name and text.
    ///
    /// # Errors
    /// None in a sound build; a broken template of the book is kept with its error.
    pub fn new(book: Vec<(String, String)>) -> Result<Templates> {
        let mut all = Vec::with_capacity(BUILT_IN.len() + book.len());
        for (file, text) in BUILT_IN {
            let template = Template::parse(file, text)?;
            all.push(Known {
                name: template.name.clone(),
                origin: Origin::BuiltIn,
                toml: Cow::Borrowed(text),
                template: Ok(template),
            });
        }
        for (name, text) in book {
            let template = Template::parse(&format!("template \"{name}\""), &text);
            // The name by which the book knows it is the one that counts.
            let template = template.map(|template| Template { name: name.as_str().into(), ..template });
            let built_in = all.iter().position(|known: &Known| same(&known.name, &name));
            let origin = if built_in.is_some() { Origin::Changed } else { Origin::Book };
            let own = Known { name: name.into(), origin, toml: Cow::Owned(text), template };
            match built_in.and_then(|place| all.get_mut(place)) {
                Some(slot) => *slot = own,
                None => all.push(own),
            }
        }
        Ok(Templates { all })
    }

    /// The sound template of a name; None: there is none.
    pub fn named(&self, name: &str) -> Option<&Template> {
        let known = self.all.iter().find(|known| same(&known.name, name))?;
        known.template.as_ref().ok()
    }

    /// The template that is meant by a name or a part of one.
    ///
    /// # Errors
    /// None is, or several are: the hint lists them; or its text is broken.
    pub fn find(&self, asked: &str) -> Result<&Template> {
        self.known(asked)?.template.as_ref().map_err(Clone::clone)
    }

    /// As [`Templates::find`], broken ones too.
    ///
    /// # Errors
    /// None is meant, or several are: the hint lists them.
    pub fn known(&self, asked: &str) -> Result<&Known> {
        let key = fold(asked);
        let ways: [&dyn Fn(&str) -> bool; 2] = [&|name| name == key, &|name| name.contains(&key)];
        for way in ways {
            let found: Vec<&Known> =
                self.all.iter().filter(|known| !key.is_empty() && way(&fold(&known.name))).collect();
            match found.as_slice() {
                [] => {}
                [only] => return Ok(only),
                several => {
                    let what = format!("\"{}\" fits {} templates", clean(asked), several.len());
                    return Err(
                        Error::new(Kind::Ambiguous, what).hint(format!("say which: {}", names(several)))
                    );
                }
            }
        }
        let all: Vec<&Known> = self.all.iter().collect();
        Err(Error::not_found(format!("no template is called \"{}\"", clean(asked)))
            .hint(format!("use one of {}", names(&all))))
    }
}

fn names(known: &[&Known]) -> String {
    known.iter().map(|known| clean(&known.name)).collect::<Vec<_>>().join(", ")
}
