//! `plan templates` and `plan template show|check|set|delete`.

use std::path::Path;

use serde_json::json;

use super::super::args::Format;
use super::super::context::Context;
use super::super::edit::Editor;
use super::super::out::Out;
use super::super::table::{Column, Table};
use super::super::template;
use super::Template as Command;
use crate::domain::Result;
use crate::edit::plan::{DeleteTemplate, SaveTemplate};
use crate::plan::Templates;
use crate::store::plan as book;

fn known(context: &Context) -> Result<Templates> {
    template::known(context, book::templates)
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
        None => template::show(&known(context)?, name.unwrap_or_default(), out),
        Some(Command::Show { name }) => template::show(&known(context)?, name, out),
        Some(Command::Check { file }) => {
            read(file)?;
            out.text("the template is sound\n")
        }
        Some(Command::Set { file }) => {
            let save = read(file)?;
            let editor = Editor::open(context.for_writing()?)?;
            template::act(editor, save.label(), |tx| save.apply(tx), out)
        }
        Some(Command::Delete { name }) => {
            let editor = Editor::open(context.for_writing()?)?;
            let name = book::templates(editor.writer.book())?.known(name)?.name.clone();
            let delete = DeleteTemplate { name };
            template::act(editor, delete.label(), |tx| delete.apply(tx), out)
        }
    }
}

/// A template file that is sound.
fn read(file: &Path) -> Result<SaveTemplate> {
    let (name, text) = template::text_of(file)?;
    SaveTemplate::new(&name, text)
}
