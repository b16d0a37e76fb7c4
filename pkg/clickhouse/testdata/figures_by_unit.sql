SELECT unit, measure,
    sumIf(amount, day BETWEEN toDate32(@from) AND toDate32(@at)) AS flow,
    sumIf(amount, day <= toDate32(@at)) AS stock,
    sumIf(amount, day < toDate32(@from)) AS opening,
    sumIf(amount, day <= toDate32(@at) AND due != toDate32('1970-01-01') AND due < toDate32(@at)) AS overdue,
    sumIf(amount, day <= toDate32(@at) AND due BETWEEN toDate32(@at) AND addDays(toDate32(@at), 1)) AS soon,
    max(position)
FROM rollup
WHERE grain = 1 AND (measure = '' OR (unit IN @units AND department = @department))
GROUP BY measure, unit
-- @from = 2024-01-01
-- @at = 2024-06-15
-- @units = [672]
-- @department = education
