SELECT e.position, e.idx, e.id, e.source, e.type, e.subject, e.occurred_at, e.counted_at, e.recorded_at, e.correlation, e.causation, e.extensions, e.simulated, e.backfill, e.data
FROM events AS e
WHERE type IN @types AND position <= @upTo AND if(toUnixTimestamp64Micro(counted_at) = 0, occurred_at, counted_at) >= fromUnixTimestamp64Micro(@moment, 'UTC')
ORDER BY e.position, e.idx
