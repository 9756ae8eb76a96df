-- What triggers, alerts, plays, the Today screen and expansion need beyond the earlier schemas.

-- Alerts ----------------------------------------------------------------------------------------------------------

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

