SELECT grain, measure, unit, department, procedure, year, toInt32(day), if(day >= toDate32(?), hour, 24) AS shown_hour, toInt32(due),
    sum(amount), sum(checksum), max(position), toUnixTimestamp64Milli(max(recorded)), toUnixTimestamp64Milli(max(occurred)), max(simulated)
FROM rollup
GROUP BY grain, measure, unit, department, procedure, year, day, due, shown_hour
