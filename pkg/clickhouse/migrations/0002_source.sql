-- Which log the database is filled from, by its id. One row, the first that came.
CREATE TABLE IF NOT EXISTS source
(
    log        String,
    adopted_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = MergeTree
ORDER BY adopted_at
SETTINGS non_replicated_deduplication_window = 100;
