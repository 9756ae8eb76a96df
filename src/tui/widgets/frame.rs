//! What the screens of a filtered list share: their parts, the line of the filter, what a cell of the list means.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::headed::{Headed, Line};
use super::textinput::TextInput;
use crate::domain::text;
use crate::tui::asked::Asked;
use crate::tui::paint::{put, put_all, put_right, split_bottom, split_top};
use crate::tui::theme::{Role, Theme};

/// Cells before the text of a filter.
const PROMPT: u16 = 3;
/// Cells for how many of all pass it.
const COUNT: u16 = 18;

/// The parts of such a screen; a low one leaves some out.
pub struct Frame {
    pub title: Rect,
    pub totals: Rect,
    pub status: Rect,
    /// The titles of the columns and the lines.
    pub list: Rect,
    /// Why the selected line stands as it does.
    pub reason: Rect,
}

impl Frame {
    /// The parts of an area.
    pub fn of(area: Rect) -> Frame {
        let (title, rest) = split_top(area, 1);
        let (totals, rest) = split_top(rest, u16::from(area.height >= 6));
        let (status, rest) = split_top(rest, u16::from(area.height >= 4));
        let (list, reason) = split_bottom(rest, u16::from(area.height >= 10));
        Frame { title, totals, status, list, reason }
    }

    /// How many lines a page is.
    pub fn page(&self) -> usize {
        usize::from(self.list.height.saturating_sub(1))
    }

    /// The item at a cell of the screen.
    pub fn hit(&self, headed: &Headed, top: usize, (x, y): (u16, u16)) -> Option<usize> {
        let down = usize::from(y.checked_sub(self.list.y)?).checked_sub(1)?;
        match headed.line(top + down).filter(|_| self.list.contains((x, y).into()))? {
            Line::Item(place) => Some(place),
            Line::Heading(_) => None,
        }
    }
}

/// The cell of the cursor while a filter is typed in its line.
pub fn cursor(line: Rect, typing: Option<&TextInput>) -> Option<(u16, u16)> {
    let typing = typing.filter(|_| line.height > 0)?;
    let cells = u16::try_from(typing.cursor_cells()).unwrap_or(u16::MAX);
    Some((line.x.saturating_add(PROMPT).saturating_add(cells), line.y))
        .filter(|cursor| cursor.0 < line.right())
}

/// Says what can be asked for, while nothing is typed yet: what the help does not list, since no other list knows it.
pub fn hint(buffer: &mut Buffer, line: Rect, typing: Option<&TextInput>, terms: &str, theme: &Theme) {
    if let (Some(_), true) = (typing.filter(|typing| typing.text().is_empty()), line.height > 0) {
        // The cell of the cursor stays free, and so does the count at the right.
        let x = line.x.saturating_add(PROMPT + 1);
        put(buffer, (x, line.y), line.right().saturating_sub(x + COUNT), terms, theme.style(Role::Dim));
    }
}

/// Says behind a filter that is typed what of it is not understood: quietly, as long as it may still become a term.
/// False: all of it is.
pub fn misunderstood(buffer: &mut Buffer, line: Rect, left: u16, asked: &Asked, theme: &Theme) -> bool {
    let problem = asked.problem().map(|problem| (problem, Role::Error));
    let Some((error, role)) = problem.or_else(|| Some((asked.doubt()?, Role::Dim))) else { return false };
    let room = usize::from(line.right().saturating_sub(left)).saturating_sub(2);
    put_right(buffer, line, left, &text::fit(&error.what, room), theme.style(role));
    true
}

/// Draws the filter being typed or in force and how many of all pass it; behind it the order.
pub fn status(
    buffer: &mut Buffer,
    line: Rect,
    (asked, typing): (&Asked, Option<&TextInput>),
    (shown, all): (usize, usize),
    order: &str,
    theme: &Theme,
) {
    if line.height == 0 {
        return;
    }
    let (dim, key) = (theme.style(Role::Dim), theme.style(Role::Key));
    let of = format!("{shown} of {all}");
    if let Some(typing) = typing {
        let left = put_all(buffer, line, &[(" / ", key), (typing.text(), theme.style(Role::Text))]);
        if !misunderstood(buffer, line, left, asked, theme) {
            put_right(buffer, line, left, &of, dim);
        }
        return;
    }
    let mut pieces = vec![(" ".to_owned(), dim)];
    if !asked.text().is_empty() {
        pieces.extend([(format!("/ {}", asked.text()), key), (format!("  {of}  "), theme.style(Role::Text))]);
    }
    if all > 0 {
        pieces.push((order.to_owned(), dim));
    }
    let pieces: Vec<(&str, Style)> =
        pieces.iter().map(|(content, style)| (content.as_str(), *style)).collect();
    put_all(buffer, line, &pieces);
}
