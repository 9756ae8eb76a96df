//! What was changed about an account: who, when, what from and to. Any of it can be taken back.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{Error, Result};
use crate::store::history::{Change, Entry, What};
use crate::tui::paint::{put, split_bottom};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::listing::{Item, Listing, tell};
use crate::tui::words;

/// Lines for what the selected change did, with the rule above it.
const DETAIL: u16 = 7;
/// Below this height the list has all lines.
const TALL: u16 = 14;

/// The list.
#[derive(Clone, Debug, Default)]
pub struct History {
    entries: Vec<Entry>,
    listing: Listing,
    problem: Option<Error>,
    known: bool,
}

impl History {
    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<Vec<Entry>>) {
        match read {
            Ok(entries) => {
                self.listing.replace(entries.iter().map(item).collect());
                (self.entries, self.problem, self.known) = (entries, None, true);
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// The selected change.
    pub fn selected(&self) -> Option<&Entry> {
        let (_, txn) = self.listing.key()?;
        self.entries.iter().find(|entry| entry.txn == txn)
    }

    /// The lines.
    pub fn listing(&mut self) -> &mut Listing {
        &mut self.listing
    }

    /// Draws it.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let empty = (self.known && self.listing.is_empty()).then_some("Nothing was changed yet");
        tell(buffer, area, theme, self.problem.as_ref(), empty);
        let (list, detail) = areas(area);
        self.listing.draw(buffer, list, theme);
        let Some(entry) = self.selected().filter(|_| detail.height > 0) else { return };
        let rule = "─".repeat(usize::from(detail.width));
        put(buffer, (detail.x, detail.y), detail.width, &rule, theme.style(Role::Dim));
        let more = entry.more.then(|| "and more".to_owned());
        let lines = entry.changes.iter().map(line).chain(more);
        for (told, y) in lines.zip(detail.y + 1..detail.bottom()) {
            put(buffer, (detail.x + 1, y), detail.width.saturating_sub(1), &told, theme.style(Role::Text));
        }
    }
}

/// The list, and below it what the selected change did.
pub fn areas(area: Rect) -> (Rect, Rect) {
    split_bottom(area, if area.height >= TALL { DETAIL } else { 0 })
}

fn item(entry: &Entry) -> Item {
    // UTC as the journal has it: 2026-03-01T14:02:11Z.
    let (day, time) = entry.at.split_once('T').unwrap_or((&entry.at, ""));
    let who = if entry.actor == "external" { "another program" } else { &entry.actor };
    let state = if entry.undone { " (taken back)" } else { "" };
    Item {
        key: ("txn", entry.txn),
        group: format!("{day} (UTC)"),
        first: format!("{} {who}", time.get(..5).unwrap_or(time)),
        rest: format!("{}{state}{}", entry.label, from_to(entry)),
        role: if entry.undone { Role::Dim } else { Role::Text },
    }
}

/// From what to what, where one field was changed.
fn from_to(entry: &Entry) -> String {
    match entry.changes.as_slice() {
        [Change { what: What::Changed { from, to, .. }, .. }] => format!(": {} → {}", named(from), named(to)),
        many if many.len() > 1 => format!(" ({})", words::count(many.len(), "change")),
        _ => String::new(),
    }
}

fn line(change: &Change) -> String {
    match &change.what {
        What::Made => format!("{}: new", change.row),
        What::Deleted => format!("{}: deleted", change.row),
        What::Changed { field, from, to } => {
            format!("{}: {field} {} → {}", change.row, named(from), named(to))
        }
    }
}

fn named(text: &str) -> &str {
    if text.is_empty() { "nothing" } else { text }
}
