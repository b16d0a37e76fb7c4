SELECT unit AS key0, sum(amount)
FROM ledger
WHERE measure IN @measures AND day BETWEEN toDate32('2024-01-01') AND toDate32('2024-06-15') AND position <= @upTo AND unit IN @unit AND unit NOT IN @not_unit AND department IN @department AND procedure IN @procedure AND aspect IN @aspect AND level IN @level
GROUP BY key0
ORDER BY key0
-- @measures = [dossiers.received]
-- @from = 2024-01-01
-- @at = 2024-06-15
-- @upTo = 7
-- @unit = [672 24769]
-- @not_unit = [24769]
-- @department = [education]
-- @procedure = [1.013225]
-- @aspect = [online]
-- @level = [full]
