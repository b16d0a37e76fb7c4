SELECT stream, net, toUInt64(bitShiftRight(last, 32)), toUInt32(bitAnd(last, 4294967295)), members, value
FROM
(
    SELECT stream, sum(amount) AS net, max(bitShiftLeft(toUInt128(position), 32) + idx) AS last,
        toInt64(sum(abs(net)) OVER ()) AS members, sum(net) OVER () AS value
    FROM ledger
    WHERE measure IN @measures AND day <= toDate32('2024-06-15') AND due != toDate32('1970-01-01') AND due <= toDate32('2024-06-14') AND position <= @upTo AND unit IN @unit AND unit NOT IN @not_unit AND department IN @department AND procedure IN @procedure AND aspect IN @aspect AND level IN @level
    GROUP BY stream
    HAVING net != 0
)
WHERE last <= bitShiftLeft(toUInt128(@afterPosition), 32) + @afterIndex
ORDER BY last DESC
LIMIT @streams
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
-- @streams = 21
-- @afterPosition = 5
-- @afterIndex = 2
