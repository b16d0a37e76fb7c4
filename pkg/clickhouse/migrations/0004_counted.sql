-- When an event counts, where that is not when it occurred; 1970-01-01: it is. Events of before have it so.
ALTER TABLE events
    ADD COLUMN IF NOT EXISTS counted_at DateTime64(6, 'UTC') AFTER occurred_at;
