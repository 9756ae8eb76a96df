//! The kinds of professional services and of advocacy.

use super::super::rules;
use super::tables::{COUNT, LONG, NAME, TITLE, account, external_id, records};
use super::{Column, Holds, Identity, Kind};
use Holds::{Amount, Currency, Day, Member, Text, Word};

/// How a customer stands to being named and asked.
pub(super) const ADVOCACY: Holds = Word(&[
    ("willing", &["candidate"]),
    ("active", &["advocate", "reference"]),
    ("not now", &["later"]),
    ("never", &["do not ask", "declined"]),
]);

/// Professional services: one-off amounts.
pub const ENGAGEMENTS: Kind = Kind {
    name: "engagements",
    shape: records("service_engagement", Identity::ExternalIdOrCells, rules::engagement),
    columns: &[
        external_id().also(&["engagement_id", "project_id", "id"]),
        account(),
        Column::own("title", Text(TITLE)).needed().also(&["engagement", "project", "name"]),
        Column::own(
            "kind",
            Word(&[
                ("implementation", &["onboarding", "setup"]),
                ("training", &[]),
                ("consulting", &["advisory"]),
                ("custom development", &["development", "custom"]),
            ]),
        )
        .also(&["type", "service"]),
        Column::own(
            "status",
            Word(&[
                ("proposed", &["quoted"]),
                ("planned", &["booked", "scheduled"]),
                ("running", &["in progress", "active"]),
                ("on hold", &["paused"]),
                ("done", &["completed", "delivered"]),
                ("cancelled", &["canceled"]),
            ]),
        )
        .otherwise_word("proposed"),
        Column::own("scope", Text(LONG)).also(&["description"]),
        Column::own("start_on", Day).also(&["start", "start_date"]),
        Column::own("end_on", Day).also(&["end", "end_date"]),
        Column::own("amount", Amount).stored("amount_minor").also(&["fee", "price", "value"]),
        Column::own("currency", Currency),
        Column::own("owner", Member).stored("owner_id").also(&["consultant", "project manager", "csm"]),
        Column::uid(),
    ],
};

/// What customers were asked for as advocates.
pub const ASKS: Kind = Kind {
    name: "asks",
    shape: records("advocacy_ask", Identity::ExternalIdOrCells, rules::ask),
    columns: &[
        external_id().also(&["ask_id", "id"]),
        account(),
        Column::own(
            "kind",
            Word(&[
                ("reference", &["reference call"]),
                ("case study", &["story"]),
                ("advisory board", &["board"]),
                ("review", &["online review"]),
            ]),
        )
        .needed()
        .also(&["type", "asked for"]),
        Column::own("asked_on", Day).needed().also(&["date", "asked"]),
        Column::own(
            "status",
            Word(&[
                ("asked", &["open"]),
                ("agreed", &["accepted"]),
                ("done", &["given"]),
                ("declined", &["refused"]),
            ]),
        )
        .otherwise_word("asked"),
        Column::own("answered_on", Day).also(&["answered"]),
        Column::rule("contact", Text(NAME)).also(&["contact_name", "contact_email", "email", "contact_id"]),
        Column::own("contact row", COUNT).stored("contact_id").hidden(),
        Column::own("note", Text(LONG)).also(&["notes"]),
        Column::uid(),
    ],
};
