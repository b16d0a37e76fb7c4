-- Moves a consumer's cursor, never backwards. KEYS: the cursors. ARGV: consumer, position.
local old = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')
if tonumber(ARGV[2]) > old then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return 1
