-- Onboarding from handoff to first outcome: templates of the book's own, the handoff, planned and settled steps,
-- training sessions.

-- Templates that the book has instead of, or beside, the built-in ones of the same name.
CREATE TABLE template (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  kind TEXT NOT NULL CHECK (kind IN ('onboarding', 'assessment', 'plan', 'playbook', 'message')),
  name TEXT NOT NULL COLLATE NOCASE CHECK (length(trim(name)) BETWEEN 1 AND 200),
  toml TEXT NOT NULL CHECK (length(toml) <= 1000000),
  UNIQUE (kind, name)
) STRICT;

-- Days on which no step falls, if an onboarding asks for that.
CREATE TABLE holiday (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  day_on INTEGER NOT NULL UNIQUE CHECK (day_on {day}),
  name TEXT CHECK (length(name) <= 200)
) STRICT;

-- What sales hands over: the last one of an account counts. Who has which buying role is in its contacts.
CREATE TABLE handoff (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  why_bought TEXT CHECK (length(why_bought) <= 100000),
  promised TEXT CHECK (length(promised) <= 100000),
  stakeholders TEXT CHECK (length(stakeholders) <= 100000),
  success_criteria TEXT CHECK (length(success_criteria) <= 100000),
  risks TEXT CHECK (length(risks) <= 100000),
  dates TEXT CHECK (length(dates) <= 100000),
  handed_by TEXT CHECK (length(handed_by) <= 200),
  accepted_on INTEGER CHECK (accepted_on {day})
) STRICT;
CREATE INDEX handoff_account ON handoff (account_id);

-- 1: its steps fall on working days, outside weekends and the book's holidays.
ALTER TABLE onboarding ADD COLUMN working_days INTEGER NOT NULL DEFAULT 0 CHECK (working_days IN (0, 1));

-- The planned days until the first outcome, as the template said; NULL: up to the last required step.
ALTER TABLE onboarding ADD COLUMN days INTEGER CHECK (days BETWEEN 1 AND 3650);

-- The day that was planned first: how late a step is said to be does not shrink by shifting it.
ALTER TABLE step ADD COLUMN planned_on INTEGER CHECK (planned_on {day});
-- When and by whom it was last set to done, not applicable or open again (done_on is the day of the fact).
ALTER TABLE step ADD COLUMN settled_on INTEGER CHECK (settled_on {day});
ALTER TABLE step ADD COLUMN settled_by TEXT CHECK (length(settled_by) <= 200);
ALTER TABLE step ADD COLUMN help TEXT CHECK (length(help) <= 10000);
-- 1: it is not to be done before the handoff says everything, as the kickoff.
ALTER TABLE step ADD COLUMN needs_handoff INTEGER NOT NULL DEFAULT 0 CHECK (needs_handoff IN (0, 1));
UPDATE step SET planned_on = due_on;

-- How the first outcome was confirmed.
ALTER TABLE account ADD COLUMN first_outcome_evidence TEXT CHECK (length(first_outcome_evidence) <= 10000);
ALTER TABLE account ADD COLUMN first_outcome_by TEXT CHECK (length(first_outcome_by) <= 200);

-- Assessments: what was remarked, and the words of an answer (its score alone does not tell them once a template changed).
ALTER TABLE assessment ADD COLUMN external_id TEXT CHECK (length(external_id) BETWEEN 1 AND 200);
ALTER TABLE assessment ADD COLUMN note TEXT CHECK (length(note) <= 100000);
ALTER TABLE assessment_answer ADD COLUMN answer TEXT CHECK (length(answer) <= 200);
CREATE UNIQUE INDEX assessment_external_id ON assessment (external_id);

-- A training session of one account, or a webinar that many accounts attend (no account).
CREATE TABLE training_session (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER REFERENCES account (id) ON DELETE CASCADE,
  title TEXT NOT NULL CHECK (length(trim(title)) BETWEEN 1 AND 2000),
  kind TEXT NOT NULL DEFAULT 'training' CHECK (kind IN ('training', 'webinar')),
  held_on INTEGER NOT NULL CHECK (held_on {day}),
  trainer_id INTEGER REFERENCES team_member (id) ON DELETE SET NULL,
  note TEXT CHECK (length(note) <= 100000)
) STRICT;
CREATE INDEX training_session_account ON training_session (account_id);
CREATE INDEX training_session_held ON training_session (held_on);

CREATE TABLE training_invitation (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  training_session_id INTEGER NOT NULL REFERENCES training_session (id) ON DELETE CASCADE,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  invited_on INTEGER CHECK (invited_on {day}),
  attended INTEGER CHECK (attended IN (0, 1)),                           -- NULL: not yet known
  UNIQUE (training_session_id, contact_id)
) STRICT;
CREATE INDEX training_invitation_contact ON training_invitation (contact_id, training_session_id, attended);
