//! Terms of a filter that are about what a list has beside its accounts: `state:stuck`, `plan:stale`. Everything else in
//! a filter is about the accounts.

use crate::book::filter::{self, is_key, split, tokens, unknown};
use crate::domain::text::{clean, fold};
use crate::domain::{Error, Result};

/// Terms that must all hold, each turned around or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms<T>(pub(in crate::tui) Vec<(bool, T)>);

impl<T> Default for Terms<T> {
    fn default() -> Terms<T> {
        Terms(Vec::new())
    }
}

impl<T> Terms<T> {
    /// Reads the terms that `test` knows by key, operator and value, and gives what is left of the text. While it is
    /// typed (`live`) a last term that is not finished is left out.
    ///
    /// # Errors
    /// A value that is none: the term and what is allowed.
    pub fn parse(
        text: &str,
        live: bool,
        test: impl Fn(&str, &str, &str) -> Result<Option<T>>,
    ) -> Result<(Terms<T>, String)> {
        let mut terms = Terms::default();
        let mut rest: Vec<&str> = Vec::new();
        let all = tokens(text);
        for (place, token) in all.iter().enumerate() {
            let typing = live && place + 1 == all.len() && text.ends_with(token);
            let (negated, bare) = token.strip_prefix('!').map_or((false, *token), |bare| (true, bare));
            let found = split(bare).map_or(Ok(None), |(key, operator, value)| test(key, operator, value));
            match found.map_err(|error| error.at(format!("filter term {}", clean(token)))) {
                Ok(Some(test)) => terms.0.push((negated, test)),
                Ok(None) => rest.push(token),
                Err(_) if typing => {}
                Err(error) => return Err(error),
            }
        }
        let mut rest = rest.join(" ");
        // A space at the end says that the last word is finished.
        if text.ends_with(char::is_whitespace) {
            rest.push(' ');
        }
        Ok((terms, rest))
    }

    /// Whether all hold, by what holds of one.
    pub fn hold(&self, holds: impl Fn(&T) -> bool) -> bool {
        self.0.iter().all(|(negated, test)| holds(test) != *negated)
    }
}

/// Terms of a list, for a hint that names them before those of accounts: `state:stuck, `.
fn beside(keys: &[(&str, &str)]) -> String {
    keys.iter().map(|(key, value)| format!("{key}:{value}, ")).collect()
}

/// The key of a term in small letters and its values, with `,` between; None: it is one about accounts. `keys` are the
/// list's own, each with a value for hints.
///
/// # Errors
/// The key is neither, it is compared, or has no value: the hint lists the terms.
pub fn own<'v>(
    key: &str,
    operator: &str,
    value: &'v str,
    keys: &[(&str, &str)],
) -> Result<Option<(String, Vec<&'v str>)>> {
    let key = key.to_ascii_lowercase();
    if !is_own(&key, keys)? {
        return Ok(None);
    }
    named(&key, operator)?;
    let values = values_of(value, &key, keys)?;
    Ok(Some((key, values)))
}

/// Whether a key is one of the list's own, which stand with a value each for hints; false: it is one about accounts.
///
/// # Errors
/// It is neither; the hint lists both.
fn is_own(key: &str, keys: &[(&str, &str)]) -> Result<bool> {
    match keys.iter().any(|known| known.0 == key) {
        own if own || is_key(key) => Ok(own),
        _ => Err(unknown(key, &beside(keys))),
    }
}

/// The values of a term, with `,` between.
///
/// # Errors
/// There is none; the hint lists the terms.
fn values_of<'v>(value: &'v str, key: &str, keys: &[(&str, &str)]) -> Result<Vec<&'v str>> {
    filter::values(value, key).map_err(|error| error.hint(filter::terms(&beside(keys))))
}

/// That a key is followed by its value and not compared with it.
///
/// # Errors
/// It is compared.
fn named(key: &str, operator: &str) -> Result<()> {
    if operator == ":" || operator == "=" {
        return Ok(());
    }
    Err(Error::invalid(format!("\"{key}\" has no order")).hint(format!("write {key}:NAME")))
}

/// The words of a closed list that begin as asked.
///
/// # Errors
/// One is none of them; the hint lists them.
pub fn words<T: Copy>(asked: &[&str], all: &[T], name: fn(T) -> &'static str) -> Result<Vec<T>> {
    let squeezed = |text: &str| fold(text).replace(' ', "");
    let one = |asked: &&str| {
        let key = squeezed(asked);
        let fits = |own: &&T| !key.is_empty() && squeezed(name(**own)).starts_with(&key);
        all.iter().find(fits).copied().ok_or_else(|| {
            let known: Vec<_> = all.iter().map(|own| name(*own).replace(' ', "-")).collect();
            Error::invalid(format!("\"{}\" is none of them", clean(asked)))
                .hint(format!("use {}", known.join(", ")))
        })
    };
    asked.iter().map(one).collect()
}
