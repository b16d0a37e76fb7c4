SELECT unit, department, measure, [sumIf(amount, day BETWEEN toDate32('2024-06-09') AND toDate32('2024-06-15')),
    sumIf(amount, day <= toDate32('2024-06-15') AND due != toDate32('1970-01-01') AND due <= toDate32('2024-06-14')),
    sumIf(amount, day <= toDate32('2024-06-15') AND due BETWEEN toDate32('2024-06-15') AND toDate32('2024-06-16')),
    sumIf(amount, day <= toDate32('2024-06-15') AND (due = toDate32('1970-01-01') OR due >= toDate32('2024-06-15')))] AS sums,
    toUnixTimestamp64Milli(maxIf(occurred, day <= toDate32('2024-06-15'))),
    max(simulated), max(position)
FROM rollup
WHERE grain = 1 AND (measure = '' OR measure IN @measures)
GROUP BY unit, department, measure
-- @measures = [dossiers.received dossiers.running]
