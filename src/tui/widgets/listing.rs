//! Lines under headings, one of them selected: the records of an account, its history, the open tasks.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{Error, text};
use crate::tui::paint::{self, put};
use crate::tui::theme::{Role, Theme};

/// What a line is about: a kind of record and an id. The selection stays with it.
pub type Key = (&'static str, i64);

/// A line that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is about.
    pub key: Key,
    /// The heading that it stands under; lines of one heading stand together.
    pub group: String,
    /// What stands out.
    pub first: String,
    /// What is said beside it.
    pub rest: String,
    /// How the first part looks.
    pub role: Role,
}

/// Lines with a selection and a scroll.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    items: Vec<Item>,
    selected: usize,
    top: usize,
}

/// Says in the first line of an area why a list could not be read, or else what an empty one means.
pub fn tell(buffer: &mut Buffer, area: Rect, theme: &Theme, problem: Option<&Error>, empty: Option<&str>) {
    let problem = problem.map(|problem| (problem.to_string(), Role::Error));
    let Some((told, role)) = problem.or_else(|| empty.map(|empty| (empty.to_owned(), Role::Dim))) else {
        return;
    };
    put(buffer, (area.x + 1, area.y), area.width.saturating_sub(1), &told, theme.style(role));
}

/// A line on screen.
enum Line<'a> {
    Heading(&'a str),
    Gap,
    Item(usize, &'a Item),
}

impl Listing {
    /// Replaces the lines. The selection stays with what it is about, else where it is.
    pub fn replace(&mut self, items: Vec<Item>) {
        let key = self.key();
        self.items = items;
        let there = self.items.iter().position(|item| Some(item.key) == key);
        self.selected = there.unwrap_or(self.selected).min(self.items.len().saturating_sub(1));
    }

    /// What the selected line is about.
    pub fn key(&self) -> Option<Key> {
        self.items.get(self.selected).map(|item| item.key)
    }

    /// The number of the selected line.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// Selects a line by its number.
    pub fn select(&mut self, line: usize) {
        self.selected = line.min(self.items.len().saturating_sub(1));
    }

    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        self.selected = self.selected.saturating_add_signed(by).min(self.items.len().saturating_sub(1));
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        let mut group = None;
        for (number, item) in self.items.iter().enumerate() {
            if group != Some(&item.group) {
                if group.is_some() {
                    lines.push(Line::Gap);
                }
                lines.push(Line::Heading(&item.group));
                group = Some(&item.group);
            }
            lines.push(Line::Item(number, item));
        }
        lines
    }

    /// Scrolls so that the selected line is shown, and the heading above the first one.
    pub fn reveal(&mut self, height: u16) {
        let height = usize::from(height);
        let lines = self.lines();
        let at = lines
            .iter()
            .position(|line| matches!(line, Line::Item(number, _) if *number == self.selected))
            .unwrap_or(0);
        let upper = if self.selected == 0 { 0 } else { at };
        let last = lines.len().saturating_sub(height);
        self.top = self.top.min(upper).max((at + 1).saturating_sub(height)).min(last);
    }

    /// Selects the line at a cell; Some(true): it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> Option<bool> {
        if !area.contains((x, y).into()) {
            return None;
        }
        let hit = match self.lines().get(self.top + usize::from(y - area.y))? {
            Line::Item(number, _) => *number,
            Line::Heading(_) | Line::Gap => return None,
        };
        let again = hit == self.selected;
        self.selected = hit;
        Some(again)
    }

    /// Draws the lines from the scroll on.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let area = area.intersection(buffer.area);
        // What stands out has the same width in every line, as far as there is room for it.
        let widest = self.items.iter().map(|item| text::width(&text::clean(&item.first))).max().unwrap_or(0);
        let first = u16::try_from(widest).unwrap_or(u16::MAX).min(area.width / 2);
        for (line, y) in self.lines().iter().skip(self.top).zip(area.top()..area.bottom()) {
            let row = Rect { y, height: 1, ..area };
            match line {
                Line::Gap => {}
                Line::Heading(heading) => {
                    let room = row.width.saturating_sub(1);
                    put(buffer, (row.x + 1, y), room, heading, theme.style(Role::Heading));
                }
                Line::Item(number, item) => {
                    let selected = *number == self.selected;
                    let styled = paint::line(buffer, row, selected, theme);
                    let room = first.min(row.width.saturating_sub(2));
                    put(buffer, (row.x + 2, y), room, &item.first, styled(item.role));
                    let x = row.x.saturating_add(first + 4);
                    put(buffer, (x, y), row.right().saturating_sub(x), &item.rest, styled(Role::Dim));
                }
            }
        }
    }
}
