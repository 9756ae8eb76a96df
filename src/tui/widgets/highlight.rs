//! Names with the letters lit up that a filter found.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::book::Filter;
use crate::book::filter::Highlighter;
use crate::domain::text;
use crate::tui::paint;

/// Writes names and lights up their letters. Its buffers are made on the first use and kept.
#[derive(Default)]
pub struct Letters {
    highlighter: Option<Highlighter>,
}

impl Letters {
    /// Writes a name as [`paint::put`] does, the found letters with `lit` added to their style.
    pub fn put(
        &mut self,
        buffer: &mut Buffer,
        (x, y): (u16, u16),
        cells: u16,
        name: &str,
        filter: &Filter,
        (style, lit): (Style, Style),
    ) {
        let end = paint::put(buffer, (x, y), cells, name, style);
        if filter.is_empty() {
            return;
        }
        let shown = text::fit(name, usize::from(cells));
        let places = self.highlighter.get_or_insert_default().places(filter, &shown).iter();
        for place in places.filter_map(|place| usize::try_from(*place).ok()) {
            let before: String = shown.chars().take(place).collect();
            let at = x.saturating_add(u16::try_from(text::width(&before)).unwrap_or(u16::MAX));
            if at < end
                && let Some(cell) = buffer.cell_mut((at, y))
            {
                cell.set_style(lit);
            }
        }
    }
}
