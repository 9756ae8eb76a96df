//! Every kind with its columns. The contract is the team's `import` design, "Native columns"; where it says "as
//! `export` writes it", the columns here are what `export` writes.

use super::super::rules::{self, Check};
use super::{Codes, Column, Holds, Identity, Kind, Parts, Records, Shape};
use super::{book, expansion, onboarding, services, work};
use Holds::{
    Account, Amount, Code, Contract, Currency, Day, Decimal, Domain, Feature, Flag, Folded, Id, List, Member,
    Metric, Names, Number, Parent, Quarter, Segment, Tags, Text, Uid, Whole, Word,
};

pub(super) const LONG: usize = 100_000;
pub(super) const NAME: usize = 1_000;
pub(super) const TITLE: usize = 2_000;
pub(super) const SHORT: usize = 200;
pub(super) const COUNT: Holds = Whole(0, i64::MAX);
/// A place in an order: any whole number.
pub(super) const PLACE: Holds = Whole(i64::MIN, i64::MAX);
pub(super) const LEVEL: Holds = Word(&[("high", &[]), ("medium", &["mid"]), ("low", &[])]);

/// Headers under which other systems name the account of a row.
pub(super) const ACCOUNT_ALSO: &[&str] = &[
    "account_id",
    "account name",
    "customer",
    "customer_id",
    "customer name",
    "company",
    "company_id",
    "company name",
    "client",
    "organization",
    "organisation",
    "organization_id",
    "account external id",
];

pub(super) const fn records(table: &'static str, identity: Identity, check: Check) -> Shape {
    Shape::Records(Records { table, identity, parts: None, check })
}

pub(super) const fn account() -> Column {
    Column::own("account", Account).stored("account_id").needed().also(ACCOUNT_ALSO)
}

pub(super) const fn external_id() -> Column {
    Column::own("external_id", Id)
}

