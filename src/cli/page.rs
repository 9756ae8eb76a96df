//! A page of several parts, as aligned text or Markdown. As CSV it is its first part.

use super::args::Format;
use super::html;
use super::out::Out;
use super::table::{Column, Table, markdown};
use crate::domain::Result;
use crate::domain::text::{clean, width};

enum Part {
    /// Labels and values.
    Facts(Vec<(&'static str, String)>),
    Table(Table),
    /// Sentences.
    Lines(Vec<String>),
}

/// A titled page.
pub struct Page {
    title: String,
    parts: Vec<(&'static str, Part)>,
}

impl Page {
    /// A page without parts. The title may be any text.
    pub fn new(title: impl Into<String>) -> Page {
        Page { title: title.into(), parts: Vec::new() }
    }

    /// Adds labels and values; those without a value are left out.
    pub fn facts(&mut self, heading: &'static str, facts: Vec<(&'static str, Option<String>)>) {
        let facts: Vec<_> = facts.into_iter().filter_map(|(label, value)| Some((label, value?))).collect();
        if !facts.is_empty() {
            self.parts.push((heading, Part::Facts(facts)));
        }
    }

    /// Adds a table, unless it is empty.
    pub fn table(&mut self, heading: &'static str, table: Table) {
        if !table.is_empty() {
            self.parts.push((heading, Part::Table(table)));
        }
    }

    /// Adds sentences, unless there is none.
    pub fn lines(&mut self, heading: &'static str, lines: Vec<String>) {
        if !lines.is_empty() {
            self.parts.push((heading, Part::Lines(lines)));
        }
    }

    /// Writes the page.
    pub fn write(self, format: Format, out: &mut Out) -> Result<()> {
        match format {
            Format::Csv => match self.parts.into_iter().next() {
                Some((_, part)) => part.into_table().write(format, out),
                None => Ok(()),
            },
            Format::Md => out.text(&self.markdown()),
            Format::Table | Format::Json => {
                let most = out.width();
                let mut text = format!("{}\n", clean(&self.title));
                for (heading, part) in self.parts {
                    let above = if heading.is_empty() { String::new() } else { format!("{heading}\n") };
                    text.push_str(&format!("\n{above}"));
                    for line in part.aligned(most.map(|most| most.saturating_sub(2))).lines() {
                        text.push_str(&format!("  {line}\n"));
                    }
                }
                out.text(&text)
            }
        }
    }

    /// The page as Markdown.
    pub fn markdown(self) -> String {
        let mut text = format!("# {}\n", markdown(&self.title));
        for (heading, part) in self.parts {
            if !heading.is_empty() {
                text.push_str(&format!("\n## {heading}\n"));
            }
            text.push('\n');
            text.push_str(&part.markdown());
        }
        text
    }
}

impl Page {
    /// The page as one self-contained HTML file; `drawing` (an SVG) stands below the first part.
    pub fn html(self, drawing: &str) -> String {
        let mut body = format!("<h1>{}</h1>\n", html::escape(&self.title));
        let mut drawing = Some(drawing);
        for (heading, part) in self.parts {
            if !heading.is_empty() {
                body.push_str(&format!("<h2>{}</h2>\n", html::escape(heading)));
            }
            body.push_str(&part.html());
            body.extend(drawing.take());
        }
        html::document(&self.title, &body)
    }
}

impl Part {
    fn html(self) -> String {
        match self {
            Part::Table(table) => table.html(),
            Part::Lines(lines) => {
                let lines = lines.iter().map(|line| format!("<li>{}</li>\n", html::escape(line)));
                format!("<ul>\n{}</ul>\n", lines.collect::<String>())
            }
            Part::Facts(facts) => {
                let fact = |(label, value): &(&str, String)| {
                    format!("<tr><th>{}</th><td>{}</td></tr>\n", html::escape(label), html::escape(value))
                };
                format!("<table class=\"facts\">\n{}</table>\n", facts.iter().map(fact).collect::<String>())
            }
        }
    }

    fn aligned(&self, most: Option<usize>) -> String {
        match self {
            Part::Table(table) => table.aligned(most),
            Part::Lines(lines) => lines.iter().map(|line| format!("{}\n", clean(line))).collect(),
            Part::Facts(facts) => {
                let widest = facts.iter().map(|(label, _)| width(label)).max().unwrap_or(0);
                let line = |(label, value): &(&str, String)| format!("{label:<widest$}  {}\n", clean(value));
                facts.iter().map(line).collect()
            }
        }
    }

    fn markdown(self) -> String {
        match self {
            Part::Table(table) => table.markdown(),
            Part::Lines(lines) => lines.iter().map(|line| format!("- {}\n", markdown(line))).collect(),
            Part::Facts(facts) => {
                facts.iter().map(|(label, value)| format!("- {label}: {}\n", markdown(value))).collect()
            }
        }
    }

    fn into_table(self) -> Table {
        match self {
            Part::Table(table) => table,
            Part::Lines(lines) => {
                let mut table = Table::new([Column::Text("text")]);
                lines.into_iter().for_each(|line| table.push(vec![line]));
                table
            }
            Part::Facts(facts) => {
                let mut table = Table::new([Column::Word("field"), Column::Text("value")]);
                facts.into_iter().for_each(|(label, value)| table.push(vec![label.to_owned(), value]));
                table
            }
        }
    }
}
