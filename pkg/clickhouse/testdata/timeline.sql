SELECT e.position, e.idx, e.id, e.source, e.type, e.subject, e.occurred_at, e.counted_at, e.recorded_at, e.correlation, e.causation, e.extensions, e.simulated, e.backfill, e.data
FROM events AS e
WHERE e.subject = @subject AND e.position <= @upTo AND (e.position, e.idx) > (@afterPosition, @afterIndex)
ORDER BY e.position, e.idx
LIMIT @limit
