//! What the commands for templates of every kind share.

use std::path::Path;

use super::context::Context;
use super::edit::{Done, Editor};
use super::out::Out;
use super::policy;
use crate::domain::Result;
use crate::domain::shelf::{Sheet, Shelf};
use crate::domain::text::clean;
use crate::store::{Reader, Tx};

/// The templates of the book, or the built-in ones where there is none.
pub fn known<T: Sheet>(context: &Context, of_book: impl Fn(&Reader) -> Result<Shelf<T>>) -> Result<Shelf<T>> {
    if context.location.exists() { of_book(context.view()?.reader()) } else { Shelf::new(Vec::new()) }
}

/// Prints the text of the template that is meant.
pub fn show<T: Sheet>(templates: &Shelf<T>, asked: &str, out: &mut Out) -> Result<()> {
    let found = templates.known(asked)?;
    if out.is_terminal() {
        // The text of a book may be anything.
        let lines = found.toml.lines().map(|line| format!("{}\n", clean(line)));
        return out.text(&lines.collect::<String>());
    }
    out.text(&found.toml)
}

/// The text of a template file, and what errors call it.
pub fn text_of(file: &Path) -> Result<(String, String)> {
    Ok((file.display().to_string(), policy::text_of(file, "template")?))
}

/// Carries an act out and says that it was.
pub fn act(
    mut editor: Editor,
    label: String,
    apply: impl FnOnce(&Tx<'_>) -> Result<()>,
    out: &mut Out,
) -> Result<()> {
    editor.write(&label, apply)?;
    editor.tell(&Done { label, id: None, changed: Vec::new(), nothing: false }, out)
}
