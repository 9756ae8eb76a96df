//! Keys as people write them, to what a terminal reports.

use mainstay::tui::term::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// `j ctrl-d enter "typed text"`.
pub fn parse(keys: &str) -> Vec<Event> {
    let mut events = Vec::new();
    for (number, part) in keys.split('"').enumerate() {
        if number % 2 == 1 {
            events.extend(part.chars().map(|letter| press(KeyCode::Char(letter), KeyModifiers::NONE)));
        } else {
            events.extend(part.split_whitespace().map(key));
        }
    }
    events
}

fn key(word: &str) -> Event {
    let (word, modifiers) = match word.strip_prefix("ctrl-") {
        Some(rest) => (rest, KeyModifiers::CONTROL),
        None => (word, KeyModifiers::NONE),
    };
    let code = match word {
        "enter" => KeyCode::Enter,
        "tab" => KeyCode::Tab,
        "shift-tab" => KeyCode::BackTab,
        "esc" => KeyCode::Esc,
        "space" => KeyCode::Char(' '),
        "backspace" => KeyCode::Backspace,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "pgdn" => KeyCode::PageDown,
        "pgup" => KeyCode::PageUp,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        letter => {
            assert_eq!(letter.chars().count(), 1, "{letter} is no key of these tests");
            KeyCode::Char(letter.chars().next().unwrap())
        }
    };
    press(code, modifiers)
}

fn press(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}
