//! Laying a partial policy over a complete one, key by key. The complete one says which keys exist.

use toml::{Table, Value};

use crate::domain::text::clean;
use crate::domain::{Error, Result};

/// Reads the text of a policy.
///
/// # Errors
/// Not TOML: the line and what is wrong there.
pub(super) fn parse(text: &str) -> Result<Table> {
    text.parse::<Table>().map_err(|error| {
        let line = error
            .span()
            .and_then(|span| text.get(..span.start))
            .map_or(1, |before| before.matches('\n').count() + 1);
        let mut says = clean(error.message().trim()).into_owned();
        // The parser says where it stands, not what it is called.
        if says == "duplicate key"
            && let Some(key) = error.span().and_then(|span| text.get(span))
        {
            says = format!("{} is there twice", clean(key));
        }
        Error::invalid(format!("line {line}: {says}"))
            .hint("a policy is TOML: sections such as [sentiment.nps], then key = value")
    })
}

/// Puts every value of `over` in the place of the same key of `base`.
///
/// # Errors
/// A key that `base` does not have (with the nearest that exists), or a value of another type.
pub(super) fn lay(base: &mut Table, over: &Table, prefix: &str) -> Result<()> {
    lay_at(base, over, "").map_err(|Fault { key, says, hint }| {
        let hint = hint.unwrap_or_else(|| match nearest(&key, &paths(base, "")) {
            Some(near) => format!("did you mean {near}?"),
            None => "`mainstay policy show` lists every key".to_string(),
        });
        Error::invalid(format!("{prefix}{} {says}", clean(&key))).hint(hint)
    })
}

/// What is wrong at a key; without a hint the key does not exist.
struct Fault {
    key: String,
    says: String,
    hint: Option<String>,
}

fn lay_at(base: &mut Table, over: &Table, at: &str) -> Result<(), Fault> {
    for (name, value) in over {
        let key = join(at, name);
        match (base.get_mut(name), value) {
            (None, _) => {
                return Err(Fault { key, says: "is not a key of the policy".into(), hint: None });
            }
            (Some(Value::Table(inner)), Value::Table(over)) => lay_at(inner, over, &key)?,
            (Some(slot), value) if kind(slot) == kind(value) => *slot = value.clone(),
            (Some(slot), value) => {
                let says = format!("is {}, where {} is wanted", kind(value), kind(slot));
                let hint = match slot {
                    Value::Table(_) => format!("write [{key}] and its keys below"),
                    slot => format!("write it as in: {name} = {slot}"),
                };
                return Err(Fault { key, says, hint: Some(hint) });
            }
        }
    }
    Ok(())
}

fn join(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_string() } else { format!("{at}.{name}") }
}

/// Every key with its full path, sections too.
fn paths(table: &Table, at: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (name, value) in table {
        let key = join(at, name);
        if let Value::Table(inner) = value {
            all.extend(paths(inner, &key));
        }
        all.push(key);
    }
    all
}

/// The existing key that is most like a wrong one, if any is like it at all.
fn nearest<'a>(wrong: &str, known: &'a [String]) -> Option<&'a String> {
    let likeness = |key: &String| strsim::normalized_damerau_levenshtein(wrong, key);
    known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b))).filter(|best| likeness(best) >= 0.5)
}

/// What a value is, in words. Whole numbers and fractions are one kind here.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Integer(_) | Value::Float(_) => "a number",
        Value::String(_) => "text",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date",
        Value::Array(_) => "a list",
        Value::Table(_) => "a section",
    }
}
