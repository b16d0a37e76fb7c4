SELECT DISTINCT subject
FROM events
PREWHERE type IN @types AND position <= @upTo AND occurred_at >= @from AND occurred_at < @to
WHERE JSONExtractString(data, 'paid_on') = @day
ORDER BY subject
LIMIT @limit
