-- The book: the whole domain. STRICT tables, integer keys inside, a UUIDv7 `uid` as identity across books.
--
-- Conventions
--   *_on            a day: days since 1970-01-01, so date(opened_on * 86400, 'unixepoch') reads it
--   *_minor         money in minor units (cents)
--   *_micro         a decimal number in millionths (no REAL in a journaled table: other programs round it)
--   codes           small integers of closed lists; their words are in src/domain/words.rs
-- Journal triggers, touched-account triggers and cascades are generated from these tables after every migration
-- (src/store/trigger.rs). {uid} and {day} are filled in when the migration runs.

-- How accounts are grouped and served ---------------------------------------------------------------------------

CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(trim(name)) BETWEEN 1 AND 200),
  cadence_days INTEGER CHECK (cadence_days BETWEEN 1 AND 3650),          -- NULL: the policy's
  target_days INTEGER CHECK (target_days BETWEEN 1 AND 3650),            -- days to the first outcome; NULL: the policy's
  policy TEXT CHECK (length(policy) <= 100000)                           -- partial TOML over the book's policy
) STRICT;

CREATE TABLE team_member (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(trim(name)) BETWEEN 1 AND 200),
  email TEXT CHECK (length(email) <= 320),
  role TEXT NOT NULL DEFAULT 'csm' CHECK (role IN ('csm', 'lead', 'onboarding specialist',
    'technical success engineer', 'training specialist', 'operations', 'account executive')),
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

-- Accounts ------------------------------------------------------------------------------------------------------

CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  name TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 1000),
  domain TEXT CHECK (length(domain) <= 253),
  segment_id INTEGER REFERENCES segment (id) ON DELETE SET NULL,
  csm_id INTEGER REFERENCES team_member (id) ON DELETE SET NULL,
  stage INTEGER NOT NULL DEFAULT 2 CHECK (stage BETWEEN 0 AND 5),
  signed_on INTEGER CHECK (signed_on {day}),
  go_live_on INTEGER CHECK (go_live_on {day}),
  first_outcome_on INTEGER CHECK (first_outcome_on {day}),
  industry TEXT CHECK (length(industry) <= 1000),
  country TEXT CHECK (length(country) <= 1000),
  employees INTEGER CHECK (employees >= 0),
  parent_id INTEGER REFERENCES account (id) ON DELETE SET NULL CHECK (parent_id <> id),
  tags TEXT CHECK (length(tags) <= 2000),                                -- lower case, ';' between
  reported_churned INTEGER CHECK (reported_churned IN (0, 1))            -- what the source system says; a fact, not the stage
) STRICT;
CREATE INDEX account_segment ON account (segment_id);
CREATE INDEX account_csm ON account (csm_id);
CREATE INDEX account_parent ON account (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX account_domain ON account (domain) WHERE domain IS NOT NULL;
CREATE INDEX account_first_outcome ON account (first_outcome_on) WHERE first_outcome_on IS NOT NULL;

CREATE TABLE contract (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  start_on INTEGER NOT NULL CHECK (start_on {day}),
  end_on INTEGER CHECK (end_on {day}),                                   -- NULL: open-ended
  yearly_minor INTEGER NOT NULL CHECK (yearly_minor BETWEEN 0 AND 100000000000000),
  currency TEXT CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),                 -- NULL: the book's
  seats INTEGER CHECK (seats >= 0),
  plan TEXT CHECK (length(plan) <= 200),
  auto_renew INTEGER CHECK (auto_renew IN (0, 1)),
  notice_days INTEGER CHECK (notice_days BETWEEN 0 AND 3650),
  notice_given_on INTEGER CHECK (notice_given_on {day}),
  CHECK (end_on IS NULL OR end_on >= start_on)
) STRICT;
CREATE INDEX contract_account ON contract (account_id);
CREATE INDEX contract_seats ON contract (start_on) WHERE seats > 0;
CREATE INDEX contract_currency ON contract (currency);

CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 1000),
  email TEXT CHECK (length(email) <= 320),
  title TEXT CHECK (length(title) <= 1000),
  role INTEGER NOT NULL DEFAULT 0 CHECK (role BETWEEN 0 AND 9),
  influence TEXT CHECK (influence IN ('high', 'medium', 'low')),
  sentiment TEXT CHECK (sentiment IN ('advocate', 'supporter', 'neutral', 'critic', 'detractor')),
  reports_to TEXT CHECK (length(reports_to) <= 1000),                    -- name or e-mail, as given
  left_on INTEGER CHECK (left_on {day})
) STRICT;
CREATE INDEX contact_account ON contact (account_id, role, left_on);
CREATE INDEX contact_role ON contact (role) WHERE role = 1;

-- Usage: the many rows. Clustered by account, metric and day; not journaled row by row ---------------------------

CREATE TABLE metric (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(trim(name)) BETWEEN 1 AND 200)
) STRICT;

CREATE TABLE usage (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  metric_id INTEGER NOT NULL REFERENCES metric (id),
  used_on INTEGER NOT NULL CHECK (used_on {day}),
  contract_id INTEGER NOT NULL DEFAULT 0,                                -- 0: given for the account as a whole
  value REAL NOT NULL,
  PRIMARY KEY (account_id, metric_id, used_on, contract_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE feature (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(trim(name)) BETWEEN 1 AND 200),
  in_catalog INTEGER NOT NULL DEFAULT 1 CHECK (in_catalog IN (0, 1)),    -- 0: only seen in use
  core INTEGER NOT NULL DEFAULT 1 CHECK (core IN (0, 1)),
  advanced INTEGER NOT NULL DEFAULT 0 CHECK (advanced IN (0, 1)),
  plans TEXT CHECK (length(plans) <= 2000)                               -- ';' between; NULL: all
) STRICT;

CREATE TABLE feature_use (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  feature_id INTEGER NOT NULL REFERENCES feature (id),
  used_on INTEGER NOT NULL CHECK (used_on {day}),
  contract_id INTEGER NOT NULL DEFAULT 0,
  uses REAL NOT NULL CHECK (uses >= 0),
  PRIMARY KEY (account_id, feature_id, used_on, contract_id)
) STRICT, WITHOUT ROWID;

-- How many usage rows there are of a metric on a day (kind 0), of a feature (kind 1): what the book holds, and since when.
CREATE TABLE usage_day (
  kind INTEGER NOT NULL CHECK (kind IN (0, 1)),
  subject_id INTEGER NOT NULL,
  used_on INTEGER NOT NULL,
  row_count INTEGER NOT NULL,
  PRIMARY KEY (kind, subject_id, used_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_day_on ON usage_day (used_on);

-- What happened -------------------------------------------------------------------------------------------------

CREATE TABLE ticket (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  opened_on INTEGER NOT NULL CHECK (opened_on {day}),
  resolved_on INTEGER CHECK (resolved_on {day}),
  priority INTEGER NOT NULL DEFAULT 3 CHECK (priority BETWEEN 1 AND 4),
  status TEXT CHECK (length(status) <= 200),
  subject TEXT CHECK (length(subject) <= 10000),
  escalated INTEGER CHECK (escalated IN (0, 1)),
  satisfaction_micro INTEGER CHECK (satisfaction_micro >= 0),
  satisfaction_scale_micro INTEGER CHECK (satisfaction_scale_micro > 0)  -- highest answer; NULL: 5
) STRICT;
CREATE INDEX ticket_account ON ticket (account_id, opened_on, resolved_on, priority, satisfaction_micro, satisfaction_scale_micro);
CREATE INDEX ticket_opened ON ticket (opened_on);
CREATE INDEX ticket_satisfied ON ticket (coalesce(resolved_on, opened_on)) WHERE satisfaction_micro IS NOT NULL;

CREATE TABLE survey (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
  respondent TEXT CHECK (length(respondent) <= 1000),                    -- who answered, when no contact of the account
  kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 3),
  score_micro INTEGER NOT NULL CHECK (score_micro >= 0),
  scale_micro INTEGER CHECK (scale_micro > 0),                           -- highest answer; NULL: 5, of NPS 10
  comment TEXT CHECK (length(comment) <= 100000),
  answered_on INTEGER NOT NULL CHECK (answered_on {day}),
  CHECK (kind <> 0 OR score_micro <= 10000000)
) STRICT;
CREATE INDEX survey_account ON survey (account_id);
CREATE INDEX survey_answered ON survey (kind, answered_on);

CREATE TABLE touchpoint (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  touched_on INTEGER NOT NULL CHECK (touched_on {day}),
  kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 5),
  text TEXT CHECK (length(text) <= 1000000),
  pulse INTEGER CHECK (pulse BETWEEN 1 AND 5),
  by_id INTEGER REFERENCES team_member (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX touchpoint_account ON touchpoint (account_id, touched_on, kind, pulse);
CREATE INDEX touchpoint_touched ON touchpoint (touched_on, kind);
CREATE INDEX touchpoint_pulse ON touchpoint (touched_on) WHERE pulse IS NOT NULL;

CREATE TABLE touchpoint_attendee (
  id INTEGER PRIMARY KEY,
  touchpoint_id INTEGER NOT NULL REFERENCES touchpoint (id) ON DELETE CASCADE,
  contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
  name TEXT CHECK (length(name) <= 1000)                                 -- who attended, when no contact of the account
) STRICT;
CREATE INDEX touchpoint_attendee_touchpoint ON touchpoint_attendee (touchpoint_id, contact_id);
CREATE INDEX touchpoint_attendee_contact ON touchpoint_attendee (contact_id);

CREATE TABLE signal (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  seen_on INTEGER NOT NULL CHECK (seen_on {day}),
  kind TEXT NOT NULL CHECK (length(trim(kind)) BETWEEN 1 AND 200),       -- folded: lower case, single spaces
  text TEXT CHECK (length(text) <= 100000),
  closed_on INTEGER CHECK (closed_on {day})
) STRICT;
CREATE INDEX signal_account ON signal (account_id);

-- Outcomes ------------------------------------------------------------------------------------------------------

CREATE TABLE goal (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  title TEXT NOT NULL CHECK (length(trim(title)) BETWEEN 1 AND 2000),
  kind TEXT CHECK (kind IN ('performance', 'cost', 'risk', 'revenue')),
  metric TEXT CHECK (length(metric) <= 1000),
  baseline_micro INTEGER,
  target_micro INTEGER,
  started_on INTEGER CHECK (started_on {day}),
  due_on INTEGER CHECK (due_on {day}),
  our_role TEXT CHECK (length(our_role) <= 10000)
) STRICT;
CREATE INDEX goal_account ON goal (account_id);
CREATE INDEX goal_started ON goal (started_on);

CREATE TABLE goal_update (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  goal_id INTEGER NOT NULL REFERENCES goal (id) ON DELETE CASCADE,
  updated_on INTEGER CHECK (updated_on {day}),                           -- NULL: holds from the goal's start
  status INTEGER CHECK (status BETWEEN 0 AND 4),
  current_micro INTEGER,
  note TEXT CHECK (length(note) <= 100000)
) STRICT;
CREATE INDEX goal_update_goal ON goal_update (goal_id);

-- Onboarding ----------------------------------------------------------------------------------------------------

CREATE TABLE onboarding (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  template TEXT CHECK (length(template) <= 200),
  started_on INTEGER NOT NULL CHECK (started_on {day}),
  ended_on INTEGER CHECK (ended_on {day}),
  CHECK (ended_on IS NULL OR ended_on >= started_on)
) STRICT;
CREATE INDEX onboarding_account ON onboarding (account_id);
CREATE INDEX onboarding_started ON onboarding (started_on);

CREATE TABLE step (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  onboarding_id INTEGER NOT NULL REFERENCES onboarding (id) ON DELETE CASCADE,
  position INTEGER NOT NULL DEFAULT 0,
  phase TEXT CHECK (length(phase) <= 200),
  title TEXT NOT NULL CHECK (length(trim(title)) BETWEEN 1 AND 2000),
  required INTEGER NOT NULL DEFAULT 1 CHECK (required IN (0, 1)),
  not_applicable INTEGER NOT NULL DEFAULT 0 CHECK (not_applicable IN (0, 1)),
  due_on INTEGER NOT NULL CHECK (due_on {day}),
  done_on INTEGER CHECK (done_on {day}),
  done_by TEXT CHECK (length(done_by) <= 200),
  owner_role TEXT CHECK (length(owner_role) <= 200),
  owner_id INTEGER REFERENCES team_member (id) ON DELETE SET NULL,
  milestone INTEGER NOT NULL DEFAULT 0 CHECK (milestone IN (0, 1)),
  quick_win INTEGER NOT NULL DEFAULT 0 CHECK (quick_win IN (0, 1)),
  training INTEGER NOT NULL DEFAULT 0 CHECK (training IN (0, 1)),
  note TEXT CHECK (length(note) <= 100000)
) STRICT;
CREATE INDEX step_onboarding ON step (onboarding_id);

CREATE TABLE step_dependency (
  id INTEGER PRIMARY KEY,
  step_id INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
  needs_id INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
  UNIQUE (step_id, needs_id),
  CHECK (step_id <> needs_id)
) STRICT;
CREATE INDEX step_dependency_needs ON step_dependency (needs_id);

CREATE TABLE assessment (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  template TEXT NOT NULL CHECK (length(template) BETWEEN 1 AND 200),     -- acquisition fit, onboarding risk
  assessed_on INTEGER NOT NULL CHECK (assessed_on {day}),
  by_id INTEGER REFERENCES team_member (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX assessment_account ON assessment (account_id);

CREATE TABLE assessment_answer (
  id INTEGER PRIMARY KEY,
  assessment_id INTEGER NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
  question TEXT NOT NULL CHECK (length(question) BETWEEN 1 AND 200),
  score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
  note TEXT CHECK (length(note) <= 100000),
  UNIQUE (assessment_id, question)
) STRICT;

-- Plans, renewals, expansion ------------------------------------------------------------------------------------

CREATE TABLE plan (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  quarter TEXT NOT NULL CHECK (quarter GLOB '[12][0-9][0-9][0-9]-Q[1-4]'),
  written_on INTEGER NOT NULL CHECK (written_on {day}),
  status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'agreed', 'reviewed')),
  agreed_on INTEGER CHECK (agreed_on {day}),
  agreed_with TEXT CHECK (length(agreed_with) <= 1000),
  reviewed_on INTEGER CHECK (reviewed_on {day}),
  next_review_on INTEGER CHECK (next_review_on {day}),
  goals TEXT CHECK (length(goals) <= 100000),                            -- what the customer wants and why
  communication TEXT CHECK (length(communication) <= 100000),
  renewal_strategy TEXT CHECK (length(renewal_strategy) <= 100000),
  UNIQUE (account_id, quarter)
) STRICT;

CREATE TABLE plan_item (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  section TEXT NOT NULL CHECK (section IN ('milestone', 'adoption', 'expansion', 'risk')),
  position INTEGER NOT NULL DEFAULT 0,
  title TEXT NOT NULL CHECK (length(trim(title)) BETWEEN 1 AND 2000),
  detail TEXT CHECK (length(detail) <= 100000),
  current TEXT CHECK (length(current) <= 1000),
  target TEXT CHECK (length(target) <= 1000),
  owner TEXT CHECK (length(owner) <= 200),
  customer_owner TEXT CHECK (length(customer_owner) <= 200),
  due_on INTEGER CHECK (due_on {day}),
  done_on INTEGER CHECK (done_on {day}),
  probability TEXT CHECK (probability IN ('high', 'medium', 'low')),
  impact TEXT CHECK (impact IN ('high', 'medium', 'low'))
) STRICT;
CREATE INDEX plan_item_plan ON plan_item (plan_id);

CREATE TABLE renewal (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  contract_id INTEGER REFERENCES contract (id) ON DELETE CASCADE,
  due_on INTEGER NOT NULL CHECK (due_on {day}),
  stage TEXT NOT NULL DEFAULT 'not started' CHECK (stage IN ('not started', 'preparing', 'quoted', 'negotiating',
    'verbal', 'won', 'lost', 'churn notice')),
  forecast TEXT CHECK (forecast IN ('commit', 'best case', 'at risk', 'won', 'lost')),
  reason TEXT CHECK (length(reason) <= 10000),
  amount_minor INTEGER CHECK (amount_minor BETWEEN 0 AND 100000000000000),
  currency TEXT CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
  quote_by_on INTEGER CHECK (quote_by_on {day}),
  notice_on INTEGER CHECK (notice_on {day}),
  closed_on INTEGER CHECK (closed_on {day}),                             -- the day it was set to won or lost
  churn_reason TEXT CHECK (length(churn_reason) <= 200),
  competitor TEXT CHECK (length(competitor) <= 200)
) STRICT;
CREATE INDEX renewal_account ON renewal (account_id);
CREATE INDEX renewal_contract ON renewal (contract_id);

CREATE TABLE opportunity (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  title TEXT NOT NULL CHECK (length(trim(title)) BETWEEN 1 AND 2000),
  kind TEXT CHECK (kind IN ('seats', 'feature', 'use case', 'organisation')),
  amount_minor INTEGER CHECK (amount_minor BETWEEN 0 AND 100000000000000),
  currency TEXT CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
  stage TEXT NOT NULL DEFAULT 'identified' CHECK (stage IN ('identified', 'proposal', 'presented', 'business case',
    'approved', 'won', 'lost')),
  opened_on INTEGER CHECK (opened_on {day}),
  close_on INTEGER CHECK (close_on {day}),
  problem TEXT CHECK (length(problem) <= 100000),
  solution TEXT CHECK (length(solution) <= 100000),
  roi TEXT CHECK (length(roi) <= 100000),
  timeline TEXT CHECK (length(timeline) <= 100000)
) STRICT;
CREATE INDEX opportunity_account ON opportunity (account_id);

-- Work ----------------------------------------------------------------------------------------------------------

CREATE TABLE task (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER REFERENCES account (id) ON DELETE CASCADE,
  title TEXT NOT NULL CHECK (length(trim(title)) BETWEEN 1 AND 2000),
  owner_id INTEGER REFERENCES team_member (id) ON DELETE SET NULL,
  due_on INTEGER CHECK (due_on {day}),
  done_on INTEGER CHECK (done_on {day}),
  snoozed_until INTEGER CHECK (snoozed_until {day}),
  source TEXT CHECK (length(source) <= 200),
  play_id INTEGER REFERENCES play (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX task_account ON task (account_id);
CREATE INDEX task_owner ON task (owner_id, due_on) WHERE done_on IS NULL;
CREATE INDEX task_play ON task (play_id) WHERE play_id IS NOT NULL;

CREATE TABLE alert (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  rule TEXT NOT NULL CHECK (length(rule) BETWEEN 1 AND 200),
  severity TEXT NOT NULL CHECK (severity IN ('high', 'medium', 'low')),
  reason TEXT NOT NULL CHECK (length(reason) <= 10000),
  opened_on INTEGER NOT NULL CHECK (opened_on {day}),
  closed_on INTEGER CHECK (closed_on {day}),
  snoozed_until INTEGER CHECK (snoozed_until {day}),
  dismissed_reason TEXT CHECK (length(dismissed_reason) <= 10000),
  play TEXT CHECK (length(play) <= 200)
) STRICT;
CREATE UNIQUE INDEX alert_open ON alert (account_id, rule) WHERE closed_on IS NULL;
CREATE INDEX alert_account ON alert (account_id);

CREATE TABLE play (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  playbook TEXT NOT NULL CHECK (length(playbook) BETWEEN 1 AND 200),
  alert_id INTEGER REFERENCES alert (id) ON DELETE SET NULL,
  owner_id INTEGER REFERENCES team_member (id) ON DELETE SET NULL,
  started_on INTEGER NOT NULL CHECK (started_on {day}),
  ended_on INTEGER CHECK (ended_on {day}),
  outcome TEXT CHECK (outcome IN ('worked', 'did not work', 'cancelled')),
  note TEXT CHECK (length(note) <= 100000)
) STRICT;
CREATE INDEX play_account ON play (account_id);
CREATE INDEX play_alert ON play (alert_id) WHERE alert_id IS NOT NULL;

CREATE TABLE health_override (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 2),
  reason TEXT NOT NULL CHECK (length(trim(reason)) BETWEEN 1 AND 10000),
  set_on INTEGER NOT NULL CHECK (set_on {day}),
  expires_on INTEGER NOT NULL CHECK (expires_on {day}),
  by_id INTEGER REFERENCES team_member (id) ON DELETE SET NULL,
  CHECK (expires_on > set_on)
) STRICT;
CREATE INDEX health_override_account ON health_override (account_id);

-- The book's own settings ---------------------------------------------------------------------------------------

CREATE TABLE setting (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),      -- policy, currency, ...
  value TEXT NOT NULL CHECK (length(value) <= 1000000)
) STRICT;

CREATE TABLE exchange_rate (
  id INTEGER PRIMARY KEY,
  currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
  from_on INTEGER NOT NULL CHECK (from_on {day}),
  rate_micro INTEGER NOT NULL CHECK (rate_micro > 0),                    -- one unit in units of the book's currency
  UNIQUE (currency, from_on)
) STRICT;

-- Journal, imports ----------------------------------------------------------------------------------------------

CREATE TABLE txn (
  id INTEGER PRIMARY KEY,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,                                             -- last < first: nothing journaled row by row
  at TEXT NOT NULL,                                                      -- UTC, ISO 8601
  actor TEXT NOT NULL,
  host TEXT NOT NULL,
  label TEXT NOT NULL,
  undoes INTEGER REFERENCES txn (id)
) STRICT;

CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  tbl TEXT NOT NULL,
  rid INTEGER NOT NULL,
  op TEXT NOT NULL CHECK (op IN ('I', 'U', 'D')),
  old TEXT,
  new TEXT
) STRICT;
CREATE INDEX journal_row ON journal (tbl, rid);

CREATE TABLE import_run (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  txn_id INTEGER,                                                        -- the transaction that it is
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  file TEXT NOT NULL,
  source TEXT,
  read INTEGER NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  warned INTEGER NOT NULL,
  undone_at TEXT
) STRICT;

-- What an import overwrote in usage (table_kind 0) or feature_use (1), so that the run can be taken back.
CREATE TABLE import_overwrote (
  run_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
  table_kind INTEGER NOT NULL CHECK (table_kind IN (0, 1)),
  account_id INTEGER NOT NULL,
  subject_id INTEGER NOT NULL,
  used_on INTEGER NOT NULL,
  contract_id INTEGER NOT NULL,
  old REAL NOT NULL,
  PRIMARY KEY (run_id, table_kind, account_id, subject_id, used_on, contract_id)
) STRICT, WITHOUT ROWID;

-- The days of which an import made usage rows: the first day, then the gaps, as LEB128 numbers (about a byte a row).
CREATE TABLE import_made (
  run_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
  table_kind INTEGER NOT NULL CHECK (table_kind IN (0, 1)),
  account_id INTEGER NOT NULL,
  subject_id INTEGER NOT NULL,
  contract_id INTEGER NOT NULL,
  days BLOB NOT NULL,
  PRIMARY KEY (run_id, table_kind, account_id, subject_id, contract_id)
) STRICT, WITHOUT ROWID;

-- Derived: may be deleted at any time, the program makes them again ----------------------------------------------

-- Accounts whose facts changed since they were scored; account 0: all of them.
CREATE TABLE dirty (account_id INTEGER PRIMARY KEY) STRICT;

CREATE TABLE score (
  account_id INTEGER PRIMARY KEY,
  rev INTEGER NOT NULL,                                                  -- grows with every write: what is new since
  listed INTEGER NOT NULL,                                               -- 0: churned, left out of boards
  band INTEGER NOT NULL,
  health INTEGER,                                                        -- tenths
  coverage REAL NOT NULL,
  trend_7d INTEGER,
  trend_28d INTEGER,
  trend_90d INTEGER,
  override_band INTEGER,
  arr_minor INTEGER,
  arr_currency TEXT,
  arr_book INTEGER,
  renewal_on INTEGER,
  top_driver TEXT,
  cap TEXT,
  weeks BLOB NOT NULL                                                    -- 26 little-endian 16-bit tenths, -1: none
) STRICT;
CREATE INDEX score_board ON score (listed, band, health, account_id);
CREATE INDEX score_rev ON score (rev);

-- For what the scores hold: one row.
CREATE TABLE scored (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  day INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,                                             -- policy, what the book holds, currency, program
  rev INTEGER NOT NULL,
  totals TEXT NOT NULL,                                                  -- counts and ARR per band, JSON
  breadth REAL NOT NULL,
  usage_on INTEGER,
  currency TEXT NOT NULL
) STRICT;
