SELECT if(day < toDate32(@from), '', toString(day)) AS key0, aspect AS key1, measure, sumIf(amount, day BETWEEN toDate32('2024-01-01') AND toDate32('2024-06-15')),
    sumIf(amount, day <= toDate32('2024-06-15') AND due != toDate32('1970-01-01') AND due <= toDate32('2024-06-14'))
FROM ledger
WHERE measure IN @measures AND day <= toDate32('2024-06-15') AND position <= @upTo
GROUP BY key0, key1, measure
ORDER BY key0, key1, measure
-- @measures = [dossiers.received dossiers.running]
-- @from = 2024-01-01
-- @at = 2024-06-15
-- @upTo = 7
