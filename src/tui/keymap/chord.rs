//! A key as config files write it and the footer shows it: `j`, `G`, `ctrl-d`, `enter`, `y n` for one after the other.

use std::fmt;

use crate::tui::term::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::domain::{Error, Result, text};

/// A key with what is held down beside it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Chord {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Names of the keys that are no letters.
const NAMED: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("space", KeyCode::Char(' ')),
    ("tab", KeyCode::Tab),
    ("shift-tab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
];

const MODIFIERS: &[(&str, KeyModifiers)] =
    &[("ctrl-", KeyModifiers::CONTROL), ("alt-", KeyModifiers::ALT), ("shift-", KeyModifiers::SHIFT)];

impl Chord {
    /// The chord of a key press. Shift is part of a letter already.
    pub fn of(key: KeyEvent) -> Chord {
        let (mut code, mut modifiers) = (key.code, key.modifiers);
        modifiers &= KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        match code {
            KeyCode::Char(letter) => {
                // Some terminals report a shifted letter in lower case and the modifier beside it.
                if modifiers == KeyModifiers::SHIFT && letter.is_ascii_lowercase() {
                    code = KeyCode::Char(letter.to_ascii_uppercase());
                }
                modifiers -= KeyModifiers::SHIFT;
            }
            KeyCode::BackTab => modifiers -= KeyModifiers::SHIFT,
            KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => {
                code = KeyCode::BackTab;
                modifiers -= KeyModifiers::SHIFT;
            }
            _ => {}
        }
        Chord { code, modifiers }
    }

    /// Reads one key or several, with spaces between.
    ///
    /// # Errors
    /// A word that names no key; the hint shows how keys are written.
    pub fn parse_all(keys: &str) -> Result<Vec<Chord>> {
        let chords = keys.split_whitespace().map(Chord::parse).collect::<Result<Vec<_>>>()?;
        if chords.is_empty() { Err(unknown(keys)) } else { Ok(chords) }
    }

    fn parse(word: &str) -> Result<Chord> {
        let (mut rest, mut modifiers) = (word, KeyModifiers::NONE);
        loop {
            if let Some(&(_, code)) = NAMED.iter().find(|named| named.0.eq_ignore_ascii_case(rest)) {
                return Ok(Chord { code, modifiers });
            }
            let mut letters = rest.chars();
            if let (Some(letter), None) = (letters.next(), letters.next()) {
                return Ok(Chord { code: KeyCode::Char(letter), modifiers });
            }
            let function = rest.strip_prefix(['f', 'F']).and_then(|number| number.parse().ok());
            if let Some(number @ 1..=12) = function {
                return Ok(Chord { code: KeyCode::F(number), modifiers });
            }
            let held = MODIFIERS.iter().find_map(|&(name, held)| {
                let start = rest.get(..name.len())?;
                start.eq_ignore_ascii_case(name).then_some((held, rest.get(name.len()..)?))
            });
            let Some((held, after)) = held else { return Err(unknown(word)) };
            modifiers |= held;
            rest = after;
        }
    }

    /// The letter that a text field takes, if the key is one.
    pub fn letter(self) -> Option<char> {
        match self.code {
            KeyCode::Char(letter) if self.modifiers.is_empty() => Some(letter),
            _ => None,
        }
    }
}

fn unknown(word: &str) -> Error {
    Error::invalid(format!("\"{}\" is not a key", text::clean(word))).hint(
        "write a letter, or one of enter, esc, space, tab, up, pgdn, home, ctrl-d; \"y n\" is y and then n",
    )
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, held) in MODIFIERS {
            if self.modifiers.contains(*held) {
                f.write_str(name)?;
            }
        }
        match (NAMED.iter().find(|named| named.1 == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::Char(letter)) => write!(f, "{letter}"),
            (None, KeyCode::F(number)) => write!(f, "f{number}"),
            (None, other) => write!(f, "{other}"),
        }
    }
}

/// Several keys, with spaces between.
pub fn show(keys: &[Chord]) -> String {
    keys.iter().map(Chord::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_as_they_are_written() {
        for keys in ["j", "G", "ctrl-d", "shift-tab", "space", "y n", "pgdn", "-", "f5", "alt-x", "ctrl-left"]
        {
            assert_eq!(show(&Chord::parse_all(keys).unwrap()), keys);
        }
        for keys in ["", "ctrl-", "nope", "f99", "ünter"] {
            assert!(Chord::parse_all(keys).is_err(), "{keys}");
        }
    }

    #[test]
    fn shift_belongs_to_the_letter() {
        let key = |code, modifiers| Chord::of(KeyEvent::new(code, modifiers)).to_string();
        assert_eq!(key(KeyCode::Char('G'), KeyModifiers::SHIFT), "G");
        assert_eq!(key(KeyCode::Char('g'), KeyModifiers::SHIFT), "G");
        assert_eq!(key(KeyCode::Char('?'), KeyModifiers::SHIFT), "?");
        assert_eq!(key(KeyCode::Tab, KeyModifiers::SHIFT), "shift-tab");
        assert_eq!(key(KeyCode::Char('d'), KeyModifiers::CONTROL), "ctrl-d");
    }
}
