-- Undo and redo in constant time, however long the history is.

-- The change that this transaction takes back or does again; NULL: it is a change itself.
ALTER TABLE txn ADD COLUMN root INTEGER REFERENCES txn (id);
-- 1: takes the root back.
ALTER TABLE txn ADD COLUMN takes_back INTEGER NOT NULL DEFAULT 0 CHECK (takes_back IN (0, 1));
-- What undo takes back next, once this transaction is the last one; NULL: nothing.
ALTER TABLE txn ADD COLUMN undo_next INTEGER;
-- What redo takes back next: an undo.
ALTER TABLE txn ADD COLUMN redo_next INTEGER;

UPDATE txn SET undo_next = id;

CREATE INDEX txn_last ON txn (last_seq);
CREATE INDEX txn_root ON txn (root) WHERE root IS NOT NULL;
CREATE INDEX import_run_txn ON import_run (txn_id);
