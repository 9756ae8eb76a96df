//! `policy show` and `policy check`.

use std::path::Path;

use super::args::Policy;
use super::context::Context;
use super::out::{Out, warn};
use crate::domain::{Error, Kind, Result};
use crate::health::PolicySet;
use crate::store::policy::{policies, policies_from};

/// A policy or a template is a page of text; what is longer is something else.
const MOST_BYTES: u64 = 1_000_000;

pub fn run(command: Policy, context: &Context, out: &mut Out) -> Result<()> {
    match command {
        Policy::Show => {
            let policies = match context.location.exists() {
                true => policies(context.view()?.reader()).or_else(|error| builtin_instead(&error))?,
                false => PolicySet::builtin()?,
            };
            out.text(&policies.to_toml())
        }
        Policy::Check { file } => {
            let text = text_of(&file, "policy")?;
            let source = file.display().to_string();
            // The segments of the book are laid over it, and must go with it too.
            if context.location.exists() {
                policies_from(context.view()?.reader(), &source, Some(&text))?;
            } else {
                PolicySet::resolve_from(&source, Some(&text), &[])?;
            }
            out.text("the policy is sound\n")
        }
    }
}

/// The built-in policy, which judges while the book's own has an error; that is said, and the way out.
fn builtin_instead(error: &Error) -> Result<PolicySet> {
    if error.kind != Kind::Invalid {
        return Err(error.clone());
    }
    warn(&error.clone().hint(
        "until it is mended the built-in policy judges, which follows; check a policy with `mainstay policy check FILE`, \
         and bring it in with `mainstay import settings FILE` (columns name and value, where name is policy)",
    ));
    PolicySet::builtin()
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
