//! Which line of a long list is selected and what of it is on screen. Only what is on screen is looked at in a frame.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::headed::{Headed, Line};
use crate::tui::paint::put;
use crate::tui::theme::{Role, Theme};

/// A list of things known by a key, under headings, one of them selected. The selection stays with its key.
#[derive(Clone, Debug)]
pub struct Lines<K> {
    keys: Vec<K>,
    headed: Headed,
    cursor: usize,
    top: usize,
}

impl<K> Default for Lines<K> {
    fn default() -> Lines<K> {
        Lines { keys: Vec::new(), headed: Headed::default(), cursor: 0, top: 0 }
    }
}

impl<K: PartialEq + Clone> Lines<K> {
    /// Replaces the list; a heading stands before each of `starts`.
    pub fn replace(&mut self, keys: Vec<K>, starts: Vec<usize>) {
        let selected = self.key().cloned();
        self.headed = Headed::new(keys.len(), starts);
        self.keys = keys;
        let there = selected.and_then(|key| self.keys.iter().position(|other| *other == key));
        self.select(there.unwrap_or(self.cursor));
    }

    /// The key of the selected line.
    pub fn key(&self) -> Option<&K> {
        self.keys.get(self.cursor)
    }

    /// The key of a line.
    pub fn get(&self, place: usize) -> Option<&K> {
        self.keys.get(place)
    }

    /// The place of the selected line.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Selects a place.
    pub fn select(&mut self, place: usize) {
        self.cursor = place.min(self.keys.len().saturating_sub(1));
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        self.select(self.cursor.saturating_add_signed(by));
    }

    /// Selects the line at a cell of the list's area; true: it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        let line = self.top + usize::from(y.saturating_sub(area.y));
        let Some(Line::Item(place)) = self.headed.line(line).filter(|_| area.contains((x, y).into())) else {
            return false;
        };
        let again = place == self.cursor;
        self.select(place);
        again
    }

    /// Brings the selected line into view.
    pub fn reveal(&mut self, height: u16) {
        self.top = self.headed.reveal(self.top, self.cursor, usize::from(height));
    }

    /// Draws what stands on the lines of an area: the headings, in order, and by `item` each line by its place and
    /// whether it is selected.
    pub fn draw(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        headings: &[String],
        theme: &Theme,
        mut item: impl FnMut(&mut Buffer, Rect, usize, bool),
    ) {
        for (line, row) in self.headed.on_screen(self.top, area) {
            match line {
                Line::Heading(number) => {
                    let heading = headings.get(number).map_or("", String::as_str);
                    let room = row.width.saturating_sub(1);
                    put(buffer, (row.x + 1, row.y), room, heading, theme.style(Role::Heading));
                }
                Line::Item(place) => item(buffer, row, place, place == self.cursor),
            }
        }
    }
}
