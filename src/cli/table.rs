//! Rows as aligned columns, CSV or Markdown.

use super::args::Format;
use super::out::Out;
use crate::domain::text::{clean, fit, width};
use crate::domain::{Error, Kind, Result};

/// On which side the cells of a column line up, and whether they may be cut to fit a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Text: cut when the line is too long.
    Text(&'static str),
    /// A word that is read as a whole: never cut.
    Word(&'static str),
    /// Right-aligned, never cut.
    Number(&'static str),
}

impl Column {
    fn title(self) -> &'static str {
        match self {
            Column::Text(title) | Column::Word(title) | Column::Number(title) => title,
        }
    }
}

/// Rows under titles.
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

/// No column is cut below this.
const LEAST: usize = 8;

/// Between two columns.
const GAP: &str = "  ";

impl Table {
    /// A table without rows.
    pub fn new(columns: impl Into<Vec<Column>>) -> Table {
        Table { columns: columns.into(), rows: Vec::new() }
    }

    /// Adds a row: a cell a column, of any text.
    pub fn push(&mut self, row: Vec<String>) {
        debug_assert_eq!(row.len(), self.columns.len(), "a cell a column");
        self.rows.push(row);
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes the table; JSON is no format of a table.
    pub fn write(&self, format: Format, out: &mut Out) -> Result<()> {
        let text = match format {
            Format::Csv if out.is_terminal() => clean_lines(&self.csv()?),
            Format::Csv => self.csv()?,
            Format::Md => self.markdown(),
            Format::Table | Format::Json => self.aligned(out.width()),
        };
        out.text(&text)
    }

    /// Aligned columns, in lines of at most `most` cells where that can be done.
    pub fn aligned(&self, most: Option<usize>) -> String {
        let widths = self.widths(most);
        let titles: Vec<&str> = self.columns.iter().map(|column| column.title()).collect();
        let mut text = String::new();
        let mut line = |cells: &mut dyn Iterator<Item = &str>| {
            let mut done = String::new();
            for ((cell, column), most) in cells.zip(&self.columns).zip(&widths) {
                let cell = fit(cell, *most);
                let space = " ".repeat(most.saturating_sub(width(&cell)));
                match column {
                    Column::Number(_) => done.extend([&space, &*cell, GAP]),
                    _ => done.extend([&*cell, &space, GAP]),
                }
            }
            text.push_str(done.trim_end());
            text.push('\n');
        };
        line(&mut titles.into_iter());
        for row in &self.rows {
            line(&mut row.iter().map(String::as_str));
        }
        text
    }

    /// How wide each column is: as its widest cell, but where the line would be too long the widest text gives way.
    fn widths(&self, most: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = self.columns.iter().map(|column| width(column.title())).collect();
        for row in &self.rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = (*widest).max(width(&clean(cell)));
            }
        }
        let Some(most) = most else { return widths };
        let gaps = GAP.len() * widths.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > most {
            let text = self
                .columns
                .iter()
                .zip(widths.iter_mut())
                .filter(|(column, width)| matches!(column, Column::Text(_)) && **width > LEAST);
            match text.map(|(_, width)| width).max() {
                Some(widest) => *widest -= 1,
                None => break,
            }
        }
        widths
    }

    /// As a Markdown table.
    pub fn markdown(&self) -> String {
        let line = |cells: &mut dyn Iterator<Item = String>| {
            format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
        };
        let mut text = line(&mut self.columns.iter().map(|column| column.title().to_owned()));
        text.push_str(&line(&mut self.columns.iter().map(|column| match column {
            Column::Number(_) => "---:".to_owned(),
            _ => "---".to_owned(),
        })));
        for row in &self.rows {
            text.push_str(&line(&mut row.iter().map(|cell| markdown(cell))));
        }
        text
    }

    fn csv(&self) -> Result<String> {
        let broken = |error: &dyn std::fmt::Display| {
            Error::new(Kind::Storage, format!("the table cannot be written ({error})"))
        };
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer
            .write_record(self.columns.iter().map(|column| column.title()))
            .map_err(|error| broken(&error))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| defused(cell))).map_err(|error| broken(&error))?;
        }
        let bytes = writer.into_inner().map_err(|error| broken(&error))?;
        String::from_utf8(bytes).map_err(|error| broken(&error))
    }
}

/// A cell that a spreadsheet does not take for a formula: with an apostrophe where it would.
fn defused(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

/// Text that Markdown shows as it is.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '|' | '\\' | '*' | '_' | '`' | '[' | ']' | '#' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

/// Several lines, each cleaned.
fn clean_lines(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", clean(line))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new([Column::Text("name"), Column::Number("arr"), Column::Word("band")]);
        table.push(vec!["東京 Robotics and Sons".into(), "$5".into(), "● green".into()]);
        table.push(vec!["=cmd|' /C calc'!A0".into(), "-4.1".into(), "■ red".into()]);
        table
    }

    #[test]
    fn columns_line_up_by_cells_and_numbers_on_the_right() {
        assert_eq!(
            table().aligned(None),
            "name                     arr  band\n\
             東京 Robotics and Sons    $5  ● green\n\
             =cmd|' /C calc'!A0      -4.1  ■ red\n"
        );
    }

    #[test]
    fn the_widest_text_gives_way_on_a_narrow_terminal() {
        let lines = table().aligned(Some(30));
        assert!(lines.lines().all(|line| width(line) <= 30), "{lines}");
        assert!(lines.contains("● green") && lines.contains("-4.1"), "{lines}");
        // Too narrow for everything: the numbers stay whole.
        assert!(table().aligned(Some(3)).contains("-4.1"));
    }

    #[test]
    fn hostile_names_reach_no_terminal_and_no_formula_a_spreadsheet() {
        let mut table = Table::new([Column::Text("name")]);
        table.push(vec!["a\u{1b}[2J\nb".into()]);
        assert_eq!(table.aligned(None), "name\na␛[2J b\n");
        let csv = self::table().csv().unwrap();
        assert!(csv.contains("'=cmd|' /C calc'!A0,-4.1,"), "{csv}");
    }

    #[test]
    fn markdown_shows_what_is_there() {
        let mut table = Table::new([Column::Text("name"), Column::Number("arr")]);
        table.push(vec!["a|b <script>".into(), "1".into()]);
        assert_eq!(table.markdown(), "| name | arr |\n| --- | ---: |\n| a\\|b &lt;script> | 1 |\n");
    }
}
