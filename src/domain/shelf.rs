//! Templates that can be chosen: the built-in ones, and those of the book, which stand before a built-in one of the same
//! name.

use std::borrow::Cow;

use super::error::{Error, Kind, Result};
use super::text::{clean, fold};

/// A template as a text that is checked.
pub trait Sheet: Clone {
    /// The built-in ones: file and text.
    const BUILT_IN: &'static [(&'static str, &'static str)];

    /// Reads one; `source` is what errors call the text (a file, a name).
    ///
    /// # Errors
    /// The text is not sound: the place and what is wrong there.
    fn parse(source: &str, text: &str) -> Result<Self>;

    /// By this name it is chosen.
    fn name(&self) -> &str;

    /// The same under another name.
    fn renamed(self, name: &str) -> Self;
}

/// A text of a template that may not be too long; nothing but spaces is nothing.
///
/// # Errors
/// It has more than `most` characters: the key is named.
pub fn given(key: &'static str, text: Option<String>, most: usize) -> Result<Option<Box<str>>> {
    let Some(text) = text else { return Ok(None) };
    let text = text.trim();
    if text.chars().count() > most {
        return Err(Error::invalid(format!("{key} is longer than {most} characters"))
            .hint("shorten it")
            .of(key));
    }
    Ok(Some(Box::from(text)).filter(|_| !text.is_empty()))
}

/// Whether two names are those of one template: compared without case, `_`, `-` and spaces.
pub fn same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

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
pub struct Known<T> {
    /// Its name.
    pub name: Box<str>,
    /// Where it comes from.
    pub origin: Origin,
    /// Its text.
    pub toml: Cow<'static, str>,
    /// What the text says.
    pub template: Result<T>,
}

/// Every template that can be chosen.
#[derive(Clone, Debug)]
pub struct Shelf<T> {
    /// The built-in ones in their order, then those of the book by name.
    pub all: Vec<Known<T>>,
}

impl<T: Sheet> Shelf<T> {
    /// The built-in templates, and those of the book: name and text.
    ///
    /// # Errors
    /// None in a sound build; a broken template of the book is kept with its error.
    pub fn new(book: Vec<(String, String)>) -> Result<Shelf<T>> {
        let mut all = Vec::with_capacity(T::BUILT_IN.len() + book.len());
        for (file, text) in T::BUILT_IN.iter().copied() {
            let template = T::parse(file, text)?;
            all.push(Known {
                name: template.name().into(),
                origin: Origin::BuiltIn,
                toml: Cow::Borrowed(text),
                template: Ok(template),
            });
        }
        for (name, text) in book {
            let template = T::parse(&format!("template \"{name}\""), &text);
            // The name by which the book knows it is the one that counts.
            let template = template.map(|template| template.renamed(&name));
            let built_in = all.iter().position(|known: &Known<T>| same(&known.name, &name));
            let origin = if built_in.is_some() { Origin::Changed } else { Origin::Book };
            let own = Known { name: name.into(), origin, toml: Cow::Owned(text), template };
            match built_in.and_then(|place| all.get_mut(place)) {
                Some(slot) => *slot = own,
                None => all.push(own),
            }
        }
        Ok(Shelf { all })
    }

    /// The sound template of a name; None: there is none.
    pub fn named(&self, name: &str) -> Option<&T> {
        let known = self.all.iter().find(|known| same(&known.name, name))?;
        known.template.as_ref().ok()
    }

    /// The template that is meant by a name or a part of one.
    ///
    /// # Errors
    /// None is, or several are: the hint lists them; or its text is broken.
    pub fn find(&self, asked: &str) -> Result<&T> {
        self.known(asked)?.template.as_ref().map_err(Clone::clone)
    }

    /// As [`Shelf::find`], broken ones too.
    ///
    /// # Errors
    /// None is meant, or several are: the hint lists them.
    pub fn known(&self, asked: &str) -> Result<&Known<T>> {
        let key = fold(asked);
        let ways: [&dyn Fn(&str) -> bool; 2] = [&|name| name == key, &|name| name.contains(&key)];
        for way in ways {
            let found: Vec<&Known<T>> =
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
        let all: Vec<&Known<T>> = self.all.iter().collect();
        Err(Error::not_found(format!("no template is called \"{}\"", clean(asked)))
            .hint(format!("use one of {}", names(&all))))
    }
}

fn names<T>(known: &[&Known<T>]) -> String {
    known.iter().map(|known| clean(&known.name)).collect::<Vec<_>>().join(", ")
}
