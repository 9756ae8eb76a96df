//! A page of styled lines that scrolls: the overview, the explanation of a score, the help.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::text;
use crate::tui::paint::Align;

/// Lines of text for a width.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Doc {
    lines: Vec<Line<'static>>,
}

impl Doc {
    /// Adds a line of pieces. Text of the book must have been cleaned.
    pub fn line(&mut self, pieces: Vec<Span<'static>>) {
        self.lines.push(Line::from(pieces));
    }

    /// Adds a line of one style.
    pub fn text(&mut self, content: impl Into<String>, style: Style) {
        self.line(vec![Span::styled(content.into(), style)]);
    }

    /// Adds an empty line, unless the last one is empty.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| line.width() > 0) {
            self.lines.push(Line::default());
        }
    }

    /// Adds text, wrapped at words, under an indent.
    pub fn wrapped(&mut self, content: &str, indent: usize, width: usize, style: Style) {
        for line in wrap(content, width.saturating_sub(indent)) {
            self.text(format!("{}{line}", " ".repeat(indent)), style);
        }
    }

    /// Puts another page at the right of this one, `width` cells from the left edge.
    pub fn beside(&mut self, right: Doc, width: usize) {
        for (number, line) in right.lines.into_iter().enumerate() {
            if number >= self.lines.len() {
                self.lines.push(Line::default());
            }
            if let Some(left) = self.lines.get_mut(number) {
                left.spans.push(Span::raw(" ".repeat(width.saturating_sub(left.width()))));
                left.spans.extend(line.spans);
            }
        }
    }

    /// Adds the lines of another page below.
    pub fn append(&mut self, mut below: Doc) {
        self.lines.append(&mut below.lines);
    }

    /// How far a window of a height can scroll.
    pub fn last_top(&self, height: u16) -> usize {
        self.lines.len().saturating_sub(usize::from(height))
    }

    /// Draws the lines from `top` on.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, top: usize) {
        let area = area.intersection(buffer.area);
        for (line, y) in self.lines.iter().skip(top).zip(area.top()..area.bottom()) {
            buffer.set_line(area.x, y, line, area.width);
        }
    }
}

/// A piece of a line, cut or filled up to exactly `cells`. Cleans the text.
pub fn cell(content: &str, cells: usize, align: Align, style: Style) -> Span<'static> {
    let shown = text::fit(content, cells);
    let fill = " ".repeat(cells.saturating_sub(text::width(&shown)));
    Span::styled(
        match align {
            Align::Left => format!("{shown}{fill}"),
            Align::Right => format!("{fill}{shown}"),
        },
        style,
    )
}

/// Text cut into lines of at most `width` cells, at spaces where there are any. Cleans the text.
pub fn wrap(content: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text::clean(content).split_whitespace() {
        let word = text::fit(word, width);
        let needed = text::width(&line) + usize::from(!line.is_empty()) + text::width(&word);
        if needed > width && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_wraps_at_words_and_cuts_those_that_are_too_long() {
        assert_eq!(wrap("close the oldest P1 ticket", 10), ["close the", "oldest P1", "ticket"]);
        assert_eq!(wrap("incomprehensibilities", 6), ["incom…"]);
        assert_eq!(wrap("", 6), Vec::<String>::new());
    }

    #[test]
    fn two_pages_stand_side_by_side() {
        let mut left = Doc::default();
        left.text("ab", Style::new());
        let mut right = Doc::default();
        right.text("cd", Style::new());
        right.text("ef", Style::new());
        left.beside(right, 4);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 2));
        left.draw(&mut buffer, Rect::new(0, 0, 6, 2), 0);
        assert_eq!(buffer, Buffer::with_lines(["ab  cd", "    ef"]));
    }

    #[test]
    fn cells_have_exactly_their_width() {
        assert_eq!(cell("東京タワー", 6, Align::Left, Style::new()).content, "東京… ");
        assert_eq!(cell("7", 3, Align::Right, Style::new()).content, "  7");
    }
}
