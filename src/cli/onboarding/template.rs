//! `onboarding templates` and `onboarding template show|check|set|delete`.

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
use crate::edit::onboarding::{DeleteTemplate, SaveTemplate};
use crate::onboarding::Templates;
use crate::store::onboarding as book;

fn known(context: &Context) -> Result<Templates> {
    template::known(context, book::templates)
}

/// `onboarding templates`
pub fn list(context: &Context, out: &mut Out) -> Result<()> {
    let templates = known(context)?;
    if context.format == Format::Json {
        let lines: Vec<_> = templates
            .all
            .iter()
            .map(|known| {
                let sound = known.template.as_ref().ok();
                json!({
                    "name": known.name, "origin": known.origin.name(), "days": sound.map(|of| of.days),
                    "steps": sound.map(|of| of.steps.len()), "about": sound.map(|of| &of.about),
                    "error": known.template.as_ref().err().map(|error| error.to_string()),
                })
            })
            .collect();
        return out.json(&lines);
    }
    let mut table = Table::new([
        Column::Text("name"),
        Column::Number("days"),
        Column::Number("steps"),
        Column::Word("origin"),
        Column::Text("about"),
    ])
    .spare(&["origin"]);
    for known in &templates.all {
        let (days, steps, about) = match &known.template {
            Ok(of) => (of.days.to_string(), of.steps.len().to_string(), of.about.to_string()),
            Err(error) => (String::new(), String::new(), format!("cannot be used: {error}")),
        };
        table.push(vec![known.name.to_string(), days, steps, known.origin.name().to_owned(), about]);
    }
    table.write(context.format, out)
}

/// `onboarding template ...`
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
        Some(Command::Delete { name, anyway }) => {
            let editor = Editor::open(context.for_writing()?)?;
            let name = book::templates(editor.writer.book())?.known(name)?.name.clone();
            let delete = DeleteTemplate { name, anyway: *anyway };
            template::act(editor, delete.label(), |tx| delete.apply(tx), out)
        }
    }
}

/// A template file that is sound.
fn read(file: &Path) -> Result<SaveTemplate> {
    let (name, text) = template::text_of(file)?;
    SaveTemplate::new(&name, text)
}
