//! The kinds of opportunities and of what they were.

use super::Form::{Amount, Day as D, Micro, Number, Text, Uid};
use super::Kind;

/// Expansions.
pub const OPPORTUNITIES: Kind = Kind {
    name: "opportunities",
    columns: &[
        ("external_id", Text),
        ("account", Text),
        ("title", Text),
        ("kind", Text),
        ("amount", Amount),
        ("currency", Text),
        ("seats", Number),
        ("stage", Text),
        ("opened_on", D),
        ("close_on", D),
        ("problem", Text),
        ("solution", Text),
        ("roi", Text),
        ("unit", Text),
        ("unit_value", Amount),
        ("units", Micro),
        ("cost", Amount),
        ("months", Number),
        ("timeline", Text),
        ("approved_by", Text),
        ("approved_on", D),
        ("closed_on", D),
        ("lost_reason", Text),
        ("outcome", Text),
        ("contract", Text),
        ("uid", Uid),
    ],
    sql: "SELECT {o.external_id}, {a.external_id, a.name}, o.title, o.kind, o.amount_minor, o.currency, o.seats,
            o.stage, o.opened_on, o.close_on, o.problem, o.solution, o.roi, o.unit, o.unit_value_minor, o.units_micro,
            o.cost_minor, o.months, o.timeline, {p.external_id, p.email, p.name}, o.approved_on, o.closed_on,
            o.lost_reason, o.outcome, {c.external_id}, {o.uid ~ NULL}
          FROM opportunity o JOIN account a ON a.id = o.account_id LEFT JOIN contact p ON p.id = o.approved_by_id
          LEFT JOIN contract c ON c.id = o.contract_id",
    account: "o.account_id",
    dated: "o.opened_on",
    order: "o.account_id, o.id",
};

/// What opportunities were until a day: stage, amount.
pub const STAGES: Kind = Kind {
    name: "pipeline",
    columns: &[
        ("opportunity", Text),
        ("changed_on", D),
        ("stage", Text),
        ("amount", Amount),
        ("currency", Text),
        ("uid", Uid),
    ],
    sql: "SELECT {o.external_id}, c.changed_on, c.stage, c.amount_minor, c.currency, {c.uid ~ NULL}
          FROM opportunity_change c JOIN opportunity o ON o.id = c.opportunity_id",
    account: "o.account_id",
    dated: "c.changed_on",
    order: "o.account_id, o.id, c.changed_on",
};
