-- What a drill-down needs of each entry: whose it is (the xxHash64 of its event's subject), and by what else it is told apart.
ALTER TABLE ledger
    ADD COLUMN IF NOT EXISTS stream UInt64,
    ADD COLUMN IF NOT EXISTS aspect LowCardinality(String),
    ADD COLUMN IF NOT EXISTS level LowCardinality(String);
