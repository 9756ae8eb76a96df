//! The entries of a document as they stand in its text, rules and playbooks alike.

use toml_edit::{DocumentMut, Item};

use crate::domain::shelf::same;
use crate::domain::text::clean;
use crate::domain::{Error, Result};

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Rule,
    Playbook,
}

impl Sort {
    /// The key of its list in the document.
    fn key(self) -> &'static str {
        match self {
            Sort::Rule => "trigger",
            Sort::Playbook => "playbook",
        }
    }

    /// What a person calls it.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Rule => "rule",
            Sort::Playbook => "playbook",
        }
    }
}

/// An entry as it stands in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub sort: Sort,
    pub name: String,
    pub text: String,
}

/// The entries of a sound document, line by line: from `[[trigger]]` or `[[playbook]]` to the next. Headings between
/// entries belong to none.
pub fn entries(text: &str) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    for line in text.lines() {
        let sort = match line.trim() {
            "[[trigger]]" => Some(Sort::Rule),
            "[[playbook]]" => Some(Sort::Playbook),
            _ => None,
        };
        found.extend(sort.map(|sort| Entry { sort, name: String::new(), text: String::new() }));
        let Some(entry) = found.last_mut() else { continue };
        if line.starts_with('#') {
            continue;
        }
        let named = line.strip_prefix("name").map(|rest| rest.trim_start().trim_start_matches('='));
        if let Some(name) = named.filter(|_| entry.name.is_empty()) {
            entry.name = name.trim().trim_matches(['"', '\'']).to_owned();
        }
        entry.text.push_str(line);
        entry.text.push('\n');
    }
    found
}

/// A document without the entry of a name, the rest as it was written. None: no entry is left.
///
/// # Errors
/// It is no TOML.
pub fn without(text: &str, sort: Sort, name: &str) -> Result<Option<String>> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        Error::invalid(clean(error.message().trim()).into_owned())
            .hint("mend the document in the editor first")
    })?;
    let is_called = |table: &toml_edit::Table| {
        table.get("name").and_then(Item::as_str).is_some_and(|own| same(own, name))
    };
    if let Some(tables) = document.get_mut(sort.key()).and_then(Item::as_array_of_tables_mut) {
        tables.retain(|table| !is_called(table));
    }
    let left = |sort: Sort| {
        document.get(sort.key()).and_then(Item::as_array_of_tables).is_some_and(|own| !own.is_empty())
    };
    let any = left(Sort::Rule) || left(Sort::Playbook);
    Ok(any.then(|| document.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "# Ours.\n\n[[trigger]]\nname = \"one\"\noff = true\n\n# Kept.\n[[playbook]]\nname = 'two'\n\n[[playbook.step]]\ntitle = \"call\"\n";

    #[test]
    fn entries_stand_with_their_names_and_steps() {
        let found = entries(TWO);
        let told: Vec<_> = found.iter().map(|entry| (entry.sort, entry.name.as_str())).collect();
        assert_eq!(told, [(Sort::Rule, "one"), (Sort::Playbook, "two")]);
        assert!(found[1].text.contains("title = \"call\""), "{found:?}");
    }

    #[test]
    fn an_entry_is_taken_out_and_the_rest_stays_as_it_was_written() {
        let left = without(TWO, Sort::Rule, "One").unwrap().unwrap();
        assert!(left.contains("# Kept.\n[[playbook]]\nname = 'two'\n\n[[playbook.step]]"), "{left}");
        assert!(!left.contains("trigger"), "{left}");
        assert_eq!(without(&left, Sort::Playbook, "two").unwrap(), None);
        assert!(without("[[trigger", Sort::Rule, "x").is_err());
    }
}
