-- Version 1. The order of the truth: entry is the log itself; change, key_value and filter are
-- an index over it that can be made again from it.
CREATE TABLE entry (
    position INTEGER PRIMARY KEY,
    uuid     TEXT NOT NULL,
    recorded INTEGER NOT NULL,      -- Unix microseconds
    metadata BLOB,                  -- msgpack
    size     INTEGER NOT NULL,      -- bytes of the payload; less than that are stored: S2
    links    BLOB NOT NULL,         -- per stream, in the order of first mention: version after, position before
    payload  BLOB NOT NULL
);
-- The keys and states of the entries that are not in key_value yet.
CREATE TABLE change (
    position INTEGER PRIMARY KEY,
    keys     BLOB NOT NULL
);
-- Identities of events and records of streams, merged in key order.
CREATE TABLE key_value (
    key   BLOB PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;
-- Bloom filters over the keys of key_value.
CREATE TABLE filter (
    number INTEGER PRIMARY KEY,
    keys   INTEGER NOT NULL,        -- how many it holds
    bits   BLOB NOT NULL
);
CREATE TABLE cursor (
    consumer TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value ANY NOT NULL
) WITHOUT ROWID;
