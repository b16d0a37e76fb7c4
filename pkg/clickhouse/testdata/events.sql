SELECT e.position, e.idx, e.id, e.source, e.type, e.subject, e.occurred_at, e.counted_at, e.recorded_at, e.correlation, e.causation, e.extensions, e.simulated, e.backfill, e.data
FROM events AS e
WHERE (e.position, e.idx) IN
(
    SELECT position, idx
    FROM ledger
    WHERE measure IN @measures AND day BETWEEN toDate32(@from) AND toDate32(@at) AND position <= @upTo
    GROUP BY position, idx
    ORDER BY position DESC, idx DESC
    LIMIT @limit
)
ORDER BY e.position DESC, e.idx DESC
-- @measures = [dossiers.received]
-- @from = 2024-01-01
-- @at = 2024-06-15
-- @upTo = 7
-- @limit = 1000
