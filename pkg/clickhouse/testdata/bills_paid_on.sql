SELECT DISTINCT subject
FROM events
PREWHERE type IN @types AND position <= @upTo
WHERE JSONExtractString(data, 'paid_on') = @day
ORDER BY subject
LIMIT @limit
