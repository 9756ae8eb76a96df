//! The descriptors as data. What a field may hold, whether it is needed and where the book keeps it is known from the
//! columns of import (`import::kind`): here stand the names on screen, the order of a form, and what belongs to what.

use std::sync::OnceLock;

use super::enablement::{ASSESSMENT, INVITATION, TRAINING};
use super::entity::{Entity, Parent};
use super::field::{Instead, LinkTo, Row};
use super::intervention::{ENTRY, INTERVENTION};
use super::opportunity::OPPORTUNITY;
use super::services::{ASK, ENGAGEMENT};

pub(super) const OF_ACCOUNT: Parent = Parent { column: "account_id", entity: "account", required: true };

pub(super) const fn row(name: &'static str, label: &'static str, help: &'static str) -> Row {
    Row::new(name, label, help)
}

/// Every entity.
pub static ALL: &[&Entity] = &[
    &ACCOUNT,
    &CONTRACT,
    &CONTACT,
    &TICKET,
    &SURVEY,
    &TOUCHPOINT,
    &SIGNAL,
    &GOAL,
    &GOAL_UPDATE,
    &OPPORTUNITY,
    &PLAN,
    &PLAN_ITEM,
    &ONBOARDING,
    &STEP,
    &HANDOFF,
    &TASK,
    &RENEWAL,
    &ASSESSMENT,
    &TRAINING,
    &INVITATION,
    &OVERRIDE,
    &ENGAGEMENT,
    &ASK,
    &INTERVENTION,
    &ENTRY,
    &SEGMENT,
    &MEMBER,
    &FEATURE,
];

const ACCOUNT_ROWS: &[Row] = &[
    row("name", "Name", ""),
    row("external_id", "Id elsewhere", "its id in the CRM or billing system"),
    row("domain", "Domain", "such as acme.com"),
    row("segment", "Segment", ""),
    row("csm", "CSM", ""),
    row("stage", "Stage", ""),
    row("signed_on", "Signed on", ""),
    row("go_live_on", "Live since", ""),
    row("first_outcome_on", "First outcome on", "the day the customer first had what they wanted"),
    row("first_outcome_evidence", "What shows it", "the figure, the mail, the sentence that they said"),
    row("first_outcome_by", "Confirmed by", "who at the customer says so"),
    row("industry", "Industry", ""),
    row("country", "Country", ""),
    row("employees", "Employees", ""),
    row("parent", "Part of", "the account above this one"),
    row("tags", "Tags", "; between"),
    row("advocacy", "Advocacy", "whether they may be asked for a reference and the like"),
];

/// Customers.
pub static ACCOUNT: Entity = Entity {
    name: "account",
    plural: "accounts",
    table: "account",
    kind: "accounts",
    rows: ACCOUNT_ROWS,
    made: OnceLock::new(),
    title: &["name"],
    parent: None,
    order: "name COLLATE NOCASE, id",
};

const CONTRACT_ROWS: &[Row] = &[
    row("external_id", "Number", "its id in the billing system"),
    row("start", "Start", "the first day"),
    row("end", "End", "the day it is over; empty: open-ended"),
    row("arr", "ARR", "a year; 12 times the monthly amount"),
    row("currency", "Currency", "such as EUR; empty: the currency of the book"),
    row("seats", "Seats", ""),
    row("plan", "Plan", ""),
    row("auto_renew", "Renews by itself", ""),
    row("notice_days", "Notice days", ""),
    row("notice_given_on", "Notice given on", ""),
];

/// Subscriptions of an account.
pub static CONTRACT: Entity = Entity {
    name: "contract",
    plural: "contracts",
    table: "contract",
    kind: "contracts",
    rows: CONTRACT_ROWS,
    made: OnceLock::new(),
    title: &["external_id", "plan", "start"],
    parent: Some(OF_ACCOUNT),
    order: "start_on DESC, id",
};

const CONTACT_ROWS: &[Row] = &[
    row("name", "Name", ""),
    row("email", "E-mail", ""),
    row("title", "Title", "what they do"),
    row("role", "Role", "what they are to the decision"),
    row("influence", "Influence", ""),
    row("sentiment", "Sentiment", ""),
    row("reports_to", "Reports to", "name or e-mail"),
    row("left_on", "Left on", "the day they left the customer"),
    row("external_id", "Id elsewhere", ""),
];

/// People at an account.
pub static CONTACT: Entity = Entity {
    name: "contact",
    plural: "contacts",
    table: "contact",
    kind: "contacts",
    rows: CONTACT_ROWS,
    made: OnceLock::new(),
    title: &["name"],
    parent: Some(OF_ACCOUNT),
    order: "left_on IS NOT NULL, name COLLATE NOCASE, id",
};

