//! A filter over many rows, letter by letter.

use crate::book::{Lookups, NameIndex, Row};

use super::Filter;

/// Finds the rows that pass a filter, and remembers them: when the filter only grew, it looks among those.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// What `hits` are of. None: nothing is known of the rows as they are.
    last: Option<Filter>,
    hits: Vec<u32>,
}

impl Search {
    /// Positions of the rows that pass, ascending. `names` has the names of the same rows.
    pub fn run(&mut self, filter: &Filter, rows: &[Row], names: &NameIndex, lookups: &Lookups) -> &[u32] {
        let passes = |row: &Row, name| filter.passes(row, name, lookups.day);
        if self.last.as_ref().is_some_and(|last| filter.narrows(last)) {
            self.hits.retain(|hit| {
                usize::try_from(*hit)
                    .ok()
                    .and_then(|place| rows.get(place).zip(names.at(place)))
                    .is_some_and(|(row, name)| passes(row, name))
            });
        } else {
            self.hits.clear();
            let all = (0_u32..).zip(rows.iter().zip(names.iter()));
            self.hits.extend(all.filter(|(_, (row, name))| passes(row, *name)).map(|(place, _)| place));
        }
        self.last = Some(filter.clone());
        &self.hits
    }

    /// To be called when rows were added, removed or changed.
    pub fn forget(&mut self) {
        self.last = None;
    }
}
