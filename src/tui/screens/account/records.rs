//! The records of an account, kind by kind, one of them selected.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{Day, Error, Result};
use crate::tui::source::Record;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::listing::{Item, Listing, tell};
use crate::tui::words;

/// How many fields are told beside the name of a record.
const TOLD: usize = 4;

/// The list.
#[derive(Clone, Debug, Default)]
pub struct Records {
    records: Vec<Record>,
    listing: Listing,
    problem: Option<Error>,
    known: bool,
}

impl Records {
    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<Vec<Record>>, today: Day) {
        match read {
            Ok(records) => {
                let items = records.iter().map(|record| item(record, count(&records, record), today));
                self.listing.replace(items.collect());
                (self.records, self.problem, self.known) = (records, None, true);
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// The selected record.
    pub fn selected(&self) -> Option<&Record> {
        let key = self.listing.key()?;
        self.records.iter().find(|record| (record.entity.name, record.id) == key)
    }

    /// The lines.
    pub fn listing(&mut self) -> &mut Listing {
        &mut self.listing
    }

    /// Draws it.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let empty =
            (self.known && self.listing.is_empty()).then_some("Nothing is recorded yet: a adds a record");
        tell(buffer, area, theme, self.problem.as_ref(), empty);
        self.listing.draw(buffer, area, theme);
    }
}

fn count(records: &[Record], of: &Record) -> usize {
    records.iter().filter(|record| record.entity == of.entity).count()
}

fn item(record: &Record, count: usize, today: Day) -> Item {
    let is_done = !record.field("done_on").is_empty() || !record.field("left_on").is_empty();
    Item {
        key: (record.entity.name, record.id),
        group: format!("{}  {count}", words::capital(record.entity.plural)),
        first: record.title.clone(),
        rest: told(record, today),
        role: if is_done { Role::Dim } else { Role::Text },
    }
}

/// What is known beside the name: the first fields that are filled; of days how far they are away.
fn told(record: &Record, today: Day) -> String {
    let label = |name: &str| record.entity.field(name).map_or("", |field| field.label);
    let shown = |(name, text): &(&'static str, String)| {
        if text.is_empty() || record.title.contains(text.as_str()) || *name == "external_id" {
            return None;
        }
        Some(match Day::parse(text) {
            Ok(day) => format!("{} {text}, {}", label(name).to_lowercase(), words::away(day, today)),
            Err(_) if text.len() <= 12 => format!("{} {text}", label(name).to_lowercase()),
            Err(_) => text.clone(),
        })
    };
    record.fields.iter().filter_map(shown).take(TOLD).collect::<Vec<_>>().join(" · ")
}
