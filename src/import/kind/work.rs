//! The kinds of work: onboardings and their steps, tasks, renewals.

use super::super::rules;
use super::tables::{ACCOUNT_ALSO, COUNT, LONG, SHORT, TITLE, account, external_id, records};
use super::{Column, Holds, Identity, Kind};
use Holds::{Account, Amount, Contract, Currency, Day, Flag, Member, Onboarding, Text, Whole, Word};

/// Onboardings.
pub const ONBOARDINGS: Kind = Kind {
    name: "onboardings",
    shape: records("onboarding", Identity::ExternalId, rules::onboarding),
    columns: &[
        external_id().needed().also(&["onboarding_id", "id"]),
        account(),
        Column::own("template", Text(SHORT)),
        Column::own("started_on", Day).needed().also(&["start_date", "started", "start"]),
        Column::own("ended_on", Day).also(&["end_date", "ended", "end", "completed_on"]),
        Column::own("days", Whole(1, 3_650)).also(&["planned_days"]),
        Column::own("working_days", Flag).otherwise(0),
    ],
};

/// What sales hands over.
pub const HANDOFFS: Kind = Kind {
    name: "handoffs",
    shape: records("handoff", Identity::NthOf(&["account_id"]), rules::none),
    columns: &[
        account(),
        Column::own("why_bought", Text(LONG)).also(&["why they bought"]),
        Column::own("promised", Text(LONG)).also(&["what was promised"]),
        Column::own("stakeholders", Text(LONG)),
        Column::own("success_criteria", Text(LONG)),
        Column::own("risks", Text(LONG)),
        Column::own("dates", Text(LONG)),
        Column::own("handed_by", Text(SHORT)).also(&["handed over by", "sales rep", "account executive"]),
        Column::own("accepted_on", Day).also(&["accepted"]),
    ],
};

/// Steps of onboardings.
pub const STEPS: Kind = Kind {
    name: "steps",
    shape: records("step", Identity::NthOf(&["onboarding_id", "title"]), rules::step),
    columns: &[
        Column::own("onboarding", Onboarding).stored("onboarding_id").needed().also(&["onboarding_id"]),
        Column::rule("account", Account).needed().also(ACCOUNT_ALSO),
        Column::own("title", Text(TITLE)).needed().also(&["step", "task", "step_title"]),
        Column::own("required", Flag).otherwise(1).also(&["is_required"]),
        Column::own("not_applicable", Flag).otherwise(0),
        Column::own("due_on", Day).needed().also(&["due", "due_date"]),
        Column::own("done_on", Day).also(&["done", "done_date", "completed_on"]),
        Column::own("position", COUNT).otherwise(0),
        Column::own("phase", Text(SHORT)),
        Column::own("done_by", Text(SHORT)),
        Column::own("owner_role", Text(SHORT)),
        Column::own("owner", Member).stored("owner_id"),
        Column::own("milestone", Flag).otherwise(0),
        Column::own("quick_win", Flag).otherwise(0),
        Column::own("training", Flag).otherwise(0),
        Column::own("note", Text(LONG)).also(&["notes"]),
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
    ],
};

/// Renewals.
pub const RENEWALS: Kind = Kind {
    name: "renewals",
    shape: records("renewal", Identity::ExternalIdOrCells, rules::renewal),
    columns: &[
        external_id().also(&["renewal_id", "id"]),
        account(),
        Column::own("contract", Contract).stored("contract_id").also(&["contract_id", "subscription_id"]),
        Column::own("due_on", Day).needed().also(&["due", "due_date", "renewal_date"]),
        Column::own(
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
        .also(&["renewal_stage"]),
        Column::own(
            "forecast",
            Word(&[("commit", &[]), ("best case", &[]), ("at risk", &[]), ("won", &[]), ("lost", &[])]),
        ),
        Column::own("reason", Text(10_000)),
        Column::own("amount", Amount).stored("amount_minor"),
        Column::own("currency", Currency),
        Column::own("quote_by_on", Day).also(&["quote_by"]),
        Column::own("notice_on", Day).also(&["notice_date"]),
        Column::own("closed_on", Day).also(&["closed", "close_date"]),
        Column::own("churn_reason", Text(SHORT)),
        Column::own("competitor", Text(SHORT)),
    ],
};
