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

-- Today -----------------------------------------------------------------------------------------------------------

-- When each person last left the list of the day: what came since is new to them. Says where somebody looked, nothing
-- about a customer, so it is neither journaled nor exported.
CREATE TABLE looked (
  person TEXT PRIMARY KEY COLLATE NOCASE CHECK (length(person) BETWEEN 1 AND 200),
  day INTEGER NOT NULL CHECK (day {day}),
  seq INTEGER NOT NULL CHECK (seq >= 0)                                  -- the last row of the journal then
) STRICT, WITHOUT ROWID;

-- Expansion -------------------------------------------------------------------------------------------------------

