//! `encrypt`, `decrypt`: a passphrase for the book, and away with it.

use std::path::PathBuf;

use serde::Serialize;

use super::args::Format;
use super::context::Context;
use super::out::Out;
use super::page::Page;
use crate::domain::Result;
use crate::store::head::Form;
use crate::store::{backup, convert};

/// What came of it, for scripts.
#[derive(Serialize)]
struct Converted {
    book: String,
    encrypted: bool,
    /// Copies that were made before, and are still as the book was.
    former_copies: Vec<String>,
}

/// A passphrase for the book.
pub fn encrypt(context: &Context, out: &mut Out) -> Result<()> {
    convert::can_be_encrypted(&context.location)?;
    convert::encrypt(&context.location, &context.passphrase.new_key()?)?;
    tell(true, context, out)
}

/// The passphrase away.
pub fn decrypt(context: &Context, out: &mut Out) -> Result<()> {
    convert::decrypt(&context.location)?;
    tell(false, context, out)
}

fn tell(encrypted: bool, context: &Context, out: &mut Out) -> Result<()> {
    let former = if encrypted { Form::Plain } else { Form::Sealed };
    let copies: Vec<PathBuf> = backup::copies(&context.location, former)?;
    let names: Vec<String> = copies.iter().map(|copy| copy.display().to_string()).collect();
    let book = context.location.path().display().to_string();
    if context.format == Format::Json {
        return out.json(&Converted { book, encrypted, former_copies: names });
    }
    let (title, former) = if encrypted {
        (
            "The book is encrypted: whoever loses the passphrase loses the book",
            "Copies from before that can be read without the passphrase",
        )
    } else {
        ("The book is not encrypted any more", "Copies from before that still need the passphrase")
    };
    let mut page = Page::new(title);
    page.facts("", vec![("book", Some(book))]);
    page.lines(former, names);
    page.write(context.format, out)
}
