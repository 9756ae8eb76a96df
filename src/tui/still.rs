//! A picture of the first screen as it was left, which is shown until what the screen tells is read: in a large book
//! that takes longer than all else of a start.

use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use ratatui::style::Style;
use serde::{Deserialize, Serialize};

use super::config::Config;
use crate::domain::text;

/// The picture.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Still {
    made: Made,
    /// Of each line its pieces of one look.
    lines: Vec<Vec<(String, Style)>>,
}

/// For whom and how it was drawn: of anybody else it is of no use.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Made {
    size: (u16, u16),
    theme: String,
    ascii: bool,
    me: Option<String>,
}

impl Made {
    fn now(size: Size, config: &Config, me: Option<&str>) -> Made {
        Made {
            size: (size.width, size.height),
            theme: config.theme.name().to_owned(),
            ascii: config.theme.is_ascii(),
            me: me.map(str::to_owned),
        }
    }
}

impl Still {
    /// The picture of what is drawn.
    pub fn of(drawn: &Buffer, config: &Config, me: Option<&str>) -> Still {
        let size = drawn.area.as_size();
        let line = |y: u16| {
            let mut pieces: Vec<(String, Style)> = Vec::new();
            let mut x = 0;
            while let Some(cell) = drawn.cell((x, y)).filter(|_| x < size.width) {
                match pieces.last_mut().filter(|piece| piece.1 == cell.style()) {
                    Some((text, _)) => text.push_str(cell.symbol()),
                    None => pieces.push((cell.symbol().to_owned(), cell.style())),
                }
                // Behind a wide sign stands a cell that is not told.
                x += u16::try_from(text::width(cell.symbol())).unwrap_or(1).max(1);
            }
            pieces
        };
        Still { made: Made::now(size, config, me), lines: (0..size.height).map(line).collect() }
    }

    /// Reads what [`Still::to_text`] made, if it is of such a terminal, of these looks and of the same person.
    pub fn read(text: &str, size: Size, config: &Config, me: Option<&str>) -> Option<Still> {
        let still: Still = serde_json::from_str(text).ok()?;
        (still.made == Made::now(size, config, me)).then_some(still)
    }

    /// The picture as it is kept. None: it cannot be told.
    pub fn to_text(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    /// The terminal that it is of.
    pub fn size(&self) -> Size {
        self.made.size.into()
    }

    /// Draws it.
    pub fn draw(&self, buffer: &mut Buffer) {
        for (line, y) in self.lines.iter().zip(0..buffer.area.height) {
            let mut x = 0;
            for (piece, style) in line {
                (x, _) = buffer.set_stringn(x, y, piece, usize::from(buffer.area.width), *style);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Color;

    use super::*;

    fn config(text: &str) -> Config {
        Config::parse(text, false).unwrap()
    }

    fn drawn() -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 2));
        buffer.set_string(1, 0, "東京 Works", Style::new().fg(Color::Red));
        buffer.set_string(0, 1, "é ●", Style::new().bg(Color::Indexed(7)));
        buffer
    }

    #[test]
    fn what_is_kept_looks_as_what_was_drawn() {
        let kept = Still::of(&drawn(), &config(""), Some("Ann")).to_text().unwrap();
        let still = Still::read(&kept, Size::new(20, 2), &config(""), Some("Ann")).unwrap();
        let mut buffer = Buffer::empty(drawn().area);
        still.draw(&mut buffer);
        assert_eq!(buffer, drawn());
    }

    #[test]
    fn another_terminal_looks_or_person_has_no_use_for_it() {
        let kept = Still::of(&drawn(), &config(""), Some("Ann")).to_text().unwrap();
        let read = |size, config: &Config, me| Still::read(&kept, size, config, me).is_some();
        let size = Size::new(20, 2);
        assert!(read(size, &config(""), Some("Ann")));
        assert!(!read(Size::new(21, 2), &config(""), Some("Ann")));
        assert!(!read(size, &config("theme = \"mono\""), Some("Ann")));
        assert!(!read(size, &config("ascii = true"), Some("Ann")));
        assert!(!read(size, &config(""), None));
        assert!(Still::read("{", size, &config(""), None).is_none());
    }
}
