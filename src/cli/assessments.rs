//! `assessments`: the questionnaires that `assess` asks, built in and of the book's own.

use std::path::PathBuf;

use clap::{Subcommand, ValueHint};
use serde::Serialize;

use super::args::Format;
use super::context::Context;
use super::out::Out;
use super::page::Page;
use super::policy;
use super::table::{Column, Table};
use crate::assessment::{Library, Template};
use crate::domain::Result;
use crate::edit::questionnaire::{ResetQuestionnaire, SaveQuestionnaire};
use crate::store::assessment;

/// What is to be done with the questionnaires.
#[derive(Debug, Subcommand)]
pub enum Assessments {
    /// Print one as TOML, to be changed and set
    Show {
        /// Its name, or the beginning of it
        name: String,
    },
    /// Check a file
    Check {
        /// The TOML file
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Put one into the book, in the place of the one of its name
    Set {
        /// The TOML file
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Take the book's own one away; the built-in one of its name is back
    Reset {
        /// Its name
        name: String,
    },
}

/// `assessments ...`
pub fn run(command: Option<Assessments>, context: &Context, out: &mut Out) -> Result<()> {
    match command {
        None => list(context, out),
        Some(Assessments::Show { name }) => {
            let library = library(context)?;
            let found = library.find(&name)?;
            out.text(library.toml(found).map_or("", |(toml, _)| toml))
        }
        Some(Assessments::Check { file }) => out.text(&format!("{} is sound\n", read(&file)?.name)),
        Some(Assessments::Set { file }) => {
            let act = read(&file)?;
            context.for_writing()?.writer()?.write(&act.label(), |tx| act.apply(tx))?;
            out.text(&format!("{}: set.\nTake it back with: mainstay undo\n", act.label()))
        }
        Some(Assessments::Reset { name }) => reset(&name, context.for_writing()?, out),
    }
}

fn library(context: &Context) -> Result<Library> {
    if context.location.exists() {
        Ok(assessment::library(context.view()?.reader())?.0)
    } else {
        Library::built_in()
    }
}

/// A file that is sound.
fn read(file: &std::path::Path) -> Result<SaveQuestionnaire> {
    let toml = policy::text_of(file, "questionnaire")?;
    SaveQuestionnaire::new(&file.display().to_string(), toml)
}

fn reset(name: &str, context: &Context, out: &mut Out) -> Result<()> {
    let act = ResetQuestionnaire { name: name.to_owned() };
    context.writer()?.write(&act.label(), |tx| act.apply(tx))?;
    out.text(&format!("{}.\nTake it back with: mainstay undo\n", act.label()))
}

#[derive(Serialize)]
struct Line {
    name: String,
    about: String,
    questions: usize,
    medium_from: u8,
    high_from: u8,
    stale_days: i32,
    own: bool,
}

fn list(context: &Context, out: &mut Out) -> Result<()> {
    let (library, troubles) = if context.location.exists() {
        assessment::library(context.view()?.reader())?
    } else {
        (Library::built_in()?, Vec::new())
    };
    let line = |template: &Template| Line {
        name: template.name.clone(),
        about: template.about.clone(),
        questions: template.questions.len(),
        medium_from: template.medium_from,
        high_from: template.high_from,
        stale_days: template.stale_days,
        own: library.toml(template).is_some_and(|(_, own)| own),
    };
    let lines: Vec<Line> = library.all().map(line).collect();
    if context.format == Format::Json {
        return out.json(&lines);
    }
    let mut table = Table::new([
        Column::Word("assessment"),
        Column::Number("questions"),
        Column::Number("medium from"),
        Column::Number("high from"),
        Column::Number("stale after"),
        Column::Word("from"),
        Column::Text("about"),
    ]);
    for line in lines {
        table.push(vec![
            line.name,
            line.questions.to_string(),
            line.medium_from.to_string(),
            line.high_from.to_string(),
            format!("{} d", line.stale_days),
            if line.own { "this book" } else { "built in" }.to_owned(),
            line.about,
        ]);
    }
    let mut page = Page::new("Assessments");
    page.table("", table);
    page.lines("Templates with an error", troubles.iter().map(ToString::to_string).collect());
    page.write(context.format, out)
}
