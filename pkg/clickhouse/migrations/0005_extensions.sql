-- The attributes of an event that mean nothing here, a JSON object; '' where there are none. Events of before have it so.
ALTER TABLE events
    ADD COLUMN IF NOT EXISTS extensions String CODEC(ZSTD(3)) AFTER causation;
