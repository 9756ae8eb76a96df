//! The fields of a play, for the forms that start and finish one. What else it holds is written by its acts.

use std::sync::OnceLock;

use crate::edit::entity::{Entity, Parent};
use crate::edit::field::Row;
use crate::edit::tables::row;

const ROWS: &[Row] = &[
    row("owner", "Run by", "empty: the CSM of the account"),
    row("started_on", "Start", "the steps count from here"),
    row("note", "Why", "what did it, or what was in the way"),
];

/// Plays.
pub static PLAY: Entity = Entity {
    name: "play",
    plural: "plays",
    table: "play",
    kind: "plays",
    rows: ROWS,
    made: OnceLock::new(),
    title: &["started_on"],
    parent: Some(Parent { column: "account_id", entity: "account", required: true }),
    order: "started_on DESC, id DESC",
};