const TICKET_ROWS: &[Row] = &[
    row("subject", "Subject", ""),
    row("priority", "Priority", "").kept("priority", Instead::Priority),
    row("opened_on", "Opened on", ""),
    row("resolved_on", "Resolved on", ""),
    row("status", "Status", "in the words of the help desk"),
    row("escalated", "Escalated", ""),
    row("satisfaction", "Satisfaction", "the answer of the customer"),
    row("satisfaction_scale", "Of at most", "the highest answer; empty: 5"),
    row("external_id", "Number", "its id in the help desk"),
];

/// Support tickets.
pub static TICKET: Entity = Entity {
    name: "ticket",
    plural: "tickets",
    table: "ticket",
    kind: "tickets",
    rows: TICKET_ROWS,
    made: OnceLock::new(),
    title: &["external_id", "subject"],
    parent: Some(OF_ACCOUNT),
    order: "opened_on DESC, id DESC",
};

const SURVEY_ROWS: &[Row] = &[
    row("kind", "Kind", ""),
    row("date", "Answered on", ""),
    row("score", "Score", ""),
    row("scale", "Of at most", "the highest answer; empty: 5, of NPS 10"),
    row("contact", "Contact", "").kept("contact_id", Instead::Link(LinkTo::Contact)),
    row("comment", "Comment", ""),
    row("external_id", "Id elsewhere", ""),
];

/// Answers to surveys.
pub static SURVEY: Entity = Entity {
    name: "survey",
    plural: "surveys",
    table: "survey",
    kind: "surveys",
    rows: SURVEY_ROWS,
    made: OnceLock::new(),
    title: &["kind", "date"],
    parent: Some(OF_ACCOUNT),
    order: "answered_on DESC, id DESC",
};

const TOUCHPOINT_ROWS: &[Row] = &[
    row("kind", "Kind", ""),
    row("date", "Date", ""),
    row("attendees", "With", "contacts who were there").kept("", Instead::Links(LinkTo::Contact)),
    row("text", "What was said", ""),
    row("pulse", "Pulse", "your judgement of the account, 1 to 5"),
    row("by", "By", ""),
    row("links", "Links", "addresses, blanks between"),
    row("external_id", "Id elsewhere", ""),
];

/// Calls, meetings, e-mails, reviews, trainings, notes.
pub static TOUCHPOINT: Entity = Entity {
    name: "touchpoint",
    plural: "touchpoints",
    table: "touchpoint",
    kind: "touchpoints",
    rows: TOUCHPOINT_ROWS,
    made: OnceLock::new(),
    title: &["kind", "date"],
    parent: Some(OF_ACCOUNT),
    order: "touched_on DESC, id DESC",
};

const SIGNAL_ROWS: &[Row] = &[
    row("kind", "Kind", "such as competitor evaluation, sponsor left, budget cut"),
    row("date", "Seen on", ""),
    row("text", "What was seen", ""),
    row("closed_on", "Closed on", "the day it was over"),
    row("external_id", "Id elsewhere", ""),
];

/// Dated facts that are no numbers.
pub static SIGNAL: Entity = Entity {
    name: "signal",
    plural: "signals",
    table: "signal",
    kind: "signals",
    rows: SIGNAL_ROWS,
    made: OnceLock::new(),
    title: &["kind", "date"],
    parent: Some(OF_ACCOUNT),
    order: "seen_on DESC, id DESC",
};

const GOAL_ROWS: &[Row] = &[
    row("title", "Title", "what the customer wants"),
    row("kind", "Kind", ""),
    row("metric", "Measured by", ""),
    row("baseline", "Baseline", ""),
    row("target", "Target", ""),
    row("direction", "Direction", "empty: from baseline to target"),
    row("started_on", "Started on", ""),
    row("due", "Due", ""),
    row("our_role", "Our part", ""),
    row("external_id", "Id elsewhere", ""),
];

/// What a customer wants.
pub static GOAL: Entity = Entity {
    name: "goal",
    plural: "goals",
    table: "goal",
    kind: "goals",
    rows: GOAL_ROWS,
    made: OnceLock::new(),
    title: &["title"],
    parent: Some(OF_ACCOUNT),
    order: "due_on IS NULL, due_on, id",
};

const GOAL_UPDATE_ROWS: &[Row] = &[
    row("current", "Current", ""),
    row("status", "Status", "your judgement; of a new update empty: what the value says"),
    row("status_on", "Date", "empty: from the start of the goal"),
    row("value", "Value delivered", "in money so far, where the customer says so"),
    row("currency", "Currency", "such as EUR; empty: the currency of the book"),
    row("note", "Note", ""),
];

