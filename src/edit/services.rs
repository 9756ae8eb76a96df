//! The entities of professional services and of advocacy.

use std::sync::OnceLock;

use super::entity::Entity;
use super::field::{Instead, LinkTo, Row};
use super::tables::{OF_ACCOUNT, row};

const ENGAGEMENT_ROWS: &[Row] = &[
    row("title", "Title", "what is delivered"),
    row("kind", "Kind", ""),
    row("status", "Status", ""),
    row("start_on", "Start", ""),
    row("end_on", "End", ""),
    row("amount", "Amount", "paid once; never part of the ARR"),
    row("currency", "Currency", "such as EUR; empty: the currency of the book"),
    row("owner", "Owner", "who leads it on our side"),
    row("scope", "Scope", "what is in it, and what is not"),
    row("external_id", "Id elsewhere", ""),
];

/// Professional services: paid once.
pub static ENGAGEMENT: Entity = Entity {
    name: "service",
    plural: "services",
    table: "service_engagement",
    kind: "engagements",
    rows: ENGAGEMENT_ROWS,
    made: OnceLock::new(),
    title: &["title"],
    parent: Some(OF_ACCOUNT),
    order: "start_on IS NULL, start_on DESC, id",
};

const ASK_ROWS: &[Row] = &[
    row("kind", "Asked for", ""),
    row("asked_on", "Asked on", ""),
    row("contact", "Contact", "who was asked").kept("contact_id", Instead::Link(LinkTo::Contact)),
    row("status", "Status", ""),
    row("answered_on", "Answered on", ""),
    row("note", "Note", ""),
    row("external_id", "Id elsewhere", ""),
];

/// What a customer was asked for as an advocate.
pub static ASK: Entity = Entity {
    name: "advocacy ask",
    plural: "advocacy asks",
    table: "advocacy_ask",
    kind: "asks",
    rows: ASK_ROWS,
    made: OnceLock::new(),
    title: &["kind", "asked_on"],
    parent: Some(OF_ACCOUNT),
    order: "asked_on DESC, id DESC",
};
