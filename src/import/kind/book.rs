//! The kinds of what the book keeps beside its customers: segments, the team, names of metrics, templates, holidays,
//! settings, rates.

use super::super::rules;
use super::tables::{LONG, SHORT, records};
use super::{Column, Holds, Identity, Kind};
use Holds::{Currency, Day, Flag, Number, Text, Whole, Word};

/// Segments with what they override in the policy.
pub const SEGMENTS: Kind = Kind {
    name: "segments",
    shape: records("segment", Identity::Unique(&["name"]), rules::none),
    columns: &[
        Column::own("name", Text(SHORT)).needed().also(&["segment"]),
        Column::own("cadence_days", Whole(1, 3_650)),
        Column::own("target_days", Whole(1, 3_650)),
        Column::own("policy", Text(LONG)),
        Column::uid(),
    ],
};

/// The team.
pub const TEAM: Kind = Kind {
    name: "team",
    shape: records("team_member", Identity::Unique(&["name"]), rules::none),
    columns: &[
        Column::own("name", Text(SHORT)).needed().also(&["member", "team member", "full name"]),
        Column::own("email", Text(320)),
        Column::own(
            "role",
            Word(&[
                ("csm", &["customer success manager"]),
                ("lead", &["team lead", "manager"]),
                ("onboarding specialist", &[]),
                ("technical success engineer", &["tse"]),
                ("training specialist", &["trainer"]),
                ("operations", &["ops", "cs ops"]),
                ("account executive", &["ae"]),
            ]),
        )
        .otherwise_word("csm"),
        Column::own("active", Flag).otherwise(1),
        Column::uid(),
    ],
};

/// The names of metrics, also of those without a value: as the book spells them, in its order.
pub const METRICS: Kind = Kind {
    name: "metrics",
    shape: records("metric", Identity::Unique(&["name"]), rules::none),
    columns: &[Column::own("metric", Text(SHORT)).stored("name").needed().also(&["name", "metric_name"])],
};

/// Templates that the book has beside, or instead of, the built-in ones.
pub const TEMPLATES: Kind = Kind {
    name: "templates",
    shape: records("template", Identity::Unique(&["kind", "name"]), rules::none),
    columns: &[
        Column::own(
            "kind",
            Word(&[
                ("onboarding", &[]),
                ("assessment", &[]),
                ("plan", &[]),
                ("playbook", &[]),
                ("message", &[]),
            ]),
        )
        .needed(),
        Column::own("name", Text(SHORT)).needed().also(&["template"]),
        Column::own("toml", Text(1_000_000)).needed().or_blank(),
        Column::uid(),
    ],
};

/// Holidays of the book.
pub const HOLIDAYS: Kind = Kind {
    name: "holidays",
    shape: records("holiday", Identity::Unique(&["day_on"]), rules::none),
    columns: &[
        Column::own("date", Day).stored("day_on").needed().also(&["day", "day_on", "holiday"]),
        Column::own("name", Text(SHORT)),
        Column::uid(),
    ],
};

/// The book's own settings: its policy, its currency.
pub const SETTINGS: Kind = Kind {
    name: "settings",
    shape: records("setting", Identity::Unique(&["name"]), rules::none),
    columns: &[
        Column::own("name", Text(SHORT)).needed().also(&["setting"]),
        Column::own("value", Text(1_000_000)).needed().or_blank(),
    ],
};

/// Exchange rates into the book's currency.
pub const RATES: Kind = Kind {
    name: "rates",
    shape: records("exchange_rate", Identity::Unique(&["currency", "from_on"]), rules::rate),
    columns: &[
        Column::own("currency", Currency).needed(),
        Column::own("from", Day).stored("from_on").needed().also(&["from_on", "date"]),
        Column::own("rate", Number).stored("rate_micro").needed(),
    ],
};
