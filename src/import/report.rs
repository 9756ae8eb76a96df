//! What an import did: counts, warnings and refused records.

use std::collections::BTreeMap;

use crate::domain::text::{clean, disarm, fit};
use crate::domain::{Error, Result};
use crate::store::load::run::Counts;
use crate::store::load::uses::Outcome;

/// The last column of refused records: why each was.
pub const REASON: &str = "reason";

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Its number in the book.
    pub run: i64,
    /// The kind of rows.
    pub kind: &'static str,
    /// The source whose preset was used.
    pub source: Option<String>,
    /// Records in the file, below its headers.
    pub read: u64,
    /// Of these: made something new.
    pub created: u64,
    /// Changed something.
    pub updated: u64,
    /// Said what the book already knew.
    pub unchanged: u64,
    /// Were refused; the others were kept.
    pub rejected: u64,
    /// What is suspicious but was loaded.
    pub warnings: Vec<Warning>,
    /// The warnings by rule: (what, how many), most first.
    pub warning_counts: Vec<(String, u64)>,
    /// The refused records.
    pub rejects: Vec<Reject>,
    /// Columns of the file that were not used.
    pub unmapped: Vec<String>,
    /// The headers of the file.
    pub headers: Vec<String>,
}

/// Something suspicious that was loaded nevertheless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// First line of the record in the file (of a workbook, its row); 0: the file or the book as a whole.
    pub line: u64,
    /// The column, as the file calls it; empty: the record as a whole.
    pub column: String,
    /// One sentence.
    pub message: String,
    /// What all warnings of this kind have in common.
    pub rule: &'static str,
}

/// A refused record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// First line of the record in the file (of a workbook, its row).
    pub line: u64,
    /// The column, as the file calls it; empty: the record as a whole.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// One sentence: why.
    pub message: String,
    /// The record as it is in the file.
    pub record: Vec<String>,
}

impl Report {
    /// Adds a warning.
    pub(super) fn warn(&mut self, line: u64, column: &str, rule: &'static str, message: String) {
        self.warnings.push(Warning { line, column: column.to_owned(), message, rule });
    }

    /// Counts what became of a record.
    pub(super) fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Created => self.created += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
        }
    }

    /// Counts the refused records and the warnings by rule; puts both in the order of the file.
    pub(super) fn complete(&mut self) {
        self.rejected = to_u64(self.rejects.len());
        self.rejects.sort_by_key(|reject| reject.line);
        self.warnings.sort_by_key(|warning| warning.line);
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for warning in &self.warnings {
            *counts.entry(warning.rule).or_default() += 1;
        }
        self.warning_counts = counts.into_iter().map(|(rule, count)| (rule.to_owned(), count)).collect();
        self.warning_counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    }

    /// The counts as the book keeps them.
    pub(super) fn counts(&self) -> Counts {
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        Counts {
            read: number(self.read),
            created: number(self.created),
            updated: number(self.updated),
            unchanged: number(self.unchanged),
            rejected: number(self.rejected),
            warned: number(to_u64(self.warnings.len())),
        }
    }

    /// The refused records as CSV: the headers and cells of the file, and a last column `reason`. A cell that a
    /// spreadsheet would run as a formula is disarmed with an apostrophe.
    ///
    /// # Errors
    /// Never for what fits in memory.
    pub fn rejects_csv(&self) -> Result<String> {
        let failed =
            |error: String| Error::invalid(format!("the refused records cannot be written ({error})"));
        let widest = self.rejects.iter().map(|reject| reject.record.len()).max().unwrap_or(0);
        let width = widest.max(self.headers.len());
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut write = |cells: &[String], reason: &str| {
            let blanks = std::iter::repeat_n("", width.saturating_sub(cells.len()));
            let cells = cells.iter().map(String::as_str).chain(blanks).map(disarm);
            let cells = cells.chain([disarm(reason)]).map(std::borrow::Cow::into_owned);
            writer.write_record(cells).map_err(|error| failed(error.to_string()))
        };
        write(&self.headers, REASON)?;
        for reject in &self.rejects {
            write(&reject.record, &reject.sentence())?;
        }
        let bytes = writer.into_inner().map_err(|error| failed(error.to_string()))?;
        String::from_utf8(bytes).map_err(|error| failed(error.to_string()))
    }
}

impl Reject {
    /// `column "value" message`, safe on a terminal.
    pub fn sentence(&self) -> String {
        let column = clean(&self.column);
        match (column.is_empty(), self.value.is_empty()) {
            (true, _) => self.message.clone(),
            (false, true) => format!("{column} {}", self.message),
            (false, false) => {
                format!("{column} \"{}\" {}", fit(&self.value, 60), self.message)
            }
        }
    }
}

pub(super) fn to_u64(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_records_come_out_as_they_were_but_for_formulas() {
        let record = ["A-1", "=cmd|' /C calc'!A0", "-5", "+1 555"].map(str::to_owned).to_vec();
        let report = Report {
            headers: vec!["id".into(), "name".into()],
            rejects: vec![Reject {
                line: 2,
                column: "id".into(),
                value: "A-1".into(),
                message: "is taken".into(),
                record,
            }],
            ..Report::default()
        };
        let expected = "id,name,,,reason\nA-1,'=cmd|' /C calc'!A0,-5,'+1 555,\"id \"\"A-1\"\" is taken\"\n";
        assert_eq!(report.rejects_csv().unwrap(), expected);
    }
}
