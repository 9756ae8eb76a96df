//! `policy show` and `policy check`.

use std::path::Path;

use super::args::Policy;
use super::context::Context;
use super::out::Out;
use crate::domain::{Error, Kind, Result};
use crate::health::PolicySet;

/// A policy or a template is a page of text; what is longer is something else.
const MOST_BYTES: u64 = 1_000_000;

pub fn run(command: Policy, context: &Context, out: &mut Out) -> Result<()> {
    match command {
        Policy::Show => {
            let policies = if context.location.exists() {
                context.view()?.judge()?.policies
            } else {
                PolicySet::builtin()?
            };
            out.text(&policies.to_toml())
        }
        Policy::Check { file } => {
            let text = text_of(&file, "policy")?;
            PolicySet::resolve_from(&file.display().to_string(), Some(&text), &[])?;
            out.text("the policy is sound\n")
        }
    }
}

/// The text of a TOML file; `what` it is said to be.
///
/// # Errors
/// It cannot be read, or is no such thing.
pub(super) fn text_of(file: &Path, what: &str) -> Result<String> {
    let place = |error: Error| error.at(file.display());
    let facts =
        std::fs::metadata(file).map_err(|error| place(error.into()).hint("check the name of the file"))?;
    if facts.is_dir() {
        return Err(place(Error::invalid(format!("is a folder, not a {what}"))).hint("name a TOML file"));
    }
    if facts.len() > MOST_BYTES {
        return Err(place(Error::invalid(format!("is far too long for a {what}"))).hint("name a TOML file"));
    }
    let bytes = std::fs::read(file).map_err(|error| place(error.into()))?;
    String::from_utf8(bytes).map_err(|_| {
        place(Error::new(Kind::Invalid, "is not text in UTF-8")).hint(format!("a {what} is TOML text"))
    })
}
