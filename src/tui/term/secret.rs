//! A line that is typed without being shown.

use std::io::{self, Write};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use zeroize::Zeroizing;

/// Bytes that the line has at most. As many are set aside, so that it never moves and leaves a copy behind.
const LONGEST: usize = 4096;

/// The terminal without echo, for as long as this lives. Ctrl-C is a key then, and cannot leave the terminal like that.
struct Quiet;

impl Quiet {
    fn enter() -> io::Result<Quiet> {
        enable_raw_mode().map(|()| Quiet)
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // Nobody is left to tell, and what fails here is a terminal that is gone.
        let _gone = disable_raw_mode();
    }
}

/// Asks on standard error, and reads the answer from the terminal also where standard input is another file. None: the
/// user stopped it, with Esc or Ctrl-C.
///
/// # Errors
/// The terminal cannot be read.
pub fn ask(question: &str) -> io::Result<Option<Zeroizing<String>>> {
    let mut out = io::stderr();
    write!(out, "{question}: ")?;
    out.flush()?;
    let quiet = Quiet::enter()?;
    let line = typed();
    drop(quiet);
    writeln!(out)?;
    line
}

/// What a key does to the line.
enum Typed {
    More,
    Done,
    Stopped,
}

fn typed() -> io::Result<Option<Zeroizing<String>>> {
    let mut line = Zeroizing::new(String::with_capacity(LONGEST));
    loop {
        let Event::Key(key) = read()? else { continue };
        match take(&mut line, key) {
            Typed::Done => return Ok(Some(line)),
            Typed::Stopped => return Ok(None),
            Typed::More => {}
        }
    }
}

fn take(line: &mut String, key: KeyEvent) -> Typed {
    // Some terminals tell of the key that comes up, too.
    if key.kind == KeyEventKind::Release {
        return Typed::More;
    }
    // Both together are AltGr, which makes letters.
    let control = key.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT) == KeyModifiers::CONTROL;
    match key.code {
        KeyCode::Enter => return Typed::Done,
        KeyCode::Esc => return Typed::Stopped,
        KeyCode::Char('c') if control => return Typed::Stopped,
        KeyCode::Char('d') if control && line.is_empty() => return Typed::Stopped,
        // Some terminals send Enter as this.
        KeyCode::Char('j' | 'm') if control => return Typed::Done,
        KeyCode::Char('u') if control => line.clear(),
        KeyCode::Backspace => drop(line.pop()),
        KeyCode::Char(letter) if !control && line.len() + letter.len_utf8() <= LONGEST => line.push(letter),
        _ => {}
    }
    Typed::More
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_typed_mended_and_ended() {
        let mut line = String::new();
        let mut press = |code, modifiers| take(&mut line, KeyEvent::new(code, modifiers));
        let none = KeyModifiers::NONE;
        for letter in ['x', 'y'] {
            press(KeyCode::Char(letter), none);
        }
        press(KeyCode::Char('u'), KeyModifiers::CONTROL);
        press(KeyCode::Char('ü'), none);
        press(KeyCode::Char('A'), KeyModifiers::SHIFT);
        press(KeyCode::Char('z'), none);
        press(KeyCode::Backspace, none);
        press(KeyCode::Char('@'), KeyModifiers::CONTROL | KeyModifiers::ALT);
        press(KeyCode::Left, none);
        assert!(matches!(press(KeyCode::Enter, none), Typed::Done));
        assert!(matches!(press(KeyCode::Char('c'), KeyModifiers::CONTROL), Typed::Stopped));
        assert_eq!(line, "üA@");
    }
}
