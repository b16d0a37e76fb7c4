SELECT unit, department, measure, [sumIf(amount, day <= toDate32('2024-06-01')), sumIf(amount, day <= toDate32('2024-06-15'))] AS upto,
    sumIf(amount, day <= toDate32(@at) AND due != toDate32('1970-01-01') AND due < toDate32(@at)) AS overdue,
    sumIf(amount, day <= toDate32(@at) AND due BETWEEN toDate32(@at) AND addDays(toDate32(@at), 1)) AS soon,
    toUnixTimestamp64Milli(maxIf(occurred, day <= toDate32(@at))),
    max(simulated), max(position)
FROM rollup
WHERE grain = 1 AND (measure = '' OR measure IN @measures)
GROUP BY unit, department, measure
-- @at = 2024-06-15
-- @measures = [dossiers.received dossiers.running]
