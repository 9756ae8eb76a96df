//! The kinds of work: alerts and plays, tasks, renewals, overrides of the health.

use super::super::rules;
use super::tables::{ACCOUNT_ALSO, LEVEL, LONG, SHORT, TITLE, account, external_id, records};
use super::{Column, Holds, Identity, Kind, Parts, Records, Shape};
use crate::store::load::names::Linked;
use Holds::{Account, Amount, Contract, Currency, Day, Member, Row, Text, Uid, Whole, Word};

/// Alerts: of one rule an account has one that is open.
pub const ALERTS: Kind = Kind {
    name: "alerts",
    shape: records("alert", Identity::OneOpen(&["account_id", "rule"], "closed_on"), rules::none),
    columns: &[
        account(),
        Column::own("rule", Text(SHORT)).needed().also(&["trigger"]),
        Column::own("severity", LEVEL).needed(),
        Column::own("reason", Text(10_000)).needed().or_blank(),
        Column::own("opened_on", Day).needed().also(&["opened"]),
        Column::own("closed_on", Day).also(&["closed"]),
        Column::own("snoozed_until", Day),
        Column::own("dismissed_reason", Text(10_000)),
        Column::own("play", Text(SHORT)),
        Column::own("flood", Text(10_000)).also(&["group", "cause"]),
        Column::uid(),
    ],
};

/// Plays.
pub const PLAYS: Kind = Kind {
    name: "plays",
    shape: records("play", Identity::NthOf(&["account_id", "playbook", "started_on"]), rules::none),
    columns: &[
        account(),
        Column::own("playbook", Text(SHORT)).needed(),
        Column::own("alert", Row(Linked::Alert)).stored("alert_id"),
        Column::own("owner", Member).stored("owner_id"),
        Column::own("started_on", Day).needed().also(&["started", "start"]),
        Column::own("ended_on", Day).also(&["ended", "end"]),
        Column::own(
            "outcome",
            Word(&[("worked", &["success"]), ("did not work", &["failed"]), ("cancelled", &["canceled"])]),
        ),
        Column::own("note", Text(LONG)).also(&["notes"]),
        Column::uid(),
    ],
};

/// Interventions: a row is one of its entries; one without entries is one row.
pub const INTERVENTIONS: Kind = Kind {
    name: "interventions",
    shape: Shape::Records(Records {
        table: "intervention",
        identity: Identity::ExternalIdOrKey(&["account_id", "started_on"]),
        parts: Some(Parts {
            table: "intervention_entry",
            parent: "intervention_id",
            key: &["kind", "entered_on"],
            when: &["kind", "date", "note", "entry_uid"],
        }),
        check: rules::intervention,
    }),
    columns: &[
        external_id().also(&["intervention_id", "id"]),
        account(),
        Column::own("play", Row(Linked::Play)).stored("play_id"),
        Column::own("owner", Member).stored("owner_id").also(&["csm"]),
        Column::own("started_on", Day).needed().also(&["started", "start"]),
        Column::own("exit_criteria", Text(10_000)).also(&["criteria"]),
        Column::own("target_health", Whole(0, 100)),
        Column::own("target_on", Day),
        Column::own("closed_on", Day).also(&["closed"]),
        Column::own("outcome", Word(&[("saved", &[]), ("lost", &[])])),
        Column::own("reason", Text(10_000)),
        Column::part(
            "kind",
            Word(&[
                ("detected", &[]),
                ("reached out", &[]),
                ("diagnosed", &[]),
                ("proposed", &[]),
                ("executed", &[]),
                ("review", &[]),
            ]),
        )
        .also(&["step"]),
        Column::part("date", Day).stored("entered_on"),
        Column::part("by", Member).stored("owner_id"),
        Column::part("note", Text(LONG)).also(&["notes"]),
        Column::uid(),
        Column::part("entry_uid", Uid).stored("uid"),
    ],
};

/// Tasks.
pub const TASKS: Kind = Kind {
    name: "tasks",
    shape: records("task", Identity::ExternalIdOrCells, rules::none),
    columns: &[
        external_id().also(&["task_id", "id"]),
        Column::own("account", Account).stored("account_id").also(ACCOUNT_ALSO),
        Column::own("title", Text(TITLE)).needed().also(&["task", "subject"]),
        Column::own("owner", Member).stored("owner_id").also(&["csm", "assignee"]),
        Column::own("due_on", Day).also(&["due", "due_date"]),
        Column::own("done_on", Day).also(&["done", "done_date", "completed_on"]),
        Column::own("snoozed_until", Day),
        Column::own("source", Text(SHORT)),
        Column::own("play", Row(Linked::Play)).stored("play_id"),
        Column::uid(),
    ],
};

/// How far a renewal has come.
const STAGE: Column = Column::own(
    "stage",
    Word(&[
        ("not started", &[]),
        ("preparing", &[]),
        ("quoted", &[]),
        ("negotiating", &["negotiation"]),
        ("verbal", &[]),
        ("won", &["closed won"]),
        ("lost", &["closed lost"]),
        ("churn notice", &[]),
    ]),
)
.otherwise_word("not started")
.also(&["renewal_stage"]);

/// What is expected of it.
const FORECAST: Column = Column::own(
    "forecast",
    Word(&[("commit", &[]), ("best case", &[]), ("at risk", &[]), ("won", &[]), ("lost", &[])]),
);

/// Renewals.
pub const RENEWALS: Kind = Kind {
    name: "renewals",
    shape: records("renewal", Identity::ExternalIdOrCells, rules::renewal),
    columns: &[
        external_id().also(&["renewal_id", "id"]),
        account(),
        Column::own("contract", Contract).stored("contract_id").also(&["contract_id", "subscription_id"]),
        Column::own("due_on", Day).needed().also(&["due", "due_date", "renewal_date"]),
        STAGE,
        FORECAST,
        Column::own("reason", Text(10_000)),
        Column::own("amount", Amount).stored("amount_minor"),
        Column::own("currency", Currency),
        Column::own("quote_by_on", Day).also(&["quote_by"]),
        Column::own("notice_on", Day).also(&["notice_date"]),
        Column::own("closed_on", Day).also(&["closed", "close_date"]),
        Column::own("churn_reason", Text(SHORT)),
        Column::own("competitor", Text(SHORT)),
        Column::own("snoozed_until", Day),
        Column::uid(),
    ],
};

/// What renewals were until a day on which they changed: stage, forecast, amount.
pub const FORECASTS: Kind = Kind {
    name: "forecasts",
    shape: records("renewal_change", Identity::Unique(&["renewal_id", "changed_on"]), rules::renewal_change),
    columns: &[
        Column::own("renewal", Row(Linked::Renewal)).stored("renewal_id").needed().also(&["renewal_id"]),
        Column::own("changed_on", Day).needed().also(&["until"]),
        STAGE,
        FORECAST,
        Column::own("reason", Text(10_000)),
        Column::own("amount", Amount).stored("amount_minor"),
        Column::own("currency", Currency),
        Column::uid(),
    ],
};

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
        Column::uid(),
    ],
};
