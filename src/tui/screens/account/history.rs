//! What was changed about an account: who, when, what from and to. Any of it can be taken back.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{Error, Result, text};
use crate::store::history::{Change, Entry, What};
use crate::tui::paint::{put, split_bottom};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::wrap;
use crate::tui::widgets::listing::{Item, Listing, tell};
use crate::tui::widgets::search::SearchLine;
use crate::tui::words;

/// Lines for what the selected change did, with the rule above it.
const DETAIL: u16 = 7;
/// Below this height the list has all lines.
const TALL: u16 = 14;

/// What can be searched for.
const HELP: &str = "a day, who, a field, a value or a record, such as: 2026-03 csm";

/// So many changes are listed at once, the newest of those that were found.
const LISTED: usize = 200;
/// So many are looked through: what a person or an import did to one account in years. `history` on the command line
/// tells every one.
const SEARCHED: usize = 20_000;

/// The list.
#[derive(Clone, Debug, Default)]
pub struct History {
    entries: Vec<Entry>,
    /// Everything that each of them can be found by, folded; empty while nothing is searched for.
    folded: Vec<String>,
    /// How many of them hold every word that is searched for.
    found: usize,
    listing: Listing,
    search: SearchLine,
    problem: Option<Error>,
    known: bool,
}

impl History {
    /// Takes in what was read; on a failure what was known stays.
    pub fn read(&mut self, read: Result<Vec<Entry>>) {
        match read {
            Ok(entries) => {
                (self.entries, self.problem, self.known) = (entries, None, true);
                self.folded.clear();
                self.search();
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Lists the changes that hold every word that is searched for: a day, who, a field, a value, a record.
    pub fn search(&mut self) {
        // A day is one word, and what it is compared with is folded, too.
        let words: Vec<String> = self.search.text().split_whitespace().map(text::fold).collect();
        if self.search.is_shown() && self.folded.is_empty() {
            self.folded = self.entries.iter().map(|entry| text::fold(&told(entry))).collect();
        }
        let fits = |place: usize| {
            words.is_empty()
                || self.folded.get(place).is_some_and(|told| words.iter().all(|word| told.contains(word)))
        };
        let found = self.entries.iter().enumerate().filter(|(place, _)| fits(*place));
        let found: Vec<&Entry> = found.map(|(_, entry)| entry).collect();
        self.found = found.len();
        self.listing.replace(found.into_iter().take(LISTED).map(item).collect());
    }

    /// How many of the newest changes it needs: as many as are listed, or all that are looked through.
    pub fn wanted(&self) -> usize {
        if self.search.is_shown() { SEARCHED } else { LISTED }
    }

    /// What is searched for.
    pub fn line(&mut self) -> &mut SearchLine {
        &mut self.search
    }

    /// Whether it is being typed.
    pub fn is_typing(&self) -> bool {
        self.search.is_typing()
    }

    /// The cell of the cursor while typing.
    pub fn cursor(&self, area: Rect) -> Option<(u16, u16)> {
        self.search.cursor(area)
    }

    /// The list, and below it what the selected change did; above it what is searched for.
    pub fn areas(&self, area: Rect) -> (Rect, Rect) {
        let list = self.search.split(area).1;
        split_bottom(list, if list.height >= TALL { DETAIL } else { 0 })
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
        let (list, detail) = self.areas(area);
        let empty = if self.entries.is_empty() {
            "Nothing was changed yet"
        } else {
            "No change has all of these words"
        };
        let empty = (self.known && self.listing.is_empty()).then_some(empty);
        tell(buffer, list, theme, self.problem.as_ref(), empty);
        let listed = if self.found > LISTED { format!(", {LISTED} listed") } else { String::new() };
        let all = if self.entries.len() < SEARCHED { "" } else { "the newest " };
        let (found, entries) = (words::thousands(self.found), words::thousands(self.entries.len()));
        let found = format!("{found} of {all}{entries}{listed}");
        self.search.draw(buffer, area, &found, HELP, theme);
        self.listing.draw(buffer, list, theme);
        let Some(entry) = self.selected().filter(|_| detail.height > 0) else { return };
        let rule = "─".repeat(usize::from(detail.width));
        put(buffer, (detail.x, detail.y), detail.width, &rule, theme.style(Role::Dim));
        let more = entry.more.then(|| "and more".to_owned());
        let width = usize::from(detail.width.saturating_sub(1));
        let lines = entry.changes.iter().map(line).chain(more).flat_map(|told| wrap(&told, width));
        for (told, y) in lines.zip(detail.y + 1..detail.bottom()) {
            put(buffer, (detail.x + 1, y), detail.width.saturating_sub(1), &told, theme.style(Role::Text));
        }
    }
}

fn item(entry: &Entry) -> Item {
    let stamp = stamp(&entry.at);
    let (day, time) = stamp.split_once(' ').unwrap_or((&stamp, ""));
    let who = who(entry);
    let state = if entry.undone { " (taken back)" } else { "" };
    Item {
        key: ("txn", entry.txn),
        group: format!("{day} (UTC)"),
        first: format!("{} {who}", time),
        rest: format!("{}{state}{}", entry.label, from_to(entry)),
        role: if entry.undone { Role::Dim } else { Role::Text },
    }
}

/// Who made a change.
pub fn who(entry: &Entry) -> &str {
    if entry.actor == "external" { "another program" } else { &entry.actor }
}

/// When a change was made, from what the journal has: 2026-03-01T14:02:11Z is `2026-03-01 14:02`.
pub fn stamp(at: &str) -> String {
    at.get(..16).unwrap_or(at).replacen('T', " ", 1)
}

/// Everything that a change can be found by.
fn told(entry: &Entry) -> String {
    let lines: Vec<String> = entry.changes.iter().map(line).collect();
    [stamp(&entry.at).as_str(), who(entry), &entry.label, &lines.join(" ")].join(" ")
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
