//! What can be edited of an opportunity.

use std::sync::OnceLock;

use crate::edit::entity::Entity;
use crate::edit::field::{Instead, LinkTo, Row};
use crate::edit::tables::{OF_ACCOUNT, row};

const ROWS: &[Row] = &[
    row("title", "Title", ""),
    row("kind", "Kind", "what it sells"),
    row("amount", "Amount", "what it adds a year"),
    row("currency", "Currency", "such as EUR; empty: the currency of the book"),
    row("seats", "Seats", "how many it adds"),
    row("stage", "Stage", ""),
    row("opened_on", "Opened on", ""),
    row("close_on", "Closes on", "by when it is expected"),
    row("problem", "Problem", "what it costs them today"),
    row("solution", "Solution", "what they would have, and by whose help"),
    row("roi", "Return", "in their words; the figures below work it out"),
    row("unit_value", "A unit is worth", "to them: an hour saved, a stop avoided"),
    row("unit", "Unit", "such as hours saved"),
    row("units", "How many units", "in the months below"),
    row("cost", "It costs", "in these months; empty: their part of the yearly amount"),
    row("months", "Months", "that the return is worked out for; empty: 12"),
    row("timeline", "Timeline", "decision, rollout, live"),
    row("approved_by", "Approved by", "who at the customer said yes")
        .kept("approved_by_id", Instead::Link(LinkTo::Contact)),
    row("approved_on", "Approved on", ""),
    row("closed_on", "Closed on", "the day it was won or lost"),
    row("lost_reason", "Lost because", ""),
    row("outcome", "Outcome", "what they said"),
    row("contract", "Contract", "that it went into").kept("contract_id", Instead::Link(LinkTo::Contract)),
    row("external_id", "Id elsewhere", ""),
];

/// Expansions.
pub static OPPORTUNITY: Entity = Entity {
    name: "opportunity",
    plural: "opportunities",
    table: "opportunity",
    kind: "opportunities",
    rows: ROWS,
    made: OnceLock::new(),
    title: &["title"],
    parent: Some(OF_ACCOUNT),
    order: "close_on IS NULL, close_on, id",
};
