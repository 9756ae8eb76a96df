//! What templates of every kind share when they are written into a book or taken out of it.

use crate::domain::shelf::{Known, Origin, Sheet, Shelf, same};
use crate::domain::text::fit;
use crate::domain::{Error, Result};
use crate::store::Tx;
use crate::store::template::{self as book, Kind};

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
