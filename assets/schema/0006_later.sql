-- What is put off on the list of the day: hidden there until this day; its own dates stay as they are.

ALTER TABLE step ADD COLUMN snoozed_until INTEGER CHECK (snoozed_until {day});
ALTER TABLE renewal ADD COLUMN snoozed_until INTEGER CHECK (snoozed_until {day});
ALTER TABLE plan ADD COLUMN snoozed_until INTEGER CHECK (snoozed_until {day});
