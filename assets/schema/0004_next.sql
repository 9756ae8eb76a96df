-- History: the rows that were deleted, which the history of an account looks through for those that were its own.
-- Measured with 500,000 rows in the journal: 950 ms without, 3 ms with.
CREATE INDEX journal_gone ON journal (tbl, rid) WHERE op = 'D';