/// Every kind, in the order in which a new book wants them.
pub const ALL: &[Kind] = &[
    Kind {
        name: "accounts",
        shape: records("account", Identity::ExternalId, rules::account),
        columns: &[
            external_id().needed().also(&[
                "account_id",
                "id",
                "customer_id",
                "company_id",
                "record id",
                "client_id",
                "organization_id",
            ]),
            Column::own("name", Text(NAME)).needed().also(&[
                "account_name",
                "account",
                "customer",
                "customer name",
                "company",
                "company name",
                "client",
                "organization",
                "organization name",
            ]),
            Column::own("domain", Domain).also(&["website", "company domain name", "website url", "url"]),
            Column::own("segment", Segment).stored("segment_id").also(&["touch model", "customer segment"]),
            Column::own("csm", Member).stored("csm_id").also(&[
                "csm name",
                "customer success manager",
                "account owner",
                "company owner",
                "owner",
            ]),
            Column::own("stage", Code(Codes::Stage)).otherwise(2).also(&["lifecycle stage"]),
            Column::own("signed_on", Day).also(&[
                "signup_date",
                "signed",
                "signed up",
                "customer since",
                "original contract date",
            ]),
            Column::own("go_live_on", Day).also(&["go live", "go_live_date", "live since"]),
            Column::own("first_outcome_on", Day).also(&[
                "first outcome",
                "first value date",
                "first_outcome_date",
            ]),
            Column::own("industry", Text(NAME)).also(&["sector"]),
            Column::own("country", Text(NAME)).also(&["country/region", "billing country"]),
            Column::own("employees", COUNT).also(&["number of employees", "employee count", "headcount"]),
            Column::own("parent", Parent).stored("parent_id").also(&[
                "parent account",
                "parent_id",
                "parent company",
                "subsidiary_of",
            ]),
            Column::own("tags", Tags).also(&["labels"]),
            Column::own("reported_churned", Flag).also(&["churn_flag", "churned", "is_churned"]),
            Column::own("first_outcome_evidence", Text(10_000)),
            Column::own("first_outcome_by", Text(SHORT)).also(&["first outcome confirmed by"]),
            Column::own("advocacy", services::ADVOCACY).also(&["advocacy status", "reference status"]),
            Column::uid(),
        ],
    },
    Kind {
        name: "contracts",
        shape: records("contract", Identity::ExternalId, rules::contract),
        columns: &[
            external_id().needed().also(&[
                "subscription_id",
                "contract_id",
                "id",
                "contract number",
                "contract",
                "subscription",
            ]),
            account(),
            Column::own("start", Day).stored("start_on").needed().also(&[
                "start_date",
                "start_on",
                "contract start",
                "begin",
                "start (utc)",
            ]),
            Column::own("end", Day).stored("end_on").also(&[
                "end_date",
                "end_on",
                "contract end",
                "churn_date",
                "expires",
                "expiry date",
                "renewal_date",
                "ended at (utc)",
            ]),
            Column::rule("mrr", Amount).one_of("mrr or arr").also(&[
                "mrr_amount",
                "monthly recurring revenue",
                "monthly amount",
            ]),
            Column::rule("arr", Amount).stored("yearly_minor").one_of("mrr or arr").also(&[
                "arr_amount",
                "acv",
                "annual recurring revenue",
                "annual amount",
                "yearly amount",
            ]),
            Column::own("currency", Currency).also(&["currency code", "currency_iso_code"]),
            Column::own("seats", COUNT).also(&["licences", "licenses", "quantity", "licensed seats"]),
            Column::own("plan", Text(SHORT)).also(&["plan_tier", "plan_name", "tier", "product"]),
            Column::own("auto_renew", Flag).also(&["auto_renew_flag", "auto renewal"]),
            Column::own("notice_days", Whole(0, 3_650)).also(&["notice period", "notice period days"]),
            Column::own("notice_given_on", Day).also(&["notice given", "notice date"]),
            Column::uid(),
        ],
    },
    Kind {
        name: "contacts",
        shape: records("contact", Identity::ExternalIdOrCells, rules::none),
        columns: &[
            external_id().also(&["contact_id", "id", "record id"]),
            account(),
            Column::own("name", Text(NAME)).needed().also(&["contact_name", "full name", "contact"]),
            Column::own("email", Text(320)).also(&["email address"]),
            Column::own("title", Text(NAME)).also(&["job title", "position"]),
            Column::own("role", Code(Codes::Role)).otherwise(0).also(&["contact role", "buying role"]),
            Column::own("influence", LEVEL),
            Column::own(
                "sentiment",
                Word(&[
                    ("advocate", &[]),
                    ("supporter", &["positive"]),
                    ("neutral", &[]),
                    ("critic", &["negative"]),
                    ("detractor", &[]),
                ]),
            ),
            Column::own("reports_to", Text(NAME)).also(&["manager", "reports to id"]),
            Column::own("left_on", Day).also(&["left", "left_date", "departed"]),
            Column::uid(),
        ],
    },
    Kind {
        name: "catalog",
        shape: records("feature", Identity::Unique(&["name"]), rules::catalog),
        columns: &[
            Column::own("feature", Text(SHORT)).stored("name").needed().also(&["feature_name", "name"]),
            Column::own("core", Flag).otherwise(0).also(&["is_core"]),
            Column::own("advanced", Flag).otherwise(0).also(&["is_advanced"]),
            Column::own("plans", List).also(&["plan", "plan tiers", "entitled plans"]),
            // No: only seen in use, kept for its place among the features.
            Column::own("in_catalog", Flag).otherwise(1),
            Column::uid(),
        ],
    },
    Kind {
        name: "usage",
        shape: Shape::Usage,
        columns: &[
            Column::rule("account", Account).one_of("account or contract").also(ACCOUNT_ALSO),
            Column::rule("contract", Contract).one_of("account or contract").also(&[
                "contract_id",
                "subscription_id",
                "subscription",
            ]),
            Column::rule("date", Day).needed().also(&[
                "usage_date",
                "day",
                "week_start",
                "week",
                "timestamp",
                "used_on",
                "event_date",
                "month",
            ]),
            Column::rule("metric", Metric).needed().also(&["metric_name", "measure", "event"]),
            Column::rule("value", Number).needed().also(&["metric_value", "count", "amount", "quantity"]),
            Column::rule("id", Text(LONG)).also(&["usage_id", "event_id", "external_id"]),
        ],
    },
    Kind {
        name: "features",
        shape: Shape::Features,
        columns: &[
            Column::rule("account", Account).one_of("account or contract").also(ACCOUNT_ALSO),
            Column::rule("contract", Contract).one_of("account or contract").also(&[
                "contract_id",
                "subscription_id",
                "subscription",
            ]),
            Column::rule("date", Day).needed().also(&[
                "usage_date",
                "day",
                "week_start",
                "week",
                "timestamp",
                "used_on",
                "event_date",
            ]),
            Column::rule("feature", Feature).needed().also(&["feature_name", "feature_id"]),
            Column::rule("uses", Number).needed().also(&[
                "usage_count",
                "count",
                "num_events",
                "events",
                "value",
            ]),
            Column::rule("id", Text(LONG)).also(&["usage_id", "event_id", "external_id"]),
        ],
    },
    Kind {
        name: "tickets",
        shape: records("ticket", Identity::ExternalId, rules::ticket),
        columns: &[
            external_id().needed().also(&["ticket_id", "id", "case number", "case_id", "ticket number"]),
            account(),
            Column::own("opened_on", Day).needed().also(&[
                "submitted_at",
                "created_date",
                "created_at",
                "opened",
                "opened_at",
                "date/time opened",
                "create date",
                "created",
            ]),
            Column::own("resolved_on", Day).also(&[
                "closed_at",
                "resolved_at",
                "solved_at",
                "closed_date",
                "close date",
                "resolved",
                "date/time closed",
            ]),
            Column::rule("resolution_hours", Decimal).also(&["resolution_time_hours", "resolution_time"]),
            // Text until the rules read it: an unknown word is P3 with a warning.
            Column::own("priority", Text(SHORT)).otherwise(3).also(&["severity", "urgency"]),
            Column::own("status", Text(SHORT)).also(&["ticket status", "state"]),
            Column::own("subject", Text(10_000)).also(&["topic", "title", "ticket name", "summary"]),
            Column::own("escalated", Flag).also(&["escalation_flag", "is_escalated"]),
            Column::own("satisfaction", Number).stored("satisfaction_micro").also(&[
                "satisfaction_score",
                "csat",
                "rating",
            ]),
            Column::own("satisfaction_scale", Number).stored("satisfaction_scale_micro"),
            Column::uid(),
        ],
    },
    Kind {
        name: "surveys",
        shape: records("survey", Identity::ExternalIdOrCells, rules::survey),
        columns: &[
            external_id().also(&["survey_id", "response_id", "id"]),
            account(),
            Column::rule("contact", Text(NAME)).also(&[
                "contact_name",
                "contact_email",
                "respondent",
                "email",
                "contact_id",
            ]),
            Column::own("contact row", COUNT).stored("contact_id").hidden(),
            // Who answered, word for word, when it is no contact of the account.
            Column::own("respondent_name", Text(NAME)).stored("respondent"),
            Column::own("kind", Code(Codes::Survey)).needed().also(&[
                "survey_kind",
                "survey_type",
                "type",
                "survey",
            ]),
            Column::own("score", Number).stored("score_micro").needed().also(&["rating", "answer", "value"]),
            Column::own("scale", Number).stored("scale_micro").also(&["max_score"]),
            Column::own("comment", Text(LONG)).also(&["feedback", "feedback_text", "verbatim"]),
            Column::own("date", Day).stored("answered_on").needed().also(&[
                "answered_at",
                "responded_at",
                "response_date",
                "submitted_at",
                "recorded_date",
            ]),
            Column::uid(),
        ],
    },
    Kind {
        name: "touchpoints",
        shape: records("touchpoint", Identity::ExternalIdOrCells, rules::none),
        columns: &[
            external_id().also(&["touchpoint_id", "activity_id", "id"]),
            account(),
            Column::own("date", Day).stored("touched_on").needed().also(&[
                "activity_date",
                "touched_at",
                "meeting_date",
                "timestamp",
            ]),
            Column::own("kind", Code(Codes::Touchpoint)).needed().also(&[
                "type",
                "activity_type",
                "touchpoint_type",
            ]),
            Column::own("text", Text(1_000_000)).also(&[
                "notes",
                "note",
                "summary",
                "description",
                "subject",
            ]),
            Column::rule("attendees", Names).also(&["participants", "contacts", "contact"]),
            Column::own("pulse", Whole(1, 5)).also(&["sentiment"]),
            Column::own("by", Member).stored("by_id").also(&["csm", "owner", "author", "logged_by"]),
            Column::own("links", Text(10_000)).also(&["link", "url", "recording"]),
            Column::uid(),
        ],
    },
    Kind {
        name: "signals",
        shape: records("signal", Identity::ExternalIdOrCells, rules::signal),
        columns: &[
            external_id().also(&["signal_id", "churn_event_id", "id"]),
            account(),
            Column::own("date", Day).stored("seen_on").needed().also(&["seen_at", "seen_on", "signal_date"]),
            Column::own("kind", Folded(SHORT)).needed().also(&["type", "signal", "signal_type"]),
            Column::own("text", Text(LONG)).also(&["note", "notes", "description", "comment"]),
            Column::own("closed_on", Day).also(&["closed", "closed_at", "closed_date"]),
            Column::uid(),
        ],
    },
    Kind {
        // A row is an update of its goal: the goal is made by its first row, later rows add dated statuses.
        name: "goals",
        shape: Shape::Records(Records {
            table: "goal",
            identity: Identity::ExternalIdOrKey(&["account_id", "title"]),
            parts: Some(Parts {
                table: "goal_update",
                parent: "goal_id",
                key: &["updated_on"],
                when: &["status", "current", "note", "value", "update_uid"],
            }),
            check: rules::goal,
        }),
        columns: &[
            external_id().also(&["goal_id", "id"]),
            account(),
            Column::own("title", Text(TITLE)).needed().also(&["goal", "goal_title", "objective", "outcome"]),
            Column::own(
                "kind",
                Word(&[("performance", &[]), ("cost", &["cost saving"]), ("risk", &[]), ("revenue", &[])]),
            )
            .also(&["type", "goal_kind"]),
            Column::own("metric", Text(NAME)).also(&["kpi"]),
            Column::own("baseline", Number).stored("baseline_micro"),
            Column::own("target", Number).stored("target_micro"),
            Column::part("current", Number).stored("current_micro").also(&["actual", "current_value"]),
            Column::own("started_on", Day).also(&["start_date", "started", "start"]),
            Column::own("due", Day).stored("due_on").also(&["due_on", "due_date"]),
            Column::part("status", Code(Codes::Goal)).also(&["goal_status"]),
            Column::part("status_on", Day).stored("updated_on").also(&["status_date", "updated_on"]),
            Column::part("note", Text(LONG)).also(&["comment", "notes"]),
            Column::own("our_role", Text(10_000)),
            Column::own(
                "direction",
                Word(&[("up", &["increase", "higher", "more"]), ("down", &["decrease", "lower", "less"])]),
            ),
            Column::part("value", Amount).stored("value_minor").also(&["value_delivered"]),
            Column::part("currency", Currency),
            Column::uid(),
            Column::part("update_uid", Uid).stored("uid"),
        ],
    },
    expansion::OPPORTUNITIES,
    expansion::STAGES,
    Kind {
        // A row is one item of a plan: the plan's own columns repeat on the rows of its items, and a plan without
        // items is one row with `section` and `item` empty.
        name: "plans",
        shape: Shape::Records(Records {
            table: "plan",
            identity: Identity::ExternalIdOrUnique(&["account_id", "quarter"]),
            parts: Some(Parts {
                table: "plan_item",
                parent: "plan_id",
                key: &["section", "title"],
                when: &["section", "item"],
            }),
            check: rules::plan,
        }),
        columns: &[
            external_id().also(&["plan_id"]),
            account(),
            Column::own("quarter", Quarter).needed(),
            Column::own("written_on", Day).needed().also(&["written", "created_date"]),
            Column::own("status", Word(&[("draft", &[]), ("agreed", &[]), ("reviewed", &[])]))
                .otherwise_word("draft"),
            Column::own("agreed_on", Day),
            Column::own("agreed_with", Text(NAME)),
            Column::own("reviewed_on", Day),
            Column::own("next_review_on", Day),
            Column::own("snoozed_until", Day),
            Column::own("goals", Text(LONG)),
            Column::own("communication", Text(LONG)),
            Column::own("renewal_strategy", Text(LONG)),
            Column::part(
                "section",
                Word(&[
                    ("milestone", &["milestones"]),
                    ("adoption", &[]),
                    ("expansion", &[]),
                    ("risk", &["risks"]),
                ]),
            ),
            Column::part("position", PLACE).otherwise(0),
            Column::part("item", Text(TITLE)).stored("title").visible().also(&["item_title"]),
            Column::part("detail", Text(LONG)),
            Column::part("current", Text(NAME)),
            Column::part("target", Text(NAME)),
            Column::part("owner", Text(SHORT)),
            Column::part("customer_owner", Text(SHORT)),
            Column::part("due_on", Day).also(&["due"]),
            Column::part("done_on", Day).also(&["done"]),
            Column::part("probability", LEVEL),
            Column::part("impact", LEVEL),
            Column::part("carried_from", Quarter),
            Column::uid(),
            Column::part("item_uid", Uid).stored("uid"),
        ],
    },
    onboarding::HANDOFFS,
    onboarding::ONBOARDINGS,
    onboarding::STEPS,
    onboarding::TRAININGS,
    onboarding::INVITATIONS,
    onboarding::ASSESSMENTS,
    work::ALERTS,
    work::PLAYS,
    work::INTERVENTIONS,
    work::TASKS,
    work::RENEWALS,
    work::FORECASTS,
    work::OVERRIDES,
    services::ENGAGEMENTS,
    services::ASKS,
    book::SEGMENTS,
    book::TEAM,
    book::METRICS,
    book::TEMPLATES,
    book::HOLIDAYS,
    book::SETTINGS,
    book::RATES,
];
