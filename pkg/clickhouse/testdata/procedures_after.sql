SELECT measure, unit, department, procedure, toInt32(day), sum(amount)
FROM ledger
WHERE measure IN @measures AND day > toDate32(@day) AND procedure != '' AND position <= @upTo
GROUP BY measure, unit, department, procedure, day
