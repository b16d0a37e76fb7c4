-- Every table keeps the tokens of its last inserts, so that a batch that is sent again
-- changes nothing. None is partitioned: a batch is one part, there or not there.

-- The intent of every batch, acknowledged before its data is sent.
CREATE TABLE IF NOT EXISTS batches
(
    first       UInt64,
    last        UInt64,
    intended_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = MergeTree
ORDER BY first
SETTINGS non_replicated_deduplication_window = 10000;

-- All events, for ever.
CREATE TABLE IF NOT EXISTS events
(
    position    UInt64 CODEC(Delta, LZ4),
    idx         UInt32,
    id          String,
    source      LowCardinality(String),
    type        LowCardinality(String),
    subject     String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    correlation String,
    causation   String,
    unit        LowCardinality(String),
    department  LowCardinality(String),
    procedure   LowCardinality(String),
    simulated   Bool,
    backfill    Bool,
    flags       LowCardinality(String), -- joined by commas
    data        String                  -- JSON
)
ENGINE = MergeTree
ORDER BY (position, idx)
SETTINGS non_replicated_deduplication_window = 10000;

-- The ledger entries of every event. Each batch adds one entry of the measure '' and the
-- amount 0: its position is the batch's end, also when no event of it made an entry.
CREATE TABLE IF NOT EXISTS ledger
(
    position   UInt64,
    idx        UInt32, -- of the event at that position
    measure    LowCardinality(String),
    unit       LowCardinality(String),
    department LowCardinality(String),
    procedure  LowCardinality(String),
    day        Date32,
    hour       UInt8,  -- 24: none
    due        Date32, -- 1970-01-01: none
    amount     Int64,
    recorded   DateTime64(3, 'UTC'),
    occurred   DateTime64(3, 'UTC'),
    simulated  UInt8
)
ENGINE = MergeTree
ORDER BY (measure, unit, day, position, idx)
SETTINGS non_replicated_deduplication_window = 10000;

-- The sums of the ledger in two grains. They are one table so that one query sees both, and
-- the position, as of one set of parts.
CREATE TABLE IF NOT EXISTS rollup
(
    grain      UInt8, -- 1: by day, 2: by procedure and year
    measure    LowCardinality(String),
    unit       LowCardinality(String),
    department LowCardinality(String),
    procedure  LowCardinality(String),
    year       UInt16,
    day        Date32,
    due        Date32,
    hour       UInt8,
    amount     SimpleAggregateFunction(sum, Int64),
    checksum   SimpleAggregateFunction(sum, UInt64), -- modulo 2^64; as ledger.Entry.Checksum
    position   SimpleAggregateFunction(max, UInt64),
    recorded   SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    occurred   SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    simulated  SimpleAggregateFunction(max, UInt8)
)
ENGINE = AggregatingMergeTree
PRIMARY KEY (grain, measure, unit, department, procedure)
ORDER BY (grain, measure, unit, department, procedure, year, day, due, hour)
SETTINGS non_replicated_deduplication_window = 10000;

-- No GROUP BY: the rollup sorts and sums each block itself as it takes it.
CREATE MATERIALIZED VIEW IF NOT EXISTS rollup_of_ledger TO rollup AS
SELECT
    g AS grain,
    measure,
    unit,
    department,
    if(g = 2, p, '') AS procedure,
    if(g = 2, toYear(d), 0) AS year,
    if(g = 1, d, toDate32('1970-01-01')) AS day,
    if(g = 1, du, toDate32('1970-01-01')) AS due,
    if(g = 1, h, 24) AS hour,
    amount,
    if(g = 1, hash, 0) AS checksum,
    position,
    recorded,
    occurred,
    simulated
FROM
(
    SELECT
        measure, unit, department, procedure AS p, day AS d, due AS du, hour AS h, amount, position, recorded, occurred, simulated,
        toUInt64(amount) * xxHash64(concat(measure, '|', unit, '|', department, '|', toString(day), '|', toString(hour), '|', toString(due))) AS hash
    FROM ledger
)
ARRAY JOIN [1, 2] AS g
WHERE g = 1 OR p != '';
