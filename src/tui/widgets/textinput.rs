//! Text being typed: one line, or several.

use crate::domain::text;
use crate::tui::term::event::{KeyCode, KeyEvent, KeyModifiers};

/// Text with a cursor between its letters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextInput {
    text: String,
    /// Letters before the cursor.
    cursor: usize,
    /// Whether Enter begins a line and pasted lines stay lines.
    long: bool,
}

impl TextInput {
    /// A line with the cursor at its end.
    pub fn new(text: impl Into<String>) -> TextInput {
        let text = text.into();
        TextInput { cursor: text.chars().count(), text, long: false }
    }

    /// Text of several lines, with the cursor at its end.
    pub fn long(text: impl Into<String>) -> TextInput {
        TextInput { long: true, ..TextInput::new(text) }
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Cells before the cursor.
    pub fn cursor_cells(&self) -> usize {
        text::width(self.text.get(..self.byte(self.cursor)).unwrap_or(""))
    }

    /// Letters before the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts the cursor behind so many letters.
    pub fn set_cursor(&mut self, letters: usize) {
        self.cursor = letters.min(self.len());
    }

    /// Takes a key that types or edits; false: the key is none of this field's.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        if key.modifiers.contains(KeyModifiers::ALT) {
            return false;
        }
        match key.code {
            KeyCode::Char('u') if control => self.remove(0, self.cursor),
            KeyCode::Char('w') if control => self.remove(self.word_start(), self.cursor),
            KeyCode::Char('a') if control => self.cursor = 0,
            KeyCode::Char('e') if control => self.cursor = self.len(),
            KeyCode::Char(_) if control => return false,
            KeyCode::Enter if self.long => self.insert("\n"),
            KeyCode::Char(letter) if text::is_hostile(letter) => {}
            KeyCode::Char(letter) => self.insert(&letter.to_string()),
            KeyCode::Backspace => self.remove(self.cursor.saturating_sub(1), self.cursor),
            KeyCode::Delete => self.remove(self.cursor, (self.cursor + 1).min(self.len())),
            KeyCode::Left => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Right => self.cursor = (self.cursor + 1).min(self.len()),
            KeyCode::Home => self.cursor -= self.letters_before().take_while(|c| *c != '\n').count(),
            KeyCode::End => self.cursor += self.letters_behind().take_while(|c| *c != '\n').count(),
            _ => return false,
        }
        true
    }

    /// Takes pasted text without control characters; on one line, unless this is text of several.
    pub fn paste(&mut self, pasted: &str) {
        let keep = |c: char| if self.long && c == '\n' || !c.is_whitespace() { c } else { ' ' };
        let line: String = pasted
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .chars()
            .map(keep)
            .filter(|c| *c == '\n' || !text::is_hostile(*c))
            .collect();
        self.insert(line.trim_end());
    }

    fn letters_before(&self) -> impl Iterator<Item = char> {
        self.text.get(..self.byte(self.cursor)).unwrap_or("").chars().rev()
    }

    fn letters_behind(&self) -> impl Iterator<Item = char> {
        self.text.get(self.byte(self.cursor)..).unwrap_or("").chars()
    }

    fn insert(&mut self, new: &str) {
        let place = self.byte(self.cursor);
        self.text.insert_str(place, new);
        self.cursor += new.chars().count();
    }

    fn remove(&mut self, from: usize, to: usize) {
        let range = self.byte(from)..self.byte(to);
        self.text.replace_range(range, "");
        self.cursor = from;
    }

    fn word_start(&self) -> usize {
        let before = self.text.get(..self.byte(self.cursor)).unwrap_or("").trim_end();
        before.chars().count() - before.chars().rev().take_while(|c| !c.is_whitespace()).count()
    }

    fn len(&self) -> usize {
        self.text.chars().count()
    }

    /// The byte at which the letter of a number begins.
    fn byte(&self, letter: usize) -> usize {
        self.text.char_indices().nth(letter).map_or(self.text.len(), |(byte, _)| byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(input: &mut TextInput, code: KeyCode, modifiers: KeyModifiers) -> bool {
        input.key(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn letters_are_edited_not_bytes() {
        let mut input = TextInput::new("Zürich 東京");
        press(&mut input, KeyCode::Backspace, KeyModifiers::NONE);
        assert_eq!((input.text(), input.cursor_cells()), ("Zürich 東", 9));
        press(&mut input, KeyCode::Char('w'), KeyModifiers::CONTROL);
        assert_eq!(input.text(), "Zürich ");
        press(&mut input, KeyCode::Home, KeyModifiers::NONE);
        press(&mut input, KeyCode::Delete, KeyModifiers::NONE);
        press(&mut input, KeyCode::Char('x'), KeyModifiers::NONE);
        assert_eq!(input.text(), "xürich ");
        press(&mut input, KeyCode::Char('u'), KeyModifiers::CONTROL);
        assert_eq!(input.text(), "ürich ");
        assert!(!press(&mut input, KeyCode::Char('p'), KeyModifiers::CONTROL));
        assert!(!press(&mut input, KeyCode::Esc, KeyModifiers::NONE));
    }

    #[test]
    fn pasted_text_is_one_line_without_control_characters() {
        let mut input = TextInput::default();
        input.paste("band:red\u{1b}[31m\nacme\u{202E}\r\n");
        assert_eq!(input.text(), "band:red[31m acme");
    }

    #[test]
    fn text_of_several_lines_keeps_them() {
        let mut input = TextInput::long("one");
        press(&mut input, KeyCode::Enter, KeyModifiers::NONE);
        input.paste("two\r\nthree\u{1b}\n");
        assert_eq!(input.text(), "one\ntwo\nthree");
        press(&mut input, KeyCode::Home, KeyModifiers::NONE);
        press(&mut input, KeyCode::Char('>'), KeyModifiers::NONE);
        assert_eq!(input.text(), "one\ntwo\n>three");
        assert!(!press(&mut TextInput::new("one"), KeyCode::Enter, KeyModifiers::NONE));
    }
}
