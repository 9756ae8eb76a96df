//! What lies over a screen: the explanation of a score, the help, lists to choose from.

pub mod assess;
pub mod choose;
pub mod confirm;
pub mod day;
pub mod expansion;
pub mod help;
pub mod letter;
pub mod log;
pub mod parts;
pub mod picker;
pub mod plays;
pub mod renewal;
pub mod rules;
pub mod session;
pub mod start;
pub mod tasks;
pub mod templates;
pub mod trainings;
pub mod why;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Widget};

use super::paint::{clear, put};
use super::theme::{Role, Theme};

/// An overlay of a size in the middle of an area, as far as there is room; returns what is inside its border.
pub(in crate::tui) fn panel(
    buffer: &mut Buffer,
    area: Rect,
    (width, height): (u16, u16),
    title: &str,
    theme: &Theme,
) -> Rect {
    let outer = centred(area, width, height);
    clear(buffer, outer);
    Block::bordered().border_style(theme.style(Role::Dim)).render(outer, buffer);
    let title = format!(" {title} ");
    put(buffer, (outer.x + 2, outer.y), outer.width.saturating_sub(4), &title, theme.style(Role::Title));
    inside(outer)
}

/// An area of a size in the middle of another.
pub(in crate::tui) fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/// The area within a border and a cell of air at its sides.
pub(in crate::tui) fn inside(outer: Rect) -> Rect {
    Rect {
        x: outer.x.saturating_add(2),
        y: outer.y.saturating_add(1),
        width: outer.width.saturating_sub(4),
        height: outer.height.saturating_sub(2),
    }
}
