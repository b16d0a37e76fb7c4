SELECT measure, max(position), sumIf(amount, day BETWEEN toDate32('2024-01-01') AND toDate32('2024-06-15')),
    sumIf(amount, day <= toDate32('2024-06-15')),
    sumIf(amount, day <= toDate32('2023-12-31')),
    sumIf(amount, day <= toDate32('2024-06-15') AND due != toDate32('1970-01-01') AND due <= toDate32('2024-06-14')),
    sumIf(amount, day <= toDate32('2024-06-15') AND (due = toDate32('1970-01-01') OR due >= toDate32('2024-06-15'))),
    sumIf(amount, day <= toDate32('2024-06-15') AND due BETWEEN toDate32('2024-06-15') AND toDate32('2024-06-16'))
FROM rollup
WHERE grain = 1 AND (measure = '' OR 1)
GROUP BY measure
