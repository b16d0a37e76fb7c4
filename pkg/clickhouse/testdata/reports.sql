SELECT e.position, e.idx, e.id, e.source, e.type, e.subject, e.occurred_at, e.counted_at, e.recorded_at, e.correlation, e.causation, e.extensions, e.simulated, e.backfill, e.data
FROM events AS e
PREWHERE e.type = @type AND startsWith(e.subject, @prefix) AND e.position <= @upTo
WHERE JSONExtractString(e.data, 'from') BETWEEN @from AND @to AND JSONExtractString(e.data, 'to') BETWEEN @from AND @to
ORDER BY e.position, e.idx
