-- What triggers, alerts, plays, the Today screen and expansion need beyond the earlier schemas.

-- Alerts ----------------------------------------------------------------------------------------------------------

-- Plays -----------------------------------------------------------------------------------------------------------

-- Today -----------------------------------------------------------------------------------------------------------

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

