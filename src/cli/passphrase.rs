//! The passphrase of an encrypted book: asked for without echo, or read from where the user says; never part of the
//! command line or the environment, which others can read.

use std::path::PathBuf;

use crate::domain::Result;
use crate::store::key::Key;

/// Where the passphrase comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The terminal.
    Asked,
    /// An open file descriptor.
    Descriptor(u32),
    /// The first line of a file; - is standard input.
    File(PathBuf),
}

impl Source {
    /// What the options say.
    pub fn new(descriptor: Option<u32>, file: Option<PathBuf>) -> Source {
        match (descriptor, file) {
            (Some(descriptor), _) => Source::Descriptor(descriptor),
            (None, Some(file)) => Source::File(file),
            (None, None) => Source::Asked,
        }
    }

    /// Whether an option says it.
    pub fn is_given(&self) -> bool {
        *self != Source::Asked
    }

    /// The key of a book that is there.
    ///
    /// # Errors
    /// There is nobody to ask, it cannot be read, or it is empty.
    pub fn key(&self) -> Result<Key> {
        read::key(self, Times::Once)
    }

    /// The key of a book that is to be encrypted: asked for twice, since a slip would lock the book for ever.
    ///
    /// # Errors
    /// There is nobody to ask, it cannot be read, it is empty, or the two differ.
    pub fn new_key(&self) -> Result<Key> {
        read::key(self, Times::Twice)
    }
}

/// How often to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Times {
    Once,
    Twice,
}

#[cfg(feature = "encryption")]
mod read {
    use std::fs::File;
    use std::io::{self, IsTerminal, Read};
    use std::path::Path;

    use zeroize::Zeroizing;

    use super::{Source, Times};
    use crate::domain::{Error, Kind, Result};
    use crate::store::key::Key;
    use crate::tui::term::secret;

    /// Bytes that a passphrase has at most.
    const LONGEST: usize = 4096;

    pub fn key(source: &Source, times: Times) -> Result<Key> {
        Key::new(match source {
            Source::Asked => asked(times)?,
            Source::Descriptor(number) => descriptor(*number)?,
            Source::File(file) if file.as_os_str() == "-" => {
                // What follows the line stays there for who reads on.
                first_line(io::stdin().lock()).map_err(|error| unreadable("standard input", &error))?
            }
            Source::File(file) => {
                from_file(file).map_err(|error| unreadable(&file.display().to_string(), &error))?
            }
        })
    }

    fn asked(times: Times) -> Result<Zeroizing<String>> {
        // Standard input may be the file to import: who sees the question can answer it.
        if !io::stderr().is_terminal() {
            return Err(Error::invalid("the passphrase is needed, and there is no terminal to ask for it")
                .hint("give it with --passphrase-fd N or --passphrase-file FILE"));
        }
        let ask = |question: &str| -> Result<Zeroizing<String>> {
            secret::ask(question)
                .map_err(|error| unreadable("the terminal", &error))?
                .ok_or_else(|| Error::new(Kind::Cancelled, "stopped; nothing was changed"))
        };
        if times == Times::Once {
            return ask("Passphrase");
        }
        let first = ask("New passphrase")?;
        if !first.is_empty() && *first != *ask("The same again")? {
            return Err(Error::invalid("the two passphrases differ").hint("try again; nothing was changed"));
        }
        Ok(first)
    }

    #[cfg(unix)]
    fn descriptor(number: u32) -> Result<Zeroizing<String>> {
        from_file(Path::new(&format!("/dev/fd/{number}"))).map_err(|error| {
            Error::new(
                Kind::Usage,
                format!("the passphrase cannot be read from descriptor {number} ({error})"),
            )
            .hint("open it in the shell, such as: mainstay --passphrase-fd 3 3< FILE")
        })
    }

    #[cfg(not(unix))]
    fn descriptor(_: u32) -> Result<Zeroizing<String>> {
        Err(Error::new(Kind::Usage, "this system has no descriptors to read from")
            .hint("use --passphrase-file FILE, or --passphrase-file - for standard input"))
    }

    fn from_file(file: &Path) -> io::Result<Zeroizing<String>> {
        first_line(File::open(file)?)
    }

    /// The first line, without its end.
    fn first_line(mut from: impl Read) -> io::Result<Zeroizing<String>> {
        // As long as it gets, so that it never moves and leaves a copy behind.
        let mut line = Zeroizing::new(Vec::with_capacity(LONGEST));
        // Byte by byte: nothing of it stays in a buffer, and nothing behind it is taken away.
        let mut byte = [0];
        while from.read(&mut byte)? == 1 && byte != *b"\n" {
            if line.len() == LONGEST {
                return Err(io::Error::other("it is too long"));
            }
            line.extend_from_slice(&byte);
        }
        let text = str::from_utf8(&line).map_err(|_| io::Error::other("it is no text"))?;
        Ok(Zeroizing::new(text.strip_suffix('\r').unwrap_or(text).to_owned()))
    }

    fn unreadable(from: &str, error: &io::Error) -> Error {
        Error::invalid(format!("the passphrase cannot be read from {from} ({error})"))
            .hint("give it with --passphrase-fd N or --passphrase-file FILE")
    }
}

#[cfg(not(feature = "encryption"))]
mod read {
    use super::{Source, Times};
    use crate::domain::Result;
    use crate::store::key::{self, Key};

    pub fn key(_: &Source, _: Times) -> Result<Key> {
        Err(key::unavailable())
    }
}
