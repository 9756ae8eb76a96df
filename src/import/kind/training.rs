//! The kinds of training: sessions and webinars, and who was invited to them.

use super::super::rules;
use super::tables::{ACCOUNT_ALSO, COUNT, LONG, NAME, TITLE, external_id, records};
use super::{Column, Holds, Identity, Kind};
use Holds::{Account, Day, Flag, Member, Text, Training, Word};

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
        Column::own("training", Training).stored("training_session_id").needed().also(&[
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
    ],
};
