SELECT toUInt64(bitShiftRight(last, 32)), toUInt32(bitAnd(last, 4294967295)),
    position, idx, unit, department, procedure, aspect, level, toInt32(due), amount
FROM
(
    SELECT position, idx, unit, department, procedure, aspect, level, due, amount, net, last,
        row_number() OVER (PARTITION BY stream ORDER BY position DESC, idx DESC, measure, due) AS nth
    FROM ledger
    INNER JOIN
    (
        SELECT stream, sum(amount) AS net, max(bitShiftLeft(toUInt128(position), 32) + idx) AS last
        FROM ledger
        WHERE measure IN @measures AND day <= toDate32(@at) AND due != toDate32('1970-01-01') AND due < toDate32(@at) AND position <= @upTo AND unit IN @unit AND unit NOT IN @not_unit AND department IN @department AND procedure IN @procedure AND aspect IN @aspect AND level IN @level
        GROUP BY stream
        HAVING net != 0 AND last <= bitShiftLeft(toUInt128(@afterPosition), 32) + @afterIndex
        ORDER BY last DESC
        LIMIT @streams
    ) AS standing USING (stream)
    WHERE measure IN @measures AND day <= toDate32(@at) AND due != toDate32('1970-01-01') AND due < toDate32(@at) AND position <= @upTo AND unit IN @unit AND unit NOT IN @not_unit AND department IN @department AND procedure IN @procedure AND aspect IN @aspect AND level IN @level AND (amount > 0) = (net > 0)
)
WHERE nth <= abs(net)
ORDER BY last DESC, nth
LIMIT @limit OFFSET @skip
-- @measures = [dossiers.running]
-- @from = 2024-01-01
-- @at = 2024-06-15
-- @upTo = 7
-- @unit = [672 24769]
-- @not_unit = [24769]
-- @department = [education]
-- @procedure = [1.013225]
-- @aspect = [online]
-- @level = [full]
-- @streams = 1002
-- @limit = 1001
-- @skip = 1
-- @afterPosition = 5
-- @afterIndex = 2
