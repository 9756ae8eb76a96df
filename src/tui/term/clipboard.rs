//! Copying by OSC 52: the terminal itself takes the text, so it works over SSH and through multiplexers.

use std::env;
use std::fmt::Write;

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

/// What carries the sequence out of a multiplexer to the terminal around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Around {
    Nothing,
    Tmux,
    Screen,
}

/// The bytes that make the terminal copy a text.
pub fn sequence(text: &str) -> Result<String, std::fmt::Error> {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    let around = match (set("TMUX"), set("STY")) {
        (true, _) => Around::Tmux,
        (_, true) => Around::Screen,
        _ => Around::Nothing,
    };
    wrapped(text, around)
}

fn wrapped(text: &str, around: Around) -> Result<String, std::fmt::Error> {
    let mut plain = String::new();
    CopyToClipboard::to_clipboard_from(text).write_ansi(&mut plain)?;
    let mut out = String::new();
    match around {
        Around::Nothing => return Ok(plain),
        // tmux takes the plain sequence where it may set the clipboard, and hands the wrapped one on where it may
        // do that: each setting is common, so it gets both.
        Around::Tmux => {
            write!(out, "{plain}\u{1b}Ptmux;{}\u{1b}\\", plain.replace('\u{1b}', "\u{1b}\u{1b}"))?
        }
        Around::Screen => write!(out, "\u{1b}P{plain}\u{1b}\\")?,
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_goes_out_as_osc_52() {
        // "Acme" in base 64 is QWNtZQ==.
        assert_eq!(wrapped("Acme", Around::Nothing).unwrap(), "\u{1b}]52;c;QWNtZQ==\u{1b}\\");
    }

    #[test]
    fn a_multiplexer_hands_it_on() {
        let tmux = wrapped("Acme", Around::Tmux).unwrap();
        assert!(tmux.ends_with("\u{1b}Ptmux;\u{1b}\u{1b}]52;c;QWNtZQ==\u{1b}\u{1b}\\\u{1b}\\"), "{tmux:?}");
        assert!(wrapped("Acme", Around::Screen).unwrap().starts_with("\u{1b}P\u{1b}]52;"));
    }
}
