//! The kinds of onboarding: the handoff from sales, onboardings with their steps, trainings with who was invited,
//! assessments.

use super::Form::{Day as D, Number, Text, Uid, YesNo};
use super::Kind;

/// What sales hands over.
pub const HANDOFFS: Kind = Kind {
    name: "handoffs",
    columns: &[
        ("account", Text),
        ("why_bought", Text),
        ("promised", Text),
        ("stakeholders", Text),
        ("success_criteria", Text),
        ("risks", Text),
        ("dates", Text),
        ("handed_by", Text),
        ("accepted_on", D),
        ("uid", Uid),
    ],
    sql: "SELECT {a.external_id, a.name}, h.why_bought, h.promised, h.stakeholders, h.success_criteria, h.risks,
            h.dates, h.handed_by, h.accepted_on, {h.uid ~ NULL}
          FROM handoff h JOIN account a ON a.id = h.account_id",
    account: "h.account_id",
    dated: "",
    order: "h.account_id, h.id",
};

/// Onboardings.
pub const ONBOARDINGS: Kind = Kind {
    name: "onboardings",
    columns: &[
        ("external_id", Text),
        ("account", Text),
        ("template", Text),
        ("started_on", D),
        ("ended_on", D),
        ("days", Number),
        ("working_days", YesNo),
        ("uid", Uid),
    ],
    sql: "SELECT {o.external_id}, {a.external_id, a.name}, o.template, o.started_on, o.ended_on, o.days, o.working_days,
            {o.uid ~ NULL}
          FROM onboarding o JOIN account a ON a.id = o.account_id",
    account: "o.account_id",
    dated: "o.started_on",
    order: "o.account_id, o.started_on, o.id",
};

/// Steps of onboardings.
pub const STEPS: Kind = Kind {
    name: "steps",
    columns: &[
        ("onboarding", Text),
        ("account", Text),
        ("title", Text),
        ("required", YesNo),
        ("not_applicable", YesNo),
        ("due_on", D),
        ("done_on", D),
        ("phase", Text),
        ("done_by", Text),
        ("owner_role", Text),
        ("owner", Text),
        ("milestone", YesNo),
        ("quick_win", YesNo),
        ("training", YesNo),
        ("needs_handoff", YesNo),
        ("note", Text),
        ("position", Number),
        ("planned_on", D),
        ("settled_on", D),
        ("settled_by", Text),
        ("snoozed_until", D),
        ("help", Text),
        ("needs", Text),
        ("uid", Uid),
    ],
    sql: "SELECT {o.external_id}, {a.external_id, a.name}, s.title, s.required, s.not_applicable, s.due_on,
            s.done_on, s.phase, s.done_by, s.owner_role, m.name, s.milestone, s.quick_win, s.training,
            s.needs_handoff, s.note, s.position, s.planned_on, s.settled_on, s.settled_by,
            s.snoozed_until, s.help,
            (SELECT group_concat({'uid:' || n.uid ~ n.title}, ';' ORDER BY d.id)
             FROM step_dependency d JOIN step n ON n.id = d.needs_id WHERE d.step_id = s.id),
            {s.uid ~ NULL}
          FROM step s JOIN onboarding o ON o.id = s.onboarding_id JOIN account a ON a.id = o.account_id
            LEFT JOIN team_member m ON m.id = s.owner_id",
    account: "o.account_id",
    dated: "o.started_on",
    order: "o.account_id, o.started_on, o.id, s.id",
};

/// Training sessions and webinars.
pub const TRAININGS: Kind = Kind {
    name: "trainings",
    columns: &[
        ("external_id", Text),
        ("account", Text),
        ("title", Text),
        ("kind", Text),
        ("date", D),
        ("trainer", Text),
        ("note", Text),
        ("uid", Uid),
    ],
    sql: "SELECT {t.external_id}, {a.external_id, a.name}, t.title, t.kind, t.held_on, m.name, t.note, {t.uid ~ NULL}
          FROM training_session t LEFT JOIN account a ON a.id = t.account_id
            LEFT JOIN team_member m ON m.id = t.trainer_id",
    account: "t.account_id",
    dated: "t.held_on",
    order: "t.account_id, t.held_on, t.id",
};

/// Who was invited to a training, and who came.
pub const INVITATIONS: Kind = Kind {
    name: "invitations",
    columns: &[
        ("training", Text),
        ("account", Text),
        ("contact", Text),
        ("invited_on", D),
        ("attended", YesNo),
        ("uid", Uid),
    ],
    sql: "SELECT {t.external_id, t.title}, {a.external_id, a.name}, {c.external_id, c.email, c.name}, i.invited_on,
            i.attended, {i.uid ~ NULL}
          FROM training_invitation i JOIN training_session t ON t.id = i.training_session_id
            JOIN contact c ON c.id = i.contact_id JOIN account a ON a.id = c.account_id",
    account: "c.account_id",
    dated: "coalesce(i.invited_on, t.held_on)",
    order: "t.account_id, t.held_on, t.id, i.id",
};

/// Assessments: a row an answer, and one for an assessment without any.
pub const ASSESSMENTS: Kind = Kind {
    name: "assessments",
    columns: &[
        ("external_id", Text),
        ("account", Text),
        ("template", Text),
        ("date", D),
        ("by", Text),
        ("note", Text),
        ("question", Text),
        ("answer", Text),
        ("score", Number),
        ("answer_note", Text),
        ("uid", Uid),
    ],
    sql: "SELECT {s.external_id}, {a.external_id, a.name}, s.template, s.assessed_on, m.name, s.note,
            w.question, w.answer, w.score, w.note, {s.uid ~ NULL}
          FROM assessment s JOIN account a ON a.id = s.account_id LEFT JOIN team_member m ON m.id = s.by_id
            LEFT JOIN assessment_answer w ON w.assessment_id = s.id",
    account: "s.account_id",
    dated: "s.assessed_on",
    order: "s.account_id, s.assessed_on, s.id, w.id",
};
