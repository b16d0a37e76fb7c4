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

CREATE MATERIALIZED VIEW IF NOT EXISTS rollup_of_ledger TO rollup AS
SELECT
    g AS grain,
    m AS measure,
    u AS unit,
    dep AS department,
    p AS procedure,
    y AS year,
    d AS day,
    du AS due,
    h AS hour,
    sum(a) AS amount,
    if(g = 1, toUInt64(sum(a)) * xxHash64(concat(m, '|', u, '|', dep, '|', toString(d), '|', toString(h), '|', toString(du))), 0) AS checksum,
    max(pos) AS position,
    max(rec) AS recorded,
    max(occ) AS occurred,
    max(sim) AS simulated
FROM
(
    SELECT
        g,
        measure AS m,
        unit AS u,
        department AS dep,
        if(g = 2, procedure, '') AS p,
        if(g = 2, toYear(day), 0) AS y,
        if(g = 1, day, toDate32('1970-01-01')) AS d,
        if(g = 1, due, toDate32('1970-01-01')) AS du,
        if(g = 1, hour, 24) AS h,
        amount AS a,
        position AS pos,
        recorded AS rec,
        occurred AS occ,
        simulated AS sim
    FROM ledger
    ARRAY JOIN [1, 2] AS g
    WHERE g = 1 OR procedure != ''
)
GROUP BY g, m, u, dep, p, y, d, du, h;
