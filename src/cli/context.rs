//! What every command needs to know: which book, which day, which format.

use std::path::Path;

use super::args::{Format, Globals};
use super::out::warn;
use super::passphrase::Source;
use crate::domain::{Day, Error, Kind, Result};
use crate::engine::{Clock, View, Writer, keep};
use crate::store::head::{Form, form};
use crate::store::{Location, key};

/// The global options, resolved.
pub struct Context {
    pub location: Location,
    pub clock: Clock,
    pub as_of: Option<Day>,
    pub format: Format,
    pub passphrase: Source,
    /// Who the user is on the team, as they say it.
    pub me: Option<String>,
}

impl Context {
    /// Resolves the options.
    ///
    /// # Errors
    /// A day to show that is still to come; no place for a book.
    pub fn new(globals: Globals) -> Result<Context> {
        let Globals { book, today, as_of, format, passphrase_fd, passphrase_file, me } = globals;
        let clock = today.map_or(Clock::Local, Clock::Fixed);
        if let Some(day) = as_of
            && day > clock.today()
        {
            return Err(Error::new(Kind::Usage, format!("{day} is still to come"))
                .hint("--as-of shows a past day; --today takes another day for today"));
        }
        // An empty MAINSTAY_BOOK is as good as none.
        let location = match book.filter(|path| !path.as_os_str().is_empty()) {
            Some(path) => Location::at(path),
            None => Location::default_book()?,
        };
        let passphrase = Source::new(passphrase_fd, passphrase_file);
        Ok(Context { location, clock, as_of, format, passphrase, me })
    }

    /// Gets the key of the book, once, if it or another file that is about to be opened needs one. A book that is about
    /// to be made gets one when a passphrase was given.
    ///
    /// # Errors
    /// There is nobody to ask for the passphrase, or it cannot be read; one was given in vain.
    pub fn unlock(&mut self, also: Option<&Path>) -> Result<()> {
        let path = self.location.path();
        // What cannot be looked at is told when it is opened.
        let form_of = |path: &Path| form(path).ok();
        let sealed = |path: &Path| form_of(path) == Some(Form::Sealed);
        let is_asked = sealed(path) || also.is_some_and(sealed);
        if is_asked && !key::AVAILABLE {
            // What this build cannot open, since it is encrypted or no book, is told when it is opened.
            return Ok(());
        }
        if is_asked || (self.passphrase.is_given() && !self.location.exists()) {
            let key = self.passphrase.key().map_err(|error| error.at(path.display()))?;
            self.location = self.location.clone().with_key(key);
            return Ok(());
        }
        if self.passphrase.is_given() && also.is_none() {
            return Err(Error::invalid("the book is not encrypted and has no passphrase")
                .at(path.display())
                .hint("leave the option away, or encrypt the book with: mainstay encrypt"));
        }
        Ok(())
    }

    /// The day that is shown.
    pub fn day(&self) -> Day {
        self.as_of.unwrap_or_else(|| self.clock.today())
    }

    /// The book, for reading.
    pub fn view(&self) -> Result<View> {
        View::open(&self.location, self.day())
    }

    /// The same, for a command that changes the book.
    ///
    /// # Errors
    /// A past day is shown, and the past cannot be edited.
    pub fn for_writing(&self) -> Result<&Context> {
        match self.as_of {
            Some(day) => Err(Error::new(Kind::Usage, format!("{day} is past and can only be looked at"))
                .hint("leave --as-of away to change the book")),
            None => Ok(self),
        }
    }

    /// The book, for writing; made where there is none. Before it is changed its backup of the day is made; that it
    /// cannot be made is said, and stops nothing.
    pub fn writer(&self) -> Result<Writer> {
        let writer = Writer::open(&self.location, self.clock)?;
        if let Err(error) = keep::daily(&self.location) {
            warn(&error);
        }
        Ok(writer)
    }
}
