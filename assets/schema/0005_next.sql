-- What triggers, alerts, plays, the Today screen and expansion need beyond the earlier schemas.

-- Alerts ----------------------------------------------------------------------------------------------------------

-- The cause, in words, of a rule that fired for much of the book at once: all alerts of the rule and day that name one
-- are shown as one. NULL: it fired for the account by itself.
ALTER TABLE alert ADD COLUMN flood TEXT CHECK (length(flood) BETWEEN 1 AND 10000);
-- What was closed on the day is looked at again on the same day (src/engine/watch.rs).
CREATE INDEX alert_closed ON alert (closed_on) WHERE closed_on IS NOT NULL;

-- 1: follows from the facts, as alerts that the program opens and closes: undo and redo pass over it.
ALTER TABLE txn ADD COLUMN derived INTEGER NOT NULL DEFAULT 0 CHECK (derived IN (0, 1));

-- By which rules alerts were judged last, and since when each is known, as JSON; NULL: by none yet.
ALTER TABLE scored ADD COLUMN rules TEXT;

-- Plays -----------------------------------------------------------------------------------------------------------

-- What is done about an account that is red, until it is saved or lost: the save plan and how it ended.
CREATE TABLE intervention (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  external_id TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  play_id INTEGER REFERENCES play (id) ON DELETE SET NULL,
  owner_id INTEGER REFERENCES team_member (id) ON DELETE SET NULL,
  started_on INTEGER NOT NULL CHECK (started_on {day}),
  exit_criteria TEXT CHECK (length(exit_criteria) <= 10000),             -- what both sides will call saved
  target_health INTEGER CHECK (target_health BETWEEN 0 AND 100),
  target_on INTEGER CHECK (target_on {day}),
  closed_on INTEGER CHECK (closed_on {day}),
  outcome TEXT CHECK (outcome IN ('saved', 'lost')),
  reason TEXT CHECK (length(reason) <= 10000)
) STRICT;
CREATE INDEX intervention_account ON intervention (account_id);
CREATE INDEX intervention_play ON intervention (play_id) WHERE play_id IS NOT NULL;

-- Its five steps, each once, and its weekly reviews.
CREATE TABLE intervention_entry (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  intervention_id INTEGER NOT NULL REFERENCES intervention (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('detected', 'reached out', 'diagnosed', 'proposed', 'executed', 'review')),
  entered_on INTEGER NOT NULL CHECK (entered_on {day}),
  owner_id INTEGER REFERENCES team_member (id) ON DELETE SET NULL,
  note TEXT CHECK (length(note) <= 100000)
) STRICT;
CREATE INDEX intervention_entry_intervention ON intervention_entry (intervention_id);

-- Today -----------------------------------------------------------------------------------------------------------

-- When each person last left the list of the day: what came since is new to them. Says where somebody looked, nothing
-- about a customer, so it is neither journaled nor exported.
CREATE TABLE looked (
  person TEXT PRIMARY KEY COLLATE NOCASE CHECK (length(person) BETWEEN 1 AND 200),
  day INTEGER NOT NULL CHECK (day {day}),
  seq INTEGER NOT NULL CHECK (seq >= 0)                                  -- the last row of the journal then
) STRICT, WITHOUT ROWID;

-- Expansion -------------------------------------------------------------------------------------------------------

-- How many seats it adds.
ALTER TABLE opportunity ADD COLUMN seats INTEGER CHECK (seats BETWEEN 0 AND 1000000000);
-- What the return to the customer is worked out from: what one unit (an hour, a stop) is worth, how many of them in so
-- many months, and what it costs them in that time (NULL: as much of the yearly amount as falls into it).
ALTER TABLE opportunity ADD COLUMN unit TEXT CHECK (length(unit) <= 200);
ALTER TABLE opportunity ADD COLUMN unit_value_minor INTEGER CHECK (unit_value_minor BETWEEN 0 AND 100000000000000);
ALTER TABLE opportunity ADD COLUMN units_micro INTEGER;
ALTER TABLE opportunity ADD COLUMN cost_minor INTEGER CHECK (cost_minor BETWEEN 0 AND 100000000000000);
ALTER TABLE opportunity ADD COLUMN months INTEGER CHECK (months BETWEEN 1 AND 120);
-- Who at the customer said yes, and when.
ALTER TABLE opportunity ADD COLUMN approved_by_id INTEGER REFERENCES contact (id) ON DELETE SET NULL;
ALTER TABLE opportunity ADD COLUMN approved_on INTEGER CHECK (approved_on {day});
-- How it ended: the day it was won or lost, why it was lost, what they said, the contract that it went into.
ALTER TABLE opportunity ADD COLUMN closed_on INTEGER CHECK (closed_on {day});
ALTER TABLE opportunity ADD COLUMN lost_reason TEXT CHECK (length(lost_reason) <= 200);
ALTER TABLE opportunity ADD COLUMN outcome TEXT CHECK (length(outcome) <= 100000);
ALTER TABLE opportunity ADD COLUMN contract_id INTEGER REFERENCES contract (id) ON DELETE SET NULL;
CREATE INDEX opportunity_contract ON opportunity (contract_id) WHERE contract_id IS NOT NULL;
CREATE INDEX opportunity_approved_by ON opportunity (approved_by_id) WHERE approved_by_id IS NOT NULL;

-- What an opportunity was until a day on which its stage or amount changed: as renewal_change is of renewals, and
-- written the same way (src/store/opportunity_change.rs).
CREATE TABLE opportunity_change (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE DEFAULT ({uid}),
  opportunity_id INTEGER NOT NULL REFERENCES opportunity (id) ON DELETE CASCADE,
  changed_on INTEGER NOT NULL CHECK (changed_on {day}),
  stage TEXT NOT NULL DEFAULT 'identified' CHECK (stage IN ('identified', 'proposal', 'presented', 'business case',
    'approved', 'won', 'lost')),
  amount_minor INTEGER CHECK (amount_minor BETWEEN 0 AND 100000000000000),
  currency TEXT CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
  UNIQUE (opportunity_id, changed_on)
) STRICT;

