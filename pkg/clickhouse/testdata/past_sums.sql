WITH measure IN @hourly AND day >= toDate32(@hourlyFrom) AS apart
SELECT measure, transform(toString(unit), @units, @places, @other) AS place,
    toInt32(multiIf(day >= toDate32(@recent) OR apart, day, day >= toDate32(@from), toDate32(@from), toDate32(@old))) AS of_day,
    if(day = toDate32(@at) OR (apart AND dateDiff('day', day, toDate32(@at)) % 7 = 0), hour, 24) AS of_hour,
    toInt32(if(measure IN @dated AND due != toDate32('1970-01-01'), greatest(due, toDate32(@passed)), toDate32('1970-01-01'))) AS of_due,
    toInt32(if(toUnixTimestamp64Milli(occurred) < @since, -1, intDiv(toUnixTimestamp64Milli(occurred) - @since, 3600000))) AS slot,
    sum(amount), max(position), toUnixTimestamp64Milli(max(recorded)), toUnixTimestamp64Milli(max(occurred)), max(simulated)
FROM ledger
WHERE measure IN @measures AND day <= toDate32(@at) AND position <= @upTo AND occurred < fromUnixTimestamp64Milli(@before, 'UTC') AND unit IN @within AND department = @department
GROUP BY measure, place, of_day, of_hour, of_due, slot
-- @measures = [dossiers.received dossiers.running]
-- @at = 2024-06-15
-- @upTo = 7
-- @before = 1718470800000
-- @since = 1718384400000
-- @within = [672 24769]
-- @department = education
-- @other = 672
-- @units = [24769]
-- @places = [24769]
-- @dated = [dossiers.running]
-- @passed = 2024-06-14
-- @recent = 2024-05-16
-- @from = 2024-01-01
-- @old = 2023-12-31
-- @hourly = [dossiers.received]
-- @hourlyFrom = 2024-04-20
