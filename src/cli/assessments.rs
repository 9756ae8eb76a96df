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
use super::words::count;
use crate::assessment::{Library, Template};
use crate::domain::text::clean;
use crate::domain::{Error, Result};
use crate::store::{assessment, template};

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
        Some(Assessments::Check { file }) => {
            let (template, _) = read(&file)?;
            out.text(&format!("{} is sound\n", template.name))
        }
        Some(Assessments::Set { file }) => {
            let (template, toml) = read(&file)?;
            let label = format!("Assessment {}", template.name);
            let mut writer = context.for_writing()?.writer()?;
            writer
                .write(&label, |tx| template::set(tx, template::Kind::Assessment, &template.name, &toml))?;
            out.text(&format!("{label}: set.\nTake it back with: mainstay undo\n"))
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

fn read(file: &std::path::Path) -> Result<(Template, String)> {
    let toml = policy::text_of(file, "questionnaire")?;
    Ok((Template::parse(&file.display().to_string(), &toml)?, toml))
}

fn reset(name: &str, context: &Context, out: &mut Out) -> Result<()> {
    let mut writer = context.writer()?;
    let none = || {
        Error::not_found(format!("the book has no assessment \"{}\" of its own", clean(name)))
            .hint("list them with: mainstay assessments")
    };
    let kind = template::Kind::Assessment;
    template::get(writer.book(), kind, name)?.ok_or_else(none)?;
    let uses = assessment::uses(writer.book(), name)?;
    if uses > 0 && Library::built_in()?.get(name).is_none() {
        let uses = count(usize::try_from(uses).unwrap_or(usize::MAX), "account was", "accounts were");
        return Err(Error::invalid(format!("{uses} assessed by \"{}\"", clean(name)))
            .hint("without it nobody could read their answers: keep it, or delete those assessments first"));
    }
    let label = format!("Assessment {}: reset", clean(name));
    writer.write(&label, |tx| template::delete(tx, kind, name))?;
    out.text(&format!("{label}.\nTake it back with: mainstay undo\n"))
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
