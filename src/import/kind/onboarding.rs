//! The kinds of onboarding: the handoff from sales, onboardings with their steps, trainings with who was invited,
//! assessments.

use super::super::rules;
use super::tables::{ACCOUNT_ALSO, COUNT, LONG, NAME, PLACE, SHORT, TITLE, account, external_id, records};
use super::{Column, Holds, Identity, Kind, Parts, Records, Shape};
use crate::store::load::names::Linked;
use Holds::{Account, Day, Flag, Member, Names, Row, Text, Whole, Word};

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
        Column::uid(),
    ],
};

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
        Column::uid(),
    ],
};

/// Steps of onboardings.
pub const STEPS: Kind = Kind {
    name: "steps",
    shape: records("step", Identity::NthOf(&["onboarding_id", "title"]), rules::step),
    columns: &[
        Column::own("onboarding", Row(Linked::Onboarding))
            .stored("onboarding_id")
            .needed()
            .also(&["onboarding_id"]),
        Column::rule("account", Account).needed().also(ACCOUNT_ALSO),
        Column::own("title", Text(TITLE)).needed().also(&["step", "task", "step_title"]),
        Column::own("required", Flag).otherwise(1).also(&["is_required"]),
        Column::own("not_applicable", Flag).otherwise(0),
        Column::own("due_on", Day).needed().also(&["due", "due_date"]),
        Column::own("done_on", Day).also(&["done", "done_date", "completed_on"]),
        Column::own("position", PLACE).otherwise(0),
        Column::own("phase", Text(SHORT)),
        Column::own("done_by", Text(SHORT)),
        Column::own("owner_role", Text(SHORT)),
        Column::own("owner", Member).stored("owner_id"),
        Column::own("milestone", Flag).otherwise(0),
        Column::own("quick_win", Flag).otherwise(0),
        Column::own("training", Flag).otherwise(0),
        Column::own("needs_handoff", Flag).otherwise(0),
        Column::own("note", Text(LONG)).also(&["notes"]),
        Column::own("planned_on", Day).also(&["planned"]),
        Column::own("settled_on", Day),
        Column::own("settled_by", Text(SHORT)),
        Column::own("snoozed_until", Day),
        Column::own("help", Text(10_000)),
        // Titles or numbers of steps of the same onboarding; set when all rows of the file are in.
        Column::rule("needs", Names).also(&["depends on", "dependencies", "after"]),
        Column::uid(),
    ],
};

/// Training sessions of an account; without one, webinars for many.
pub const TRAININGS: Kind = Kind {
    name: "trainings",
    shape: records("training_session", Identity::ExternalIdOrCells, rules::none),
    columns: &[
        external_id().also(&["training_id", "session_id", "webinar_id", "id"]),
        Column::own("account", Account).stored("account_id").also(ACCOUNT_ALSO),
        Column::own("title", Text(TITLE)).needed().also(&["topic", "session", "webinar", "training"]),
        Column::own(
            "kind",
            Word(&[("training", &["session", "workshop", "class"]), ("webinar", &["web seminar"])]),
        )
        .otherwise_word("training")
        .also(&["type"]),
        Column::own("date", Day).stored("held_on").needed().also(&["held_on", "start_time", "day"]),
        Column::own("trainer", Member).stored("trainer_id").also(&["host", "presenter"]),
        Column::own("note", Text(LONG)).also(&["notes"]),
        Column::uid(),
    ],
};

/// Who was invited to a session, and whether they came.
pub const INVITATIONS: Kind = Kind {
    name: "invitations",
    shape: records(
        "training_invitation",
        Identity::Unique(&["training_session_id", "contact_id"]),
        rules::invitation,
    ),
    columns: &[
        Column::own("training", Row(Linked::Training)).stored("training_session_id").needed().also(&[
            "training_id",
            "session_id",
            "webinar_id",
            "session",
            "webinar",
        ]),
        Column::rule("account", Account).needed().also(ACCOUNT_ALSO),
        Column::rule("contact", Text(NAME)).needed().also(&[
            "contact_name",
            "contact_email",
            "email",
            "attendee",
            "contact_id",
        ]),
        Column::own("contact row", COUNT).stored("contact_id").hidden(),
        Column::own("invited_on", Day).also(&["invited", "registered_on"]),
        Column::own("attended", Flag).also(&["present", "was there"]),
        Column::uid(),
    ],
};

/// Assessments: a row is an answer, and repeats what it is an answer of.
pub const ASSESSMENTS: Kind = Kind {
    name: "assessments",
    shape: Shape::Records(Records {
        table: "assessment",
        identity: Identity::ExternalIdOrKey(&["account_id", "template", "assessed_on"]),
        parts: Some(Parts {
            table: "assessment_answer",
            parent: "assessment_id",
            key: &["question"],
            when: &["question", "score"],
        }),
        check: rules::assessment,
    }),
    columns: &[
        external_id().also(&["assessment_id", "id"]),
        account(),
        Column::own("template", Text(SHORT)).needed().also(&["assessment"]),
        Column::own("date", Day).stored("assessed_on").needed().also(&["assessed_on"]),
        Column::own("by", Member).stored("by_id").also(&["author", "csm"]),
        Column::own("note", Text(LONG)).also(&["notes"]),
        Column::part("question", Text(SHORT)).visible(),
        Column::part("answer", Text(SHORT)),
        Column::part("score", Whole(0, 100)),
        Column::part("answer_note", Text(LONG)).stored("note"),
        Column::uid(),
    ],
};
