//! What can be edited: one descriptor an entity, which every form, table cell and command works from.

use std::sync::OnceLock;

pub use super::enablement::{ASSESSMENT, INVITATION, TRAINING};
use super::field::{Field, Row};
pub use super::intervention::{ENTRY, INTERVENTION};
pub use super::opportunity::OPPORTUNITY;
pub use super::services::{ASK, ENGAGEMENT};
pub use super::tables::*;
use crate::domain::text::{clean, fold};
use crate::domain::{Error, Result};
use crate::import::kind::ALL as KINDS;

/// An entity of the book.
pub struct Entity {
    /// The word for one, as labels of changes say it: `contract`.
    pub name: &'static str,
    /// The word for several.
    pub plural: &'static str,
    /// The table of the book.
    pub table: &'static str,
    /// The kind of rows that it is to import.
    pub(super) kind: &'static str,
    /// How its fields are described.
    pub(super) rows: &'static [Row],
    /// Its fields, once they were asked for.
    pub(super) made: OnceLock<Vec<Field>>,
    /// Names of the fields by which a person knows a record, the first filled ones count.
    pub title: &'static [&'static str],
    /// What it belongs to; None: to the book as a whole.
    pub parent: Option<Parent>,
    /// How lists are sorted, in columns of the table.
    pub order: &'static str,
}

/// What a record belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parent {
    /// The column that names it.
    pub column: &'static str,
    /// The name of its entity.
    pub entity: &'static str,
    /// Whether a record needs one.
    pub required: bool,
}

impl Entity {
    /// The entity of a name, singular or plural.
    ///
    /// # Errors
    /// No such entity; the hint lists them.
    pub fn named(name: &str) -> Result<&'static Entity> {
        let key = fold(name);
        ALL.iter().copied().find(|entity| entity.name == key || entity.plural == key).ok_or_else(|| {
            let all: Vec<&str> = ALL.iter().map(|entity| entity.name).collect();
            Error::invalid(format!("\"{}\" is nothing that can be edited", clean(name)))
                .hint(format!("use one of {}", all.join(", ")))
        })
    }

    /// The fields, in the order of a form.
    pub fn fields(&'static self) -> &'static [Field] {
        self.made.get_or_init(|| {
            let kind = KINDS.iter().find(|known| known.name == self.kind);
            kind.into_iter()
                .flat_map(|kind| self.rows.iter().filter_map(|row| Field::of(kind, row)))
                .collect()
        })
    }

    /// The field of a native name or label.
    ///
    /// # Errors
    /// No such field; the hint lists them.
    pub fn field(&'static self, name: &str) -> Result<&'static Field> {
        let key = fold(name);
        let same = |field: &&Field| fold(field.name) == key || fold(field.label) == key;
        self.fields().iter().find(same).ok_or_else(|| {
            let all: Vec<&str> = self.fields().iter().map(|field| field.name).collect();
            Error::invalid(format!("{} has no field \"{}\"", with_article(self.name), clean(name)))
                .hint(format!("use one of {}", all.join(", ")))
        })
    }
}

impl PartialEq for Entity {
    fn eq(&self, other: &Entity) -> bool {
        self.name == other.name
    }
}

impl std::fmt::Debug for Entity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// `a contract`, `an account`.
pub(super) fn with_article(name: &str) -> String {
    let vowel = name.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {name}", if vowel { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::FieldKind;
    use crate::import::kind::Holds;

    #[test]
    fn every_described_field_is_one_that_import_knows() {
        for entity in ALL {
            assert_eq!(
                entity.fields().len(),
                entity.rows.len(),
                "{}: a field is unknown to import",
                entity.name
            );
            for title in entity.title {
                assert!(entity.field(title).is_ok(), "{}: {title}", entity.name);
            }
            if let Some(parent) = entity.parent {
                assert!(Entity::named(parent.entity).is_ok(), "{}", entity.name);
            }
        }
    }

    #[test]
    fn fields_are_found_by_native_name_and_by_label() {
        let stage = ACCOUNT.field("stage").unwrap();
        assert_eq!(ACCOUNT.field("Stage").unwrap(), stage);
        assert!(matches!(&stage.kind, FieldKind::Choice(words) if words.len() == 6));
        assert_eq!(CONTRACT.field("arr").unwrap().column, "yearly_minor");
        assert!(CONTRACT.field("arr").unwrap().required);
        let error = ACCOUNT.field("cows").unwrap_err();
        assert!(error.to_string().contains("an account has no field \"cows\""), "{error}");
    }

    #[test]
    fn the_native_columns_that_no_form_shows_are_known() {
        // The account of a row is its parent; what only import fills, or another field says, is no field.
        const LEFT_OUT: &[&str] = &[
            "accounts.reported_churned",
            "contracts.mrr",
            "catalog.in_catalog",
            "tickets.resolution_hours",
            "surveys.contact row",
            "surveys.respondent_name",
            "opportunities.approver row",
            "plans.snoozed_until",
            "steps.onboarding",
            "steps.planned_on",
            "steps.settled_on",
            "steps.settled_by",
            "steps.snoozed_until",
            "steps.help",
            "invitations.training",
            "invitations.contact row",
            "assessments.question",
            "assessments.answer",
            "assessments.score",
            "assessments.answer_note",
            "interventions.play",
            "tasks.play",
            "renewals.snoozed_until",
            "asks.contact row",
        ];
        let mut missing = Vec::new();
        for kind in
            crate::import::kind::ALL.iter().filter(|kind| ALL.iter().any(|entity| entity.kind == kind.name))
        {
            let fields: Vec<&str> = ALL
                .iter()
                .filter(|entity| entity.kind == kind.name)
                .flat_map(|entity| entity.fields().iter().map(|field| field.name))
                .collect();
            missing.extend(
                kind.columns
                    .iter()
                    .filter(|column| column.name != "account" && column.holds != Holds::Uid)
                    .filter(|column| !fields.contains(&column.name))
                    .map(|column| format!("{}.{}", kind.name, column.name)),
            );
        }
        assert_eq!(missing, LEFT_OUT);
    }
}
