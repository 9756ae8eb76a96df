//! The records of an account, kind by kind, one of them selected. Of a kind with very many the first ones, and a line
//! that stands for the others.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{Day, Error, Result};
use crate::edit::Entity;
use crate::tui::source::{Filed, Record};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::listing::{Item, Listing, tell};
use crate::tui::words;

/// How many fields are told beside the name of a record.
const TOLD: usize = 4;

/// So many of a kind are listed at first.
const AT_FIRST: usize = 200;
/// So many more each time.
const MORE: usize = 1_000;

/// What lines are about that stand for the records which are not listed.
const BEYOND: &str = "beyond";

/// The list.
#[derive(Clone, Debug, Default)]
pub struct Records {
    records: Vec<Record>,
    /// How many of a kind are wanted beyond the first ones.
    more: usize,
    listing: Listing,
    problem: Option<Error>,
    known: bool,
}

impl Records {
    /// How many records of a kind it needs.
    pub fn wanted(&self) -> usize {
        AT_FIRST + self.more
    }

    /// Wants more of each kind if the selected line stands for them; false: it does not.
    pub fn want_more(&mut self) -> bool {
        let is_beyond = self.listing.key().is_some_and(|key| key.0 == BEYOND);
        if is_beyond {
            self.more += MORE;
        }
        is_beyond
    }

    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<Filed>, today: Day) {
        match read {
            Ok(Filed { records, beyond }) => {
                self.listing.replace(items(&records, &beyond, today));
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

/// The lines: of each kind its records, and one for those that are not listed.
fn items(records: &[Record], beyond: &[(&'static Entity, usize)], today: Day) -> Vec<Item> {
    let mut items = Vec::with_capacity(records.len() + beyond.len());
    for kind in records.chunk_by(|one, other| one.entity == other.entity) {
        let Some(entity) = kind.first().map(|record| record.entity) else { continue };
        let others = beyond.iter().find(|(of, _)| *of == entity).map_or(0, |(_, count)| *count);
        let group = format!("{}  {}", words::capital(entity.plural), words::thousands(kind.len() + others));
        items.extend(kind.iter().map(|record| item(record, &group, today)));
        if others > 0 {
            let place = i64::try_from(items.len()).unwrap_or(i64::MAX);
            items.push(Item {
                key: (BEYOND, place),
                group,
                first: format!("… {} more", words::thousands(others)),
                rest: "enter lists more of them".to_owned(),
                role: Role::Dim,
            });
        }
    }
    items
}

fn item(record: &Record, group: &str, today: Day) -> Item {
    let is_done = !record.field("done_on").is_empty() || !record.field("left_on").is_empty();
    Item {
        key: (record.entity.name, record.id),
        group: group.to_owned(),
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
