SELECT if(status = 0, '', toString(status)) AS key0, sum(amount)
FROM ledger
ANY LEFT JOIN (SELECT stream, argMax(toUInt8(substring(measure, 16 + 1)), bitShiftLeft(position, 16) + idx) AS status
    FROM ledger
    WHERE measure IN @statuses AND amount > 0 AND day <= toDate32(@at) AND position <= @upTo AND (unit IN @unit OR unit IN (SELECT unit FROM ledger WHERE measure IN ('dossiers.transferred_in', 'dossiers.transferred_out')
        AND stream IN (SELECT stream FROM ledger WHERE measure IN ('dossiers.transferred_in', 'dossiers.transferred_out') AND unit IN @unit)))
    GROUP BY stream) AS statuses USING (stream)
WHERE measure IN @measures AND day BETWEEN toDate32('2024-01-01') AND toDate32('2024-06-15') AND position <= @upTo AND unit IN @unit
GROUP BY key0
ORDER BY key0
-- @measures = [dossiers.received]
-- @from = 2024-01-01
-- @at = 2024-06-15
-- @upTo = 7
-- @unit = [24769]
-- @statuses = [dossiers.status.1 dossiers.status.2 dossiers.status.3 dossiers.status.4 dossiers.status.5 dossiers.status.6 dossiers.status.7 dossiers.status.8 dossiers.status.9 dossiers.status.10]
