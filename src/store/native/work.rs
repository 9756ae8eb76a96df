//! The kinds of work: alerts and plays, tasks, renewals, overrides of the health.

use super::Form::{Amount, Day as D, Number, Text, Uid};
use super::Kind;
use super::kinds::BAND;

/// Alerts.
pub const ALERTS: Kind = Kind {
    name: "alerts",
    columns: &[
        ("account", Text),
        ("rule", Text),
        ("severity", Text),
        ("reason", Text),
        ("opened_on", D),
        ("closed_on", D),
        ("snoozed_until", D),
        ("dismissed_reason", Text),
        ("play", Text),
        ("flood", Text),
        ("uid", Uid),
    ],
    sql: "SELECT {a.external_id, a.name}, t.rule, t.severity, t.reason, t.opened_on, t.closed_on, t.snoozed_until,
            t.dismissed_reason, t.play, t.flood, {t.uid ~ NULL}
          FROM alert t JOIN account a ON a.id = t.account_id",
    account: "t.account_id",
    dated: "t.opened_on",
    order: "t.account_id, t.opened_on, t.id",
};

/// Plays.
pub const PLAYS: Kind = Kind {
    name: "plays",
    columns: &[
        ("account", Text),
        ("playbook", Text),
        ("alert", Text),
        ("owner", Text),
        ("started_on", D),
        ("ended_on", D),
        ("outcome", Text),
        ("note", Text),
        ("uid", Uid),
    ],
    sql: "SELECT {a.external_id, a.name}, p.playbook, {'uid:' || t.uid ~ t.rule}, m.name, p.started_on, p.ended_on,
            p.outcome, p.note, {p.uid ~ NULL}
          FROM play p JOIN account a ON a.id = p.account_id LEFT JOIN alert t ON t.id = p.alert_id
            LEFT JOIN team_member m ON m.id = p.owner_id",
    account: "p.account_id",
    dated: "p.started_on",
    order: "p.account_id, p.started_on, p.id",
};

/// Interventions. A row an entry: of one intervention they share all but kind, date, by and note; one without entries
/// is one row.
pub const INTERVENTIONS: Kind = Kind {
    name: "interventions",
    columns: &[
        ("external_id", Text),
        ("account", Text),
        ("play", Text),
        ("owner", Text),
        ("started_on", D),
        ("exit_criteria", Text),
        ("target_health", Number),
        ("target_on", D),
        ("closed_on", D),
        ("outcome", Text),
        ("reason", Text),
        ("kind", Text),
        ("date", D),
        ("by", Text),
        ("note", Text),
        ("uid", Uid),
        ("entry_uid", Uid),
    ],
    sql: "SELECT {i.external_id}, {a.external_id, a.name}, {'uid:' || p.uid ~ p.playbook}, m.name, i.started_on,
            i.exit_criteria, i.target_health, i.target_on, i.closed_on, i.outcome, i.reason, e.kind, e.entered_on,
            b.name, e.note, {i.uid ~ NULL}, {e.uid ~ NULL}
          FROM intervention i JOIN account a ON a.id = i.account_id LEFT JOIN play p ON p.id = i.play_id
            LEFT JOIN team_member m ON m.id = i.owner_id LEFT JOIN intervention_entry e ON e.intervention_id = i.id
            LEFT JOIN team_member b ON b.id = e.owner_id",
    account: "i.account_id",
    dated: "i.started_on",
    order: "i.account_id, i.started_on, i.id, e.entered_on, e.id",
};

/// Tasks.
pub const TASKS: Kind = Kind {
    name: "tasks",
    columns: &[
        ("external_id", Text),
        ("account", Text),
        ("title", Text),
        ("owner", Text),
        ("due_on", D),
        ("done_on", D),
        ("snoozed_until", D),
        ("source", Text),
        ("play", Text),
        ("uid", Uid),
    ],
    sql: "SELECT {t.external_id}, {a.external_id, a.name}, t.title, m.name, t.due_on, t.done_on,
            t.snoozed_until, t.source, {'uid:' || p.uid ~ p.playbook}, {t.uid ~ NULL}
          FROM task t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN team_member m ON m.id = t.owner_id
            LEFT JOIN play p ON p.id = t.play_id",
    account: "t.account_id",
    dated: "",
    order: "t.account_id, t.id",
};

/// Renewals.
pub const RENEWALS: Kind = Kind {
    name: "renewals",
    columns: &[
        ("external_id", Text),
        ("account", Text),
        ("contract", Text),
        ("due_on", D),
        ("stage", Text),
        ("forecast", Text),
        ("reason", Text),
        ("amount", Amount),
        ("currency", Text),
        ("quote_by_on", D),
        ("notice_on", D),
        ("closed_on", D),
        ("churn_reason", Text),
        ("competitor", Text),
        ("snoozed_until", D),
        ("uid", Uid),
    ],
    sql: "SELECT {r.external_id}, {a.external_id, a.name}, {c.external_id}, r.due_on, r.stage, r.forecast,
            r.reason, r.amount_minor, r.currency, r.quote_by_on, r.notice_on, r.closed_on, r.churn_reason,
            r.competitor, r.snoozed_until, {r.uid ~ NULL}
          FROM renewal r JOIN account a ON a.id = r.account_id LEFT JOIN contract c ON c.id = r.contract_id",
    account: "r.account_id",
    dated: "",
    order: "r.account_id, r.due_on, r.id",
};

/// What renewals were until a day: stage, forecast, amount.
pub const FORECASTS: Kind = Kind {
    name: "forecasts",
    columns: &[
        ("renewal", Text),
        ("changed_on", D),
        ("stage", Text),
        ("forecast", Text),
        ("reason", Text),
        ("amount", Amount),
        ("currency", Text),
        ("uid", Uid),
    ],
    sql: "SELECT {r.external_id}, c.changed_on, c.stage, c.forecast, c.reason, c.amount_minor, c.currency, {c.uid ~ NULL}
          FROM renewal_change c JOIN renewal r ON r.id = c.renewal_id",
    account: "r.account_id",
    dated: "c.changed_on",
    order: "r.account_id, r.due_on, r.id, c.changed_on",
};

/// Overrides of the health of an account.
pub const OVERRIDES: Kind = Kind {
    name: "overrides",
    columns: &[
        ("account", Text),
        ("band", BAND),
        ("reason", Text),
        ("set_on", D),
        ("expires_on", D),
        ("by", Text),
        ("uid", Uid),
    ],
    sql: "SELECT {a.external_id, a.name}, o.band, o.reason, o.set_on, o.expires_on, m.name,
            {o.uid ~ NULL}
          FROM health_override o JOIN account a ON a.id = o.account_id LEFT JOIN team_member m ON m.id = o.by_id",
    account: "o.account_id",
    dated: "o.set_on",
    order: "o.account_id, o.set_on, o.id",
};
