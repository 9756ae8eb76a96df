//! Rows as aligned columns, CSV or Markdown.

use crate::domain::text::{clean, disarm, fit, width};
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
    spare: &'static [&'static str],
}

/// No column is cut below this.
const LEAST: usize = 8;

/// Before text is cut below this, spare columns are left out.
const COMFORTABLE: usize = 20;

/// Between two columns.
const GAP: &str = "  ";

impl Table {
    /// A table without rows.
    pub fn new(columns: impl Into<Vec<Column>>) -> Table {
        Table { columns: columns.into(), rows: Vec::new(), spare: &[] }
    }

    /// Names columns that are left out of a line that is too long, the first one first.
    pub fn spare(mut self, titles: &'static [&'static str]) -> Table {
        self.spare = titles;
        self
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

    /// Aligned columns, in lines of at most `most` cells where that can be done.
    pub fn aligned(&self, most: Option<usize>) -> String {
        let widths = self.widths(most);
        let mut text = String::new();
        let mut line = |cells: &mut dyn Iterator<Item = &str>| {
            let mut done = String::new();
            for ((cell, column), most) in cells.zip(&self.columns).zip(&widths) {
                let Some(most) = *most else { continue };
                let cell = fit(cell, most);
                let space = " ".repeat(most.saturating_sub(width(&cell)));
                match column {
                    Column::Number(_) => done.extend([&space, &*cell, GAP]),
                    _ => done.extend([&*cell, &space, GAP]),
                }
            }
            text.push_str(done.trim_end());
            text.push('\n');
        };
        line(&mut self.columns.iter().map(|column| column.title()));
        for row in &self.rows {
            line(&mut row.iter().map(String::as_str));
        }
        text
    }

    /// How wide each column is: as its widest cell. Where the line would be too long, spare columns are left out
    /// (None), then the widest text gives way.
    fn widths(&self, most: Option<usize>) -> Vec<Option<usize>> {
        let mut widths: Vec<usize> = self.columns.iter().map(|column| width(column.title())).collect();
        for row in &self.rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = (*widest).max(width(&clean(cell)));
            }
        }
        let mut widths: Vec<Option<usize>> = widths.into_iter().map(Some).collect();
        let Some(most) = most else { return widths };
        let too_long = |widths: &[Option<usize>], text_least: Option<usize>| {
            let shown =
                self.columns.iter().zip(widths).filter_map(|(column, width)| Some((column, (*width)?)));
            let cells = shown.map(|(column, width)| match (column, text_least) {
                (Column::Text(_), Some(least)) => width.min(least),
                _ => width,
            });
            cells.map(|width| width + GAP.len()).sum::<usize>() > most + GAP.len()
        };
        for title in self.spare {
            if !too_long(&widths, Some(COMFORTABLE)) {
                break;
            }
            let place = self.columns.iter().position(|column| column.title() == *title);
            if let Some(width) = place.and_then(|place| widths.get_mut(place)) {
                *width = None;
            }
        }
        while too_long(&widths, None) {
            let texts = self.columns.iter().zip(widths.iter_mut());
            let texts = texts.filter_map(|(column, width)| match (column, width) {
                (Column::Text(_), Some(width)) if *width > LEAST => Some(width),
                _ => None,
            });
            match texts.max() {
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

    /// As an HTML table.
    pub fn html(&self) -> String {
        let class = |column: &Column| if matches!(column, Column::Number(_)) { " class=\"n\"" } else { "" };
        let line = |tag: &str, cells: &mut dyn Iterator<Item = &str>| {
            let cells = cells.zip(&self.columns);
            let cells = cells.map(|(cell, column)| {
                format!("<{tag}{}>{}</{tag}>", class(column), super::html::escape(cell))
            });
            format!("<tr>{}</tr>\n", cells.collect::<String>())
        };
        let mut text = line("th", &mut self.columns.iter().map(|column| column.title()));
        for row in &self.rows {
            text.push_str(&line("td", &mut row.iter().map(String::as_str)));
        }
        format!("<table>\n{text}</table>\n")
    }

    /// As CSV that no spreadsheet runs as a formula.
    pub fn csv(&self) -> Result<String> {
        let broken = |error: &dyn std::fmt::Display| {
            Error::new(Kind::Storage, format!("the table cannot be written ({error})"))
        };
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer
            .write_record(self.columns.iter().map(|column| column.title()))
            .map_err(|error| broken(&error))?;
        for row in &self.rows {
            writer
                .write_record(row.iter().map(|cell| disarm(cell).into_owned()))
                .map_err(|error| broken(&error))?;
        }
        let bytes = writer.into_inner().map_err(|error| broken(&error))?;
        String::from_utf8(bytes).map_err(|error| broken(&error))
    }
}

/// Text that Markdown shows as it is.
pub fn markdown(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let inside = before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '_' if inside => out.push(c),
            '|' | '\\' | '*' | '_' | '`' | '[' | ']' | '#' | '~' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
        before = c;
    }
    out
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
        let spared = table().spare(&["band"]).aligned(Some(30));
        assert!(spared.contains("東京 Robotics and Sons") && !spared.contains("green"), "{spared}");
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
        table.push(vec!["p1_open _x_".into(), "2".into()]);
        assert_eq!(
            table.markdown(),
            "| name | arr |\n| --- | ---: |\n| a\\|b &lt;script> | 1 |\n| p1_open \\_x\\_ | 2 |\n"
        );
    }
}