/// How a goal stands, dated.
pub static GOAL_UPDATE: Entity = Entity {
    name: "goal update",
    plural: "goal updates",
    table: "goal_update",
    kind: "goals",
    rows: GOAL_UPDATE_ROWS,
    made: OnceLock::new(),
    title: &["status_on", "status"],
    parent: Some(Parent { column: "goal_id", entity: "goal", required: true }),
    order: "updated_on DESC, id DESC",
};

const PLAN_ROWS: &[Row] = &[
    row("quarter", "Quarter", "such as 2026-Q3"),
    row("written_on", "Written on", ""),
    row("status", "Status", ""),
    row("agreed_on", "Agreed on", ""),
    row("agreed_with", "Agreed with", ""),
    row("reviewed_on", "Reviewed on", ""),
    row("next_review_on", "Next review on", ""),
    row("goals", "Goals", "what the customer wants and why"),
    row("communication", "Communication", ""),
    row("renewal_strategy", "Renewal strategy", ""),
    row("external_id", "Id elsewhere", ""),
];

/// Account plans, one a quarter.
pub static PLAN: Entity = Entity {
    name: "plan",
    plural: "plans",
    table: "plan",
    kind: "plans",
    rows: PLAN_ROWS,
    made: OnceLock::new(),
    title: &["quarter"],
    parent: Some(OF_ACCOUNT),
    order: "quarter DESC",
};

const PLAN_ITEM_ROWS: &[Row] = &[
    row("section", "Part", "").needed(),
    row("item", "Title", "").needed(),
    row("detail", "Detail", ""),
    row("current", "Current", ""),
    row("target", "Target", ""),
    row("owner", "Owner", ""),
    row("customer_owner", "Customer's owner", ""),
    row("due_on", "Due", ""),
    row("done_on", "Done on", ""),
    row("probability", "Probability", "of a risk"),
    row("impact", "Impact", "of a risk"),
    row("carried_from", "Carried over from", "the quarter in which it was first planned"),
    row("position", "Place in the list", ""),
];

/// Milestones, adoption, expansion and risks of a plan.
pub static PLAN_ITEM: Entity = Entity {
    name: "plan item",
    plural: "plan items",
    table: "plan_item",
    kind: "plans",
    rows: PLAN_ITEM_ROWS,
    made: OnceLock::new(),
    title: &["item"],
    parent: Some(Parent { column: "plan_id", entity: "plan", required: true }),
    order: "section, position, id",
};

const ONBOARDING_ROWS: &[Row] = &[
    row("template", "Template", ""),
    row("started_on", "Started on", ""),
    row("ended_on", "Ended on", ""),
    row("days", "Planned days", "until the first outcome; empty: up to the last required step"),
    row("working_days", "Working days", "steps fall outside weekends and holidays"),
    row("external_id", "Id elsewhere", ""),
];

/// Onboardings.
pub static ONBOARDING: Entity = Entity {
    name: "onboarding",
    plural: "onboardings",
    table: "onboarding",
    kind: "onboardings",
    rows: ONBOARDING_ROWS,
    made: OnceLock::new(),
    title: &["template", "started_on"],
    parent: Some(OF_ACCOUNT),
    order: "started_on DESC, id DESC",
};

const STEP_ROWS: &[Row] = &[
    row("title", "Title", ""),
    row("due_on", "Due", ""),
    row("done_on", "Done on", ""),
    row("done_by", "Done by", ""),
    row("required", "Required", ""),
    row("not_applicable", "Not applicable", "skipped"),
    row("needs", "Needs", "steps that come first, with ; between").kept("", Instead::Links(LinkTo::Step)),
    row("phase", "Phase", ""),
    row("owner", "Owner", ""),
    row("owner_role", "Role of the owner", ""),
    row("milestone", "Milestone", ""),
    row("quick_win", "Quick win", ""),
    row("training", "Training", ""),
    row("needs_handoff", "Needs the handoff", "not to be done before the handoff says everything"),
    row("note", "Note", ""),
    row("position", "Place in the list", ""),
];

/// Steps of an onboarding.
pub static STEP: Entity = Entity {
    name: "step",
    plural: "steps",
    table: "step",
    kind: "steps",
    rows: STEP_ROWS,
    made: OnceLock::new(),
    title: &["title"],
    parent: Some(Parent { column: "onboarding_id", entity: "onboarding", required: true }),
    order: "due_on, position, id",
};

const HANDOFF_ROWS: &[Row] = &[
    row("why_bought", "Why they bought", "the problem that made them look"),
    row("promised", "What was promised", "by sales, in writing or not"),
    row(
        "stakeholders",
        "Stakeholders",
        "who decides, who pays, who may be against it; roles are in the contacts",
    ),
    row("success_criteria", "Success criteria", "how they will know that it was worth it"),
    row("risks", "Risks", "what may go wrong, or that there is nothing"),
    row("dates", "Dates", "deadlines, events, freezes"),
    row("handed_by", "Handed over by", ""),
    row("accepted_on", "Accepted on", "the day the CSM took it over"),
];

