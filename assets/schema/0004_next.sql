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
