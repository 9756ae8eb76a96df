//! The kinds of what the book keeps beside its customers.

use super::Form::{Day as D, Micro, Number, Text, Uid, YesNo};
use super::Kind;

/// The book's own settings.
pub const SETTINGS: Kind = Kind {
    name: "settings",
    columns: &[("name", Text), ("value", Text)],
    sql: "SELECT name, value FROM setting",
    account: "",
    dated: "",
    order: "name",
};

/// Exchange rates into the book's currency.
pub const RATES: Kind = Kind {
    name: "rates",
    columns: &[("currency", Text), ("from", D), ("rate", Micro)],
    sql: "SELECT currency, from_on, rate_micro FROM exchange_rate",
    account: "",
    dated: "from_on",
    order: "currency, from_on",
};

/// The team.
pub const TEAM: Kind = Kind {
    name: "team",
    columns: &[("name", Text), ("email", Text), ("role", Text), ("active", YesNo), ("uid", Uid)],
    sql: "SELECT name, email, role, active, {uid ~ NULL} FROM team_member",
    account: "",
    dated: "",
    order: "id",
};

/// Segments with what they override in the policy.
pub const SEGMENTS: Kind = Kind {
    name: "segments",
    columns: &[
        ("name", Text),
        ("cadence_days", Number),
        ("target_days", Number),
        ("policy", Text),
        ("uid", Uid),
    ],
    sql: "SELECT name, cadence_days, target_days, policy, {uid ~ NULL} FROM segment",
    account: "",
    dated: "",
    order: "id",
};

/// The names of metrics, in the order in which usage is kept.
pub const METRICS: Kind = Kind {
    name: "metrics",
    columns: &[("metric", Text)],
    sql: "SELECT name FROM metric",
    account: "",
    dated: "",
    order: "id",
};

/// Templates that the book has beside, or instead of, the built-in ones.
pub const TEMPLATES: Kind = Kind {
    name: "templates",
    columns: &[("kind", Text), ("name", Text), ("toml", Text), ("uid", Uid)],
    sql: "SELECT kind, name, toml, {uid ~ NULL} FROM template",
    account: "",
    dated: "",
    order: "kind, id",
};

/// Holidays.
pub const HOLIDAYS: Kind = Kind {
    name: "holidays",
    columns: &[("date", D), ("name", Text), ("uid", Uid)],
    sql: "SELECT day_on, name, {uid ~ NULL} FROM holiday",
    account: "",
    dated: "",
    order: "day_on",
};
