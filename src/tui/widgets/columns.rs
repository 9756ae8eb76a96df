//! The columns of a table, as many as fit its width.

use ratatui::layout::Rect;

use crate::tui::paint::Align;

/// Cells at the left edge of a table.
pub const GUTTER: u16 = 1;

/// A column: at a narrow screen the highest ranks are left out, never rank 0. What is left over goes to those that can
/// grow, the first ones first.
pub struct Column<F> {
    /// What it shows.
    pub field: F,
    /// Its title.
    pub title: &'static str,
    /// Its cells.
    pub width: u16,
    /// At which end of them it stands.
    pub align: Align,
    /// How soon it is left out.
    pub rank: u8,
    /// How many cells more it can have.
    pub grow: u16,
}

/// A column as a line of a table of columns.
pub const fn column<F>(
    field: F,
    title: &'static str,
    width: u16,
    align: Align,
    rank: u8,
    grow: u16,
) -> Column<F> {
    Column { field, title, width, align, rank, grow }
}

/// Columns that fit an area, with their place and width.
pub fn fit<F: Copy + PartialEq>(
    columns: &'static [Column<F>],
    area: Rect,
) -> Vec<(&'static Column<F>, u16, u16)> {
    let mut ranked: Vec<&Column<F>> = columns.iter().collect();
    ranked.sort_by_key(|column| column.rank);
    let (mut used, mut shown) = (GUTTER, Vec::new());
    for column in ranked {
        if column.rank == 0 || used + column.width < area.width {
            used += column.width + 1;
            shown.push(column.field);
        }
    }
    // The last column needs no gap behind it.
    let mut spare = (area.width + 1).saturating_sub(used);
    let mut x = area.x + GUTTER;
    let mut placed = Vec::with_capacity(shown.len());
    for column in columns.iter().filter(|column| shown.contains(&column.field)) {
        let more = spare.min(column.grow);
        spare -= more;
        placed.push((column, x, column.width + more));
        x += column.width + more + 1;
    }
    placed
}
