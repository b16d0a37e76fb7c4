SELECT if(status = 0, '', toString(status)) AS key0, sum(amount)
FROM ledger
ANY LEFT JOIN (SELECT stream, argMax(toUInt8(substring(measure, 16 + 1)), bitShiftLeft(position, 16) + idx) AS status
    FROM ledger
    WHERE measure IN @statuses AND amount > 0 AND day <= toDate32(@at) AND position <= @upTo
    GROUP BY stream) AS statuses USING (stream)
WHERE measure IN @measures AND day BETWEEN toDate32('2024-01-01') AND toDate32('2024-06-15') AND position <= @upTo AND stream IN (SELECT stream FROM (SELECT stream, argMax(toUInt8(substring(measure, 16 + 1)), bitShiftLeft(position, 16) + idx) AS status
    FROM ledger
    WHERE measure IN @statuses AND amount > 0 AND day <= toDate32(@at) AND position <= @upTo
    GROUP BY stream) WHERE toString(status) IN @status)
GROUP BY key0
ORDER BY key0
-- @measures = [dossiers.received]
-- @from = 2024-01-01
-- @at = 2024-06-15
-- @upTo = 7
-- @statuses = [dossiers.status.1 dossiers.status.2 dossiers.status.3 dossiers.status.4 dossiers.status.5 dossiers.status.6 dossiers.status.7 dossiers.status.8 dossiers.status.9 dossiers.status.10]
-- @status = [4]
