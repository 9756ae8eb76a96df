//! Tables in the format that is asked for.

use super::args::Format;
use super::out::Out;
use crate::domain::Result;
use crate::domain::text::clean;

pub use crate::report::table::{Column, Table, markdown};

impl Table {
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
}

/// Several lines, each cleaned.
fn clean_lines(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", clean(line))).collect()
}
