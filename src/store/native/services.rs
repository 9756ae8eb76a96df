//! The kinds of professional services and of advocacy.

use super::Form::{Amount, Day as D, Text, Uid};
use super::Kind;

/// Professional services: one-off amounts.
pub const ENGAGEMENTS: Kind = Kind {
    name: "engagements",
    columns: &[
        ("external_id", Text),
        ("account", Text),
        ("title", Text),
        ("kind", Text),
        ("status", Text),
        ("scope", Text),
        ("start_on", D),
        ("end_on", D),
        ("amount", Amount),
        ("currency", Text),
        ("owner", Text),
        ("uid", Uid),
    ],
    sql: "SELECT {s.external_id}, {a.external_id, a.name}, s.title, s.kind, s.status, s.scope, s.start_on, s.end_on,
            s.amount_minor, s.currency, m.name, {s.uid ~ NULL}
          FROM service_engagement s JOIN account a ON a.id = s.account_id LEFT JOIN team_member m ON m.id = s.owner_id",
    account: "s.account_id",
    dated: "s.start_on",
    order: "s.account_id, s.id",
};

/// What customers were asked for as advocates.
pub const ASKS: Kind = Kind {
    name: "asks",
    columns: &[
        ("external_id", Text),
        ("account", Text),
        ("kind", Text),
        ("asked_on", D),
        ("status", Text),
        ("answered_on", D),
        ("contact", Text),
        ("note", Text),
        ("uid", Uid),
    ],
    sql: "SELECT {s.external_id}, {a.external_id, a.name}, s.kind, s.asked_on, s.status, s.answered_on,
            {c.external_id, c.email, c.name}, s.note, {s.uid ~ NULL}
          FROM advocacy_ask s JOIN account a ON a.id = s.account_id LEFT JOIN contact c ON c.id = s.contact_id",
    account: "s.account_id",
    dated: "s.asked_on",
    order: "s.account_id, s.asked_on, s.id",
};
