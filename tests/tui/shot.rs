//! A screen as text: its lines, and the styles in them.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

/// A screen as text, and below it the style of every run of cells that has one.
pub fn styled(buffer: &Buffer) -> String {
    format!("{}\n----\n{}", lines(buffer).join("\n"), styles(buffer).join("\n"))
}

/// The lines of a screen, without blanks at their ends.
pub fn lines(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width);
    let mut lines = Vec::new();
    for cells in buffer.content.chunks(width.max(1)) {
        let mut line = String::new();
        let mut hidden = 0;
        for cell in cells {
            if hidden == 0 {
                line.push_str(cell.symbol());
                hidden = mainstay::domain::text::width(cell.symbol()).max(1);
            }
            hidden -= 1;
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// One line a styled run: `row: from-to style`.
fn styles(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width);
    let mut told = Vec::new();
    for (y, cells) in buffer.content.chunks(width.max(1)).enumerate() {
        let mut runs = String::new();
        let mut x = 0;
        while x < cells.len() {
            let style = cells[x].style();
            let end = (x..cells.len()).find(|at| cells[*at].style() != style).unwrap_or(cells.len());
            if let Some(style) = name(style) {
                runs.push_str(&format!(" {x}-{}={style}", end - 1));
            }
            x = end;
        }
        if !runs.is_empty() {
            told.push(format!("{y}:{runs}"));
        }
    }
    told
}

/// A style in words; None: the terminal's own.
fn name(style: Style) -> Option<String> {
    let mut parts = Vec::new();
    for (what, colour) in [("", style.fg), ("on ", style.bg)] {
        if let Some(colour) = colour.filter(|colour| *colour != ratatui::style::Color::Reset) {
            parts.push(format!("{what}{colour}"));
        }
    }
    if !style.add_modifier.is_empty() {
        parts.push(format!("{:?}", style.add_modifier).replace("Modifier(", "").replace(')', ""));
    }
    (!parts.is_empty()).then(|| parts.join("+").replace(" | ", "+"))
}
