//! The entities of enablement: assessments, trainings, and who was invited to them.

use std::sync::OnceLock;

use super::entity::{Entity, Parent};
use super::field::{Instead, LinkTo, Row};
use super::tables::{OF_ACCOUNT, row};

const ASSESSMENT_ROWS: &[Row] = &[
    row("template", "Assessment", ""),
    row("date", "Assessed on", ""),
    row("by", "By", ""),
    row("note", "Note", ""),
    row("external_id", "Id elsewhere", ""),
];

/// Questionnaires that were answered. Their answers are written by `edit::assess` alone.
pub static ASSESSMENT: Entity = Entity {
    name: "assessment",
    plural: "assessments",
    table: "assessment",
    kind: "assessments",
    rows: ASSESSMENT_ROWS,
    made: OnceLock::new(),
    title: &["template"],
    parent: Some(OF_ACCOUNT),
    order: "assessed_on DESC, id DESC",
};

const TRAINING_ROWS: &[Row] = &[
    row("title", "Title", "what is taught"),
    row("kind", "Kind", ""),
    row("date", "Held on", ""),
    row("trainer", "Trainer", ""),
    row("note", "Note", ""),
    row("external_id", "Id elsewhere", ""),
];

/// Training sessions of an account, and webinars for many.
pub static TRAINING: Entity = Entity {
    name: "training",
    plural: "trainings",
    table: "training_session",
    kind: "trainings",
    rows: TRAINING_ROWS,
    made: OnceLock::new(),
    title: &["title"],
    parent: Some(Parent { required: false, ..OF_ACCOUNT }),
    order: "held_on DESC, id DESC",
};

const INVITATION_ROWS: &[Row] = &[
    row("contact", "Contact", "").kept("contact_id", Instead::Link(LinkTo::Contact)),
    row("invited_on", "Invited on", ""),
    row("attended", "Attended", "empty: not yet known"),
];

/// Who was invited to a training.
pub static INVITATION: Entity = Entity {
    name: "invitation",
    plural: "invitations",
    table: "training_invitation",
    kind: "invitations",
    rows: INVITATION_ROWS,
    made: OnceLock::new(),
    title: &["contact"],
    parent: Some(Parent { column: "training_session_id", entity: "training", required: true }),
    order: "id",
};
