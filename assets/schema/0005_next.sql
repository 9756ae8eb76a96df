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

