-- Renewals --------------------------------------------------------------------------------------------------------

-- What a renewal was until a day on which its stage, forecast or amount changed: one row a day, as it was before the
-- first change of that day. The row of the renewal is what it is now. Written by the program with every change of its
-- own, an import included (src/store/renewal_change.rs), since the journal has no business dates and is not exported.
CREATE TABLE renewal_change (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  renewal_id INTEGER NOT NULL REFERENCES renewal (id) ON DELETE CASCADE,
  changed_on INTEGER NOT NULL CHECK (changed_on {day}),
  stage TEXT NOT NULL DEFAULT 'not started' CHECK (stage IN ('not started', 'preparing', 'quoted', 'negotiating',
    'verbal', 'won', 'lost', 'churn notice')),
  forecast TEXT CHECK (forecast IN ('commit', 'best case', 'at risk', 'won', 'lost')),
  reason TEXT CHECK (length(reason) <= 10000),
  amount_minor INTEGER CHECK (amount_minor BETWEEN 0 AND 100000000000000),
  currency TEXT CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
  UNIQUE (renewal_id, changed_on)
) STRICT;
-- What account plans, people, outcomes, renewals and the account's story need beyond the first schema.

-- Outcomes and the account's story ------------------------------------------------------------------------------

-- Which way the value is to go, where baseline and target do not say it.
ALTER TABLE goal ADD COLUMN direction TEXT CHECK (direction IN ('up', 'down'));
-- What the customer has of it so far, in money, where they say so.
ALTER TABLE goal_update ADD COLUMN value_minor INTEGER CHECK (value_minor BETWEEN 0 AND 100000000000000);
ALTER TABLE goal_update ADD COLUMN currency TEXT CHECK (currency GLOB '[A-Z][A-Z][A-Z]');
-- Addresses of what belongs to it, blanks between.
ALTER TABLE touchpoint ADD COLUMN links TEXT CHECK (length(links) <= 10000);

-- History: the rows that were deleted, which the history of an account looks through for those that were its own.
-- Measured with 500,000 rows in the journal: 950 ms without, 3 ms with.
CREATE INDEX journal_gone ON journal (tbl, rid) WHERE op = 'D';

-- Plans, services, advocacy ---------------------------------------------------------------------------------------

-- The quarter of the plan in which an open item was first written, where it was carried over; NULL: it is of this plan.
ALTER TABLE plan_item ADD COLUMN carried_from TEXT CHECK (carried_from GLOB '[12][0-9][0-9][0-9]-Q[1-4]');

-- How the customer stands to being named and asked, as the CSM knows it; NULL: nobody said.
ALTER TABLE account ADD COLUMN advocacy TEXT CHECK (advocacy IN ('willing', 'active', 'not now', 'never'));

-- Professional services: one-off money, never part of recurring revenue.
CREATE TABLE service_engagement (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  title TEXT NOT NULL CHECK (length(trim(title)) BETWEEN 1 AND 2000),
  kind TEXT CHECK (kind IN ('implementation', 'training', 'consulting', 'custom development')),
  status TEXT NOT NULL DEFAULT 'proposed' CHECK (status IN ('proposed', 'planned', 'running', 'on hold', 'done',
    'cancelled')),
  scope TEXT CHECK (length(scope) <= 100000),
  start_on INTEGER CHECK (start_on {day}),
  end_on INTEGER CHECK (end_on {day}),
  amount_minor INTEGER CHECK (amount_minor BETWEEN 0 AND 100000000000000),
  currency TEXT CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),                 -- NULL: the book's
  owner_id INTEGER REFERENCES team_member (id) ON DELETE SET NULL,
  CHECK (end_on IS NULL OR end_on >= start_on)
) STRICT;
CREATE INDEX service_engagement_account ON service_engagement (account_id);

-- What a customer was asked for, so that nobody is asked too often.
CREATE TABLE advocacy_ask (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
  kind TEXT NOT NULL CHECK (kind IN ('reference', 'case study', 'advisory board', 'review')),
  asked_on INTEGER NOT NULL CHECK (asked_on {day}),
  status TEXT NOT NULL DEFAULT 'asked' CHECK (status IN ('asked', 'agreed', 'done', 'declined')),
  answered_on INTEGER CHECK (answered_on {day}),
  note TEXT CHECK (length(note) <= 100000)
) STRICT;
CREATE INDEX advocacy_ask_account ON advocacy_ask (account_id, asked_on);
