//! `plan templates` and `plan template show|check|set|delete`.

use std::path::Path;

use serde_json::json;

use super::super::args::Format;
use super::super::context::Context;
use super::super::edit::{Done, Editor};
use super::super::out::Out;
use super::super::policy;
use super::super::table::{Column, Table};
use super::Template as Command;
use crate::domain::Result;
use crate::edit::plan::{DeleteTemplate, SaveTemplate};
use crate::plan::Templates;
use crate::store::plan as book;

/// The templates of the book, or the built-in ones where there is none.
fn known(context: &Context) -> Result<Templates> {
    if context.location.exists() {
        book::templates(context.view()?.reader())
    } else {
        Templates::new(Vec::new())
    }
}

/// `plan templates`
pub fn list(context: &Context, out: &mut Out) -> Result<()> {
    let templates = known(context)?;
    if context.format == Format::Json {
        let lines: Vec<_> = templates
            .all
            .iter()
            .map(|known| {
                let sound = known.template.as_ref().ok();
                json!({
                    "name": known.name, "origin": known.origin.name(),
                    "items": sound.map(|of| of.items.len()), "about": sound.map(|of| &of.about),
                    "error": known.template.as_ref().err().map(|error| error.to_string()),
                })
            })
            .collect();
        return out.json(&lines);
    }
    let columns =
        [Column::Text("name"), Column::Number("items"), Column::Word("origin"), Column::Text("about")];
    let mut table = Table::new(columns).spare(&["origin"]);
    for known in &templates.all {
        let (items, about) = match &known.template {
            Ok(of) => (of.items.len().to_string(), of.about.to_string()),
            Err(error) => (String::new(), format!("cannot be used: {error}")),
        };
        table.push(vec![known.name.to_string(), items, known.origin.name().to_owned(), about]);
    }
    table.write(context.format, out)
}

/// `plan template ...`
pub fn run(command: Option<&Command>, name: Option<&str>, context: &Context, out: &mut Out) -> Result<()> {
    match command {
        None => show(name.unwrap_or_default(), context, out),
        Some(Command::Show { name }) => show(name, context, out),
        Some(Command::Check { file }) => {
            read(file)?;
            out.text("the template is sound\n")
        }
        Some(Command::Set { file }) => {
            let save = read(file)?;
            let mut editor = Editor::open(context.for_writing()?)?;
            editor.write(&save.label(), |tx| save.apply(tx))?;
            editor.tell(&Done { label: save.label(), id: None, changed: Vec::new(), nothing: false }, out)
        }
        Some(Command::Delete { name }) => {
            let mut editor = Editor::open(context.for_writing()?)?;
            let name = book::templates(editor.writer.book())?.known(name)?.name.clone();
            let delete = DeleteTemplate { name };
            editor.write(&delete.label(), |tx| delete.apply(tx))?;
            editor.tell(&Done { label: delete.label(), id: None, changed: Vec::new(), nothing: false }, out)
        }
    }
}

fn show(name: &str, context: &Context, out: &mut Out) -> Result<()> {
    let templates = known(context)?;
    let found = templates.known(name)?;
    if out.is_terminal() {
        // The text of a book may be anything.
        let lines = found.toml.lines().map(|line| format!("{}\n", crate::domain::text::clean(line)));
        return out.text(&lines.collect::<String>());
    }
    out.text(&found.toml)
}

/// A template file that is sound.
fn read(file: &Path) -> Result<SaveTemplate> {
    let text = policy::text_of(file, "template")?;
    SaveTemplate::new(&file.display().to_string(), text)
}
