//! `report qbr` and `report plan`: documents about one account, with blanks that a person fills.

use std::fs;
use std::path::Path;

use super::{About, To, json};
use crate::cli::account::resolve;
use crate::cli::args::Format;
use crate::cli::context::Context;
use crate::cli::out::{Out, note, pretty};
use crate::cli::words::count;
use crate::domain::text::clean;
use crate::domain::{Error, Kind, Result};
use crate::report::Paper;
use crate::report::plan::AccountPlan;
use crate::report::review::{self, Review};

/// `report qbr ACCOUNT`
pub fn review(about: &About, to: &To, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let id = resolve(view.reader(), &about.account)?;
    let quarter = about.quarter.unwrap_or_else(|| review::to_review(view.day()));
    let review = Review::read(&view, id, quarter, about.internal)?;
    let paper = about.completed(review::paper(&review))?;
    let program = || json::review(&view, &review, &paper);
    deliver(&paper, program, to, context, out)
}

/// `report plan ACCOUNT`
pub fn plan(about: &About, to: &To, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let id = resolve(view.reader(), &about.account)?;
    let plan = AccountPlan::read(&view, id, about.quarter, about.internal)?;
    let paper = about.completed(plan.paper())?;
    let program = || Ok(json::plan(&plan, &paper));
    deliver(&paper, program, to, context, out)
}

impl About {
    /// The document with the text of the file that somebody completed, if one is named.
    fn completed(&self, paper: Paper) -> Result<Paper> {
        let Some(file) = &self.from else { return Ok(paper) };
        let text = fs::read(file).map_err(|error| unread(file, &error))?;
        Ok(paper.written(String::from_utf8_lossy(&text).replace("\r\n", "\n")))
    }
}

fn unread(file: &Path, error: &std::io::Error) -> Error {
    Error::new(Kind::NotFound, format!("the text cannot be read ({error})"))
        .at(file.display())
        .hint("name the Markdown file that this command wrote and somebody completed")
}

/// Writes a document in the form that is asked for, and says what is left to fill.
fn deliver(
    paper: &Paper,
    program: impl FnOnce() -> Result<serde_json::Value>,
    to: &To,
    context: &Context,
    out: &mut Out,
) -> Result<()> {
    match context.format {
        Format::Json => return to.deliver(&pretty(&program()?)?, out),
        Format::Csv => {
            return Err(Error::new(Kind::Usage, "this report is written as Markdown, HTML or JSON")
                .hint("leave --format away, or use --format json"));
        }
        Format::Table | Format::Md if to.is_html() => to.deliver(&paper.html(), out)?,
        Format::Table | Format::Md => to.deliver(&paper.markdown, out)?,
    }
    out.finish()?;
    note(&left(paper));
    Ok(())
}

/// What only a person can fill, by line of the Markdown; nothing where nothing is left.
fn left(paper: &Paper) -> String {
    let blanks = paper.blanks();
    let lines = blanks.iter().map(|blank| format!("  line {}: {}\n", blank.line, clean(&blank.words)));
    match blanks.len() {
        0 => String::new(),
        many => format!("{} left to fill:\n{}", count(many, "blank", "blanks"), lines.collect::<String>()),
    }
}
