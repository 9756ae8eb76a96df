//! Where results and complaints go.

use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal, Write};

use serde::Serialize;

use crate::domain::text::{clean, is_hostile};
use crate::domain::{Error, Kind, Result};

/// Standard output. When its reader has gone, what is written goes nowhere, without an error.
pub struct Out {
    inner: BufWriter<Box<dyn Write>>,
    closed: bool,
    terminal: bool,
}

impl Out {
    /// The standard output of the process.
    pub fn stdout() -> Out {
        let stdout = io::stdout();
        let terminal = stdout.is_terminal();
        Out { inner: BufWriter::new(Box::new(stdout)), closed: false, terminal }
    }

    /// Whether a person reads along.
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Cells that fit a line; None: it is no terminal, and nothing needs to be cut.
    pub fn width(&self) -> Option<usize> {
        if !self.terminal {
            return None;
        }
        terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
    }

    /// Writes text as it is.
    pub fn text(&mut self, text: &str) -> Result<()> {
        self.write_all(text.as_bytes()).map_err(unwritable)
    }

    /// Writes a value as JSON, with escapes for every character that a terminal must not see.
    pub fn json(&mut self, value: &impl Serialize) -> Result<()> {
        self.text(&pretty(value)?)
    }

    /// Writes out what is still held back.
    pub fn finish(&mut self) -> Result<()> {
        self.flush().map_err(unwritable)
    }

    /// Notes that the reader has gone; any other error is one.
    fn forgive<T>(&mut self, outcome: io::Result<T>, instead: T) -> io::Result<T> {
        match outcome {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(instead)
            }
            outcome => outcome,
        }
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        let outcome = self.inner.write(bytes);
        self.forgive(outcome, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let outcome = self.inner.flush();
        self.forgive(outcome, ())
    }
}

/// What happened when the result could not be written.
pub fn unwritable(error: io::Error) -> Error {
    Error::new(Kind::Storage, format!("the result cannot be written ({error})"))
        .hint("check the disk or the program that reads it")
}

/// A value as JSON over several lines, with escapes for every character that a terminal must not see.
pub fn pretty(value: &impl Serialize) -> Result<String> {
    let plain = serde_json::to_string_pretty(value)
        .map_err(|error| Error::new(Kind::Storage, format!("the result cannot be written ({error})")))?;
    Ok(escape(&plain) + "\n")
}

/// JSON with every control and format character of its strings as `\u` escape. Outside of strings there is none but
/// the line break.
pub fn escape(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || !is_hostile(c) {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// Says on standard error what went wrong and what to do. That nobody listens is no error.
pub fn complain(error: &Error) {
    say("error", error);
}

/// The same for what stops nothing.
pub fn warn(error: &Error) {
    say("warning", error);
}

fn say(severity: &str, error: &Error) {
    let mut lines = format!("{severity}: {}\n", clean(&error.what));
    if let Some(hint) = &error.hint {
        let hint: Vec<_> = hint.lines().map(clean).collect();
        let _ = writeln!(lines, "  hint: {}", hint.join("\n    "));
    }
    note(&lines);
}

/// Says something on standard error. That nobody listens is no error.
pub fn note(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that has gone.
    struct Gone;
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    #[test]
    fn a_reader_that_has_gone_is_no_error() {
        let mut out =
            Out { inner: BufWriter::with_capacity(4, Box::new(Gone)), closed: false, terminal: false };
        out.text("more than four bytes").unwrap();
        out.text("and more").unwrap();
        out.finish().unwrap();
    }

    #[test]
    fn json_keeps_hostile_characters_as_escapes() {
        let hostile = "a\u{9b}31m\u{202e}b\u{e0001}\n";
        let json = escape(&serde_json::to_string_pretty(&[hostile]).unwrap());
        assert!(!json.chars().any(|c| c != '\n' && is_hostile(c)), "{json}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [hostile]);
    }
}