/// What sales hands over.
pub static HANDOFF: Entity = Entity {
    name: "handoff",
    plural: "handoffs",
    table: "handoff",
    kind: "handoffs",
    rows: HANDOFF_ROWS,
    made: OnceLock::new(),
    title: &["handed_by", "accepted_on"],
    parent: Some(OF_ACCOUNT),
    order: "id DESC",
};

const TASK_ROWS: &[Row] = &[
    row("title", "Title", ""),
    row("owner", "Owner", ""),
    row("due_on", "Due", ""),
    row("done_on", "Done on", ""),
    row("snoozed_until", "Snoozed until", ""),
    row("source", "Source", "where it came from"),
    row("external_id", "Id elsewhere", ""),
];

/// What is to be done.
pub static TASK: Entity = Entity {
    name: "task",
    plural: "tasks",
    table: "task",
    kind: "tasks",
    rows: TASK_ROWS,
    made: OnceLock::new(),
    title: &["title"],
    parent: Some(Parent { required: false, ..OF_ACCOUNT }),
    order: "done_on IS NOT NULL, due_on IS NULL, due_on, id",
};

const RENEWAL_ROWS: &[Row] = &[
    row("due_on", "Due", ""),
    row("contract", "Contract", "").kept("contract_id", Instead::Link(LinkTo::Contract)),
    row("stage", "Stage", ""),
    row("forecast", "Forecast", ""),
    row("reason", "Reason", "for the forecast"),
    row("amount", "Amount", ""),
    row("currency", "Currency", "such as EUR; empty: the currency of the book"),
    row("quote_by_on", "Quote by", ""),
    row("notice_on", "Notice by", ""),
    row("closed_on", "Closed on", ""),
    row("churn_reason", "Reason of churn", ""),
    row("competitor", "Competitor", ""),
    row("external_id", "Id elsewhere", ""),
];

/// Coming ends of contracts.
pub static RENEWAL: Entity = Entity {
    name: "renewal",
    plural: "renewals",
    table: "renewal",
    kind: "renewals",
    rows: RENEWAL_ROWS,
    made: OnceLock::new(),
    title: &["due_on"],
    parent: Some(OF_ACCOUNT),
    order: "due_on, id",
};

const OVERRIDE_ROWS: &[Row] = &[
    row("band", "Band", ""),
    row("reason", "Reason", ""),
    row("set_on", "From", ""),
    row("expires_on", "Until", "the day on which it is over"),
    row("by", "By", ""),
];

/// Overrides of the health.
pub static OVERRIDE: Entity = Entity {
    name: "override",
    plural: "overrides",
    table: "health_override",
    kind: "overrides",
    rows: OVERRIDE_ROWS,
    made: OnceLock::new(),
    title: &["band"],
    parent: Some(OF_ACCOUNT),
    order: "set_on DESC, id DESC",
};

const SEGMENT_ROWS: &[Row] = &[
    row("name", "Name", ""),
    row("cadence_days", "Touch every", "days; empty: as the policy says"),
    row("target_days", "First outcome within", "days; empty: as the policy says"),
    row("policy", "Own policy", "what differs from the policy of the book, TOML"),
];

/// How accounts are grouped and served.
pub static SEGMENT: Entity = Entity {
    name: "segment",
    plural: "segments",
    table: "segment",
    kind: "segments",
    rows: SEGMENT_ROWS,
    made: OnceLock::new(),
    title: &["name"],
    parent: None,
    order: "name",
};

const MEMBER_ROWS: &[Row] = &[
    row("name", "Name", ""),
    row("email", "E-mail", ""),
    row("role", "Role", ""),
    row("active", "Active", ""),
];

/// The team.
pub static MEMBER: Entity = Entity {
    name: "team member",
    plural: "team members",
    table: "team_member",
    kind: "team",
    rows: MEMBER_ROWS,
    made: OnceLock::new(),
    title: &["name"],
    parent: None,
    order: "active DESC, name",
};

const FEATURE_ROWS: &[Row] = &[
    row("feature", "Name", ""),
    row("core", "Core", ""),
    row("advanced", "Advanced", ""),
    row("plans", "Plans", "those entitled, ; between; empty: all"),
];

/// Features of the catalog.
pub static FEATURE: Entity = Entity {
    name: "feature",
    plural: "features",
    table: "feature",
    kind: "catalog",
    rows: FEATURE_ROWS,
    made: OnceLock::new(),
    title: &["feature"],
    parent: None,
    order: "name",
};
