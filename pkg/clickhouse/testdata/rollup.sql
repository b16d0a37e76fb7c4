SELECT grain, measure, unit, department, procedure, year, toInt32(day), if(day >= toDate32(?), hour, 24), toInt32(due),
    amount, checksum, position, toUnixTimestamp64Milli(recorded), toUnixTimestamp64Milli(occurred), simulated
FROM rollup
