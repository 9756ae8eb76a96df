//! Two accounts that are one customer become one account.

use super::entity::ACCOUNT;
use super::field::{Field, Value};
use super::patch::Patch;
use super::records::{Values, delete, read};
use crate::domain::text::fit;
use crate::domain::{Error, Result};
use crate::store::edit::{account_name, is_below};
use crate::store::{Reads, Tx, merge as book};

/// What a merge did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Records that moved, usage aside.
    pub moved: usize,
    /// Names of fields of the kept account that were empty and now hold what the other's held.
    pub filled: Vec<&'static str>,
    /// Values of usage that both accounts had for the same metric or feature and day: the kept account's stay.
    pub usage_left: i64,
    /// The other's id elsewhere, when the kept account has one of its own: it is kept as the tag `formerly:...`.
    pub former_id: Option<String>,
}

/// The label of a merge.
///
/// # Errors
/// The book cannot be read.
pub fn merge_label(on: &impl Reads, keep: i64, gone: i64) -> Result<String> {
    let name = |id| Ok::<_, Error>(account_name(on, id)?.unwrap_or_default());
    Ok(format!("Merged {} into {}", fit(&name(gone)?, 60), fit(&name(keep)?, 60)))
}

/// Makes one account of two: `gone` with all its records becomes part of `keep`.
///
/// What `keep` says stays, what it leaves empty is taken over; tags of both are kept, and accounts below `gone` come to
/// lie below `keep`.
///
/// # Errors
/// They are the same account; both have a plan of the same quarter (delete one first); or the book cannot be written.
pub fn merge(tx: &Tx<'_>, keep: i64, gone: i64) -> Result<Merged> {
    if keep == gone {
        return Err(Error::invalid("an account cannot be merged with itself").hint("name two accounts"));
    }
    let (kept, other) = (read(tx, &ACCOUNT, keep)?, read(tx, &ACCOUNT, gone)?);
    let quarters = book::common_quarters(tx, keep, gone)?;
    if !quarters.is_empty() {
        return Err(Error::invalid(format!("both accounts have a plan of {}", quarters.join(", ")))
            .hint("delete one of the two plans, then merge"));
    }
    let mut merged = Merged::default();
    let set = taken_over(&kept, &other, &mut merged)?;
    // Where the kept account lies below the other one it takes the other's place.
    let set = match (is_below(tx, keep, gone)?, value(&other, "parent")) {
        (true, parent) => with(set, "parent", parent.cloned().unwrap_or(Value::Null))?,
        (false, Some(Value::Int(parent))) if is_below(tx, *parent, keep)? => {
            merged.filled.retain(|label| *label != "parent");
            without(set, "parent")
        }
        (false, _) => set,
    };
    (merged.moved, merged.usage_left) = book::move_rows(tx, keep, gone)?;
    delete(tx, &ACCOUNT, gone)?;
    Patch::row(&ACCOUNT, keep, set).apply(tx)?;
    Ok(merged)
}

fn value<'v>(values: &'v [(&'static Field, Value)], name: &str) -> Option<&'v Value> {
    values.iter().find(|(field, _)| field.name == name).map(|(_, value)| value)
}

fn without(mut set: Values, name: &str) -> Values {
    set.retain(|(field, _)| field.name != name);
    set
}

fn with(set: Values, name: &str, value: Value) -> Result<Values> {
    let mut set = without(set, name);
    set.push((ACCOUNT.field(name)?, value));
    Ok(set)
}

/// What the kept account takes over from the other.
fn taken_over(kept: &Values, other: &Values, merged: &mut Merged) -> Result<Values> {
    let mut set: Values = Vec::new();
    for ((field, own), (_, theirs)) in kept.iter().zip(other) {
        if own.is_null() && !theirs.is_null() && field.name != "tags" {
            merged.filled.push(field.name);
            set.push((field, theirs.clone()));
        }
    }
    let ids =
        (value(kept, "external_id").and_then(Value::text), value(other, "external_id").and_then(Value::text));
    if let (Some(_), Some(former)) = ids {
        merged.former_id = Some(former.to_owned());
    }
    let mut tags: Vec<String> = Vec::new();
    let of = |values| {
        value(values, "tags").and_then(Value::text).unwrap_or_default().split(';').map(str::to_owned)
    };
    // Tags are in lower case, and `;` parts them.
    let former =
        merged.former_id.iter().map(|id| format!("formerly:{}", id.to_lowercase().replace(';', ",")));
    for tag in of(kept).chain(of(other)).chain(former).filter(|tag| !tag.is_empty()) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let field = ACCOUNT.field("tags")?;
    let tags = tags.join(";");
    if tags.chars().count() > 2_000 {
        return Err(Error::invalid("the tags of the two accounts together are too long")
            .hint("remove some, then merge"));
    }
    if !tags.is_empty() {
        set.push((field, Value::Text(tags)));
    }
    Ok(set)
}
