//! The kinds of what the book keeps beside its customers: overrides of the health, segments, the team, settings, rates.

use super::super::rules;
use super::tables::{LONG, SHORT, account, records};
use super::{Column, Holds, Identity, Kind};
use Holds::{Currency, Day, Flag, Member, Number, Text, Whole, Word};

/// Overrides of the health of an account.
pub const OVERRIDES: Kind = Kind {
    name: "overrides",
    shape: records("health_override", Identity::NthOf(&["account_id", "set_on"]), rules::health_override),
    columns: &[
        account(),
        Column::own("band", Holds::Code(super::Codes::Band)).needed(),
        Column::own("reason", Text(10_000)).needed(),
        Column::own("set_on", Day).needed(),
        Column::own("expires_on", Day).needed().also(&["until"]),
        Column::own("by", Member).stored("by_id"),
    ],
};

/// Segments with what they override in the policy.
pub const SEGMENTS: Kind = Kind {
    name: "segments",
    shape: records("segment", Identity::Unique(&["name"]), rules::none),
    columns: &[
        Column::own("name", Text(SHORT)).needed().also(&["segment"]),
        Column::own("cadence_days", Whole(1, 3_650)),
        Column::own("target_days", Whole(1, 3_650)),
        Column::own("policy", Text(LONG)),
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
    ],
};

/// The book's own settings: its policy, its currency.
pub const SETTINGS: Kind = Kind {
    name: "settings",
    shape: records("setting", Identity::Unique(&["name"]), rules::none),
    columns: &[
        Column::own("name", Text(SHORT)).needed().also(&["setting"]),
        Column::own("value", Text(1_000_000)).needed(),
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
