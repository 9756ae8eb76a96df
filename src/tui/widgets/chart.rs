//! Health over 26 weeks as bars, with the scale and the days under it.

use ratatui::text::Span;

use super::doc::{Doc, cell};
use crate::book::row::{Tenths, WEEKS};
use crate::domain::{Band, Day};
use crate::tui::paint::Align;
use crate::tui::theme::{Role, Theme, role_of};

const EIGHTHS: &[&str] = &[" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Cells of the scale at the left: `100 │`.
const SCALE: usize = 5;

/// The band of a displayed health, as the default policy draws its lines.
fn band(value: Tenths) -> Band {
    match value {
        ..500 => Band::Red,
        500..750 => Band::Yellow,
        _ => Band::Green,
    }
}

/// A chart of `height` lines (and one for the days) in `width` cells; the last week is `today`.
pub fn chart(weeks: &[Tenths; WEEKS], today: Day, width: usize, height: usize, theme: &Theme) -> Doc {
    let mut doc = Doc::default();
    let dim = theme.style(Role::Dim);
    let bar = (width.saturating_sub(SCALE + 1) / WEEKS).clamp(1, 3);
    for line in (0..height).rev() {
        let scale = match line {
            top if top + 1 == height => "100",
            middle if middle == height / 2 => "50",
            0 => "0",
            _ => "",
        };
        let mut pieces = vec![cell(scale, SCALE - 2, Align::Right, dim), Span::styled(" │", dim)];
        for week in weeks {
            let eighths = usize::try_from(*week).unwrap_or(0) * height * 8 / 1000;
            // A health of 0 is a value: it shows as the thinnest bar.
            let eighths = if *week >= 0 { eighths.max(1) } else { 0 };
            let sign = EIGHTHS.get(eighths.saturating_sub(line * 8).min(8)).copied().unwrap_or(" ");
            // Bars two or three cells wide leave one between them.
            let filled = bar.saturating_sub(1).max(1);
            let text = format!("{}{}", sign.repeat(filled), " ".repeat(bar - filled));
            pieces.push(Span::styled(text, theme.style(role_of(band(*week)))));
        }
        doc.line(pieces);
    }
    let first = (today - 7 * i32::try_from(WEEKS - 1).unwrap_or(0)).to_string();
    let days = cell(&today.to_string(), (WEEKS * bar).saturating_sub(first.len()), Align::Right, dim);
    doc.line(vec![Span::raw(" ".repeat(SCALE)), Span::styled(first, dim), days]);
    doc
}
