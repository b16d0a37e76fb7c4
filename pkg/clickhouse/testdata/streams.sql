WITH streams AS
(
    SELECT subject, max((position, idx)) AS last, argMin(if(toUnixTimestamp64Micro(counted_at) = 0, occurred_at, counted_at), (position, idx)) AS first_counted
    FROM events
    WHERE type IN @types AND position <= @upTo
    GROUP BY subject
)
SELECT e.position, e.idx, e.id, e.source, e.type, e.subject, e.occurred_at, e.counted_at, e.recorded_at, e.correlation, e.causation, e.extensions, e.simulated, e.backfill, e.data, s.first_counted
FROM (SELECT * FROM events WHERE (position, idx) IN (SELECT last.1, last.2 FROM streams)) AS e
INNER JOIN streams AS s ON s.subject = e.subject
ORDER BY e.position, e.idx
