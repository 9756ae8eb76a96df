//! Documents about an account: what is made of it, where its files lie, what a person left to fill.

use std::fs::{self, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use directories::UserDirs;

use crate::domain::{Error, Kind, Quarter, Result};
use crate::engine::Desk;
use crate::health::facts::AccountId;
use crate::report::plan::AccountPlan;
use crate::report::review::{self, Review};
use crate::report::{Blank, Paper, blanks};
use crate::store::Location;
use crate::store::access::write_private;
use crate::store::open::create_folder;

/// The folder among the user's documents.
const FOLDER: &str = "Mainstay";
/// So many documents of one name are told apart.
const MOST: u32 = 999;

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The business review of a quarter.
    Review(Quarter),
    /// The plan that counts.
    Plan,
}

/// A document that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub account: AccountId,
    pub what: What,
    /// With the page that is not for the customer.
    pub internal: bool,
}

impl Order {
    /// The document, and where it belongs.
    ///
    /// # Errors
    /// There is nothing to make it of, or the book cannot be read.
    pub fn draft(self, desk: &Desk) -> Result<Draft> {
        let view = desk.view();
        let paper = match self.what {
            What::Review(quarter) => {
                review::paper(&Review::read(view, self.account, quarter, self.internal)?)
            }
            What::Plan => AccountPlan::read(view, self.account, None, self.internal)?.paper(),
        };
        Ok(Draft { paper, folder: folder(desk.place()) })
    }
}

/// Where documents about the accounts of a book are written: of the user's own book among their documents, of any other
/// one beside it.
pub(super) fn folder(book: &Location) -> PathBuf {
    let is_default = Location::default_book().is_ok_and(|own| own.path() == book.path());
    let documents = UserDirs::new().and_then(|user| user.document_dir().map(|folder| folder.join(FOLDER)));
    let beside = || {
        // Said whole, so that somebody who started the dashboard elsewhere finds it.
        let book = std::path::absolute(book.path()).unwrap_or_else(|_| book.path().to_owned());
        book.parent().map_or_else(PathBuf::new, Path::to_owned)
    };
    documents.filter(|_| is_default).unwrap_or_else(beside)
}

/// A document before it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub paper: Paper,
    pub folder: PathBuf,
}

/// A document in its two files.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// With the text as it was last seen.
    pub paper: Paper,
    /// What a person completes.
    pub markdown: PathBuf,
    /// What is made of that.
    pub html: PathBuf,
}

/// What is done with the document that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// It is opened in the editor, at a line.
    Edit(usize),
    /// The HTML is made of what stands in the Markdown now.
    Again,
    /// The HTML is shown in the browser.
    Show,
}

/// Work on the files of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Papers {
    /// They are written, and the first blank is opened in the editor.
    Write(Draft),
    /// The Markdown is opened in the editor at a line, and the HTML made anew.
    Edit(Written, usize),
    /// The HTML is made anew.
    Again(Written),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Handed {
    pub written: Written,
    /// Why the editor did not do its part: the files are there all the same.
    pub problem: Option<Error>,
}

impl Papers {
    /// Does it; `edit` has the user change a file in their editor, from a line on.
    ///
    /// # Errors
    /// A file cannot be written or read.
    pub fn hand(self, edit: impl FnOnce(&Path, usize) -> Result<()>) -> Result<Handed> {
        let (written, line) = match self {
            Papers::Write(draft) => {
                let written = draft.write()?;
                let line = written.blanks().first().map(|blank| blank.line);
                (written, line)
            }
            Papers::Edit(written, line) => (written, Some(line)),
            Papers::Again(written) => (written, None),
        };
        let problem = line.and_then(|line| edit(&written.markdown, line).err());
        Ok(Handed { written: written.again()?, problem })
    }
}

impl Draft {
    /// Writes both files. What was there before stays: a person may have completed it.
    fn write(self) -> Result<Written> {
        let stem = free(&self.folder, &self.paper.name, "md")?;
        let file = |ending: &str| self.folder.join(format!("{stem}.{ending}"));
        let written = Written { markdown: file("md"), html: file("html"), paper: self.paper };
        written.save(&written.markdown, &written.paper.markdown)?;
        Ok(written)
    }
}

/// A name in a folder, made where there is none, that no document has yet. It is taken by an empty file.
///
/// # Errors
/// The folder cannot be made or written, or there are too many of the name.
pub(super) fn free(folder: &Path, name: &str, ending: &str) -> Result<String> {
    if !folder.is_dir() {
        create_folder(folder).map_err(|error| refused(folder, &error))?;
    }
    for number in 1..=MOST {
        let stem = if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
        let file = folder.join(format!("{stem}.{ending}"));
        match OpenOptions::new().write(true).create_new(true).open(file) {
            Ok(_) => return Ok(stem),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(refused(folder, &error)),
        }
    }
    Err(Error::new(Kind::Storage, format!("there are {MOST} documents called {name} already"))
        .at(folder.display())
        .hint("move those away that nobody needs"))
}

impl Written {
    /// Takes in what stands in the Markdown, and makes the HTML of it.
    fn again(self) -> Result<Written> {
        let text = fs::read(&self.markdown).map_err(|error| {
            Error::from(error)
                .at(self.markdown.display())
                .hint("the document was moved or deleted: write it anew")
        })?;
        let text = String::from_utf8_lossy(&text).replace("\r\n", "\n");
        let written = Written { paper: self.paper.written(text), ..self };
        written.save(&written.html, &written.paper.html())?;
        Ok(written)
    }

    fn save(&self, file: &Path, text: &str) -> Result<()> {
        write_private(file, text.as_bytes()).map_err(|error| refused(file, &error))
    }

    /// What only a person can fill, and nobody has yet.
    pub fn blanks(&self) -> Vec<Blank> {
        blanks(&self.paper.markdown)
    }
}

pub(super) fn refused(place: &Path, error: &std::io::Error) -> Error {
    Error::new(Kind::Storage, format!("the document cannot be written ({error})"))
        .at(place.display())
        .hint("mainstay report qbr ACCOUNT --output FILE writes it to another folder")
}
