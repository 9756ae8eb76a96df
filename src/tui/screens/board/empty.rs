//! What the board says when it has nothing to show.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Scene;
use crate::tui::paint::put;
use crate::tui::theme::Role;
use crate::tui::words;

/// A book without accounts: what to do first. The commands are indented.
const EMPTY_BOOK: &[&str] = &[
    "No accounts yet.",
    "",
    "Leave with q and bring in the exports you have:",
    "  mainstay import accounts accounts.csv",
    "  mainstay import contracts contracts.csv",
    "  mainstay import usage usage.csv",
    "Or add an account by hand with a.",
    "Or look around in a sample book first:",
    "  mainstay demo",
];

/// Explains why nothing is there, and what to do.
pub fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene) {
    let theme = scene.theme;
    let lines: Vec<String> = if !scene.list.asked().text().is_empty() {
        let mut lines =
            vec![format!("No account passes the filter {}", scene.list.asked().text()), String::new()];
        if let Some(problem) = scene.list.asked().problem() {
            lines.push(problem.what.clone());
            lines.extend(problem.hint.clone());
        }
        match scene.list.view().churned_left_out() {
            0 => {}
            1 => lines.push("1 churned account passes: add stage:churned.".to_owned()),
            many => {
                lines.push(format!("{} churned accounts pass: add stage:churned.", words::thousands(many)))
            }
        }
        lines.push("Esc clears the filter, / changes it.".to_owned());
        lines
    } else if !scene.board.is_complete() {
        vec!["Reading the book.".to_owned()]
    } else if scene.board.totals().churned > 0 {
        vec![
            "Every account in this book is churned.".to_owned(),
            String::new(),
            "/ and stage:churned shows them.".to_owned(),
        ]
    } else {
        EMPTY_BOOK.iter().map(|line| (*line).to_owned()).collect()
    };
    let indent = if area.width >= 60 { 4 } else { 1 };
    let rows = (area.y.saturating_add(u16::from(area.height > 6))..area.bottom()).zip(&lines);
    for (number, (y, line)) in rows.enumerate() {
        let role = match line.strip_prefix("  ") {
            Some(_) => Role::Key,
            None if number == 0 => Role::Heading,
            None => Role::Text,
        };
        put(buffer, (area.x + indent, y), area.width.saturating_sub(indent), line, theme.style(role));
    }
}
