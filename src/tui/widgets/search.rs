//! A line above a list in which is typed what is searched for.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::textinput::TextInput;
use crate::tui::paint::{Align, put, put_aligned, split_top};
use crate::tui::theme::{Role, Theme};

/// In front of what is searched for.
const PROMPT: &str = " / ";

/// What is searched for; it is not there while nothing is.
#[derive(Clone, Debug, Default)]
pub struct SearchLine {
    input: Option<TextInput>,
    /// Whether keys go to it.
    typing: bool,
}

impl SearchLine {
    /// Begins or goes on typing.
    pub fn begin(&mut self) {
        self.input.get_or_insert_with(|| TextInput::new(""));
        self.typing = true;
    }

    /// Searches for this, without typing.
    pub fn set(&mut self, text: &str) {
        self.input = Some(TextInput::new(text)).filter(|input| !input.text().trim().is_empty());
        self.typing = false;
    }

    /// Where it is typed, while it is.
    pub fn input(&mut self) -> Option<&mut TextInput> {
        self.input.as_mut().filter(|_| self.typing)
    }

    /// Whether something is searched for, or about to be.
    pub fn is_shown(&self) -> bool {
        self.input.is_some()
    }

    /// Whether it is being typed.
    pub fn is_typing(&self) -> bool {
        self.typing && self.input.is_some()
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        self.input.as_ref().map_or("", TextInput::text)
    }

    /// Ends typing and keeps what is searched for.
    pub fn keep(&mut self) {
        self.input = self.input.take().filter(|input| !input.text().trim().is_empty());
        self.typing = false;
    }

    /// Searches for nothing any more; false: nothing was searched for.
    pub fn end(&mut self) -> bool {
        self.typing = false;
        self.input.take().is_some()
    }

    /// The cell of the cursor while typing.
    pub fn cursor(&self, area: Rect) -> Option<(u16, u16)> {
        let input = self.input.as_ref().filter(|_| self.typing && area.height > 0)?;
        let cells = u16::try_from(PROMPT.len() + input.cursor_cells()).unwrap_or(u16::MAX);
        Some((area.x.saturating_add(cells), area.y)).filter(|cursor| cursor.0 < area.right())
    }

    /// The line, and what is left of an area for the list.
    pub fn split(&self, area: Rect) -> (Rect, Rect) {
        split_top(area, u16::from(self.input.is_some()))
    }

    /// Draws it, and says at the right what was found; `help` while nothing is typed.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, found: &str, help: &str, theme: &Theme) {
        let Some(input) = self.input.as_ref().filter(|_| area.height > 0) else { return };
        let x = put(buffer, (area.x, area.y), area.width, PROMPT, theme.style(Role::Key));
        let x =
            put(buffer, (x, area.y), area.right().saturating_sub(x), input.text(), theme.style(Role::Text));
        let said = if input.text().is_empty() { help } else { found };
        let room = area.right().saturating_sub(x);
        put_aligned(buffer, (x, area.y), room, &format!("  {said} "), Align::Right, theme.style(Role::Dim));
    }
}
