//! Text straight into the cells of a frame: one pass, nothing measured twice, never outside the frame.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme::{Role, Theme};
use crate::domain::text;

/// Which end of its cells a text stands at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// At the left.
    Left,
    /// At the right, as figures do.
    Right,
}

/// Begins a line of a list: shows whether it is selected, and gives the styles of what is written into it.
pub fn line<'a>(
    buffer: &mut Buffer,
    area: Rect,
    selected: bool,
    theme: &'a Theme,
) -> impl Fn(Role) -> Style + use<'a> {
    let styled = move |role| theme.in_line(selected, role);
    if selected {
        buffer.set_style(area, styled(Role::Selected));
    }
    styled
}

/// Writes a text, cleaned and cut to `cells`; returns the column after it.
pub fn put(buffer: &mut Buffer, (x, y): (u16, u16), cells: u16, content: &str, style: Style) -> u16 {
    let cells = cells.min(buffer.area.right().saturating_sub(x));
    if cells == 0 || y >= buffer.area.bottom() || y < buffer.area.top() {
        return x;
    }
    // Short plain text, nearly all there is, needs neither measuring nor cutting at grapheme borders.
    if content.len() <= usize::from(cells) && content.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        let mut at = x;
        for letter in content.chars() {
            if let Some(cell) = buffer.cell_mut((at, y)) {
                cell.set_char(letter).set_style(style);
            }
            at = at.saturating_add(1);
        }
        return at;
    }
    let shown = text::fit(content, usize::from(cells));
    buffer.set_stringn(x, y, shown, usize::from(cells), style).0
}

/// Writes a text at one end of `cells`.
pub fn put_aligned(
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    cells: u16,
    content: &str,
    align: Align,
    style: Style,
) {
    let indent = match align {
        Align::Left => 0,
        Align::Right => cells.saturating_sub(u16::try_from(text::width(content)).unwrap_or(u16::MAX)),
    };
    put(buffer, (x.saturating_add(indent), y), cells.saturating_sub(indent), content, style);
}

/// Writes pieces of text one after the other in the cells of a line; returns the column after them.
pub fn put_all(buffer: &mut Buffer, line: Rect, pieces: &[(&str, Style)]) -> u16 {
    let mut x = line.x;
    for (content, style) in pieces {
        x = put(buffer, (x, line.y), line.right().saturating_sub(x), content, *style);
    }
    x
}

/// Writes at the right end of a line, if it fits behind `left`.
pub fn put_right(buffer: &mut Buffer, area: Rect, left: u16, content: &str, style: Style) {
    let width = u16::try_from(text::width(content)).unwrap_or(u16::MAX);
    let room = area.right().saturating_sub(left).saturating_sub(2);
    if width <= room {
        put_aligned(buffer, (left + 1, area.y), room, content, Align::Right, style);
    }
}

/// Empties an area.
pub fn clear(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

/// The first line of an area, and the rest of it.
pub fn split_top(area: Rect, lines: u16) -> (Rect, Rect) {
    let lines = lines.min(area.height);
    let top = Rect { height: lines, ..area };
    (top, Rect { y: area.y.saturating_add(lines), height: area.height - lines, ..area })
}

/// The area without its last lines, and these.
pub fn split_bottom(area: Rect, lines: u16) -> (Rect, Rect) {
    split_top(area, area.height.saturating_sub(lines))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_outside_the_frame_or_the_cells() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        assert_eq!(put(&mut buffer, (4, 0), 9, "abcdef", Style::new()), 6);
        assert_eq!(put(&mut buffer, (9, 0), 9, "abcdef", Style::new()), 9);
        assert_eq!(put(&mut buffer, (0, 5), 9, "abcdef", Style::new()), 0);
        put_aligned(&mut buffer, (0, 0), 3, "7", Align::Right, Style::new());
        assert_eq!(buffer, Buffer::with_lines(["  7 a…"]));
    }

    #[test]
    fn wide_and_hostile_text_keeps_the_columns() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        put(&mut buffer, (0, 0), 5, "東京タワー", Style::new());
        put(&mut buffer, (5, 0), 3, "\u{1b}[31m", Style::new());
        assert_eq!(buffer, Buffer::with_lines(["東京…␛[…"]));
    }
}
