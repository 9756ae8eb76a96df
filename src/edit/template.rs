//! What templates of every kind share when they are written into a book or taken out of it.

mod draft;
mod shape;

use crate::domain::shelf::{Known, Origin, Sheet, Shelf, same};
use crate::domain::text::fit;
use crate::domain::{Error, Result};
use crate::edit::Values;
use crate::store::template::{self as book, Kind};
use crate::store::{Tx, onboarding, plan};

pub use draft::{Draft, Edit, Place};

/// Writes a template. One name, however it is written: the one by which the book knows it already stays.
///
/// # Errors
/// The book cannot be written.
pub(in crate::edit) fn save<T: Sheet>(
    tx: &Tx<'_>,
    kind: Kind,
    shelf: &Shelf<T>,
    name: &str,
    toml: &str,
) -> Result<()> {
    let known = shelf.all.iter().find(|known| same(&known.name, name));
    let name = known.filter(|known| known.origin != Origin::BuiltIn).map_or(name, |known| &known.name);
    book::set(tx, kind, name, toml)
}

/// The template that is meant and can be deleted.
///
/// # Errors
/// None is meant, or several; or it is a built-in one.
pub(in crate::edit) fn of_the_book<'s, T: Sheet>(shelf: &'s Shelf<T>, asked: &str) -> Result<&'s Known<T>> {
    let known = shelf.known(asked)?;
    if known.origin == Origin::BuiltIn {
        return Err(Error::invalid(format!(
            "\"{}\" is built in and cannot be deleted",
            fit(&known.name, 60)
        ))
        .hint("write a template of the same name to change it"));
    }
    Ok(known)
}

/// A template as it is shown, of which a part is about to be changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// What it is of.
    pub kind: Kind,
    /// Its name, as stored.
    pub name: Box<str>,
    /// The text that is shown.
    pub toml: Box<str>,
}

/// A change of one part of a template, written only when the whole is sound.
#[derive(Clone, Debug, PartialEq)]
pub struct EditTemplate {
    /// The template.
    pub of: Opened,
    /// What becomes of it.
    pub edit: Edit,
}

impl EditTemplate {
    /// Fields of the head or of a part become this; without a place they are those of a new part.
    pub fn fields(of: Opened, place: Option<Place>, values: Values) -> EditTemplate {
        let edit = match place {
            Some(place) => Edit::Set(place, values),
            None => Edit::Add(values),
        };
        EditTemplate { of, edit }
    }

    /// What the journal says of it.
    ///
    /// # Errors
    /// The text that was shown is no TOML.
    pub fn label(&self) -> Result<String> {
        let draft = Draft::read(self.of.kind, &self.of.toml)?;
        let part = |place: usize| format!("\"{}\"", fit(draft.title(Place::Part(place)), 60));
        let what = match &self.edit {
            Edit::Set(Place::Head, _) => String::new(),
            Edit::Set(Place::Part(place), _) => format!(": changed {}", part(*place)),
            Edit::Add(values) => {
                let title = values.iter().find(|(field, _)| field.name == "title");
                let title = title.and_then(|(_, value)| value.text()).unwrap_or_default();
                format!(": added \"{}\"", fit(title, 60))
            }
            Edit::Remove(place) => format!(": removed {}", part(*place)),
            Edit::Shift(place, days) => {
                let many = if days.abs() == 1 { "" } else { "s" };
                let way = if *days < 0 { "earlier" } else { "later" };
                format!(": moved {} {} day{many} {way}", part(*place), days.unsigned_abs())
            }
        };
        let kind = if self.of.kind == Kind::Plan { "Plan" } else { "Onboarding" };
        Ok(format!("{kind} template \"{}\"{what}", fit(&self.of.name, 60)))
    }

    /// Writes it.
    ///
    /// # Errors
    /// The template is another than the one that was shown; what would be written is not sound: the place and what is
    /// wrong there; a new name is that of another template; or the book cannot be written.
    pub fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        match self.of.kind {
            Kind::Plan => self.write(tx, &plan::templates(tx)?),
            _ => self.write(tx, &onboarding::templates(tx)?),
        }
    }

    fn write<T: Sheet>(&self, tx: &Tx<'_>, shelf: &Shelf<T>) -> Result<()> {
        let Opened { kind, name, toml } = &self.of;
        let known = shelf.all.iter().find(|known| same(&known.name, name));
        if known.is_none_or(|known| *known.toml != **toml) {
            return Err(Error::invalid(format!("\"{}\" was changed meanwhile", fit(name, 60)))
                .hint("it is shown as it is now: save again to make your change in it"));
        }
        let mut draft = Draft::read(*kind, toml)?;
        draft.change(&self.edit)?;
        let text = draft.text();
        let sound = T::parse(name, &text)?;
        // The book knows a template by its stored name, whatever its text says.
        let renamed = matches!(self.edit, Edit::Set(Place::Head, _)) && !same(sound.name(), name);
        if renamed && shelf.all.iter().any(|known| same(&known.name, sound.name())) {
            return Err(Error::invalid(format!("there is a template \"{}\" already", fit(sound.name(), 60)))
                .hint("choose another name")
                .of("name"));
        }
        save(tx, *kind, shelf, if renamed { sound.name() } else { name }, &text)
    }
}
