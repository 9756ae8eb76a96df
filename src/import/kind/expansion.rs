//! The kinds of opportunities and of what they were.

use super::super::rules;
use super::tables::{COUNT, LONG, NAME, SHORT, TITLE, account, external_id, records};
use super::{Column, Holds, Identity, Kind};
use crate::store::load::names::Linked;
use Holds::{Amount, Contract, Currency, Day, Number, Row, Text, Whole, Word};

const STAGE: Column = Column::own(
    "stage",
    Word(&[
        ("identified", &["prospecting", "qualification", "qualified", "engaging", "new", "open"]),
        ("proposal", &["proposal price quote", "quote"]),
        ("presented", &["presentation", "value proposition"]),
        ("business case", &["negotiation", "negotiation review"]),
        ("approved", &["contract sent", "contractsent"]),
        ("won", &["closed won", "closedwon"]),
        ("lost", &["closed lost", "closedlost"]),
    ]),
)
.otherwise_word("identified")
.also(&["stage name", "deal stage", "status"]);

/// Expansions.
pub const OPPORTUNITIES: Kind = Kind {
    name: "opportunities",
    shape: records("opportunity", Identity::ExternalIdOrCells, rules::opportunity),
    columns: &[
        external_id().also(&["opportunity_id", "opp_id", "deal_id", "id", "record id"]),
        account(),
        Column::own("title", Text(TITLE)).needed().also(&[
            "opportunity",
            "opportunity name",
            "deal",
            "deal name",
            "name",
        ]),
        Column::own(
            "kind",
            Word(&[
                ("seats", &["seat", "licences", "licenses"]),
                ("feature", &["features", "module"]),
                ("use case", &["usecase"]),
                ("organisation", &["organization", "org", "department"]),
            ]),
        )
        .also(&["expansion_kind"]),
        Column::own("amount", Amount).stored("amount_minor").also(&[
            "value",
            "close_value",
            "deal value",
            "deal amount",
        ]),
        Column::own("currency", Currency).also(&["currency of value", "currency code", "currency_iso_code"]),
        Column::own("seats", Whole(0, 1_000_000_000)).also(&["added_seats"]),
        STAGE,
        Column::own("opened_on", Day).also(&[
            "created_date",
            "create date",
            "engage_date",
            "opened",
            "created_at",
        ]),
        Column::own("close_on", Day).also(&["close_date", "expected close date", "closed_at"]),
        Column::own("problem", Text(LONG)),
        Column::own("solution", Text(LONG)),
        Column::own("roi", Text(LONG)),
        Column::own("unit", Text(SHORT)),
        Column::own("unit_value", Amount).stored("unit_value_minor"),
        Column::own("units", Number).stored("units_micro"),
        Column::own("cost", Amount).stored("cost_minor"),
        Column::own("months", Whole(1, 120)),
        Column::own("timeline", Text(LONG)),
        Column::rule("approved_by", Text(NAME)).also(&["approver"]),
        Column::own("approver row", COUNT).stored("approved_by_id").hidden(),
        Column::own("approved_on", Day),
        Column::own("closed_on", Day).also(&["actual close date"]),
        Column::own("lost_reason", Text(SHORT)).also(&["loss_reason", "closed lost reason"]),
        Column::own("outcome", Text(LONG)),
        Column::own("contract", Contract).stored("contract_id"),
        Column::uid(),
    ],
};

/// What opportunities were until a day on which they changed: stage, amount.
pub const STAGES: Kind = Kind {
    name: "pipeline",
    shape: records(
        "opportunity_change",
        Identity::Unique(&["opportunity_id", "changed_on"]),
        rules::opportunity_change,
    ),
    columns: &[
        Column::own("opportunity", Row(Linked::Opportunity))
            .stored("opportunity_id")
            .needed()
            .also(&["opportunity_id"]),
        Column::own("changed_on", Day).needed().also(&["until"]),
        STAGE,
        Column::own("amount", Amount).stored("amount_minor"),
        Column::own("currency", Currency),
        Column::uid(),
    ],
};
