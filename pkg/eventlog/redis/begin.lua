-- Gives a log that is empty its id, unless it has one. KEYS: the log, its head, its id. ARGV: the id.
-- Answer: the id that it has now; "" when there are entries without one.
local id = redis.call('GET', KEYS[3])
if id then return id end
if redis.call('EXISTS', KEYS[1], KEYS[2]) > 0 then return '' end
redis.call('SET', KEYS[3], ARGV[1])
return ARGV[1]
