SELECT e.position, e.idx, e.id, e.source, e.type, e.subject, e.occurred_at, e.counted_at, e.recorded_at, e.correlation, e.causation, e.extensions, e.simulated, e.backfill, e.data
FROM events AS e
WHERE (e.position, e.idx) IN
(
    SELECT position, idx
    FROM ledger
    WHERE measure IN @measures AND day BETWEEN toDate32(@from) AND toDate32(@at) AND position <= @upTo AND unit IN @units AND department = @department AND procedure = @procedure AND (position, idx) < (@beforePosition, @beforeIndex)
    GROUP BY position, idx
    ORDER BY position DESC, idx DESC
    LIMIT @limit
)
ORDER BY e.position DESC, e.idx DESC
-- @measures = [dossiers.status.4]
-- @from = 2024-01-01
-- @at = 2024-06-15
-- @upTo = 7
-- @limit = 20
-- @units = [672]
-- @department = education
-- @procedure = 1.013225
-- @beforePosition = 5
-- @beforeIndex = 2
